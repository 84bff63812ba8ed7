//! Somebody who is led to the hub's page has forgotten their password.

use tests::databases::Database;
use tests::frontend::{Browser, Frontend, parameter};
use tests::hub::Hub;
use tests::{Person, on_both};

on_both!(
    somebody_chooses_another_password_on_the_way,
    nobody_learns_who_has_an_account,
    the_page_leads_nowhere_else,
);

const OTHER: &str = "Une-autre-phrase-de-2026!";

async fn somebody_chooses_another_password_on_the_way(database: Database) {
    let hub = Hub::start(database).await;
    let (person, anyone) = (super::camille(&hub).await, hub.anyone());
    let frontend = Frontend::register(&hub, &["profile"]).await;
    let opened = frontend.lead(&hub, &[]).await;
    let forgotten = Browser::open(anyone, &opened.link("Mot de passe oublié")).await;
    assert_eq!(forgotten.page.status, 200, "{}", forgotten.page);
    assert!(!forgotten.page.text().contains("<script"));
    let empty = forgotten.send(anyone, &[("email", " ")]).await;
    assert_eq!(empty.page.status, 422, "{}", empty.page);
    let sent = forgotten.send(anyone, &[("email", &person.email)]).await;
    assert_eq!(sent.page.status, 200, "{}", sent.page);
    assert!(sent.page.text().contains("trois jours"), "{}", sent.page);

    let mail = hub.mailbox().await.mail_to(&person, "password_reset").await;
    let page = hub.path_of(&mail.url());
    let typed = [("password", OTHER), ("password_confirmation", OTHER)];
    let chosen = anyone.do_post(&page).form(&typed).await.expect(200);
    assert!(chosen.text().contains("Retournez"), "{chosen}");

    // Back to where they came from: the same request, in the same browser.
    let back = opened.follow(anyone, &sent.link("Revenir à la connexion")).await;
    let asked = back.sign_in(anyone, &person.email, OTHER).await;
    let led = asked.decide(anyone, "agree").await.page.expect(303);
    assert_eq!(parameter(&led, "state").as_deref(), Some("of mine"));
    let code = parameter(&led, "code").expect("a code");
    frontend.exchange(&hub, &code, &[]).await.ok();
    hub.stop().await;
}

async fn nobody_learns_who_has_an_account(database: Database) {
    let hub = Hub::start_with(database, &[("RATE_LINKS_EMAIL", "3/3600")]).await;
    let (person, anyone) = (super::camille(&hub).await, hub.anyone());
    let frontend = Frontend::register(&hub, &["profile"]).await;
    let page = frontend.lead(&hub, &[]).await.link("Mot de passe oublié");
    let page = Browser::open(anyone, &page).await;
    let ask = async |email: &str| page.send(anyone, &[("email", email)]).await.page;
    let (known, unknown) = (ask(&person.email).await, ask("nobody@example.org").await);
    assert_eq!((known.status, known.text()), (unknown.status, unknown.text()));
    // Counted together with those who ask by the operation, whoever has the address.
    for email in [&person.email, &Person::youssef().email] {
        let body = serde_json::json!({"email": email});
        anyone.post("/v1/password-resets", body).await.expect(202);
        while ask(email).await.status == 200 {}
        assert_eq!(ask(email).await.status, 429);
    }
    hub.stop().await;
}

async fn the_page_leads_nowhere_else(database: Database) {
    let hub = Hub::start(database).await;
    let frontend = Frontend::register(&hub, &["profile"]).await;
    for others in [
        [("redirect_uri", "https://evil.example/")],
        [("client_id", "nobody")],
        [("scope", "full")],
    ] {
        let address = frontend
            .request(&others)
            .replace("/oauth/authorize", "/oauth/forgotten-password");
        let page = hub.anyone().get(&address).await.expect(200);
        assert!(
            !page.text().contains("evil.example") && !page.text().contains("<a "),
            "{page}"
        );
    }
    hub.anyone().get("/oauth/forgotten-password").await.expect(200);
    hub.stop().await;
}
