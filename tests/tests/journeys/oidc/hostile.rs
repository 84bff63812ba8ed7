//! What is not believed: forged and foreign tokens, codes that went astray, addresses of others, and a provider that is
//! out of order.

use serde_json::{Value, json};
use tests::databases::Database;
use tests::hub::{AGENT, Hub};
use tests::on_both;

use super::provider::{FRONTEND, Journey, Provider, Signed, Word, sign_in};
use super::verified;

on_both!(
    nothing_is_proven_by_a_bad_token,
    an_answer_is_the_providers_own_and_comes_once,
    a_code_is_worth_nothing_to_others,
    nobody_is_led_elsewhere,
    a_provider_may_be_out_of_order,
);

async fn nothing_is_proven_by_a_bad_token(database: Database) {
    let provider = Provider::start().await;
    let hub = Hub::start_with(database, &provider.settings()).await;
    let good = || verified("alex", AGENT.0);
    let saying = |claims: Value| {
        let mut word = good();
        for (name, value) in claims.as_object().into_iter().flatten() {
            word.claims[name] = value.clone();
        }
        word
    };
    let elsewhere = json!({"sub": "another", "email": AGENT.0, "email_verified": true});
    let own = json!({"sub": "alex", "email": AGENT.0, "email_verified": true});
    let with_user_info = |said: &Value, signed| Word::of("alex", json!({})).user_info(said.clone(), signed);
    let foreign = json!({"sub": "alex", "iss": "https://evil.example", "aud": "another", "email": AGENT.0});
    for (what, word) in [
        (
            "wrong nonce",
            saying(json!({"nonce": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})),
        ),
        ("no nonce", saying(json!({"nonce": null}))),
        ("wrong audience", saying(json!({"aud": "another"}))),
        ("a second audience", saying(json!({"aud": ["cqc-hub", "another"]}))),
        ("expired", saying(json!({"exp": 1_700_000_000}))),
        (
            "from the future",
            saying(json!({"iat": 4_000_000_000_i64, "exp": 4_000_000_300_i64})),
        ),
        ("another issuer", saying(json!({"iss": "https://evil.example"}))),
        ("an empty subject", saying(json!({"sub": ""}))),
        ("an endless subject", saying(json!({"sub": "x".repeat(2_000)}))),
        (
            "another access token",
            saying(json!({"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"})),
        ),
        ("a birth date that is none", saying(json!({"birthdate": "yesterday"}))),
        ("unsigned", good().signed(Signed::Not)),
        ("another's key", good().signed(Signed::ByAnother)),
        ("a stranger's key", good().signed(Signed::ByAStranger)),
        ("the shared secret", good().signed(Signed::ByTheSecret)),
        ("userinfo of another", with_user_info(&elsewhere, None)),
        (
            "signed userinfo of another",
            with_user_info(&elsewhere, Some(Signed::Well)),
        ),
        ("unsigned userinfo", with_user_info(&own, Some(Signed::Not))),
        (
            "userinfo by another's key",
            with_user_info(&own, Some(Signed::ByAnother)),
        ),
        ("userinfo for another", with_user_info(&foreign, Some(Signed::Well))),
    ] {
        let journey = Journey::begin(&hub, "staff").await;
        let code = provider.sign_in(&journey.asked, word);
        let end = journey.end(&hub, &[("code", &code)]).await;
        assert_eq!(end.get("sign_in_error"), Some("identity_not_proven"), "{what}");
        assert_eq!(end.get("sign_in_code"), None, "{what}");
    }
    // Where a claim is missing that every ID token has, the answer as a whole cannot be read.
    let journey = Journey::begin(&hub, "staff").await;
    let code = provider.sign_in(&journey.asked, saying(json!({"sub": null})));
    let end = journey.end(&hub, &[("code", &code)]).await;
    assert_eq!(end.text("sign_in_error"), "identity_provider_unavailable");
    // What they were made of is good; and signed userinfo is as good as an ID token.
    sign_in(&hub, &provider, "staff", with_user_info(&own, Some(Signed::Well)))
        .await
        .ok();
    sign_in(&hub, &provider, "staff", good()).await.ok();
    // Made-up keys do not send the hub there for each.
    let readings = provider
        .asked()
        .iter()
        .filter(|line| line.starts_with("GET /keys"))
        .count();
    assert!(readings <= 2, "{readings}");
    hub.stop().await;
}

