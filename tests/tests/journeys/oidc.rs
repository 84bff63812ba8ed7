//! Signing in at an identity provider: staff, drivers, signing out from either side, and what is not believed.

mod hostile;
pub(crate) mod provider;

use serde_json::{Value, json};
use tests::databases::Database;
use tests::hub::{AGENT, BEGINNING, Hub};
use tests::{Client, Person, Reading as _, on_both};
use totp_rs::{Builder, Secret, Totp};

use provider::{Asked, FRONTEND, Journey, Provider, Signed, Word, sign_in};

on_both!(
    staff_are_linked_once_by_email_then_by_subject,
    staff_show_their_second_factor_where_the_provider_asked_for_none,
    a_level_that_is_demanded_counts_as_second_factor,
    a_driver_links_and_signs_in_by_subject,
    the_civil_status_has_to_be_the_accounts,
    somebody_signs_out_here_and_there,
    the_provider_says_that_a_session_is_over,
    without_a_provider_there_is_none,
);

/// A word of somebody whose email the provider has verified.
fn verified(subject: &str, email: &str) -> Word {
    Word::of(subject, json!({"email": email, "email_verified": true}))
}

fn signed_in(hub: &Hub, tokens: &Value) -> Client {
    hub.anyone().bearing(&tokens.text("/access_token"))
}

async fn staff_are_linked_once_by_email_then_by_subject(database: Database) {
    let provider = Provider::start().await;
    let hub = Hub::start_with(database, &provider.settings()).await;

    // The email counts in any spelling, and is asked of userinfo where the ID token does not have it.
    let said = json!({"sub": "alex", "email": "Agent@Example.org", "email_verified": true});
    let word = Word::of("alex", json!({"sid": "there-1"})).user_info(said, None);
    let alex = signed_in(&hub, &sign_in(&hub, &provider, "staff", word).await.ok());
    alex.get("/v1/back-office/cases").await.ok();
    let sessions = alex.get("/v1/sessions").await.ok();
    assert_eq!(sessions.only_item()["means"], "openid_connect");
    let by_password = hub.agent().await.get("/v1/sessions").await.ok();
    assert_eq!(by_password.items()[0]["means"], "password");

    // From now on the subject counts, whatever the email.
    sign_in(&hub, &provider, "staff", verified("alex", "another@example.org"))
        .await
        .ok();
    // The address is somebody else's there now: nobody is linked by it a second time.
    sign_in(&hub, &provider, "staff", verified("successor", AGENT.0))
        .await
        .refused(403, "identity_not_linked");
    let unverified = json!({"email": "supervisor@example.org", "email_verified": false});
    sign_in(&hub, &provider, "staff", Word::of("sacha", unverified))
        .await
        .refused(403, "identity_not_linked");
    sign_in(&hub, &provider, "staff", verified("sacha", "nobody@example.org"))
        .await
        .refused(403, "identity_not_linked");
    // A driver's provider vouches for no staff, not even for the same subject.
    sign_in(&hub, &provider, "drivers", verified("alex", AGENT.0))
        .await
        .refused(403, "identity_not_linked");

    let supervisor = hub.supervisor().await;
    let staff = supervisor.get("/v1/back-office/staff").await.ok();
    let member = staff
        .items()
        .iter()
        .find(|member| member["role"] == "agent")
        .expect("an agent");
    let links = format!("/v1/back-office/staff/{}/oidc-links", member.id());
    let link = supervisor.get(&links).await.ok();
    assert_eq!(link.only_item()["issuer"], provider.issuer);
    assert_eq!(link.only_item()["last_used_at"], BEGINNING);
    assert_eq!(
        alex.get("/v1/oidc/links").await.ok().only_item().id(),
        link.only_item().id()
    );
    let one = format!("{links}/{}", link.only_item().id());
    alex.delete(&one).await.forbidden();
    supervisor.delete(&one).await.no_content();
    supervisor.delete(&one).await.not_found();
    alex.get("/v1/back-office/cases").await.unauthenticated();
    hub.agent().await.get("/v1/back-office/cases").await.ok();

    for (action, count) in [("link_identity", 1), ("unlink_identity", 1)] {
        let path = format!("/v1/back-office/audit-events?action={action}");
        assert_eq!(supervisor.get(&path).await.ok().items().len(), count, "{action}");
    }
    for kind in ["identity_linked", "identity_unlinked"] {
        assert_eq!(hub.mailbox().await.count_to(AGENT.0, kind).await, 1, "{kind}");
    }
    let trail = supervisor.get("/v1/back-office/audit-events?action=sign_in").await.ok();
    let by_provider = trail.items().iter().filter(|event| event["details"]["via"] == "oidc");
    assert_eq!(by_provider.count(), 2);

    // Whoever may not sign in does not, by whatever way.
    sign_in(&hub, &provider, "staff", verified("alex", AGENT.0)).await.ok();
    let path = format!("/v1/back-office/staff/{}", member.id());
    let tag = supervisor.get(&path).await.etag();
    supervisor
        .patch(&path, json!({"active": false}))
        .if_match(&tag)
        .await
        .ok();
    sign_in(&hub, &provider, "staff", verified("alex", AGENT.0))
        .await
        .refused(401, "invalid_credentials");
    hub.stop().await;
}

