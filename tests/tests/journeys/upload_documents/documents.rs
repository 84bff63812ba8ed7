//! Papers as PDF, and files in formats that are not taken.

use tests::hub::Hub;
use tests::{Person, files};

use super::drawn::upload;
use super::{send, told};

tests::stories![
    my_pdf_needs_a_password,
    my_pdf_only_may_not_be_printed,
    my_pdf_has_something_before_its_header,
    my_pdf_is_damaged,
    my_photo_comes_from_an_iphone,
    my_file_is_of_a_format_that_is_not_taken,
];

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!(
            "../../../../integrations/src/pictures/pdf/fixtures/",
            $name,
            ".pdf"
        ))
        .as_slice()
    };
}

async fn my_pdf_needs_a_password(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    let behind_a_mark = [b"\xef\xbb\xbf\r\n", fixture!("locked_aes_256")].concat();
    for (document, file) in [
        ("identity_document", fixture!("locked_rc4_40")),
        ("identity_document", fixture!("locked_rc4_128")),
        ("licence_front", fixture!("locked_aes_128")),
        ("licence_back", fixture!("locked_aes_256")),
        ("licence_back", &behind_a_mark),
    ] {
        let locked = upload("bulletin.pdf", "application/pdf", file.to_vec());
        let message = told(send(&camille, &case, document, locked).await, "file_locked");
        assert!(message.contains("mot de passe"), "{message}");
    }
    hub.until_files_kept(0).await;
}

async fn my_pdf_only_may_not_be_printed(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    for file in [
        fixture!("restricted_rc4_40"),
        fixture!("restricted_rc4_128"),
        fixture!("restricted_aes_128"),
        fixture!("restricted_aes_256"),
    ] {
        let restricted = upload("carte.pdf", "application/pdf", file.to_vec());
        camille.upload(&case, "identity_document", restricted).await;
    }
    hub.until_files_kept(1).await;
}

async fn my_pdf_has_something_before_its_header(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    let whole = files::identity_document().bytes;
    for before in [
        &b"\xef\xbb\xbf"[..],
        b"\r\n",
        b"    \t ",
        b"\xef\xbb\xbf\r\n  \r\n",
        b"\x1b%-12345X@PJL ENTER LANGUAGE = PDF\r\n",
        &[b'\n'; 1000],
    ] {
        let bytes = [before, &whole].concat();
        let late = upload("carte.pdf", "application/pdf", bytes.clone());
        let id = camille.upload(&case, "identity_document", late).await;
        let path = format!("/v1/cases/{case}/documents/{id}/content");
        let content = camille.get(&path).await.expect(200);
        assert_eq!(content.header("content-type"), Some("application/pdf"));
        assert_eq!(content.body, bytes, "as it came");
    }
}

async fn my_pdf_is_damaged(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    let padded = [&b"%PDF-1.7\n"[..], &[b' '; 5000], b"\n%%EOF\n"].concat();
    let half = files::identity_document().truncated().bytes;
    for file in [
        padded,
        b"%PDF-1.7\nDear Sir or Madam, here is my licence.\n%%EOF".to_vec(),
        [&half, &b"\nstartxref\n0\n%%EOF\n"[..]].concat(),
    ] {
        let damaged = upload("carte.pdf", "application/pdf", file);
        let reply = send(&camille, &case, "identity_document", damaged).await;
        told(reply, "file_unreadable");
    }
}

/// A file of the ISO base media format with these brands, the main one first.
fn branded(brands: &[&[u8; 4]]) -> Vec<u8> {
    let all: Vec<u8> = brands.iter().flat_map(|brand| brand.iter().copied()).collect();
    let brands = [brands[0], &[0; 4], &all[..]].concat();
    let length = u32::try_from(brands.len() + 8).expect("short").to_be_bytes();
    [&length[..], b"ftyp", &brands, &[0; 3000]].concat()
}

async fn my_photo_comes_from_an_iphone(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    for (name, brands) in [
        ("IMG_1.HEIC", &[b"heix", b"mif1"][..]),
        ("IMG_2.jpg", &[b"mif1", b"heic"]),
        ("IMG_3.HEIF", &[b"hevc", b"msf1"]),
        ("IMG_4.heic", &[b"heic", b"mif1", b"miaf"]),
    ] {
        let photo = || upload(name, "image/heic", branded(brands));
        let message = told(send(&camille, &case, "photo", photo()).await, "file_type");
        assert!(
            message.contains("HEIC") && message.contains("« Le plus compatible »"),
            "{message}"
        );
        let english = camille.request(reqwest::Method::POST, &format!("/v1/cases/{case}/documents"));
        let reply = english.in_english().upload("licence_front", photo()).await;
        let message = told(reply, "file_type");
        assert!(
            message.contains("HEIC") && message.contains("“Most Compatible”"),
            "{message}"
        );
    }
}

async fn my_file_is_of_a_format_that_is_not_taken(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    for (file, named) in [
        (branded(&[b"avif", b"mif1"]), "AVIF"),
        (b"RIFF\x24\0\0\0WEBPVP8 ".to_vec(), "WebP"),
        (b"GIF89a\x01\0\x01\0".to_vec(), "GIF"),
        (b"II*\0\x08\0\0\0".to_vec(), "TIFF"),
        (branded(&[b"qt  "]), "vidéo"),
        (b"{\\rtf1\\ansi Bonjour}".to_vec(), "Word"),
    ] {
        let file = upload("document", "application/octet-stream", file);
        let message = told(send(&camille, &case, "identity_document", file).await, "file_type");
        assert!(message.contains(named), "{named}: {message}");
    }
}