async fn an_answer_is_the_providers_own_and_comes_once(database: Database) {
    let provider = Provider::start().await;
    provider.says_of_itself(json!({"authorization_response_iss_parameter_supported": true}));
    let hub = Hub::start_with(database, &provider.settings()).await;
    let own = provider.issuer.clone();
    for iss in [None, Some("https://evil.example"), Some(&*format!("{own}/"))] {
        let journey = Journey::begin(&hub, "staff").await;
        let code = provider.sign_in(&journey.asked, verified("alex", AGENT.0));
        let mut answer = vec![("code", code.as_str())];
        answer.extend(iss.map(|iss| ("iss", iss)));
        let end = journey.end(&hub, &answer).await;
        assert_eq!(end.text("sign_in_error"), "identity_not_proven", "{iss:?}");
    }
    let journey = Journey::begin(&hub, "staff").await;
    let code = provider.sign_in(&journey.asked, verified("alex", AGENT.0));
    let answer = [("code", code.as_str()), ("iss", &own), ("session_state", "whatever")];
    let end = journey.end(&hub, &answer).await;
    journey.exchange(hub.anyone(), end.text("sign_in_code")).await.ok();
    journey.come_back(&hub, &answer).await.refused(404, "journey_over");

    for (error, why) in [
        ("access_denied", "access_denied"),
        ("login_required", "access_denied"),
        ("server_error", "identity_provider_unavailable"),
        ("invalid_scope", "identity_provider_unavailable"),
    ] {
        let journey = Journey::begin(&hub, "staff").await;
        let end = journey.end(&hub, &[("error", error), ("iss", &own)]).await;
        assert_eq!(end.text("sign_in_error"), why);
        journey
            .come_back(&hub, &[("code", "x"), ("iss", &own)])
            .await
            .refused(404, "journey_over");
    }
    // What comes without a journey, too late, to another audience, or twice in one address.
    for query in [
        "",
        "?code=x",
        "?state=x&code=y",
        "?state=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ] {
        let path = format!("/v1/oidc/callbacks/staff{query}");
        hub.anyone().get(&path).await.refused(404, "journey_over");
    }
    let journey = Journey::begin(&hub, "staff").await;
    let state = journey.asked.text("state");
    for (path, status, code) in [
        (
            format!("/v1/oidc/callbacks/drivers?state={state}&code=x"),
            404,
            "journey_over",
        ),
        (
            format!("/v1/oidc/callbacks/staff?state={state}&state={state}"),
            400,
            "malformed_request",
        ),
        (format!("/v1/oidc/callbacks/nobody?state={state}"), 404, "not_found"),
        (format!("/v1/oidc/signed-out/staff?state={state}"), 404, "journey_over"),
    ] {
        hub.anyone().get(&path).await.refused(status, code);
    }
    let end = journey.end(&hub, &[("iss", &own)]).await;
    assert_eq!(end.text("sign_in_error"), "identity_not_proven", "without a code");
    let late = Journey::begin(&hub, "staff").await;
    hub.seconds_pass(601);
    late.come_back(&hub, &[("code", "x"), ("iss", &own)])
        .await
        .refused(404, "journey_over");
    hub.stop().await;
}

