//! Somebody of the staff who is led to the hub's page shows a passkey there.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tests::databases::Database;
use tests::frontend::{Browser, Frontend, THERE, parameter};
use tests::hub::{AGENT, Hub};
use tests::{Reading as _, on_both};

use crate::passkeys::authenticator::Authenticator;
use crate::passkeys::{register, sign_in_begun};

on_both!(
    an_agent_shows_a_passkey,
    one_script_runs_and_no_other,
    an_answer_counts_in_its_own_browser_and_once,
);

/// The operator's own frontend, which may do everything.
async fn own(hub: &Hub) -> Frontend {
    let own = json!({"name": "Portail", "party": "first_party", "redirect_uris": [THERE], "scopes": ["full"]});
    Frontend::register_as(hub, own).await
}

/// What the page's script sends.
async fn sent(hub: &Hub, browser: &Browser, answer: &str) -> Browser {
    let seal = browser.hidden("seal");
    let fields = [("seal", seal.as_str()), ("passkey", answer)];
    browser.send(hub.anyone(), &fields).await
}

/// What the authenticator is asked.
async fn asked(hub: &Hub, browser: &Browser) -> Value {
    sent(hub, browser, "").await.page.ok()
}

async fn an_agent_shows_a_passkey(database: Database) {
    let hub = Hub::start_with(database, &[("SECOND_FACTOR", "staff")]).await;
    let mut key = Authenticator::new("key");
    register(hub.agent().await, AGENT.1, &mut key).await;
    let frontend = Frontend::portal();
    let opened = frontend.lead(&hub, &[]).await;
    let question = asked(&hub, &opened).await;
    assert_eq!(question["rpId"], "localhost");
    assert_eq!(question["userVerification"], "required");
    let answer = key.show(&question).to_string();
    // They are asked as after a password.
    let asked_consent = sent(&hub, &opened, &answer).await;
    let led = asked_consent.decide(hub.anyone(), "agree").await.page.expect(303);
    let code = parameter(&led, "code").expect("a code");
    let tokens = frontend.exchange(&hub, &code, &[]).await.ok();
    let agent = hub.anyone().bearing(&tokens.text("/access_token"));
    // It is both factors.
    agent.get("/v1/back-office/cases").await.ok();
    let sessions = agent.get("/v1/sessions").await.ok();
    let current = sessions.items().iter().find(|session| session["current"] == true);
    assert_eq!(current.expect("a session")["means"], "passkey");

    // A passkey that is removed lets nobody in who is on the way.
    let opened = frontend.lead(&hub, &[]).await;
    let answer = key.show(&asked(&hub, &opened).await).to_string();
    let asked_consent = sent(&hub, &opened, &answer).await;
    let led = asked_consent.decide(hub.anyone(), "agree").await.page.expect(303);
    let passkey = agent.get("/v1/passkeys").await.ok().only_item().id();
    agent.delete(&format!("/v1/passkeys/{passkey}")).await.no_content();
    agent.get("/v1/sessions").await.unauthenticated();
    let code = parameter(&led, "code").expect("a code");
    frontend.exchange(&hub, &code, &[]).await.expect(400);
    hub.stop().await;
}

async fn one_script_runs_and_no_other(database: Database) {
    let hub = Hub::start(database).await;
    let opened = own(&hub).await.lead(&hub, &[]).await;
    let page = opened.page.text();
    let (_, script) = page.split_once("<script>").expect("a script");
    let (script, rest) = script.split_once("</script>").expect("an end");
    assert!(!rest.contains("<script"), "{rest}");
    let hash = STANDARD.encode(digest(&SHA256, script.as_bytes()));
    let policy = opened.page.header("content-security-policy").unwrap_or_default();
    let scripts = policy.split("; ").find(|rule| rule.starts_with("script-src"));
    assert_eq!(
        scripts,
        Some(format!("script-src 'sha256-{hash}'").as_str()),
        "{policy}"
    );
    assert!(
        policy.contains("default-src 'none'") && policy.contains("connect-src 'self'"),
        "{policy}"
    );
    assert!(
        page.contains("data-domain=\"localhost\"") && page.contains("hidden>"),
        "{page}"
    );

    // Drivers have no passkeys: a page for them alone has no script, and lets nobody in by one.
    let mut key = Authenticator::new("key");
    register(hub.agent().await, AGENT.1, &mut key).await;
    let others = Frontend::register(&hub, &["profile"]).await;
    let opened = others.lead(&hub, &[]).await;
    assert!(!opened.page.text().contains("<script"), "{}", opened.page);
    let policy = opened.page.header("content-security-policy").unwrap_or_default();
    assert!(!policy.contains("script-src"), "{policy}");
    let answer = key.show(&asked(&hub, &opened).await).to_string();
    assert_eq!(sent(&hub, &opened, &answer).await.page.status, 403);
    hub.stop().await;
}

async fn an_answer_counts_in_its_own_browser_and_once(database: Database) {
    let hub = Hub::start(database).await;
    let mut key = Authenticator::new("key");
    register(hub.agent().await, AGENT.1, &mut key).await;
    let frontend = own(&hub).await;
    let (mine, theirs) = (frontend.lead(&hub, &[]).await, frontend.lead(&hub, &[]).await);
    let refused = async |browser: &Browser, answer: &str, what: &str| {
        let page = sent(&hub, browser, answer).await.page;
        assert_eq!(page.status, 401, "{what}: {page}");
        assert!(page.text().contains("clé d’accès"), "{what}: {page}");
    };

    // Put into another browser, which was asked something else, or nothing.
    let answer = key.show(&asked(&hub, &mine).await).to_string();
    refused(&theirs, &answer, "not asked").await;
    asked(&hub, &theirs).await;
    refused(&theirs, &answer, "asked something else").await;
    sent(&hub, &mine, &answer).await.page.expect(303);
    refused(&mine, &answer, "a second time").await;

    // What was asked before is over, and what is answered wrongly as well.
    let before = key.show(&asked(&hub, &mine).await).to_string();
    let now = asked(&hub, &mine).await;
    refused(&mine, &before, "asked before").await;
    refused(&mine, &key.show(&now).to_string(), "once").await;
    let late = key.show(&asked(&hub, &mine).await).to_string();
    hub.seconds_pass(5 * 60 + 1);
    refused(&mine, &late, "too late").await;

    // What the operation asked is answered there alone.
    let begun = sign_in_begun(&hub).await;
    let answer = key.show(begun.at("/public_key"));
    refused(&mine, &answer.to_string(), "the operation's").await;
    let question = asked(&hub, &mine).await;
    "http://localhost.evil.example".clone_into(&mut key.origin);
    refused(&mine, &key.show(&question).to_string(), "another site's").await;
    refused(&mine, "{}", "no answer").await;

    // Another page's form is none.
    let seal = theirs.hidden("seal");
    let forged = [("seal", seal.as_str()), ("passkey", "")];
    assert_eq!(mine.send(hub.anyone(), &forged).await.page.status, 400);
    hub.stop().await;
}
