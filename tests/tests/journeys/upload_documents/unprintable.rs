//! Pictures that begin and end as they should, and cannot be printed: each is refused with the reason.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::{DynamicImage, GrayImage, Luma, Rgb, RgbImage};
use tests::hub::Hub;
use tests::{Person, Reading, Upload, files};

use super::drawn::{chunk, jpeg, noise, png, stroke, upload};
use super::{send, told};

tests::stories![
    my_photo_is_damaged,
    my_photo_moves,
    my_signature_shows_nothing,
    my_signature_is_too_small,
];

/// A grey PNG of 480 × 640 with these data for its pixels.
fn png_of(data: &[u8]) -> Upload {
    let header = [&480_u32.to_be_bytes()[..], &640_u32.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    let chunks = [chunk(b"IHDR", &header), chunk(b"IDAT", data), chunk(b"IEND", b"")].concat();
    upload("photo.png", "image/png", [b"\x89PNG\r\n\x1a\n", &chunks[..]].concat())
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).expect("in memory");
    packed.finish().expect("in memory")
}

async fn my_photo_is_damaged(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    let whole = jpeg(&noise(450, 560), 80);
    let part = |kept: usize, of: usize| {
        let bytes = [&whole[..whole.len() * kept / of], b"\xff\xd9"].concat();
        upload("photo.jpg", "image/jpeg", bytes)
    };
    let lines = deflated(&vec![0; 640 * 481]);
    let samples = [
        png_of(&noise(60, 60).into_bytes()),
        png_of(&lines[..lines.len() / 2]),
        png_of(&deflated(&vec![9; 640 * 481])),
        part(1, 2),
        part(1, 5),
    ];
    for (number, sample) in samples.into_iter().enumerate() {
        for document in ["photo", "licence_front"] {
            let message = told(send(&camille, &case, document, sample.clone()).await, "file_unreadable");
            assert!(message.contains("endommagé"), "{number} as {document}: {message}");
        }
    }
    assert!(camille.case(&case).await.list("/documents").is_empty());
    hub.until_files_kept(0).await;
}

async fn my_photo_moves(hub: &Hub) {
    const MOVING: &[u8] = include_bytes!("../../../../integrations/src/pictures/image/fixtures/animated.png");
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    for document in ["photo", "licence_back", "identity_document"] {
        let moving = upload("photo.png", "image/png", MOVING.to_vec());
        let message = told(send(&camille, &case, document, moving).await, "image_animated");
        assert!(message.contains("fixe"), "{message}");
    }
}

async fn my_signature_shows_nothing(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    let grey_sheet = GrayImage::from_fn(400, 120, |x, y| Luma([if (x + y) % 5 == 0 { 240 } else { 246 }]));
    let flat: DynamicImage = RgbImage::from_pixel(320, 90, Rgb([205, 212, 221])).into();
    for sample in [
        upload("s.png", "image/png", files::blank_png(300, 80)),
        upload("s.png", "image/png", png(&grey_sheet.into())),
        upload("s.jpg", "image/jpeg", jpeg(&flat, 85)),
    ] {
        let message = told(send(&camille, &case, "signature", sample).await, "image_blank");
        assert!(message.contains("on n’y voit rien"), "{message}");
    }
    camille.upload(&case, "signature", files::signature()).await;
}

async fn my_signature_is_too_small(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    for (width, height) in [(2, 2), (199, 120), (300, 59), (80, 300)] {
        let sample = upload("s.png", "image/png", png(&stroke(width, height)));
        let message = told(send(&camille, &case, "signature", sample).await, "image_too_small");
        assert!(message.contains(&format!("{width} × {height}")), "{message}");
        assert!(message.contains("200 × 60"), "{message}");
    }
    // What is asked for can be read before anything is sent.
    let reference = hub.anyone().get("/v1/reference-data").await.ok();
    let documents = reference.list("/documents");
    let signature = documents
        .iter()
        .find(|one| one["name"] == "signature")
        .expect("a signature");
    assert_eq!(
        (&signature["least_width"], &signature["least_height"]),
        (&200.into(), &60.into())
    );
}
