//! Somebody who is led to the hub's page signs in at an identity provider, and comes back to the same page in the same browser.

use serde_json::{Value, json};
use tests::databases::Database;
use tests::frontend::{Browser, Frontend, THERE, parameter};
use tests::hub::{AGENT, Hub};
use tests::roles::Driver;
use tests::{Person, Reading as _, on_both};

use crate::oidc::provider::{FRONTEND, Journey, Provider, Signed, Word};
use crate::oidc::{authenticator, code_of};

on_both!(
    a_driver_signs_in_at_a_provider,
    staff_sign_in_at_a_provider,
    a_level_that_is_demanded_counts_as_second_factor,
    nobody_is_let_in_who_is_not_linked,
    a_journey_ends_in_its_own_browser_alone,
    a_journey_ends_at_its_own_request,
    a_code_works_once_and_not_for_long,
    what_came_of_nothing_is_told_on_the_page,
    a_provider_may_be_out_of_order,
    a_session_that_is_over_there_begins_no_other_here,
);

/// For drivers, as the page calls it where there is no other.
const OF_DRIVERS: &str = "Se connecter avec FranceConnect";
/// For staff, beside the other.
const OF_STAFF: &str = "Se connecter avec ProConnect (agents)";

async fn start(database: Database, more: &[(&str, &str)]) -> (Provider, Hub) {
    let provider = Provider::start().await;
    let mut settings = provider.settings();
    settings.extend([
        ("OIDC_DRIVERS_NAME", "FranceConnect"),
        ("OIDC_STAFF_NAME", "ProConnect"),
    ]);
    settings.extend(more);
    let hub = Hub::start_with(database, &settings).await;
    (provider, hub)
}

/// A driver whom the provider calls `ada`.
async fn linked(hub: &Hub, provider: &Provider, person: &Person) -> Driver {
    let driver = hub.driver(person).await;
    let body = json!({"password": person.password, "return_url": FRONTEND});
    let journey = Journey::of(&driver.post("/v1/oidc/link-requests", body).await.ok());
    let code = journey.code(hub, provider, ada()).await;
    let body = json!({"code": code, "verifier": journey.verifier});
    driver.post("/v1/oidc/links", body).await.created();
    driver
}

fn ada() -> Word {
    Word::of("ada", json!({}))
}

fn alex() -> Word {
    Word::of("alex", json!({"email": AGENT.0, "email_verified": true}))
}

/// The operator's own frontend, which may do everything.
async fn own(hub: &Hub) -> Frontend {
    let own = json!({"name": "Portail", "party": "first_party", "redirect_uris": [THERE], "scopes": ["full"]});
    Frontend::register_as(hub, own).await
}

/// A browser goes to the provider.
async fn go(hub: &Hub, browser: &Browser, label: &str) -> Journey {
    let led = browser
        .follow(hub.anyone(), &browser.link(label))
        .await
        .page
        .expect(303);
    assert_eq!(led.header("referrer-policy"), Some("no-referrer"));
    Journey::of(&json!({"authorization_url": led.header("location").expect("an address"), "verifier": ""}))
}

/// It comes back from there: where the hub leads it next.
async fn back(hub: &Hub, journey: &Journey, more: &[(&str, &str)]) -> String {
    let led = journey.come_back(hub, more).await.expect(303);
    hub.path_of(led.header("location").expect("an address"))
}

/// Somebody of whom the provider says this comes back in that browser.
async fn arrive(hub: &Hub, provider: &Provider, browser: &Browser, label: &str, word: Word) -> Browser {
    let journey = go(hub, browser, label).await;
    let code = provider.sign_in(&journey.asked, word);
    let next = back(hub, &journey, &[("code", &code)]).await;
    browser.follow(hub.anyone(), &next).await
}

async fn exchanged(hub: &Hub, frontend: &Frontend, led: &Browser) -> Value {
    let reply = led.page.clone().expect(303);
    assert_eq!(parameter(&reply, "state").as_deref(), Some("of mine"));
    let code = parameter(&reply, "code").expect("a code");
    frontend.exchange(hub, &code, &[]).await.ok()
}

