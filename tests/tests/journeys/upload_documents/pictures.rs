//! Photos and signatures that are taken: what the factory prints, what the agent sees, what the driver's screen shows.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::Rgb;
use serde_json::json;
use tests::hub::Hub;
use tests::{Person, Reading, Upload, files};

use super::drawn::{self, assert_colour, assert_upright, corners, noise, saved_as_png, stroke, taken_by_telephone};
use super::{ordered, printed, send, told};

tests::stories![
    i_hold_my_telephone_upright,
    i_hold_my_telephone_across,
    i_photograph_my_signature,
    my_picture_comes_from_a_printers_program,
    my_photo_is_large,
    i_send_another_photo,
];

async fn i_hold_my_telephone_upright(hub: &Hub) {
    for (number, (turned, (width, height))) in (1..).zip([(8, (420, 560)), (3, (480, 600)), (5, (450, 540))]) {
        let driver = hub.trained(&Person::numbered(number)).await;
        let photo = taken_by_telephone(&corners(width, height), turned);
        let order = ordered(hub, &driver, photo.clone(), files::signature()).await;

        // The factory gets it upright, and nobody reads in it where it was taken.
        let print = printed(hub, &order, "photo").await;
        assert_eq!(print.header("content-type"), Some("image/jpeg"));
        assert_eq!(print.header("etag").map(|tag| tag.contains('"')), Some(true));
        let shown = drawn::shown(&print.body);
        assert_eq!(shown.dimensions(), (width, height));
        assert_upright(&shown);

        // The agent gets what was sent, and so does who sent it.
        let case = driver.get("/v1/cases").await.ok().only_item().id();
        let documents = driver.case(&case).await["documents"].clone();
        let document = documents
            .as_array()
            .expect("documents")
            .iter()
            .find(|one| one["type"] == "photo");
        let document = document.expect("a photo");
        assert_eq!(
            (&document["width"], &document["height"]),
            (&json!(width), &json!(height))
        );
        let content = format!("documents/{}/content", document.id());
        let seen = hub
            .agent()
            .await
            .get(&format!("/v1/back-office/cases/{case}/{content}"))
            .await;
        assert_eq!(seen.expect(200).body, photo.bytes);
        let own = driver.get(&format!("/v1/cases/{case}/{content}")).await;
        assert_eq!(own.expect(200).body, photo.bytes);
    }
}

async fn i_hold_my_telephone_across(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    // Each is large enough as it is stored, and too low as it is seen.
    for (turned, (width, height)) in [(8, (520, 450)), (5, (640, 480)), (7, (500, 499))] {
        let photo = taken_by_telephone(&corners(width, height), turned);
        let reply = send(&camille, &case, "photo", photo).await;
        let message = told(reply, "image_too_small");
        assert!(
            message.contains(&format!("{width} × {height}")),
            "as it is seen: {message}"
        );
        assert!(message.contains("400 × 500"), "{message}");
    }
    // What needs no size is taken either way.
    let paper = taken_by_telephone(&corners(520, 300), 6);
    camille.upload(&case, "licence_front", paper).await;
}

async fn i_photograph_my_signature(hub: &Hub) {
    let ink_on_nothing = image::RgbaImage::from_fn(300, 80, |_, y| {
        image::Rgba([0, 0, 0, if (20..25).contains(&y) { 255 } else { 0 }])
    });
    let samples = [
        (taken_by_telephone(&stroke(600, 200), 6), (600, 200)),
        (saved_as_png(&stroke(240, 100), 8), (240, 100)),
        (
            drawn::upload("s.png", "image/png", drawn::png(&ink_on_nothing.into())),
            (300, 80),
        ),
    ];
    for (number, (signature, size)) in (1..).zip(samples) {
        let driver = hub.trained(&Person::numbered(number)).await;
        let order = ordered(hub, &driver, files::photo(), signature).await;
        let print = printed(hub, &order, "signature").await;
        assert_eq!(print.header("content-type"), Some("image/png"));
        let shown = drawn::shown(&print.body);
        assert_eq!(shown.dimensions(), size);
        let (middle, ink, below) = (size.0 / 2, size.1 / 4 + 2, size.1 * 3 / 4);
        assert!(shown.get_pixel(middle, ink).0[0] < 60, "ink above the middle");
        assert_colour(&shown, (middle, below), [255; 3]);
    }
}

