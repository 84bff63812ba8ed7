//! Files that are not what they should be, by what is in them.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::json;
use tests::hub::Hub;
use tests::roles::Driver;
use tests::{Person, Reading, Reply, Upload, files};

tests::stories![
    files_are_judged_by_their_content,
    forms_that_are_none,
    what_was_there_stays
];

async fn upload(driver: &Driver, case: &str, document_type: &str, file: Upload) -> Reply {
    driver
        .request(Method::POST, &format!("/v1/cases/{case}/documents"))
        .upload(document_type, file)
        .await
}

async fn files_are_judged_by_their_content(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    let pdf = Upload {
        media_type: "application/pdf",
        ..files::identity_document()
    };
    for (document_type, file, fault) in [
        ("identity_document", files::page_named_pdf(), "file_type"),
        ("identity_document", pdf.truncated(), "file_truncated"),
        ("identity_document", files::empty(), "file_empty"),
        ("licence_front", files::licence("front").truncated(), "file_truncated"),
        ("photo", files::photo().truncated(), "file_truncated"),
        ("photo", files::dot(), "image_too_small"),
        ("photo", files::narrow_photo(), "image_too_small"),
        ("photo", files::pixel_bomb(), "image_too_large"),
        ("photo", files::identity_document(), "image_needed"),
        ("signature", files::identity_document(), "image_needed"),
    ] {
        let name = file.name;
        let problem = upload(&camille, &case, document_type, file)
            .await
            .refused(422, "invalid");
        let error = &problem.list("/errors")[0];
        assert_eq!(
            (&error["pointer"], &error["code"]),
            (&json!("/file"), &json!(fault)),
            "{document_type} {name}"
        );
    }
    let huge = upload(&camille, &case, "identity_document", files::huge()).await;
    assert!([413, 422].contains(&huge.status), "{huge}");
    upload(&camille, &case, "passport", files::photo())
        .await
        .invalid(&[("/type", "unknown_value")]);
    let unasked = upload(&camille, &case, "theft_declaration", files::identity_document()).await;
    unasked.refused(409, "not_asked_for");

    // A name says nothing: a PNG that calls itself a PDF is a PNG.
    let misnamed = Upload {
        name: "permis.pdf",
        media_type: "application/pdf",
        ..files::photo()
    };
    let taken = upload(&camille, &case, "licence_front", misnamed).await.created();
    assert_eq!(taken["media_type"], "image/png");
    assert_eq!(camille.case(&case).await.list("/documents").len(), 1);
    hub.until_files_kept(1).await;
}

async fn forms_that_are_none(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    let path = format!("/v1/cases/{case}/documents");
    let send = async |form: Form| camille.request(Method::POST, &path).multipart(form).await;
    let photo = || Part::bytes(files::photo().bytes).file_name("photo.png");

    camille
        .post(&path, json!({"type": "photo"}))
        .await
        .refused(415, "unsupported_media_type");
    send(Form::new().part("file", photo()))
        .await
        .invalid(&[("/type", "missing")]);
    send(Form::new().text("type", "photo"))
        .await
        .invalid(&[("/file", "missing")]);
    let extra = Form::new()
        .text("type", "photo")
        .text("colour", "red")
        .part("file", photo());
    send(extra).await.invalid(&[("/colour", "unknown_field")]);
    let twice = Form::new()
        .text("type", "photo")
        .part("file", photo())
        .part("file", photo());
    assert_eq!(send(twice).await.status, 422);
    let null = Form::new()
        .text("type", "photo")
        .part("file", photo().file_name("a\u{0}.png"));
    let reply = send(null).await;
    assert!(reply.status < 500, "{reply}");
    let broken = camille
        .request(Method::POST, &path)
        .with("content-type", "multipart/form-data; boundary=x");
    let reply = broken
        .body("--x\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nphoto")
        .await;
    assert!([400, 422].contains(&reply.status), "{reply}");
}

async fn what_was_there_stays(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    let photo = camille.upload(&case, "photo", files::photo()).await;
    upload(&camille, &case, "photo", files::dot()).await.expect(422);
    let content = camille
        .get(&format!("/v1/cases/{case}/documents/{photo}/content"))
        .await
        .expect(200);
    assert_eq!(content.body, files::photo().bytes);
    assert_eq!(hub.files_kept().await, files::KEPT_OF_A_PHOTO);
}
