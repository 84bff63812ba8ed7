//! How pictures lie, what they tell beside, and what they are made of.

use image::{GrayAlphaImage, GrayImage, ImageBuffer, Luma, LumaA, Rgba, RgbaImage};
use moxcms::ColorProfile;

use super::*;

const TURNED: [Orientation; 8] = [
    Orientation::NoTransforms,
    Orientation::FlipHorizontal,
    Orientation::Rotate180,
    Orientation::FlipVertical,
    Orientation::Rotate90FlipH,
    Orientation::Rotate90,
    Orientation::Rotate270FlipH,
    Orientation::Rotate270,
];

#[rstest]
fn a_photo_is_printed_upright_however_the_telephone_was_held(
    #[values(0, 1, 2, 3, 4, 5, 6, 7)] turned: usize,
    #[values(Order::Intel, Order::Motorola)] order: Order,
) {
    let orientation = TURNED[turned];
    assert_eq!(usize::from(orientation.to_exif()), turned + 1);
    let file = taken_by_telephone(&stored(&corners(400, 520), orientation), orientation, order);
    let examined = examine(Photo, MediaType::Jpeg, &file).expect("taken");
    assert_eq!(examined.size, Some((400, 520)));
    assert_upright(&decoded(&examined.printed.expect("printed")));
}

#[test]
fn a_png_may_say_how_it_is_turned_before_or_after_its_pixels() {
    let exif = chunk(b"eXIf", &exif(Orientation::Rotate90, Order::Motorola));
    let file = png(&stored(&corners(400, 520), Orientation::Rotate90));
    let (header, rest) = file.split_at(8 + 25);
    let (pixels, end) = rest.split_at(rest.len() - 12);
    for file in [
        [header, &exif, pixels, end].concat(),
        [header, pixels, &exif, end].concat(),
    ] {
        let printed = printed(Photo, MediaType::Png, &file);
        assert_eq!((printed.width, printed.height), (400, 520));
        assert_upright(&decoded(&printed));
    }
}

#[rstest]
#[case::held_upright(500, 400, Orientation::Rotate90, Some((400, 500)))]
#[case::held_upright_the_other_way(560, 400, Orientation::Rotate270, Some((400, 560)))]
#[case::mirrored(500, 400, Orientation::Rotate90FlipH, Some((400, 500)))]
#[case::held_across(400, 500, Orientation::Rotate90, None)]
#[case::held_across_and_mirrored(400, 500, Orientation::Rotate270FlipH, None)]
#[case::upside_down(400, 500, Orientation::Rotate180, Some((400, 500)))]
#[case::across_upside_down(500, 400, Orientation::Rotate180, None)]
fn size_is_judged_as_it_is_shown(
    #[case] width: u32,
    #[case] height: u32,
    #[case] orientation: Orientation,
    #[case] expected: Option<(u32, u32)>,
) {
    let file = taken_by_telephone(&corners(width, height), orientation, Order::Motorola);
    match (examine(Photo, MediaType::Jpeg, &file), expected) {
        (Ok(examined), Some(_)) => assert_eq!(examined.size, expected),
        (Err(refused), None) => {
            assert_eq!(refused.fault, TooFewPixels);
            assert_eq!(refused.seen, Seen::Size(500, 400));
        }
        (found, _) => panic!("{found:?}"),
    }
}

#[test]
fn nothing_that_was_written_beside_the_pixels_is_printed() {
    let exif = [&b"Exif\0\0"[..], &exif(Orientation::NoTransforms, Order::Intel)].concat();
    let file = with_segments(
        &jpeg(&corners(400, 500)),
        &[
            segment(0xe1, &exif),
            segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SECRET</x:xmpmeta>"),
            segment(0xed, b"Photoshop 3.0\08BIM SECRET"),
            segment(0xe2, b"ICC_PROFILE\0\x01\x01SECRET"),
            segment(0xfe, b"SECRET"),
        ],
    );
    let photo = printed(Photo, MediaType::Jpeg, &file);
    let text = chunk(b"tEXt", b"Comment\0SECRET");
    let plain = png(&stroke(300, 80));
    let (header, rest) = plain.split_at(33);
    let annotated = [header, &text, rest].concat();
    let signature = printed(Signature, MediaType::Png, &annotated);
    for form in [&photo.print, photo.face.as_ref().expect("a face"), &signature.print] {
        for told in [
            &b"Exif"[..],
            b"48.8566",
            b"SECRET",
            b"xmpmeta",
            b"ICC_PROFILE",
            b"tEXt",
            b"Photoshop",
        ] {
            assert!(
                !form.windows(told.len()).any(|window| window == told),
                "{}",
                told.escape_ascii()
            );
        }
    }
}

#[rstest]
#[case::cmyk(include_bytes!("../fixtures/cmyk.jpg"))]
#[case::ycck(include_bytes!("../fixtures/ycck.jpg"))]
#[case::progressive(include_bytes!("../fixtures/progressive.jpg"))]
fn colours_of_printers_become_those_of_screens(#[case] file: &[u8]) {
    let photo = printed(Photo, MediaType::Jpeg, file);
    let shown = decoded(&photo);
    assert!(matches!(shown, DynamicImage::ImageRgb8(_)), "{:?}", shown.color());
    assert_colour(&shown, (50, 250), [255, 0, 0]);
    assert_colour(&shown, (350, 250), [255, 255, 255]);
}