/// By which means the session was begun that a frontend has.
fn means(sessions: &Value) -> String {
    let sessions = sessions.items().iter();
    let mut of_frontends = sessions.filter(|session| session.get("frontend").is_some());
    of_frontends.next().expect("the frontend's").text("/means")
}

async fn a_driver_signs_in_at_a_provider(database: Database) {
    let (provider, hub) = start(database, &[]).await;
    let driver = linked(&hub, &provider, &Person::camille()).await;
    let frontend = Frontend::register(&hub, &["profile"]).await;
    let opened = frontend.lead(&hub, &[]).await;
    assert!(!opened.page.text().contains("ProConnect"), "it is not for staff");
    assert!(!opened.page.text().contains("<script"), "{}", opened.page);
    // They are asked as after a password.
    let asked = arrive(&hub, &provider, &opened, OF_DRIVERS, ada()).await;
    assert_eq!(asked.page.status, 200, "{}", asked.page);
    assert!(asked.page.text().contains("TransPlanning"), "{}", asked.page);
    let led = asked.decide(hub.anyone(), "agree").await;
    let tokens = exchanged(&hub, &frontend, &led).await;
    let client = hub.anyone().bearing(&tokens.text("/access_token"));
    client.get("/v1/account").await.ok();
    assert_eq!(means(&driver.get("/v1/sessions").await.ok()), "openid_connect");

    // Whoever is linked no more is signed in no more.
    let links = driver.get("/v1/oidc/links").await.ok();
    let path = format!("/v1/oidc/links/{}", links.only_item().id());
    let opened = frontend.lead(&hub, &[]).await;
    let asked = arrive(&hub, &provider, &opened, OF_DRIVERS, ada()).await;
    driver.delete(&path).await.no_content();
    client.get("/v1/account").await.unauthenticated();
    assert_eq!(asked.decide(hub.anyone(), "agree").await.page.status, 400);
    hub.stop().await;
}

async fn staff_sign_in_at_a_provider(database: Database) {
    let (provider, hub) = start(database, &[]).await;
    let frontend = own(&hub).await;
    let led = arrive(&hub, &provider, &frontend.lead(&hub, &[]).await, OF_STAFF, alex()).await;
    let tokens = exchanged(&hub, &frontend, &led).await;
    let agent = hub.anyone().bearing(&tokens.text("/access_token"));
    agent.get("/v1/back-office/cases").await.ok();
    assert_eq!(means(&agent.get("/v1/sessions").await.ok()), "openid_connect");

    // A second factor is asked for where the provider asked for none.
    let authenticator = authenticator(&agent.do_post("/v1/second-factor").await.created());
    let confirmation = json!({"code": code_of(&authenticator, 0)});
    agent.post("/v1/second-factor/confirmation", confirmation).await.ok();
    let opened = frontend.lead(&hub, &[]).await;
    let asked = arrive(&hub, &provider, &opened, OF_STAFF, alex()).await;
    assert_eq!(asked.page.status, 200, "{}", asked.page);
    let (seal, proven) = (asked.hidden("seal"), asked.hidden("sign_in_code"));
    let typed = async |code: &str| {
        let fields = [("seal", seal.as_str()), ("sign_in_code", &proven), ("code", code)];
        asked.send(hub.anyone(), &fields).await
    };
    hub.seconds_pass(120);
    let wrong = typed("000000").await;
    assert_eq!(wrong.page.status, 401, "{}", wrong.page);
    assert_eq!(wrong.hidden("sign_in_code"), proven);
    let led = typed(&code_of(&authenticator, 120)).await;
    exchanged(&hub, &frontend, &led).await;
    assert_eq!(typed(&code_of(&authenticator, 150)).await.page.status, 401);

    // A driver's frontend is of no use to them, whatever address somebody writes by hand.
    let others = Frontend::register(&hub, &["profile"]).await;
    let opened = others.lead(&hub, &[]).await;
    let by_hand = opened.link(OF_DRIVERS).replace("/drivers?", "/staff?");
    let led = opened.follow(hub.anyone(), &by_hand).await.page.expect(303);
    let url = json!({"authorization_url": led.header("location").expect("an address"), "verifier": ""});
    let journey = Journey::of(&url);
    let mut word = alex();
    word.claims["acr"] = json!("any");
    let code = provider.sign_in(&journey.asked, word);
    let next = back(&hub, &journey, &[("code", &code)]).await;
    let asked = opened.follow(hub.anyone(), &next).await;
    let (seal, proven) = (asked.hidden("seal"), asked.hidden("sign_in_code"));
    let code = code_of(&authenticator, 180);
    hub.seconds_pass(60);
    let fields = [("seal", seal.as_str()), ("sign_in_code", &proven), ("code", &code)];
    let refused = asked.send(hub.anyone(), &fields).await;
    assert_eq!(refused.page.status, 403, "{}", refused.page);
    hub.stop().await;
}