async fn staff_show_their_second_factor_where_the_provider_asked_for_none(database: Database) {
    let provider = Provider::start().await;
    let hub = Hub::start_with(database, &provider.settings()).await;
    let agent = hub.agent().await;
    let authenticator = authenticator(&agent.do_post("/v1/second-factor").await.created());
    let confirmation = json!({"code": code_of(&authenticator, 0)});
    agent.post("/v1/second-factor/confirmation", confirmation).await.ok();

    let journey = Journey::begin(&hub, "staff").await;
    let code = journey.code(&hub, &provider, verified("alex", AGENT.0)).await;
    journey
        .exchange(hub.anyone(), &code)
        .await
        .refused(401, "second_factor_needed");
    // There is time to look for the telephone.
    hub.seconds_pass(120);
    let with = |typed: String| {
        let body = json!({"code": code, "verifier": journey.verifier, "second_factor": typed});
        hub.anyone().post("/v1/oidc/sessions", body)
    };
    with("000000".to_owned()).await.refused(401, "invalid_credentials");
    let tokens = with(code_of(&authenticator, 120)).await.ok();
    signed_in(&hub, &tokens).get("/v1/back-office/cases").await.ok();
    with(code_of(&authenticator, 150))
        .await
        .refused(401, "invalid_credentials");
    // But not for ever.
    let journey = Journey::begin(&hub, "staff").await;
    let late = journey.code(&hub, &provider, verified("alex", AGENT.0)).await;
    let outcome = journey.exchange(hub.anyone(), &late).await;
    outcome.refused(401, "second_factor_needed");
    hub.seconds_pass(301);
    journey
        .exchange(hub.anyone(), &late)
        .await
        .refused(401, "invalid_credentials");
    hub.stop().await;
}

async fn a_level_that_is_demanded_counts_as_second_factor(database: Database) {
    let provider = Provider::start().await;
    let mut settings = provider.settings();
    settings.extend([("OIDC_STAFF_ACR", "eidas2 eidas3"), ("SECOND_FACTOR", "staff")]);
    let hub = Hub::start_with(database, &settings).await;
    let journey = Journey::begin(&hub, "staff").await;
    assert_eq!(journey.asked.text("acr_values"), "eidas2 eidas3");
    for too_low in [json!({"acr": "eidas1"}), json!({})] {
        let journey = Journey::begin(&hub, "staff").await;
        let mut word = verified("alex", AGENT.0);
        for (name, value) in too_low.as_object().expect("claims") {
            word.claims[name] = value.clone();
        }
        let code = provider.sign_in(&journey.asked, word);
        let end = journey.end(&hub, &[("code", &code)]).await;
        assert_eq!(end.text("sign_in_error"), "identity_not_proven");
        assert_eq!(end.get("sign_in_code"), None);
    }
    let mut word = verified("alex", AGENT.0);
    word.claims["acr"] = json!("eidas3");
    let alex = signed_in(&hub, &sign_in(&hub, &provider, "staff", word).await.ok());
    alex.get("/v1/back-office/cases").await.ok();
    // By a password the role's own duty stands.
    let agent = hub.agent().await;
    agent
        .get("/v1/back-office/cases")
        .await
        .refused(403, "second_factor_required");
    hub.stop().await;
}

