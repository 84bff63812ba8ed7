//! The sides beside the agent's: the post, the supervisor, the card factory.

use tests::hub::Hub;
use tests::{Person, Reading};

use super::{decide, form, press, shown, shows};

tests::stories![
    the_post_brought_a_card_back,
    i_play_the_supervisor,
    i_play_the_card_factory
];

async fn the_post_brought_a_card_back(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    hub.card_in_the_post(&camille).await;
    shows(
        &hub.anyone().get("/sandbox/desk").await,
        "href=\"/sandbox/desk/returns\"",
    );
    shows(&hub.anyone().get("/sandbox/desk/returns").await, "l’un des deux suffit");
    let record = async |fields: &[(&str, &str)]| hub.anyone().do_post("/sandbox/desk/returns").form(fields).await;

    let nothing = record(&[("card_number", ""), ("tracking_number", " ")]).await;
    assert!(shown(&nothing, 422).contains("<a href=\"#card_number\">"));
    let both = record(&[("card_number", "FR261234567A"), ("tracking_number", "6A12345678901")]).await;
    let page = shown(&both, 422);
    assert!(page.contains("value=\"6A12345678901\""), "what was typed stays: {page}");
    let unknown = record(&[("tracking_number", "6A00000000000")]).await;
    assert!(shown(&unknown, 404).contains("role=\"alert\""));

    let recorded = record(&[("tracking_number", "6A12345678901")]).await.expect(303);
    let page = recorded.header("location").expect("where to");
    shows(&hub.anyone().get(page).await, "Pli non distribué");
    assert_eq!(camille.card().await.stage(), "undelivered");
}

async fn i_play_the_supervisor(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let account = camille.get("/v1/account").await.ok().id();
    let list = hub.anyone().get("/sandbox/desk/accounts").await;
    let page = format!("/sandbox/desk/accounts/{account}");
    shows(&list, &format!("href=\"{page}\""));
    let why = [("reason", "Doute sur l’identité.")];
    shows(&decide(hub, &page, "suspend", &why).await, "Suspendu.");
    camille.get("/v1/account").await.unauthenticated();
    shows(&decide(hub, &page, "reactivate", &why).await, "Actif.");

    // A card is revoked, for a reason that says enough.
    let card = hub
        .agent()
        .await
        .get(&format!("/v1/back-office/cards?account_id={account}"));
    let card = card.await.ok().only_item().id();
    let page = format!("/sandbox/desk/cards/{card}");
    let unexplained = press(hub, &page, "revoke", &[("reason", "other"), ("note", " ")]).await;
    assert!(shown(&unexplained, 422).contains("<a href=\"#note\">"));
    shows(
        &decide(hub, &page, "revoke", &[("reason", "fraud"), ("note", "Faux permis.")]).await,
        "Révoquée.",
    );

    // A case goes from the agent who took it to another: the supervisor, who then decides.
    let youssef = hub.trained(&Person::youssef()).await;
    let case = youssef.submitted_case().await;
    let page = format!("/sandbox/desk/cases/{case}");
    decide(hub, &page, "take", &[]).await;
    let html = shown(&hub.anyone().get(&page).await, 200);
    let reassign = form(&html, "reassign");
    assert!(
        reassign.contains("Sacha Superviseur") && !reassign.contains("Alex Agent"),
        "{reassign}"
    );
    let other = reassign
        .split("<option value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let other = [("agent_id", other.expect("a colleague"))];
    shows(
        &decide(hub, &page, "reassign", &other).await,
        "Prise par Sacha Superviseur.",
    );
    decide(hub, &page, "approve", &[]).await;
    assert_eq!(youssef.case(&case).await.stage(), "in_production");
}

async fn i_play_the_card_factory(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    let desk = format!("/sandbox/desk/cases/{case}");
    decide(hub, &desk, "take", &[]).await;
    let approved = shown(&decide(hub, &desk, "approve", &[]).await, 200);
    let order = approved.split("/sandbox/factory/").nth(1);
    let order = order.and_then(|rest| rest.split('"').next()).expect("an order");
    let page = format!("/sandbox/factory/{order}");
    shows(&hub.anyone().get("/sandbox/factory").await, &format!("href=\"{page}\""));
    shows(&hub.anyone().get(&page).await, "Camille Jeanne");

    decide(hub, &page, "start", &[]).await;
    let unexplained = press(hub, &page, "fail", &[("reason", "")]).await;
    assert!(shown(&unexplained, unexplained.status).contains("role=\"alert\""));
    shows(
        &decide(hub, &page, "fail", &[("reason", "Puce muette.")]).await,
        "Puce muette.",
    );
    decide(hub, &page, "requeue", &[]).await;
    decide(hub, &page, "start", &[]).await;
    let unnumbered = press(hub, &page, "ship", &[("tracking_number", " ")]).await;
    assert!(shown(&unnumbered, 422).contains("<a href=\"#tracking_number\">"));
    decide(hub, &page, "ship", &[("tracking_number", "6A12345678901")]).await;
    assert_eq!(camille.case(&case).await.stage(), "shipped");
    assert_eq!(camille.card().await.stage(), "in_transit");
}
