//! The sandbox's own pages: one person in front of a browser plays every side.

use tests::hub::Hub;
use tests::reply::Reply;
use tests::{Person, Reading};

tests::stories![
    i_read_what_was_sent,
    i_review_an_account,
    i_decide_a_case,
    i_receive_a_faulty_card,
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
    let form = hub.anyone().get(page).await;
    let version = version(&shown(&form, 200));
    let sent = [&[("action", action), ("version", version.as_str())], fields].concat();
    hub.anyone().do_post(page).form(&sent).await
}

/// As [`press`], where the page is shown again as it is after that.
async fn decide(hub: &Hub, page: &str, action: &str, fields: &[(&str, &str)]) -> Reply {
    let pressed = press(hub, page, action, fields).await.expect(303);
    hub.anyone().get(pressed.header("location").expect("where to")).await
}

/// The version that the forms of a page carry.
fn version(html: &str) -> String {
    let rest = html.split("name=\"version\" value=\"").nth(1);
    let version = rest.and_then(|rest| rest.split('"').next());
    version.expect("a form").to_owned()
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

    let seen = version(&shown(&hub.anyone().get(&page).await, 200));
    let question = [("target", "question"), ("item_reason", "Avez-vous un second prénom ?")];
    shows(
        &decide(hub, &page, "request_correction", &question).await,
        "Avez-vous un second prénom",
    );
    let late = [("action", "approve"), ("version", seen.as_str())];
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

    shows(&decide(hub, &page, "take", &[]).await, "Cette demande est à vous.");
    let form = shown(&hub.anyone().get(&page).await, 200);
    let document = form.split(&format!("{page}/documents/")).nth(1);
    let document = document.and_then(|rest| rest.split('"').next()).expect("a document");
    let document = format!("{page}/documents/{document}");
    hub.anyone().get(&document).await.expect(200);

    decide(hub, &page, "approve", &[]).await.expect(200);
    assert_eq!(camille.case(&case).await.stage(), "in_production");
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

async fn nobody_else_decides_for_me(hub: &Hub) {
    let account = hub.register(&Person::camille()).await;
    let page = format!("/sandbox/desk/accounts/{account}");
    let sent = [("action", "approve"), ("version", "1")];
    let elsewhere = hub
        .anyone()
        .do_post(&page)
        .with("sec-fetch-site", "cross-site")
        .form(&sent);
    elsewhere.await.expect(403);
    assert_eq!(hub.agent().await.account(&account).await.stage(), "pending_review");
}