async fn a_driver_links_and_signs_in_by_subject(database: Database) {
    let provider = Provider::start().await;
    let hub = Hub::start_with(database, &provider.settings()).await;
    let person = Person::camille();
    let camille = hub.driver(&person).await;
    let word = || Word::of("ada", json!({"email": person.email, "email_verified": true}));
    // An email opens no driver's account.
    sign_in(&hub, &provider, "drivers", word())
        .await
        .refused(403, "identity_not_linked");

    let ask = |password: &str| json!({"password": password, "return_url": FRONTEND});
    camille
        .post("/v1/oidc/link-requests", ask("not the password"))
        .await
        .invalid(&[("/password", "wrong_password")]);
    let password = person.choice().text("/password");
    let begin = async || Journey::of(&camille.post("/v1/oidc/link-requests", ask(&password)).await.ok());
    let confirm = async |client: &Client, code: &str, verifier: &str| {
        let body = json!({"code": code, "verifier": verifier});
        client.post("/v1/oidc/links", body).await
    };
    let own = json!({"sub": "ada", "family_name": person.surname.to_uppercase(), "birthdate": person.birth_date});

    // A code that was begun for a link signs nobody in, and one that was begun for signing in links nobody.
    let journey = begin().await;
    let code = journey.code(&hub, &provider, word().user_info(own.clone(), None)).await;
    journey
        .exchange(hub.anyone(), &code)
        .await
        .refused(401, "invalid_credentials");
    let other = Journey::begin(&hub, "drivers").await;
    let foreign = other.code(&hub, &provider, word()).await;
    confirm(&camille.client, &foreign, &other.verifier)
        .await
        .invalid(&[("/code", "invalid")]);
    // Nor does somebody else end what another has begun.
    let youssef = hub.driver(&Person::youssef()).await;
    confirm(&youssef.client, &code, &journey.verifier)
        .await
        .invalid(&[("/code", "invalid")]);

    let journey = begin().await;
    let code = journey.code(&hub, &provider, word().user_info(own.clone(), None)).await;
    let link = confirm(&camille.client, &code, &journey.verifier).await.created();
    assert_eq!(link["issuer"], provider.issuer);
    confirm(&camille.client, &code, &journey.verifier)
        .await
        .invalid(&[("/code", "invalid")]);
    // Once is enough.
    let journey = begin().await;
    let code = journey.code(&hub, &provider, word().user_info(own.clone(), None)).await;
    confirm(&camille.client, &code, &journey.verifier)
        .await
        .refused(409, "identity_linked_already");

    let by_provider = sign_in(&hub, &provider, "drivers", word().user_info(own, Some(Signed::Well)))
        .await
        .ok();
    let there = signed_in(&hub, &by_provider);
    assert_eq!(there.get("/v1/account").await.ok()["email"], person.email);
    assert_eq!(youssef.get("/v1/oidc/links").await.ok().items().len(), 0);
    let path = format!("/v1/oidc/links/{}", link.id());
    youssef.delete(&path).await.not_found();
    there.delete(&path).await.no_content();
    there.get("/v1/account").await.unauthenticated();
    camille.get("/v1/account").await.ok();
    for kind in ["identity_linked", "identity_unlinked"] {
        assert_eq!(hub.mailbox().await.count(&person, kind).await, 1, "{kind}");
    }
    hub.stop().await;
}