async fn a_level_that_is_demanded_counts_as_second_factor(database: Database) {
    // Nor is any other way in needed than this page.
    let settings = [
        ("OIDC_STAFF_ACR", "eidas3"),
        ("SECOND_FACTOR", "staff"),
        ("PASSWORD_SESSIONS", "false"),
    ];
    let (provider, hub) = start(database, &settings).await;
    let frontend = Frontend::portal();
    let mut word = alex();
    word.claims["acr"] = json!("eidas3");
    let asked = arrive(&hub, &provider, &frontend.lead(&hub, &[]).await, OF_STAFF, word).await;
    let led = asked.decide(hub.anyone(), "agree").await;
    let tokens = exchanged(&hub, &frontend, &led).await;
    let agent = hub.anyone().bearing(&tokens.text("/access_token"));
    agent.get("/v1/back-office/cases").await.ok();
    let asked = frontend
        .lead(&hub, &[])
        .await
        .sign_in(hub.anyone(), AGENT.0, AGENT.1)
        .await;
    let led = asked.decide(hub.anyone(), "agree").await;
    let tokens = exchanged(&hub, &frontend, &led).await;
    let agent = hub.anyone().bearing(&tokens.text("/access_token"));
    agent
        .get("/v1/back-office/cases")
        .await
        .refused(403, "second_factor_required");
    hub.stop().await;
}

async fn nobody_is_let_in_who_is_not_linked(database: Database) {
    let (provider, hub) = start(database, &[]).await;
    let person = Person::camille();
    let driver = linked(&hub, &provider, &person).await;
    let frontend = Frontend::register(&hub, &["profile"]).await;
    let opened = frontend.lead(&hub, &[]).await;
    // An email opens no driver's account.
    let stranger = Word::of("grace", json!({"email": person.email, "email_verified": true}));
    let refused = arrive(&hub, &provider, &opened, OF_DRIVERS, stranger).await;
    assert_eq!(refused.page.status, 403, "{}", refused.page);
    // They may sign in another way, on the same page.
    let asked = refused.sign_in(hub.anyone(), &person.email, &person.password).await;
    assert_eq!(asked.page.status, 200, "{}", asked.page);

    let mismatch = Word::of("ada", json!({"family_name": "SOMEBODY"}));
    let refused = arrive(&hub, &provider, &opened, OF_DRIVERS, mismatch).await;
    assert_eq!(refused.page.status, 403, "{}", refused.page);
    let account = driver.get("/v1/account").await.ok().id();
    let suspension = hub.supervisor().await.on_account(&account, "suspension").await;
    suspension.json(json!({"reason": "a doubt"})).await.ok();
    let refused = arrive(&hub, &provider, &opened, OF_DRIVERS, ada()).await;
    assert_eq!(refused.page.status, 403, "{}", refused.page);
    assert!(parameter(&refused.page, "code").is_none());
    hub.stop().await;
}

