//! The sandbox's own pages: one person in front of a browser plays every side.

use serde_json::json;
use tests::hub::Hub;
use tests::reply::Reply;
use tests::{Person, Reading};

tests::stories![
    i_read_what_was_sent,
    i_review_an_account,
    i_decide_a_case,
    i_ask_for_several_things_at_once,
    i_receive_a_faulty_card,
    the_error_is_the_issuers,
    the_error_is_the_drivers,
    the_post_brought_a_card_back,
    i_see_what_a_case_costs,
    i_play_the_supervisor,
    i_play_the_card_factory,
    nobody_else_decides_for_me,
];

/// What a browser shows, once it has read the page's entities.
#[track_caller]
fn shown(page: &Reply, status: u16) -> String {
    assert_eq!(page.status, status, "{}", page.text());
    let text = page.text().replace("&#x2f;", "/").replace("&#x27;", "'");
    assert!(!text.contains("<script"), "no script is needed");
    text
}

#[track_caller]
fn shows(page: &Reply, sentence: &str) {
    let text = shown(page, 200);
    assert!(text.contains(sentence), "{sentence} is not in {text}");
}

/// Presses the button of an action, in the form that the page is then.
async fn press(hub: &Hub, page: &str, action: &str, fields: &[(&str, &str)]) -> Reply {
    let html = shown(&hub.anyone().get(page).await, 200);
    let form = form(&html, action);
    let (version, role) = (hidden(form, "version"), hidden(form, "as"));
    let sent = [
        &[("action", action), ("version", version.as_str()), ("as", role.as_str())],
        fields,
    ]
    .concat();
    hub.anyone().do_post(page).form(&sent).await
}

/// As [`press`], where the page is shown again as it is after that.
async fn decide(hub: &Hub, page: &str, action: &str, fields: &[(&str, &str)]) -> Reply {
    let pressed = press(hub, page, action, fields).await.expect(303);
    hub.anyone().get(pressed.header("location").expect("where to")).await
}

/// The form that does an action.
#[track_caller]
fn form<'h>(html: &'h str, action: &str) -> &'h str {
    let button = format!("name=\"action\" value=\"{action}\"");
    let form = html.split("<form ").find(|form| form.contains(&button));
    form.unwrap_or_else(|| panic!("no button for {action} in {html}"))
}

/// What a form carries unseen.
#[track_caller]
fn hidden(form: &str, name: &str) -> String {
    let rest = form.split(&format!("name=\"{name}\" value=\"")).nth(1);
    let value = rest.and_then(|rest| rest.split('"').next());
    value.expect("a hidden field").to_owned()
}

/// What is filled in already: the name and value of each field of a kind.
fn filled_in(form: &str, kind: &str) -> Vec<(String, String)> {
    let fields = form.split("<input ").skip(1);
    let fields = fields.filter(|field| field.contains(&format!("type=\"{kind}\"")));
    fields
        .map(|field| {
            let part = |name: &str| {
                let rest = field.split(&format!("{name}=\"")).nth(1).expect("an attribute");
                rest.split('"').next().unwrap_or_default().to_owned()
            };
            (part("name"), part("value"))
        })
        .collect()
}

async fn i_read_what_was_sent(hub: &Hub) {
    let camille = Person::camille();
    hub.approved(&camille).await;
    let mail = hub.mailbox().await.mail_to(&camille, "choose_password").await;

    shows(&hub.anyone().get("/sandbox").await, "href=\"/sandbox/mailbox\"");
    let mailbox = hub.anyone().get("/sandbox/mailbox").await;
    shows(&mailbox, &format!("<a href=\"{}\">", mail.url()));
    shows(&mailbox, &mail.subject());
    let only = hub
        .anyone()
        .get(&format!("/sandbox/mailbox?to={}", camille.email))
        .await;
    shows(&only, &camille.email);
    let nobody = hub.anyone().get("/sandbox/mailbox?to=nobody@example.org").in_english();
    shows(&nobody.await, "No message.");
}

async fn i_review_an_account(hub: &Hub) {
    let account = hub.register(&Person::camille()).await;
    let page = format!("/sandbox/desk/accounts/{account}");
    shows(&hub.anyone().get("/sandbox/desk").await, &format!("href=\"{page}\""));

    // A refusal says why, and so does the desk when it is not told.
    let unexplained = press(hub, &page, "reject", &[("reason", " ")]).await;
    let told = shown(&unexplained, unexplained.status);
    assert!(unexplained.status >= 400 && told.contains("role=\"alert\""), "{told}");

    let before = shown(&hub.anyone().get(&page).await, 200);
    let seen = hidden(form(&before, "approve"), "version");
    let question = [
        ("items/0/target", "question"),
        ("items/0/reason", "Avez-vous un second prénom ?"),
    ];
    shows(
        &decide(hub, &page, "request_correction", &question).await,
        "Avez-vous un second prénom",
    );
    let late = [("action", "approve"), ("version", seen.as_str()), ("as", "agent")];
    let late = hub.anyone().do_post(&page).form(&late).await;
    assert!(shown(&late, 412).contains("role=\"alert\""));

    let youssef = Person::youssef();
    let account = hub.register(&youssef).await;
    let page = format!("/sandbox/desk/accounts/{account}");
    shows(&decide(hub, &page, "approve", &[]).await, "En attente du mot de passe");
    hub.mailbox().await.mail_to(&youssef, "choose_password").await;
    let known = hub.agent().await.account(&account).await;
    assert_eq!(known.stage(), "awaiting_password");
}

