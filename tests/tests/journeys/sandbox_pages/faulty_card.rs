//! A faulty card at the desk: it arrives, and is somebody's error.

use serde_json::json;
use tests::hub::Hub;
use tests::roles::Driver;
use tests::{Person, Reading};

use super::{decide, filled_in, form, press, shown, shows};

tests::stories![
    i_receive_a_faulty_card,
    the_error_is_the_issuers,
    the_error_is_the_drivers
];

async fn i_receive_a_faulty_card(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let card = camille.card().await;
    let case = camille.faulty(&card.id(), &["photo"]).await;
    let page = format!("/sandbox/desk/cases/{case}");

    let misread = press(hub, &page, "receive_card", &[("card_number", "?")]).await;
    assert!(shown(&misread, 422).contains("role=\"alert\""));
    decide(hub, &page, "receive_card", &[("card_number", &card.text("/number"))]).await;
    assert_eq!(camille.case(&case).await.stage(), "under_analysis");
    decide(hub, &page, "attribute_to_issuer", &[]).await;
    assert_eq!(camille.case(&case).await.stage(), "in_production");
}

/// A faulty card has come in; the page of its case.
async fn analysed(hub: &Hub, camille: &Driver, defects: &[&str]) -> String {
    let card = camille.card().await;
    let case = camille.faulty(&card.id(), defects).await;
    let page = format!("/sandbox/desk/cases/{case}");
    decide(hub, &page, "receive_card", &[("card_number", &card.text("/number"))]).await;
    page
}

async fn the_error_is_the_issuers(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let page = analysed(hub, &camille, &["surname", "expiry_dates"]).await;
    // The form says what is printed on the card; I put right what is wrong, and send all of it.
    let html = shown(&hub.anyone().get(&page).await, 200);
    let form = form(&html, "attribute_to_issuer");
    let printed = [filled_in(form, "text"), filled_in(form, "date")].concat();
    assert!(printed.contains(&("corrections/surname".to_owned(), "Martin".to_owned())));
    let with = |changed: &[(&'static str, &'static str)]| {
        let mut fields = printed.clone();
        for (name, value) in changed {
            let field = fields.iter_mut().find(|(known, _)| known == name);
            let field = field.unwrap_or_else(|| panic!("no {name} in {printed:?}"));
            *field = (name.to_string(), value.to_string());
        }
        fields
    };
    let send = async |fields: Vec<(String, String)>| {
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        press(hub, &page, "attribute_to_issuer", &fields).await
    };

    let past = send(with(&[
        ("corrections/sectors/goods", ""),
        ("corrections/sectors/passengers", "2020-01-15"),
    ]));
    let page = shown(&past.await, 422);
    assert!(page.contains("<a href=\"#corrections/sectors/passengers\">"), "{page}");

    send(with(&[
        ("corrections/surname", "Martin-Duval"),
        ("corrections/sectors/goods", "2032-01-15"),
    ]))
    .await
    .expect(303);
    hub.next_card_is_made().await;
    let made = camille.card_with_id(&camille.cards().await.remove(0).id()).await;
    assert_eq!(
        made["sectors"],
        json!([{"sector": "goods", "expires_on": "2032-01-15"}])
    );
    assert!(made["fields"].to_string().contains("Martin-Duval"), "{made:#}");
}

async fn the_error_is_the_drivers(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let page = analysed(hub, &camille, &["surname", "birth_place"]).await;
    let items = [
        ("items/0/target", "field:surname"),
        ("items/0/reason", "Le nom est celui que vous aviez donné."),
        ("items/1/target", "field:birth_place"),
        ("items/1/reason", "Le lieu aussi."),
    ];
    shows(
        &decide(hub, &page, "attribute_to_driver", &items).await,
        "Correction demandée",
    );
    hub.mailbox()
        .await
        .mail_to(&camille.person, "quality_at_your_charge")
        .await;
}
