//! The sandbox's own pages: one person in front of a browser plays every side.

mod faulty_card;
mod other_sides;

use tests::hub::Hub;
use tests::reply::Reply;
use tests::{Person, Reading};

tests::stories![
    i_read_what_was_sent,
    i_review_an_account,
    i_decide_a_case,
    i_ask_for_several_things_at_once,
    i_see_what_a_case_costs,
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
    let text = shown(&unexplained, unexplained.status);
    assert!(unexplained.status >= 400 && text.contains("role=\"alert\""), "{text}");

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
    let text = shown(&refused, 422);
    let place = "<a href=\"#items/2/reason\">Élément 3, pourquoi, dit au conducteur</a>";
    assert!(text.contains(place), "{text}");
    assert!(text.contains("Trop sombre."), "{text}");
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

async fn i_see_what_a_case_costs(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let card = camille.card().await;
    let case = camille.lost(&card.id()).await;
    camille.pay(&case, "declined").await;
    let page = shown(&hub.anyone().get(&format!("/sandbox/desk/cases/{case}")).await, 200);
    for text in [
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
        assert!(page.contains(text), "«{text}» is not in {page}");
    }
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
