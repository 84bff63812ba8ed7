//! The pages that links in mails lead to where no frontend serves them: forms, without a script.

use tests::databases::Database;
use tests::hub::Hub;
use tests::reply::Reply;
use tests::roles::Driver;
use tests::{Person, Reading, on_both};

tests::stories![
    my_password_without_a_frontend,
    my_corrections_without_a_frontend,
    a_page_speaks_my_language,
    a_mail_leads_to_no_page_that_nobody_serves,
];

on_both!(a_mail_leads_to_the_frontend_where_there_is_one);

/// What a browser shows.
#[track_caller]
fn shows(page: &Reply, status: u16, sentence: &str) {
    let text = page.text();
    assert_eq!(page.status, status, "{text}");
    assert!(text.contains(sentence), "{sentence} is not in {text}");
    assert!(!text.contains("<script"), "no script is needed");
}

async fn my_password_without_a_frontend(hub: &Hub) {
    let camille = Person::camille();
    hub.approved(&camille).await;
    let mail = hub.mailbox().await.mail_to(&camille, "choose_password").await;
    let page = hub.path_of(&mail.url());
    let choose = async |password: &str, confirmation: &str| {
        let typed = [
            ("birth_date", "1988-04-17"),
            ("password", password),
            ("password_confirmation", confirmation),
        ];
        hub.anyone().do_post(&page).form(&typed).await
    };

    shows(&hub.anyone().get(&page).await, 200, "Choisir mon mot de passe");
    shows(&choose("court", "court").await, 422, "role=\"alert\"");
    shows(
        &choose(&camille.password, &camille.password).await,
        200,
        "Mot de passe enregistré",
    );
    shows(&hub.anyone().get(&page).await, 404, "Lien inutilisable");
    Driver::sign_in(hub.anyone(), &camille).await;
}

async fn my_corrections_without_a_frontend(hub: &Hub) {
    let camille = Person::camille();
    let account = hub.register(&camille).await;
    let asked = serde_json::json!({"items": [
        {"target": "field:surname", "reason": "Votre permis porte un double nom."},
        {"target": "question", "reason": "Avez-vous un second prénom ?"},
    ]});
    let agent = hub.agent().await;
    agent
        .on_account(&account, "correction-request")
        .await
        .json(asked)
        .await
        .ok();
    let mail = hub.mailbox().await.mail_to(&camille, "account_correction").await;
    let page = hub.path_of(&mail.url());

    let form = hub.anyone().get(&page).await;
    shows(&form, 200, "Votre permis porte un double nom.");
    let question = last_field(form.text());
    let send = async |fields: &[(&str, &str)]| hub.anyone().do_post(&page).form(fields).await;

    // What was typed is still there when something is missing.
    let incomplete = send(&[("surname", "Martin-Duval")]).await;
    shows(&incomplete, 409, "Corrigez ou commentez chaque élément");
    shows(&incomplete, 409, "Martin-Duval");
    shows(
        &send(&[("surname", "Martin-Duval"), (&question, "Non, un seul 😀")]).await,
        200,
        "Corrections envoyées",
    );
    let seen = agent.account(&account).await;
    assert_eq!(seen.stage(), "pending_review");
    assert!(seen.to_string().contains("Martin-Duval"), "{seen:#}");
}

async fn a_page_speaks_my_language(hub: &Hub) {
    hub.approved(&Person::camille()).await;
    let mail = hub.mailbox().await.mail_to(&Person::camille(), "choose_password").await;
    let page = hub.path_of(&mail.url());
    shows(&hub.anyone().get(&page).in_english().await, 200, "Choose my password");
    shows(
        &hub.anyone()
            .get("/choose-password/nobody-ever-had-this")
            .in_english()
            .await,
        404,
        "Always use the link of the latest message",
    );
}

/// The name of the last field of a form.
fn last_field(html: &str) -> String {
    let name = html.rsplit("name=\"").next().and_then(|rest| rest.split('"').next());
    name.expect("a field").replace("&#x2f;", "/")
}

async fn a_mail_leads_to_no_page_that_nobody_serves(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    for mail in hub.mailbox().await.everything_to(&camille.person.email).await {
        let leads_somewhere = mail.text().contains("http");
        assert_eq!(leads_somewhere, mail.has_link(), "{:#}", mail.0);
        if mail.has_link() {
            let page = hub.anyone().get(&hub.path_of(&mail.url())).await;
            assert!(page.text().contains("<html"), "{page}");
        }
    }
    let issued = hub.mailbox().await.mail_to(&camille.person, "certificate_issued").await;
    assert!(!issued.has_link(), "{:#}", issued.0);
}

async fn a_mail_leads_to_the_frontend_where_there_is_one(database: Database) {
    let hub = Hub::start_with(database, &[("LINK_BASE", "https://www.example.org/espace")]).await;
    let camille = hub.trained(&Person::camille()).await;
    let issued = hub.mailbox().await.mail_to(&camille.person, "certificate_issued").await;
    let certificate = camille.get("/v1/certificates").await.ok().only_item().id();
    let there = format!("https://www.example.org/espace/certificates/{certificate}");
    assert_eq!(issued.url(), there);
    assert!(issued.text().contains(&there), "{}", issued.text());
    hub.stop().await;
}