async fn the_civil_status_has_to_be_the_accounts(database: Database) {
    let provider = Provider::start().await;
    let hub = Hub::start_with(database, &provider.settings()).await;
    let person = Person::camille();
    let camille = hub.driver(&person).await;
    let said = |surname: &str, born: &str| Word::of("ada", json!({"family_name": surname, "birthdate": born}));
    let link = async |word: Word| {
        let body = json!({"password": person.choice().text("/password"), "return_url": FRONTEND});
        let journey = Journey::of(&camille.post("/v1/oidc/link-requests", body).await.ok());
        let code = journey.code(&hub, &provider, word).await;
        let body = json!({"code": code, "verifier": journey.verifier});
        camille.post("/v1/oidc/links", body).await
    };
    link(said("SOMEBODY", &person.birth_date))
        .await
        .refused(403, "identity_mismatch");
    link(said(&person.surname, "1901-01-01"))
        .await
        .refused(403, "identity_mismatch");
    link(said(&person.surname, &person.birth_date)).await.created();
    sign_in(&hub, &provider, "drivers", said(&person.surname, &person.birth_date))
        .await
        .ok();
    sign_in(&hub, &provider, "drivers", said("SOMEBODY", &person.birth_date))
        .await
        .refused(403, "identity_mismatch");

    let account = camille.get("/v1/account").await.ok().id();
    let suspension = hub.supervisor().await.on_account(&account, "suspension").await;
    suspension.json(json!({"reason": "a doubt"})).await.ok();
    sign_in(&hub, &provider, "drivers", said(&person.surname, &person.birth_date))
        .await
        .refused(403, "account_suspended");
    hub.stop().await;
}

async fn somebody_signs_out_here_and_there(database: Database) {
    let provider = Provider::start().await;
    let hub = Hub::start_with(database, &provider.settings()).await;
    let alex = signed_in(
        &hub,
        &sign_in(&hub, &provider, "staff", verified("alex", AGENT.0)).await.ok(),
    );
    let body = json!({"return_url": FRONTEND});
    let out = alex.post("/v1/oidc/sign-outs", body.clone()).await.ok();
    alex.get("/v1/sessions").await.unauthenticated();
    let url = out.text("/end_session_url");
    assert!(url.starts_with(&format!("{}/logout?", provider.issuer)), "{url}");
    let asked = Asked::read(&url);
    assert_eq!(asked.text("id_token_hint").split('.').count(), 3);
    let back = format!(
        "{}?state={}",
        hub.path_of(asked.text("post_logout_redirect_uri")),
        asked.text("state")
    );
    let led = hub.anyone().get(&back).await.expect(303);
    assert_eq!(led.header("location"), Some(FRONTEND));
    hub.anyone().get(&back).await.refused(404, "journey_over");

    // By a password there is nowhere else to sign out of.
    let agent = hub.agent().await;
    assert_eq!(agent.post("/v1/oidc/sign-outs", body).await.ok(), json!({}));
    agent.get("/v1/sessions").await.unauthenticated();
    hub.stop().await;
}