/// Login CSRF, and an answer that is put into another browser (RFC 9700, 4.5 and 4.7).
async fn a_journey_ends_in_its_own_browser_alone(database: Database) {
    let (provider, hub) = start(database, &[]).await;
    linked(&hub, &provider, &Person::camille()).await;
    let anyone = hub.anyone();
    let frontend = Frontend::register(&hub, &["profile"]).await;
    let (mine, theirs) = (frontend.lead(&hub, &[]).await, frontend.lead(&hub, &[]).await);

    // No journey begins but from a page that was opened in the same browser.
    let own = mine.link(OF_DRIVERS);
    assert_eq!(theirs.follow(anyone, &own).await.page.status, 400);
    assert_eq!(anyone.get(&own).await.status, 400);
    let (unsealed, _) = own.split_once("&seal=").expect("a seal");
    assert_eq!(mine.follow(anyone, unsealed).await.page.status, 400);

    for stranger in [Some(&theirs), None] {
        let journey = go(&hub, &mine, OF_DRIVERS).await;
        let code = provider.sign_in(&journey.asked, ada());
        let next = back(&hub, &journey, &[("code", &code)]).await;
        let refused = match stranger {
            Some(browser) => browser.follow(anyone, &next).await.page,
            None => anyone.get(&next).await,
        };
        assert_eq!(refused.status, 401, "{refused}");
        // It went astray: it is worth nothing to its own browser either.
        assert_eq!(mine.follow(anyone, &next).await.page.status, 401);
    }

    // What was begun here signs nobody in by the operations, and the other way round.
    let journey = go(&hub, &mine, OF_DRIVERS).await;
    let code = provider.sign_in(&journey.asked, ada());
    let next = back(&hub, &journey, &[("code", &code)]).await;
    let (_, code) = next.split_once("sign_in_code=").expect("a code");
    let body = json!({"code": code, "verifier": code});
    anyone
        .post("/v1/oidc/sessions", body)
        .await
        .refused(401, "invalid_credentials");
    assert_eq!(mine.follow(anyone, &next).await.page.status, 200);
    let foreign = Journey::begin(&hub, "drivers").await;
    let foreign = foreign.code(&hub, &provider, ada()).await;
    let injected = format!("{}&sign_in_code={foreign}", mine.address);
    assert_eq!(mine.follow(anyone, &injected).await.page.status, 401);
    hub.stop().await;
}

/// What the address says when somebody comes back is the browser's word: another redirect, another state, another frontend.
async fn a_journey_ends_at_its_own_request(database: Database) {
    let (provider, hub) = start(database, &[]).await;
    linked(&hub, &provider, &Person::camille()).await;
    let anyone = hub.anyone();
    let two = json!({
        "name": "TransPlanning", "party": "third_party", "scopes": ["profile", "cards:read"],
        "redirect_uris": [THERE, "https://app.example.org/other"],
    });
    let frontend = Frontend::register_as(&hub, two).await;
    let other = Frontend::register(&hub, &["profile"]).await;
    let mine = frontend.lead(&hub, &[("scope", "profile")]).await;
    for (from, to) in [
        ("%2Fcallback", "%2Fother"),
        ("state=of+mine", "state=theirs"),
        ("scope=profile", "scope=profile+cards%3Aread"),
        ("challenge=E9", "challenge=F9"),
        (frontend.client_id.as_str(), other.client_id.as_str()),
    ] {
        let journey = go(&hub, &mine, OF_DRIVERS).await;
        let code = provider.sign_in(&journey.asked, ada());
        let next = back(&hub, &journey, &[("code", &code)]).await;
        assert!(next.contains(from), "{from} is not in {next}");
        let changed = mine.follow(anyone, &next.replace(from, to)).await;
        assert_eq!(changed.page.status, 401, "{to}: {}", changed.page);
        assert_eq!(mine.follow(anyone, &next).await.page.status, 401, "{to}");
    }
    // To an address that is not registered nobody is led, with a code or without.
    let evil = mine.address.replace("app.example.org", "evil.example");
    let page = mine
        .follow(anyone, &format!("{evil}&sign_in_code=x"))
        .await
        .page
        .expect(400);
    assert_eq!(page.header("location"), None);
    hub.stop().await;
}

