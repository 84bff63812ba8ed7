//! PDFs as programs write them, and as people send them. Locked, restricted, packed and linearized ones were made with
//! pikepdf (qpdf) and lie in `fixtures`; their password is «secret» where they have one.

use domain::rules::documents::DocumentFault::{Locked, Unreadable, WithoutPages};
use proptest::prelude::*;
use rstest::rstest;

use super::*;

mod active;
mod hostile;

const PLAIN: &[u8] = include_bytes!("fixtures/plain.pdf");
const PACKED: &[u8] = include_bytes!("fixtures/packed.pdf");
const LINEARIZED: &[u8] = include_bytes!("fixtures/linearized.pdf");

const CATALOGUE: &str = "1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj";
const TREE: &str = "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj";
const PAGE: &str = "3 0 obj <</Type/Page/Parent 2 0 R>> endobj";
const TRAILER: &str = "trailer <</Root 1 0 R/Size 4>>";

/// A file of these parts, without a table of its objects.
fn file(parts: &[&str]) -> Vec<u8> {
    format!("%PDF-1.7\n{}\nstartxref\n0\n%%EOF\n", parts.join("\n")).into_bytes()
}

#[rstest]
#[case::plain(PLAIN)]
#[case::packed(PACKED)]
#[case::linearized(LINEARIZED)]
#[case::restricted_long_ago(include_bytes!("fixtures/restricted_rc4_40.pdf"))]
#[case::restricted_rc4(include_bytes!("fixtures/restricted_rc4_128.pdf"))]
#[case::restricted_aes_128(include_bytes!("fixtures/restricted_aes_128.pdf"))]
#[case::restricted_aes_256(include_bytes!("fixtures/restricted_aes_256.pdf"))]
fn what_readers_open_is_taken(#[case] file: &[u8]) {
    assert_eq!(open(file), Ok(()));
}

#[rstest]
#[case::long_ago(include_bytes!("fixtures/locked_rc4_40.pdf"))]
#[case::rc4(include_bytes!("fixtures/locked_rc4_128.pdf"))]
#[case::aes_128(include_bytes!("fixtures/locked_aes_128.pdf"))]
#[case::aes_256(include_bytes!("fixtures/locked_aes_256.pdf"))]
#[case::for_those_with_a_certificate(&file(&[
    CATALOGUE, TREE, PAGE, "4 0 obj <</Filter/Adobe.PubSec/V 4/SubFilter/adbe.pkcs7.s5>> endobj",
    "trailer <</Root 1 0 R/Encrypt 4 0 R>>",
]))]
fn what_asks_for_a_password_is_locked(#[case] file: &[u8]) {
    assert_eq!(open(file), Err(Locked));
}

#[rstest]
fn what_stands_before_the_header_is_no_matter(
    #[values(&b"\r\n"[..], b"\xef\xbb\xbf", b"   \t", b"\x1b%-12345X@PJL\r\n", &[b'\n'; 1000])] before: &[u8],
) {
    for whole in [
        PLAIN,
        PACKED,
        LINEARIZED,
        include_bytes!("fixtures/restricted_aes_256.pdf"),
    ] {
        assert_eq!(open(&[before, whole].concat()), Ok(()));
    }
    let locked = include_bytes!("fixtures/locked_aes_256.pdf");
    assert_eq!(open(&[before, locked].concat()), Err(Locked));
}

#[rstest]
#[case::spaces("%PDF-1.7\n                      \n%%EOF\n".into())]
#[case::another_text("%PDF-1.7\nDear Sir or Madam, here is my licence.\n%%EOF".into())]
#[case::no_catalogue(file(&[TREE, PAGE, TRAILER]))]
#[case::no_tree(file(&[CATALOGUE, PAGE, TRAILER]))]
#[case::no_trailer(file(&[CATALOGUE, TREE, PAGE]))]
#[case::first_half(PLAIN[..PLAIN.len() / 2].to_vec())]
#[case::lock_that_is_missing(file(&[CATALOGUE, TREE, PAGE, "trailer <</Root 1 0 R/Encrypt 9 0 R>>"]))]
#[case::lock_that_is_none(file(&[CATALOGUE, TREE, PAGE, "trailer <</Root 1 0 R/Encrypt<</Filter/Standard/V 1/R 2>>>>"]))]
fn what_no_reader_opens_is_unreadable(#[case] file: Vec<u8>) {
    assert_eq!(open(&file), Err(Unreadable));
}

#[rstest]
#[case::no_kids(file(&[CATALOGUE, "2 0 obj <</Type/Pages/Kids[]/Count 0>> endobj", TRAILER]))]
#[case::kids_that_are_missing(file(&[CATALOGUE, TREE, TRAILER]))]
#[case::only_branches(file(&[CATALOGUE, TREE, "3 0 obj <</Type/Pages/Kids[2 0 R 3 0 R]>> endobj", TRAILER]))]
#[case::tree_without_kids(file(&[CATALOGUE, "2 0 obj <</Type/Pages/Count 1>> endobj", TRAILER]))]
#[case::restricted(include_bytes!("fixtures/restricted_without_pages.pdf").to_vec())]
fn a_pdf_without_a_page(#[case] file: Vec<u8>) {
    assert_eq!(open(&file), Err(WithoutPages));
}

#[rstest]
#[case::written_again_behind(file(&["2 0 obj <</Type/Pages/Kids[]>> endobj", CATALOGUE, TRAILER, TREE, PAGE, TRAILER]))]
#[case::kids_apart(file(&[CATALOGUE, "2 0 obj <</Type/Pages/Kids 7 0 R>> endobj", "7 0 obj [3 0 R] endobj", PAGE, TRAILER]))]
#[case::deep(file(&[
    CATALOGUE, TREE, "3 0 obj <</Type/Pages/Kids[4 0 R]>> endobj", "4 0 obj <</Type /Page /Parent 3 0 R>> endobj", TRAILER,
]))]
#[case::comments_and_odd_spaces(file(&["1 0 obj% first\r<</Type/Catalog/Pages\n2  0\tR>>endobj", TREE, PAGE, TRAILER]))]
#[case::untyped_page(file(&[CATALOGUE, TREE, "3 0 obj <</MediaBox[0 0 9 9]>> endobj", TRAILER]))]
#[case::objects_in_a_stream_are_none(file(&[
    CATALOGUE, TREE, PAGE, TRAILER, "5 0 obj <</Length 44>> stream\n2 0 obj <</Type/Pages/Kids[]>> endobj        \nendstream endobj",
]))]
#[case::length_that_is_wrong(file(&[
    CATALOGUE, "5 0 obj <</Length 4>> stream\n0123456789\nendstream endobj", TREE, PAGE, TRAILER,
]))]
fn files_may_be_laid_out_otherwise(#[case] file: Vec<u8>) {
    assert_eq!(open(&file), Ok(()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_damaged_file_is_taken_or_refused(at in 0_usize..1400, byte in any::<u8>(), length in 1_usize..40) {
        for whole in [PACKED, include_bytes!("fixtures/restricted_aes_256.pdf"), include_bytes!("fixtures/locked_rc4_128.pdf")] {
            let mut file = whole.to_vec();
            let from = at.min(file.len());
            let to = file.len().min(from + length);
            file[from..to].fill(byte);
            let _ = crate::pictures::examine(
                domain::rules::documents::DocumentType::IdentityDocument,
                domain::rules::documents::MediaType::Pdf,
                &file,
            );
        }
    }
}
