//! Frontends that never see a password: people sign in on the hub's own pages, agree, and are led back with a code. The security
//! profile of RFC 9700, point by point.

mod forgotten;
mod passkey;
mod provider;

use serde_json::{Value, json};
use tests::databases::Database;
use tests::frontend::{Browser, Frontend, THERE, parameter};
use tests::hub::{AGENT, Hub};
use tests::{Client, Person, Reading as _, on_both};

on_both!(
    somebody_authorises_a_frontend,
    somebody_declines,
    a_frontend_of_ones_own_asks_nothing_and_staff_sign_in,
    a_native_app_listens_on_any_port,
    nobody_is_led_to_an_address_that_is_not_registered,
    what_is_wrong_is_told_to_the_frontend,
    a_code_is_worth_nothing_to_others,
    a_code_that_is_shown_twice_ends_its_session,
    a_form_counts_from_its_own_browser_alone,
    refresh_tokens_are_the_frontends_own,
    sessions_end_as_others_do,
    a_supervisor_takes_it_back,
    frontends_ask_for_no_passwords_where_that_is_switched_off,
);

fn bearing(hub: &Hub, tokens: &Value) -> Client {
    hub.anyone().bearing(&tokens.text("/access_token"))
}

async fn camille(hub: &Hub) -> Person {
    let person = Person::camille();
    hub.driver(&person).await;
    person
}

async fn somebody_authorises_a_frontend(database: Database) {
    let hub = Hub::start(database).await;
    let (person, anyone) = (camille(&hub).await, hub.anyone());
    let frontend = Frontend::register(&hub, &["profile", "cards:read", "cases"]).await;

    let opened = frontend.lead(&hub, &[("scope", "profile cards:read")]).await;
    assert_eq!(opened.page.status, 200, "{}", opened.page);
    let policy = opened.page.header("content-security-policy").unwrap_or_default();
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(
        policy.contains("form-action 'self' https://app.example.org;"),
        "{policy}"
    );
    assert!(!opened.page.text().contains("<script") && opened.page.text().contains("TransPlanning"));
    let wrong = opened.sign_in(anyone, &person.email, "not it").await;
    assert_eq!(wrong.page.status, 401, "{}", wrong.page);
    assert!(!wrong.page.text().contains("not it") && wrong.page.text().contains(&person.email));

    let asked = wrong.sign_in(anyone, &person.email, &person.password).await;
    assert_eq!(asked.page.status, 200, "{}", asked.page);
    assert!(asked.page.text().contains("Lire vos cartes") && !asked.page.text().contains("Ouvrir des demandes"));
    let back = asked.decide(anyone, "agree").await.page.expect(303);
    assert!(
        back.header("location")
            .is_some_and(|address| address.starts_with(THERE))
    );
    assert_eq!(parameter(&back, "state").as_deref(), Some("of mine"));
    assert_eq!(parameter(&back, "iss").as_deref(), Some(hub.base()));

    let code = parameter(&back, "code").expect("a code");
    let tokens = frontend.exchange(&hub, &code, &[]).await.ok();
    assert_eq!(tokens["scope"], "profile cards:read");
    let client = bearing(&hub, &tokens);
    client.get("/v1/account").await.ok();
    client.get("/v1/cards").await.ok();
    client.get("/v1/cases").await.forbidden();
    client.get("/v1/sessions").await.forbidden();

    // Where am I signed in: the frontend is named, and can be signed out.
    let driver = tests::roles::Driver::sign_in(anyone, &person).await;
    let sessions = driver.get("/v1/sessions").await.ok();
    let session = sessions
        .items()
        .iter()
        .find(|session| session.get("frontend").is_some());
    let session = session.expect("the frontend's");
    assert_eq!(session["frontend"]["name"], "TransPlanning");
    assert_eq!(session["frontend"]["client_id"], frontend.client_id);
    driver
        .delete(&format!("/v1/sessions/{}", session.id()))
        .await
        .no_content();
    client.get("/v1/account").await.unauthenticated();

    let path = format!("/v1/back-office/oauth-clients/{}", frontend.client_id);
    let seen = hub.supervisor().await.get(&path).await.ok();
    assert!(seen["last_used_at"].is_string(), "{seen:#}");
    hub.stop().await;
}