/// Red on the left, white on the right, each 400 × 500.
const CMYK: &[u8] = include_bytes!("../../../../integrations/src/pictures/image/fixtures/cmyk.jpg");
const YCCK: &[u8] = include_bytes!("../../../../integrations/src/pictures/image/fixtures/ycck.jpg");
const PROGRESSIVE: &[u8] = include_bytes!("../../../../integrations/src/pictures/image/fixtures/progressive.jpg");
const PALETTE: &[u8] = include_bytes!("../../../../integrations/src/pictures/image/fixtures/palette.png");

async fn my_picture_comes_from_a_printers_program(hub: &Hub) {
    for (number, file) in (1..).zip([CMYK, YCCK, PROGRESSIVE, PALETTE]) {
        let driver = hub.trained(&Person::numbered(number)).await;
        let photo = drawn::upload("photo.jpg", "image/jpeg", file.to_vec());
        let order = ordered(hub, &driver, photo, files::signature()).await;
        let print = printed(hub, &order, "photo").await;
        let picture = image::load_from_memory(&print.body).expect("a picture");
        assert_eq!(picture.color(), image::ColorType::Rgb8, "what any program prints");
        assert_colour(&picture.to_rgb8(), (50, 250), [255, 0, 0]);
    }
}

async fn my_photo_is_large(hub: &Hub) {
    let with_makers_notes = {
        let picture = drawn::jpeg(&corners(800, 1000), 90);
        let notes = drawn::segment(0xef, &b"x".repeat(60_000)).repeat(60);
        drawn::upload(
            "IMG_1.jpg",
            "image/jpeg",
            [&picture[..2], &notes, &picture[2..]].concat(),
        )
    };
    let samples = [
        (
            drawn::upload("p.png", "image/png", drawn::png(&noise(900, 1000))),
            2_500_000,
        ),
        (
            drawn::upload("p.jpg", "image/jpeg", drawn::jpeg(&noise(1000, 1300), 95)),
            1_500_000,
        ),
        (with_makers_notes, 3_500_000),
    ];
    for (number, (photo, least)) in (1..).zip(samples) {
        assert!(photo.bytes.len() > least, "{} bytes only", photo.bytes.len());
        let driver = hub.trained(&Person::numbered(number)).await;
        ordered(hub, &driver, photo, files::signature()).await;
        let card = driver.card().await.id();
        let visual = driver.get(&format!("/v1/cards/{card}/visual.svg")).await.expect(200);
        assert!(
            visual.body.len() < 60_000,
            "{} bytes for a telephone",
            visual.body.len()
        );
        let text = visual.text().replace("&#x2f;", "/").replace("&#x3d;", "=");
        let (_, data) = text.split_once("data:image/jpeg;base64,").expect("a face");
        let (data, _) = data.split_once('"').expect("an end");
        let face = drawn::shown(&STANDARD.decode(data).expect("base64"));
        assert_eq!(face.dimensions(), (260, 325));
        let first = *face.get_pixel(0, 0);
        assert!(
            face.pixels().any(|pixel| *pixel != first && *pixel != Rgb([255; 3])),
            "something is on it"
        );
    }
}

async fn i_send_another_photo(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    let another = |width: u32| taken_by_telephone(&corners(width, 560), 6);
    for photo in [files::photo(), another(420), files::better_photo(), another(430)] {
        camille.upload(&case, "photo", photo).await;
    }
    // Nothing of those before is left, in whatever form.
    hub.until_files_kept(files::KEPT_OF_A_PHOTO).await;
    let same: Upload = another(430);
    camille.upload(&case, "photo", same).await;
    hub.until_files_kept(files::KEPT_OF_A_PHOTO).await;
    camille.do_post(&format!("/v1/cases/{case}/cancellation")).await.ok();
    hub.until_files_kept(0).await;
}