async fn the_provider_says_that_a_session_is_over(database: Database) {
    let provider = Provider::start().await;
    let hub = Hub::start_with(database, &provider.settings()).await;
    let mut clients = Vec::new();
    for session in ["there-1", "there-2"] {
        let mut word = verified("alex", AGENT.0);
        word.claims["sid"] = json!(session);
        clients.push(signed_in(&hub, &sign_in(&hub, &provider, "staff", word).await.ok()));
    }
    let by_password = hub.agent().await.client.clone();
    let tell = async |audience: &str, token: &str| {
        let path = format!("/v1/oidc/back-channel-logouts/{audience}");
        hub.anyone().do_post(&path).form(&[("logout_token", token)]).await
    };
    let good = |claims: Value| provider.logout_token(&claims, Some("logout+jwt"), Signed::Well);

    for (what, claims) in [
        ("no event", json!({"sid": "there-1", "events": null})),
        ("another event", json!({"sid": "there-1", "events": {"x": {}}})),
        ("a nonce", json!({"sid": "there-1", "nonce": "n"})),
        ("nobody named", json!({})),
        ("no id", json!({"sid": "there-1", "jti": null})),
        ("another audience", json!({"sid": "there-1", "aud": "another"})),
        (
            "another issuer",
            json!({"sid": "there-1", "iss": "https://evil.example"}),
        ),
        ("long ago", json!({"sid": "there-1", "iat": 1})),
        ("expired", json!({"sid": "there-1", "exp": 1})),
        ("from the future", json!({"sid": "there-1", "iat": 4_000_000_000_i64})),
    ] {
        let refused = tell("staff", &good(claims)).await;
        assert_eq!(refused.status, 400, "{what}: {refused}");
        refused.refused(400, "logout_token_not_valid");
    }
    let named = json!({"sid": "there-1"});
    for signed in [Signed::Not, Signed::ByAnother, Signed::ByAStranger, Signed::ByTheSecret] {
        let token = provider.logout_token(&named, None, signed);
        tell("staff", &token).await.refused(400, "logout_token_not_valid");
    }
    let typed = provider.logout_token(&named, Some("at+jwt"), Signed::Well);
    tell("staff", &typed).await.refused(400, "logout_token_not_valid");
    tell("staff", "x.y.z").await.refused(400, "logout_token_not_valid");
    clients[0].get("/v1/sessions").await.ok();

    // It is another audience's: nothing ends there.
    tell("drivers", &good(json!({"sid": "there-1", "jti": "for drivers"})))
        .await
        .ok();
    clients[0].get("/v1/sessions").await.ok();
    let token = good(json!({"sid": "there-1", "sub": "alex", "jti": "first"}));
    assert_eq!(tell("staff", &token).await.ok(), json!({"logged_out": true}));
    clients[0].get("/v1/sessions").await.unauthenticated();
    clients[1].get("/v1/sessions").await.ok();
    tell("staff", &token).await.refused(400, "logout_token_not_valid");
    // Of somebody else's session nothing ends, and of somebody all of them do.
    tell(
        "staff",
        &good(json!({"sid": "there-2", "sub": "another", "jti": "second"})),
    )
    .await
    .ok();
    clients[1].get("/v1/sessions").await.ok();
    tell("staff", &good(json!({"sub": "alex", "jti": "third"}))).await.ok();
    clients[1].get("/v1/sessions").await.unauthenticated();
    by_password.get("/v1/sessions").await.ok();
    hub.stop().await;
}

async fn without_a_provider_there_is_none(database: Database) {
    let hub = Hub::start(database).await;
    let body = json!({"audience": "staff", "return_url": FRONTEND});
    hub.anyone()
        .post("/v1/oidc/sign-ins", body)
        .await
        .refused(404, "identity_provider_not_set");
    hub.anyone()
        .get("/v1/oidc/callbacks/staff?code=x&state=y")
        .await
        .refused(404, "identity_provider_not_set");
    hub.stop().await;
}

pub(crate) fn authenticator(begun: &Value) -> Totp {
    let secret = Secret::try_from_base32(begun.text("/secret")).expect("base 32");
    let totp = Builder::new().with_secret(secret).with_account_name("agent");
    totp.build().expect("a factor")
}

/// What it shows so many seconds after the beginning.
pub(crate) fn code_of(authenticator: &Totp, seconds: i64) -> String {
    let begun: chrono::DateTime<chrono::Utc> = BEGINNING.parse().expect("an instant");
    let at = u64::try_from(begun.timestamp() + seconds).expect("a time");
    authenticator.generate(at).to_string()
}