async fn i_decide_a_case(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    let page = format!("/sandbox/desk/cases/{case}");
    shows(&hub.anyone().get("/sandbox/desk").await, &format!("href=\"{page}\""));

    shows(&decide(hub, &page, "take", &[]).await, "Prise par Alex Agent.");
    let form = shown(&hub.anyone().get(&page).await, 200);
    let document = form.split(&format!("{page}/documents/")).nth(1);
    let document = document.and_then(|rest| rest.split('"').next()).expect("a document");
    let document = format!("{page}/documents/{document}");
    hub.anyone().get(&document).await.expect(200);

    decide(hub, &page, "approve", &[]).await.expect(200);
    assert_eq!(camille.case(&case).await.stage(), "in_production");
}

async fn i_ask_for_several_things_at_once(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    let page = format!("/sandbox/desk/cases/{case}");
    decide(hub, &page, "take", &[]).await;

    // What is wrong in the third row is told of the third row, though the second is empty; what was typed stays.
    let incomplete = [
        ("items/0/target", "document:photo"),
        ("items/0/reason", "Trop sombre."),
        ("items/1/target", ""),
        ("items/1/reason", " "),
        ("items/2/target", "field:surname"),
        ("items/2/reason", ""),
    ];
    let refused = press(hub, &page, "request_information", &incomplete).await;
    let told = shown(&refused, 422);
    assert!(told.contains("<a href=\"#items/2/reason\">"), "{told}");
    assert!(told.contains("Trop sombre."), "{told}");
    let nothing = press(hub, &page, "request_information", &[]).await;
    assert!(shown(&nothing, nothing.status).contains("role=\"alert\""));

    let complete = [
        ("items/0/target", "document:photo"),
        ("items/0/reason", "Trop sombre."),
        ("items/2/target", "field:surname"),
        ("items/2/reason", "Le nom diffère de la pièce d’identité."),
        ("items/4/target", "question"),
        ("items/4/reason", "Exercez-vous à l’étranger ?"),
    ];
    decide(hub, &page, "request_information", &complete).await;
    let asked = camille.case(&case).await;
    assert_eq!(asked.stage(), "information_requested");
    assert_eq!(asked.list("/information_request/items").len(), 3);
}

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
async fn analysed(hub: &Hub, camille: &tests::roles::Driver, defects: &[&str]) -> String {
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
    let told = shown(&past.await, 422);
    assert!(told.contains("<a href=\"#corrections/sectors/passengers\">"), "{told}");

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
    let told = shown(&both, 422);
    assert!(told.contains("value=\"6A12345678901\""), "what was typed stays: {told}");
    let unknown = record(&[("tracking_number", "6A00000000000")]).await;
    assert!(shown(&unknown, 404).contains("role=\"alert\""));

    let recorded = record(&[("tracking_number", "6A12345678901")]).await.expect(303);
    let page = recorded.header("location").expect("where to");
    shows(&hub.anyone().get(page).await, "Pli non distribué");
    assert_eq!(camille.card().await.stage(), "undelivered");
}

async fn i_see_what_a_case_costs(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let card = camille.card().await;
    let case = camille.lost(&card.id()).await;
    camille.pay(&case, "declined").await;
    let page = shown(&hub.anyone().get(&format!("/sandbox/desk/cases/{case}")).await, 200);
    for told in [
        "Adresse de facturation",
        "12 rue de la République",
        "Disparue le",
        "22/11/2026",
        "Remplacement d’une carte",
        "25,00\u{a0}€",
        "5,00\u{a0}€ (20\u{a0}%)",
        "30,00\u{a0}€",
        "Échoué",
        &format!("href=\"/sandbox/desk/cards/{}\"", card.id()),
        &card.text("/number"),
    ] {
        assert!(page.contains(told), "«{told}» is not in {page}");
    }
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

async fn nobody_else_decides_for_me(hub: &Hub) {
    let account = hub.register(&Person::camille()).await;
    let page = format!("/sandbox/desk/accounts/{account}");
    let sent = [("action", "approve"), ("version", "1"), ("as", "agent")];
    let elsewhere = hub
        .anyone()
        .do_post(&page)
        .with("sec-fetch-site", "cross-site")
        .form(&sent);
    elsewhere.await.expect(403);
    assert_eq!(hub.agent().await.account(&account).await.stage(), "pending_review");
}