async fn a_code_is_worth_nothing_to_others(database: Database) {
    let provider = Provider::start().await;
    let hub = Hub::start_with(database, &provider.settings()).await;
    // An attacker lures somebody to an address that the attacker began: the verifier is not in the victim's browser, the
    // code not in the attacker's hands. Whoever tries with a verifier of their own ends it.
    let attackers = Journey::begin(&hub, "staff").await;
    let victims = Journey::begin(&hub, "staff").await;
    let code = attackers.code(&hub, &provider, verified("alex", AGENT.0)).await;
    victims
        .exchange(hub.anyone(), &code)
        .await
        .refused(401, "invalid_credentials");
    attackers
        .exchange(hub.anyone(), &code)
        .await
        .refused(401, "invalid_credentials");
    // The provider's own code, put into the victim's journey: it belongs to another challenge.
    let code = provider.sign_in(&attackers_again(&hub).await.asked, verified("alex", AGENT.0));
    let end = victims.end(&hub, &[("code", &code)]).await;
    assert_eq!(end.text("sign_in_error"), "identity_not_proven");

    let journey = Journey::begin(&hub, "staff").await;
    let code = journey.code(&hub, &provider, verified("alex", AGENT.0)).await;
    hub.seconds_pass(61);
    journey
        .exchange(hub.anyone(), &code)
        .await
        .refused(401, "invalid_credentials");
    let journey = Journey::begin(&hub, "staff").await;
    let code = journey.code(&hub, &provider, verified("alex", AGENT.0)).await;
    hub.seconds_pass(59);
    journey.exchange(hub.anyone(), &code).await.ok();
    journey
        .exchange(hub.anyone(), &code)
        .await
        .refused(401, "invalid_credentials");
    journey
        .exchange(hub.anyone(), "short")
        .await
        .refused(401, "invalid_credentials");
    hub.stop().await;
}

async fn attackers_again(hub: &Hub) -> Journey {
    Journey::begin(hub, "staff").await
}

async fn nobody_is_led_elsewhere(database: Database) {
    let provider = Provider::start().await;
    let mut settings = provider.settings();
    settings.extend([
        ("CORS_ORIGINS", "http://localhost:3000"),
        ("LINK_BASE", "https://www.example.org/espace"),
    ]);
    let hub = Hub::start_with(database, &settings).await;
    let begin = async |return_url: Value| {
        let mut body = json!({"audience": "staff"});
        if !return_url.is_null() {
            body["return_url"] = return_url;
        }
        hub.anyone().post("/v1/oidc/sign-ins", body).await
    };
    begin(Value::Null).await.ok();
    begin(json!(FRONTEND)).await.ok();
    begin(json!("https://www.example.org/elsewhere?tab=1")).await.ok();
    for (address, fault) in [
        ("https://evil.example/", "not_a_frontend"),
        ("http://localhost:3001/", "not_a_frontend"),
        ("https://www.example.org.evil.example/", "not_a_frontend"),
        ("http://localhost:3000@evil.example/", "malformed"),
        ("javascript:alert(1)", "malformed"),
        ("http://localhost:3000/#x", "malformed"),
        ("http://localhost:3000/?sign_in_code=x", "malformed"),
        ("/in", "url"),
    ] {
        begin(json!(address)).await.invalid(&[("/return_url", fault)]);
    }
    hub.stop().await;
}

async fn a_provider_may_be_out_of_order(database: Database) {
    let provider = Provider::start().await;
    let hub = Hub::start_with(database, &provider.settings()).await;
    let body = json!({"audience": "staff", "return_url": FRONTEND});
    let begin = || hub.anyone().post("/v1/oidc/sign-ins", body.clone());
    let foreign = json!({"issuer": "https://evil.example"}).to_string();
    for broken in [String::new(), "<html>".to_owned(), "x".repeat(2_000_000), foreign] {
        provider.answers_with(broken);
        let reply = begin().come_what_may().await;
        assert_eq!(reply.header("retry-after"), Some("10"));
        reply.refused(503, "identity_provider_unavailable");
        // For some seconds nobody waits for it again.
        let asked = provider.asked().len();
        begin()
            .come_what_may()
            .await
            .refused(503, "identity_provider_unavailable");
        assert_eq!(provider.asked().len(), asked);
        hub.seconds_pass(6);
    }
    provider.recovers();
    let journey = Journey::begin(&hub, "staff").await;
    let code = provider.sign_in(&journey.asked, verified("alex", AGENT.0));
    provider.answers_with("x".repeat(2_000_000));
    let end = journey.end(&hub, &[("code", &code)]).await;
    assert_eq!(end.text("sign_in_error"), "identity_provider_unavailable");
    // What it said of itself stays in use for a day.
    hub.seconds_pass(2 * 3600);
    Journey::begin(&hub, "staff").await;
    hub.seconds_pass(24 * 3600);
    begin()
        .come_what_may()
        .await
        .refused(503, "identity_provider_unavailable");
    provider.recovers();
    hub.seconds_pass(6);
    sign_in(&hub, &provider, "staff", verified("alex", AGENT.0)).await.ok();
    hub.stop().await;
}
