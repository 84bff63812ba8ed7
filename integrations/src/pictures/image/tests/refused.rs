//! Pictures that cannot be printed.

use image::{GrayImage, Luma, Rgba, RgbaImage};
use proptest::prelude::*;

use super::*;

/// So much noise, as data of a PNG.
fn noise_bytes() -> Vec<u8> {
    noise(40, 40).into_bytes()
}

#[rstest]
#[case::noise(chunk(b"IDAT", &noise_bytes()))]
#[case::packed_noise_that_is_too_short(chunk(b"IDAT", &deflated(&noise_bytes())))]
#[case::nothing(Vec::new())]
#[case::empty(chunk(b"IDAT", b""))]
#[case::half_of_it({
    let whole = deflated(&vec![0; 500 * 401]);
    chunk(b"IDAT", &whole[..whole.len() / 2])
})]
#[case::wrong_checksum({
    let mut data = chunk(b"IDAT", &deflated(&vec![0; 500 * 401]));
    if let Some(last) = data.last_mut() {
        *last ^= 1;
    }
    data
})]
#[case::unknown_filters(chunk(b"IDAT", &deflated(&vec![9; 500 * 401])))]
fn pixels_that_are_none(#[case] data: Vec<u8>) {
    let file = png_of(400, 500, 8, 0, false, &[data]);
    for document in [Photo, Signature, IdentityDocument] {
        assert_eq!(fault(document, MediaType::Png, &file), Unreadable);
    }
}

#[rstest]
#[case::no_width(png_of(0, 500, 8, 0, false, &[]), MediaType::Png)]
#[case::no_height(png_of(400, 0, 8, 0, false, &[]), MediaType::Png)]
#[case::depth_that_there_is_not(png_of(400, 500, 3, 0, false, &[]), MediaType::Png)]
#[case::no_width_jpeg(announced_jpeg(0xc0, 0, 500), MediaType::Jpeg)]
#[case::no_height_jpeg(announced_jpeg(0xc0, 400, 0), MediaType::Jpeg)]
#[case::no_tables(announced_jpeg(0xc0, 400, 500), MediaType::Jpeg)]
#[case::lossless(announced_jpeg(0xc3, 400, 500), MediaType::Jpeg)]
fn headers_that_are_none(#[case] file: Vec<u8>, #[case] media_type: MediaType) {
    assert_eq!(fault(Photo, media_type, &file), Unreadable);
}

#[rstest]
#[case::half(1, 2)]
#[case::a_tenth(1, 10)]
#[case::nearly_all(9, 10)]
fn a_jpeg_of_which_the_middle_is_missing(#[case] kept: usize, #[case] of: usize) {
    let ends_well = |file: &[u8]| [&file[..file.len() * kept / of], b"\xff\xd9"].concat();
    let baseline = jpeg(&noise(400, 500));
    assert_eq!(fault(Photo, MediaType::Jpeg, &ends_well(&baseline)), Unreadable);
    assert_eq!(
        fault(IdentityDocument, MediaType::Jpeg, &ends_well(&baseline)),
        Unreadable
    );
}

#[rstest]
#[case::png(png_of(60_000, 60_000, 1, 0, false, &[chunk(b"IDAT", b"")]), MediaType::Png)]
#[case::long_png(png_of(12_001, 500, 1, 0, false, &[chunk(b"IDAT", b"")]), MediaType::Png)]
#[case::deep_png(png_of(8_000, 8_000, 16, 6, false, &[chunk(b"IDAT", b"")]), MediaType::Png)]
#[case::jpeg(announced_jpeg(0xc0, 60_000, 60_000), MediaType::Jpeg)]
#[case::long_jpeg(announced_jpeg(0xc0, 500, 13_000), MediaType::Jpeg)]
#[case::progressive(announced_jpeg(0xc2, 7_000, 6_000), MediaType::Jpeg)]
fn what_takes_too_much_memory_is_not_decoded(#[case] file: Vec<u8>, #[case] media_type: MediaType) {
    let refused = examine(Photo, media_type, &file).expect_err("refused");
    assert_eq!(refused.fault, TooManyPixels);
    assert!(matches!(refused.seen, Seen::Size(..)));
}

#[rstest]
#[case::dot(1, 1)]
#[case::low(300, 59)]
#[case::narrow(199, 80)]
#[case::upright(80, 300)]
fn a_signature_too_small_to_print(#[case] width: u32, #[case] height: u32) {
    for (file, media_type) in [
        (png(&stroke(width, height)), MediaType::Png),
        (jpeg(&stroke(width, height)), MediaType::Jpeg),
    ] {
        let refused = examine(Signature, media_type, &file).expect_err("refused");
        assert_eq!((refused.fault, refused.seen), (TooFewPixels, Seen::Size(width, height)));
    }
}

#[rstest]
#[case::white(RgbaImage::from_pixel(300, 80, Rgba([255; 4])).into())]
#[case::black(GrayImage::from_pixel(300, 80, Luma([0])).into())]
#[case::nothing(RgbaImage::from_pixel(300, 80, Rgba([0; 4])).into())]
#[case::white_on_nothing(RgbaImage::from_fn(300, 80, |x, _| Rgba([255, 255, 255, if x == 9 { 255 } else { 0 }])).into())]
#[case::empty_sheet(GrayImage::from_fn(300, 80, |x, y| Luma([if (x + y) % 7 == 0 { 238 } else { 245 }])).into())]
fn a_signature_on_which_nothing_is_seen(#[case] picture: DynamicImage) {
    assert_eq!(fault(Signature, MediaType::Png, &png(&picture)), Blank);
    let flat = DynamicImage::ImageRgb8(RgbImage::from_pixel(300, 80, Rgb([200, 210, 220])));
    assert_eq!(fault(Signature, MediaType::Jpeg, &jpeg(&flat)), Blank);
}

#[test]
fn a_thin_stroke_is_seen() {
    for picture in [stroke(300, 80), stroke(200, 60), stroke(3000, 900)] {
        printed(Signature, MediaType::Png, &png(&picture));
    }
}

#[test]
fn a_picture_that_moves() {
    let file = include_bytes!("../fixtures/animated.png");
    assert_eq!(fault(Photo, MediaType::Png, file), Animated);
    assert_eq!(fault(IdentityDocument, MediaType::Png, file), Animated);
}

#[test]
fn what_a_program_wrote_between_the_headers_is_forgiven() {
    let file = jpeg(&corners(400, 500));
    let file = [&file[..20], b"\0\0\0\0\0\0\0\0", &file[20..]].concat();
    assert_upright(&decoded(&printed(Photo, MediaType::Jpeg, &file)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_damaged_file_is_taken_or_refused(at in 0.0..1.0_f64, byte in any::<u8>(), length in 1_usize..16) {
        for (file, media_type) in [(jpeg(&corners(40, 50)), MediaType::Jpeg), (png(&corners(40, 50)), MediaType::Png)] {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place")]
            let from = (file.len() as f64 * at) as usize;
            let mut file = file;
            let to = file.len().min(from + length);
            file[from..to].fill(byte);
            let _ = super::super::examine(IdentityDocument, media_type, &file);
        }
    }
}
