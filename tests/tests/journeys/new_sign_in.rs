//! Somebody signs in as somebody, from elsewhere or with another program: whoever it should have been is told.

use serde_json::{Value, json};
use tests::databases::Database;
use tests::hub::{AGENT, Hub};
use tests::mailbox::Message;
use tests::{Person, Reading as _, on_both};

on_both!(
    staff_are_told_of_anything_new,
    drivers_are_told_of_another_program_elsewhere
);

/// Where somebody always is.
const HOME: &str = "198.51.100.7";
/// Where they never were.
const ABROAD: &str = "203.0.113.66";
/// What they always use.
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:149.0) Gecko/20100101 Firefox/149.0";
/// The same, a month later.
const UPDATED: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";
/// Something else.
const CURL: &str = "curl/8.11.1";

async fn sign_in(hub: &Hub, (email, password): (&str, &str), from: &str, with: &str) -> Value {
    let request = hub
        .anyone()
        .post("/v1/sessions", json!({"email": email, "password": password}));
    request
        .with("x-forwarded-for", from)
        .with("user-agent", with)
        .await
        .ok()
}

/// The mails about sign-ins that somebody received.
async fn told(hub: &Hub, email: &str) -> Vec<Message> {
    let mut messages = hub.mailbox().await.everything_to(email).await;
    messages.retain(|message| message.0["kind"] == "new_sign_in");
    messages
}

async fn staff_are_told_of_anything_new(database: Database) {
    let hub = Hub::start_with(database, &[("TRUSTED_PROXIES", "127.0.0.1")]).await;
    // The mailbox is the supervisor's to read here: it is the agent who signs in.
    sign_in(&hub, AGENT, HOME, FIREFOX).await;
    sign_in(&hub, AGENT, HOME, UPDATED).await;
    let supervisor = hub.supervisor().await;
    let count = async || {
        let path = "/v1/back-office/audit-events?action=new_sign_in";
        supervisor.get(path).await.ok().items().len()
    };
    assert_eq!(count().await, 0, "a first time, and the same again, are no news");

    sign_in(&hub, AGENT, HOME, CURL).await;
    assert_eq!(count().await, 1, "another program");
    sign_in(&hub, AGENT, ABROAD, CURL).await;
    assert_eq!(count().await, 2, "another network");
    sign_in(&hub, AGENT, ABROAD, FIREFOX).await;
    sign_in(&hub, AGENT, HOME, CURL).await;
    assert_eq!(count().await, 2, "both are known by now");

    let mails = told(&hub, AGENT.0).await;
    assert!(mails[0].text().contains(CURL), "{}", mails[0].text());
    assert!(mails[0].subject().ends_with("Nouvelle connexion à votre compte"));
    hub.stop().await;
}

async fn drivers_are_told_of_another_program_elsewhere(database: Database) {
    let hub = Hub::start_with(database, &[("TRUSTED_PROXIES", "127.0.0.1")]).await;
    let camille = Person::camille();
    hub.driver(&camille).await;
    let own = (camille.email.as_str(), camille.password.as_str());
    sign_in(&hub, own, HOME, FIREFOX).await;
    let before = told(&hub, own.0).await.len();

    // On the road, each mast is another network.
    sign_in(&hub, own, ABROAD, UPDATED).await;
    sign_in(&hub, own, HOME, CURL).await;
    assert_eq!(told(&hub, own.0).await.len(), before);
    sign_in(&hub, own, "192.0.2.1", "okhttp/5.3.0").await;
    let mails = told(&hub, own.0).await;
    assert_eq!(mails.len(), before + 1);
    assert!(mails[before].text().contains("okhttp"), "{}", mails[before].text());
    hub.stop().await;
}