async fn somebody_declines(database: Database) {
    let hub = Hub::start(database).await;
    let (person, anyone) = (camille(&hub).await, hub.anyone());
    let frontend = Frontend::register(&hub, &["profile"]).await;
    let opened = frontend.lead(&hub, &[]).await;
    let asked = opened.sign_in(anyone, &person.email, &person.password).await;
    let back = asked.decide(anyone, "decline").await.page.expect(303);
    assert_eq!(parameter(&back, "error").as_deref(), Some("access_denied"));
    assert_eq!(parameter(&back, "code"), None);
    // The page is over.
    assert_eq!(asked.decide(anyone, "agree").await.page.status, 400);
    hub.stop().await;
}

async fn a_frontend_of_ones_own_asks_nothing_and_staff_sign_in(database: Database) {
    let hub = Hub::start(database).await;
    let own = json!({
        "name": "Portail", "party": "first_party", "redirect_uris": [THERE], "scopes": ["full"],
    });
    let frontend = Frontend::register_as(&hub, own).await;
    let opened = frontend.lead(&hub, &[]).await;
    let back = opened.sign_in(hub.anyone(), AGENT.0, AGENT.1).await.page.expect(303);
    let tokens = frontend
        .exchange(&hub, &parameter(&back, "code").expect("a code"), &[])
        .await
        .ok();
    assert_eq!(tokens["scope"], "full");
    let agent = bearing(&hub, &tokens);
    agent.get("/v1/back-office/cases").await.ok();
    agent.get("/v1/sessions").await.ok();
    agent.get("/v1/back-office/staff").await.forbidden();

    // A driver's frontend is of no use to staff.
    let others = Frontend::register(&hub, &["profile"]).await;
    let opened = others.lead(&hub, &[]).await;
    assert_eq!(opened.sign_in(hub.anyone(), AGENT.0, AGENT.1).await.page.status, 403);
    hub.stop().await;
}

async fn a_native_app_listens_on_any_port(database: Database) {
    let hub = Hub::start(database).await;
    let (person, anyone) = (camille(&hub).await, hub.anyone());
    let app = json!({
        "name": "App", "party": "first_party", "redirect_uris": ["http://127.0.0.1/callback"], "scopes": ["full"],
    });
    let registered = Frontend::register_as(&hub, app).await;
    let app = Frontend {
        redirect_uri: "http://127.0.0.1:51004/callback".to_owned(),
        ..registered
    };
    // Any program could listen there: people are asked, though it is the operator's own.
    let asked = app
        .lead(&hub, &[])
        .await
        .sign_in(anyone, &person.email, &person.password)
        .await;
    let back = asked.decide(anyone, "agree").await.page.expect(303);
    let address = back.header("location").unwrap_or_default();
    assert!(address.starts_with("http://127.0.0.1:51004/callback?"), "{address}");
    let code = parameter(&back, "code").expect("a code");
    app.exchange(&hub, &code, &[]).await.ok();
    hub.stop().await;
}

async fn nobody_is_led_to_an_address_that_is_not_registered(database: Database) {
    let hub = Hub::start(database).await;
    let frontend = Frontend::register(&hub, &["profile"]).await;
    for others in [
        [("redirect_uri", "https://evil.example/")],
        [("redirect_uri", "https://app.example.org/callback/")],
        [("redirect_uri", "https://app.example.org.evil.example/callback")],
        [("redirect_uri", "")],
        [("client_id", "0197a3a0-7777-7000-8000-00000000dead")],
        [("client_id", "nobody")],
        [("client_id", "")],
    ] {
        let page = frontend.lead(&hub, &others).await.page.expect(400);
        assert_eq!(page.header("location"), None, "{others:?}");
        assert!(page.text().contains("<html"), "{page}");
    }
    hub.stop().await;
}

