//! Pictures that were uploaded before pictures were opened: there is nothing of them but what was sent.

use diesel::prelude::*;
use domain::actor::Actor;
use domain::ids::{DocumentFormId, DocumentId};
use persistence::Author;
use persistence::schema::document_forms;
use tests::hub::Hub;
use tests::{Person, Reading, files};

use super::drawn::{self, assert_upright, corners, taken_by_telephone};
use super::{ordered, printed};

tests::stories![
    my_photo_was_there_before,
    my_photo_was_there_before_and_cannot_be_opened,
];

/// The hub as a former version left it: there are no forms.
async fn forget_forms(hub: &Hub) -> Vec<DocumentFormId> {
    let author = Author::of(Actor::System);
    let forgotten = hub.store().write(author, |tx| {
        let ids = document_forms::table.select(document_forms::id).load(tx.conn)?;
        diesel::delete(document_forms::table).execute(tx.conn)?;
        Ok(ids)
    });
    forgotten.await.expect("forgotten")
}

async fn forms(hub: &Hub) -> Vec<(DocumentFormId, DocumentId)> {
    let read = hub.store().read(|db| {
        let columns = (document_forms::id, document_forms::document_id);
        Ok(document_forms::table
            .order(document_forms::id)
            .select(columns)
            .load(db.conn)?)
    });
    read.await.expect("read")
}

async fn my_photo_was_there_before(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let photo = taken_by_telephone(&corners(420, 560), 6);
    let order = ordered(hub, &camille, photo, files::signature()).await;
    assert_eq!(forget_forms(hub).await.len(), 3);

    // Many ask at once; it is opened once.
    let ask = || printed(hub, &order, "photo");
    let (first, second, third) = tokio::join!(ask(), ask(), ask());
    for print in [&first, &second, &third] {
        let shown = drawn::shown(&print.body);
        assert_eq!(shown.dimensions(), (420, 560));
        assert_upright(&shown);
    }
    let made = forms(hub).await;
    assert_eq!(made.len(), 2, "a print and a face");
    assert_eq!(ask().await.body, first.body);
    let card = camille.card().await.id();
    let visual = camille.get(&format!("/v1/cards/{card}/visual.svg")).await.expect(200);
    assert!(visual.text().contains("base64"), "a face");
    assert_eq!(forms(hub).await, made);
    let signature = printed(hub, &order, "signature").await;
    assert_eq!(signature.header("content-type"), Some("image/png"));
    assert_eq!(forms(hub).await.len(), 3);
}

async fn my_photo_was_there_before_and_cannot_be_opened(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let order = ordered(hub, &camille, files::photo(), files::signature()).await;
    let document = forms(hub).await[0].1;
    forget_forms(hub).await;
    let damaged = files::photo().truncated().bytes;
    hub.overwrite(document, &damaged).await;

    // It is served as it was given, however often it is asked for; the card is drawn without it.
    for _ in 0..2 {
        let print = printed(hub, &order, "photo").await;
        assert_eq!(print.header("content-type"), Some("image/png"));
        assert_eq!(print.body, damaged);
    }
    let card = camille.card().await.id();
    let visual = camille.get(&format!("/v1/cards/{card}/visual.svg")).await.expect(200);
    assert!(!visual.text().contains("base64"));
    assert!(forms(hub).await.is_empty());
}