async fn a_code_works_once_and_not_for_long(database: Database) {
    let (provider, hub) = start(database, &[]).await;
    linked(&hub, &provider, &Person::camille()).await;
    let anyone = hub.anyone();
    let frontend = Frontend::register(&hub, &["profile"]).await;
    let mine = frontend.lead(&hub, &[]).await;
    let next = async || {
        let journey = go(&hub, &mine, OF_DRIVERS).await;
        let code = provider.sign_in(&journey.asked, ada());
        let next = back(&hub, &journey, &[("code", &code)]).await;
        // The provider's answer counts once as well.
        journey
            .come_back(&hub, &[("code", &code)])
            .await
            .refused(404, "journey_over");
        next
    };
    let twice = next().await;
    assert_eq!(mine.follow(anyone, &twice).await.page.status, 200);
    assert_eq!(mine.follow(anyone, &twice).await.page.status, 401);
    let late = next().await;
    hub.seconds_pass(61);
    assert_eq!(mine.follow(anyone, &late).await.page.status, 401);
    for made_up in ["", "nonsense", &"a".repeat(43)] {
        let address = format!("{}&sign_in_code={made_up}", mine.address);
        assert_eq!(mine.follow(anyone, &address).await.page.status, 401, "{made_up}");
    }
    let late = go(&hub, &mine, OF_DRIVERS).await;
    let code = provider.sign_in(&late.asked, ada());
    hub.seconds_pass(601);
    late.come_back(&hub, &[("code", &code)])
        .await
        .refused(404, "journey_over");
    hub.stop().await;
}

async fn what_came_of_nothing_is_told_on_the_page(database: Database) {
    let (provider, hub) = start(database, &[]).await;
    let frontend = Frontend::register(&hub, &["profile"]).await;
    let mine = frontend.lead(&hub, &[]).await;
    let journey = go(&hub, &mine, OF_DRIVERS).await;
    let next = back(&hub, &journey, &[("error", "access_denied")]).await;
    let told = mine.follow(hub.anyone(), &next).await;
    assert_eq!(told.page.status, 401, "{}", told.page);
    assert!(told.page.text().contains("sans vous être identifié"), "{}", told.page);
    // From there they go again.
    go(&hub, &told, OF_DRIVERS).await;
    let journey = go(&hub, &mine, OF_DRIVERS).await;
    let forged = provider.sign_in(&journey.asked, ada().signed(Signed::ByAnother));
    let next = back(&hub, &journey, &[("code", &forged)]).await;
    assert_eq!(mine.follow(hub.anyone(), &next).await.page.status, 401);
    hub.stop().await;
}

async fn a_provider_may_be_out_of_order(database: Database) {
    let (provider, hub) = start(database, &[]).await;
    provider.answers_with("nonsense");
    let frontend = Frontend::register(&hub, &["profile"]).await;
    let mine = frontend.lead(&hub, &[]).await;
    let told = mine.ask(hub.anyone(), &mine.link(OF_DRIVERS)).come_what_may();
    let told = told.await.expect(503);
    assert!(told.text().contains("<form"), "{told}");
    hub.stop().await;
}

async fn a_session_that_is_over_there_begins_no_other_here(database: Database) {
    let (provider, hub) = start(database, &[]).await;
    linked(&hub, &provider, &Person::camille()).await;
    let frontend = Frontend::register(&hub, &["profile"]).await;
    let tell = async |jti: &str| {
        let token = provider.logout_token(&json!({"sub": "ada", "jti": jti}), Some("logout+jwt"), Signed::Well);
        let told = hub.anyone().do_post("/v1/oidc/back-channel-logouts/drivers");
        told.form(&[("logout_token", &token)]).await.ok();
    };
    let agreed = async || {
        let opened = frontend.lead(&hub, &[]).await;
        let asked = arrive(&hub, &provider, &opened, OF_DRIVERS, ada()).await;
        asked.decide(hub.anyone(), "agree").await
    };
    let tokens = exchanged(&hub, &frontend, &agreed().await).await;
    let client = hub.anyone().bearing(&tokens.text("/access_token"));
    let on_its_way = parameter(&agreed().await.page, "code").expect("a code");
    tell("first").await;
    client.get("/v1/account").await.unauthenticated();
    frontend.exchange(&hub, &on_its_way, &[]).await.expect(400);
    hub.stop().await;
}