async fn what_is_wrong_is_told_to_the_frontend(database: Database) {
    let hub = Hub::start(database).await;
    let frontend = Frontend::register(&hub, &["profile"]).await;
    for (name, value, error) in [
        ("response_type", "token", "unsupported_response_type"),
        ("response_type", "", "invalid_request"),
        // A downgrade of PKCE.
        ("code_challenge", "", "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("code_challenge_method", "", "invalid_request"),
        // Wider than it is registered for.
        ("scope", "profile cases", "invalid_scope"),
        ("scope", "full", "invalid_scope"),
    ] {
        let back = frontend.lead(&hub, &[(name, value)]).await.page.expect(303);
        assert_eq!(parameter(&back, "error").as_deref(), Some(error), "{name}={value}");
        assert_eq!(parameter(&back, "state").as_deref(), Some("of mine"));
        assert_eq!(parameter(&back, "iss").as_deref(), Some(hub.base()));
    }
    hub.stop().await;
}

async fn a_code_is_worth_nothing_to_others(database: Database) {
    let hub = Hub::start(database).await;
    let person = camille(&hub).await;
    let frontend = Frontend::register(&hub, &["profile"]).await;
    let other = Frontend::register(&hub, &["profile"]).await;
    let verifier = "a".repeat(43);
    for others in [
        [("client_id", other.client_id.as_str())],
        [("redirect_uri", "https://app.example.org/other")],
        [("code_verifier", verifier.as_str())],
    ] {
        let code = frontend.code(&hub, &person, "profile").await;
        let refused = frontend.exchange(&hub, &code, &others).await.expect(400);
        assert_eq!(refused.json()["error"], "invalid_grant", "{others:?}");
        // It went astray: it is worth nothing to its own frontend either.
        frontend.exchange(&hub, &code, &[]).await.expect(400);
    }
    let code = frontend.code(&hub, &person, "profile").await;
    hub.seconds_pass(61);
    frontend.exchange(&hub, &code, &[]).await.expect(400);
    let trail = "/v1/back-office/audit-events?action=authorization_code_astray";
    assert_eq!(hub.supervisor().await.get(trail).await.ok().items().len(), 3);
    hub.stop().await;
}

async fn a_code_that_is_shown_twice_ends_its_session(database: Database) {
    let hub = Hub::start(database).await;
    let person = camille(&hub).await;
    let frontend = Frontend::register(&hub, &["profile"]).await;
    let code = frontend.code(&hub, &person, "profile").await;
    let tokens = frontend.exchange(&hub, &code, &[]).await.ok();
    let client = bearing(&hub, &tokens);
    client.get("/v1/account").await.ok();
    frontend.exchange(&hub, &code, &[]).await.expect(400);
    client.get("/v1/account").await.unauthenticated();
    frontend
        .renew(&hub, &tokens.text("/refresh_token"), "")
        .await
        .expect(400);
    hub.stop().await;
}

async fn a_form_counts_from_its_own_browser_alone(database: Database) {
    let hub = Hub::start(database).await;
    let (person, anyone) = (camille(&hub).await, hub.anyone());
    let frontend = Frontend::register(&hub, &["profile"]).await;
    let (mine, theirs) = (frontend.lead(&hub, &[]).await, frontend.lead(&hub, &[]).await);
    // Another page's form, sent from this browser.
    let fields = [("email", person.email.as_str()), ("password", person.password.as_str())];
    assert_eq!(mine.send(anyone, &fields).await.page.status, 400);
    let seal = theirs.hidden("seal");
    let forged = [("seal", seal.as_str()), fields[0], fields[1]];
    assert_eq!(mine.send(anyone, &forged).await.page.status, 400);

    // A ticket that another browser holds.
    let asked = mine.sign_in(anyone, &person.email, &person.password).await;
    let ticket = asked.hidden("ticket");
    let stolen = [
        ("seal", seal.as_str()),
        ("ticket", ticket.as_str()),
        ("decision", "agree"),
    ];
    assert_eq!(theirs.send(anyone, &stolen).await.page.status, 400);
    let back = asked.decide(anyone, "agree").await.page.expect(303);
    assert!(parameter(&back, "code").is_some());
    assert_eq!(asked.decide(anyone, "agree").await.page.status, 400, "once");

    let late = Browser::open(anyone, &frontend.request(&[])).await;
    let asked = late.sign_in(anyone, &person.email, &person.password).await;
    hub.seconds_pass(601);
    assert_eq!(asked.decide(anyone, "agree").await.page.status, 400);
    hub.stop().await;
}

async fn refresh_tokens_are_the_frontends_own(database: Database) {
    let hub = Hub::start(database).await;
    let person = camille(&hub).await;
    let frontend = Frontend::register(&hub, &["profile", "cards:read"]).await;
    let other = Frontend::register(&hub, &["profile", "cards:read"]).await;
    let tokens = frontend.tokens(&hub, &person, "profile cards:read").await;
    let first = tokens.text("/refresh_token");

    other.renew(&hub, &first, "").await.expect(400);
    let direct = hub
        .anyone()
        .post("/v1/sessions/refresh", json!({"refresh_token": first}));
    direct.await.refused(401, "invalid_credentials");

    let narrow = frontend.renew(&hub, &first, "profile").await.ok();
    assert_eq!(narrow["scope"], "profile");
    bearing(&hub, &narrow).get("/v1/cards").await.forbidden();
    let whole = frontend.renew(&hub, &narrow.text("/refresh_token"), "").await.ok();
    assert_eq!(whole["scope"], "profile cards:read");
    bearing(&hub, &whole).get("/v1/cards").await.ok();
    let wider = frontend
        .renew(&hub, &whole.text("/refresh_token"), "profile cases")
        .await
        .expect(400);
    assert_eq!(wider.json()["error"], "invalid_scope");

    // One that comes back later ends the family.
    hub.seconds_pass(31);
    frontend.renew(&hub, &first, "").await.expect(400);
    bearing(&hub, &whole).get("/v1/account").await.unauthenticated();
    hub.stop().await;
}

async fn sessions_end_as_others_do(database: Database) {
    let hub = Hub::start(database).await;
    let person = camille(&hub).await;
    let frontend = Frontend::register(&hub, &["profile"]).await;
    let other = Frontend::register(&hub, &["profile"]).await;
    let tokens = frontend.tokens(&hub, &person, "profile").await;
    let revoke = async |by: &str, shown: &str| {
        let form = [("client_id", by), ("token", shown)];
        let reply = hub.anyone().do_post("/oauth/revoke").form(&form).await.expect(200);
        assert!(reply.body.is_empty(), "{reply}");
    };
    revoke(&other.client_id, &tokens.text("/refresh_token")).await;
    revoke(&frontend.client_id, "nothing").await;
    bearing(&hub, &tokens).get("/v1/account").await.ok();
    revoke(&frontend.client_id, &tokens.text("/refresh_token")).await;
    bearing(&hub, &tokens).get("/v1/account").await.unauthenticated();

    let tokens = frontend.tokens(&hub, &person, "profile").await;
    revoke(&frontend.client_id, &tokens.text("/access_token")).await;
    frontend
        .renew(&hub, &tokens.text("/refresh_token"), "")
        .await
        .expect(400);

    // Whoever signs out everywhere signs out of frontends, and of codes on their way.
    let tokens = frontend.tokens(&hub, &person, "profile").await;
    let code = frontend.code(&hub, &person, "profile").await;
    let driver = tests::roles::Driver::sign_in(hub.anyone(), &person).await;
    driver.delete("/v1/sessions").await.no_content();
    bearing(&hub, &tokens).get("/v1/account").await.unauthenticated();
    frontend.exchange(&hub, &code, &[]).await.expect(400);
    hub.stop().await;
}

async fn a_supervisor_takes_it_back(database: Database) {
    let hub = Hub::start(database).await;
    let person = camille(&hub).await;
    let frontend = Frontend::register(&hub, &["profile", "cases"]).await;
    let tokens = frontend.tokens(&hub, &person, "profile").await;
    let supervisor = hub.supervisor().await;
    let path = format!("/v1/back-office/oauth-clients/{}", frontend.client_id);
    let tag = supervisor.get(&path).await.etag();
    let wrong = json!({"scopes": ["profile", "full"], "redirect_uris": ["http://app.example.org/"]});
    supervisor.patch(&path, wrong).if_match(&tag).await.invalid(&[
        ("/scopes/1", "first_party_only"),
        ("/redirect_uris/0", "not_a_redirect"),
    ]);
    let renamed = supervisor
        .patch(&path, json!({"name": "TransPlanning 2"}))
        .if_match(&tag)
        .await;
    bearing(&hub, &tokens).get("/v1/account").await.ok();
    let fewer = supervisor
        .patch(&path, json!({"scopes": ["profile"]}))
        .if_match(&renamed.etag());
    let fewer = fewer.await;
    bearing(&hub, &tokens).get("/v1/account").await.unauthenticated();

    let asks = async |origin: &str| {
        let reply = hub.anyone().get("/v1/reference-data").with("origin", origin).await;
        reply.header("access-control-allow-origin").map(str::to_owned)
    };
    assert_eq!(
        asks("https://app.example.org").await.as_deref(),
        Some("https://app.example.org")
    );
    assert_eq!(asks("https://evil.example").await, None);
    supervisor
        .patch(&path, json!({"active": false}))
        .if_match(&fewer.etag())
        .await
        .ok();
    assert_eq!(asks("https://app.example.org").await, None);
    frontend.lead(&hub, &[]).await.page.expect(400);
    hub.stop().await;
}

async fn frontends_ask_for_no_passwords_where_that_is_switched_off(database: Database) {
    let hub = Hub::start_with(database, &[("PASSWORD_SESSIONS", "false")]).await;
    let typed = json!({"email": AGENT.0, "password": AGENT.1});
    hub.anyone()
        .post("/v1/sessions", typed)
        .await
        .refused(403, "password_sessions_off");
    hub.stop().await;
}