#[test]
fn colours_of_a_telephones_screen_are_carried_over() {
    let profile = ColorProfile::new_display_p3().encode().expect("a profile");
    // The red of sRGB, as Display P3 writes it.
    let red = RgbImage::from_fn(400, 500, |_, y| Rgb(if y < 400 { [234, 51, 35] } else { [255; 3] }));
    let red = DynamicImage::ImageRgb8(red);
    let segment = segment(0xe2, &[&b"ICC_PROFILE\0\x01\x01"[..], &profile].concat());
    let file = with_segments(&jpeg(&red), &[segment]);
    let shown = decoded(&printed(Photo, MediaType::Jpeg, &file)).to_rgb8();
    let [red, green, blue] = shown.get_pixel(200, 250).0;
    assert!(red > 250 && green < 12 && blue < 12, "{red} {green} {blue}");
}

#[test]
fn pngs_of_every_kind_become_plain() {
    let deep = ImageBuffer::from_fn(400, 500, |x, _| {
        Rgba([if x < 200 { u16::MAX } else { 0 }, 0, 0, u16::MAX])
    });
    let clear = RgbaImage::from_fn(400, 500, |x, _| Rgba([200, 0, 0, if x < 200 { 255 } else { 0 }]));
    let grey = GrayImage::from_fn(400, 500, |x, _| Luma([if x < 200 { 200 } else { 10 }]));
    let clear_grey = GrayAlphaImage::from_fn(400, 500, |x, _| LumaA([0, if x < 200 { 255 } else { 0 }]));
    let deep_grey = ImageBuffer::from_fn(400, 500, |x, _| Luma([if x < 200 { 0xc8c8_u16 } else { 0 }]));
    let cases: [(DynamicImage, [u8; 3], [u8; 3]); 5] = [
        (deep.into(), [255, 0, 0], [0, 0, 0]),
        (clear.into(), [200, 0, 0], [255; 3]),
        (grey.into(), [200; 3], [10; 3]),
        (clear_grey.into(), [0; 3], [255; 3]),
        (deep_grey.into(), [200; 3], [0; 3]),
    ];
    for (picture, left, right) in cases {
        let shown = decoded(&printed(Photo, MediaType::Png, &png(&picture)));
        assert!(matches!(shown, DynamicImage::ImageRgb8(_)), "{:?}", shown.color());
        assert_colour(&shown, (50, 250), left);
        assert_colour(&shown, (350, 250), right);
    }
    let palette = decoded(&printed(
        Photo,
        MediaType::Png,
        include_bytes!("../fixtures/palette.png"),
    ));
    assert_colour(&palette, (50, 250), [255, 0, 0]);
}

#[test]
fn an_interlaced_png_is_read() {
    // Of 104 by 104 points the seven passes bring so many lines of so many points, each pass a little darker.
    let passes = [(13, 13), (13, 13), (13, 26), (26, 26), (26, 52), (52, 52), (52, 104)];
    let lines: Vec<u8> = passes
        .iter()
        .zip((100..=220).rev().step_by(20))
        .flat_map(|((lines, points), grey)| [&[0][..], &vec![grey; *points]].concat().repeat(*lines))
        .collect();
    let file = png_of(104, 104, 8, 0, true, &[chunk(b"IDAT", &deflated(&lines))]);
    let examined = examine(IdentityDocument, MediaType::Png, &file).expect("taken");
    assert_eq!(examined.size, Some((104, 104)));
}

#[rstest]
#[case::black_on_nothing(Rgba([0, 0, 0, 255]), Rgba([0, 0, 0, 0]))]
#[case::blue_on_paper(Rgba([10, 20, 160, 255]), Rgba([250, 250, 245, 255]))]
#[case::pencil(Rgba([120, 120, 120, 255]), Rgba([255, 255, 255, 255]))]
fn a_signature_is_printed_on_white(#[case] ink: Rgba<u8>, #[case] paper: Rgba<u8>) {
    let picture = RgbaImage::from_fn(300, 80, |x, _| if (100..110).contains(&x) { ink } else { paper });
    let signature = printed(Signature, MediaType::Png, &png(&picture.into()));
    assert_eq!((signature.media_type, signature.face.is_none()), (MediaType::Png, true));
    let shown = decoded(&signature).to_rgb8();
    assert!(shown.get_pixel(0, 0).0.iter().all(|point| *point >= 245));
    assert!(shown.get_pixel(105, 40).0[0] <= 120);
}

#[test]
fn a_grey_signature_stays_grey_and_becomes_small_enough_to_print() {
    let picture = GrayImage::from_fn(4000, 1000, |_, y| Luma([if (480..520).contains(&y) { 0 } else { 255 }]));
    let signature = printed(Signature, MediaType::Jpeg, &jpeg(&picture.into()));
    assert_eq!((signature.width, signature.height), (2000, 500));
    assert!(matches!(decoded(&signature), DynamicImage::ImageLuma8(_)));
}
