//! Passkeys of staff: registered, shown, copied, lost, and enough where a second factor is required.

pub(crate) mod authenticator;

use serde_json::{Value, json};
use tests::databases::Database;
use tests::hub::{AGENT, Hub, SUPERVISOR};
use tests::roles::Agent;
use tests::{Client, Person, Reading as _, Reply, on_both, with};

use authenticator::{Authenticator, FRONTEND, altered};

tests::stories![
    an_agent_signs_in_by_a_passkey,
    an_answer_counts_once,
    a_copy_is_noticed,
    only_the_right_answer_opens,
    only_the_right_answer_is_kept,
    a_removed_passkey_opens_nothing,
    a_supervisor_helps_who_lost_it,
    whoever_may_not_come_in_does_not,
    there_are_twenty_at_most,
];

on_both!(
    it_is_enough_where_a_second_factor_is_required,
    the_domain_is_the_operators
);

/// Begins to register, by the password that goes with a session.
async fn asked(client: &Client, password: &str) -> Value {
    let begun = client.post("/v1/passkeys/registrations", json!({"password": password}));
    begun.await.ok()
}

/// Has an authenticator make a passkey, and registers it.
pub(crate) async fn register(client: &Client, password: &str, authenticator: &mut Authenticator) -> Value {
    let begun = asked(client, password).await;
    let made = authenticator.make(begun.at("/public_key"));
    kept(client, &begun, &made).await.created()
}

async fn kept(client: &Client, begun: &Value, made: &Value) -> Reply {
    let body = json!({"registration": begun["registration"], "name": "Key in the drawer", "credential": made});
    client.post("/v1/passkeys", body).await
}

/// Begins to sign in, whoever it is.
pub(crate) async fn sign_in_begun(hub: &Hub) -> Value {
    hub.anyone().do_post("/v1/passkeys/sign-ins").await.ok()
}

async fn shown(hub: &Hub, begun: &Value, answer: &Value) -> Reply {
    let body = json!({"sign_in": begun["sign_in"], "credential": answer});
    hub.anyone().post("/v1/passkeys/sessions", body).await
}

/// Signs in by what an authenticator shows.
async fn sign_in_by(hub: &Hub, authenticator: &mut Authenticator) -> Reply {
    let begun = sign_in_begun(hub).await;
    let answer = authenticator.show(begun.at("/public_key"));
    shown(hub, &begun, &answer).await
}

/// Somebody who has signed in by what an authenticator shows.
async fn client_of(hub: &Hub, authenticator: &mut Authenticator) -> Client {
    let session = sign_in_by(hub, authenticator).await.ok();
    hub.anyone().bearing(&session.text("/access_token"))
}

/// How often the agent was told something.
async fn told(hub: &Hub, kind: &str) -> usize {
    hub.mailbox().await.count_to(AGENT.0, kind).await
}

async fn trail(hub: &Hub, action: &str) -> Vec<Value> {
    let path = format!("/v1/back-office/audit-events?action={action}");
    hub.supervisor().await.get(&path).await.ok().items().to_vec()
}

async fn an_agent_signs_in_by_a_passkey(hub: &Hub) {
    let agent = hub.agent().await;
    agent
        .post("/v1/passkeys/registrations", json!({"password": "not the password"}))
        .await
        .invalid(&[("/password", "wrong_password")]);
    let begun = asked(agent, AGENT.1).await;
    assert_eq!(begun["expires_at"], "2026-11-22T09:05:00Z");
    let options = begun.at("/public_key");
    assert_eq!(options["rp"], json!({"id": "localhost", "name": "CQC Hub"}));
    assert_eq!(options["user"]["name"], AGENT.0);
    let selection = json!({"residentKey": "required", "requireResidentKey": true, "userVerification": "required"});
    assert_eq!(options["authenticatorSelection"], selection);
    assert_eq!(options["excludeCredentials"], json!([]));

    let mut key = Authenticator::new("key");
    let made = key.make(options);
    let passkey = kept(agent, &begun, &made).await.created();
    assert_eq!(passkey["name"], "Key in the drawer");
    assert_eq!(passkey["backed_up"], false);
    let listed = agent.get("/v1/passkeys").await.ok();
    assert_eq!(listed.only_item(), &passkey);
    assert_eq!(told(hub, "passkey_added").await, 1);

    let begun = sign_in_begun(hub).await;
    let options = begun.at("/public_key");
    assert_eq!(options["rpId"], "localhost");
    assert_eq!(options["userVerification"], "required");
    assert!(options.get("allowCredentials").is_none(), "{options}");
    let by_key = client_of(hub, &mut key).await;
    by_key.get("/v1/back-office/cases").await.ok();
    let sessions = by_key.get("/v1/sessions").await.ok();
    let current = sessions.items().iter().find(|session| session["current"] == true);
    assert_eq!(current.expect("a session")["means"], "passkey");
    assert_eq!(by_key.get("/v1/second-factor").await.ok()["passkeys"], 1);
    let listed = by_key.get("/v1/passkeys").await.ok();
    assert_eq!(listed.only_item()["last_used_at"], "2026-11-22T09:00:00Z");
    let entered = trail(hub, "sign_in").await;
    let by_passkey = entered.iter().filter(|line| line["details"]["via"] == "passkey");
    assert_eq!(by_passkey.count(), 1);

    let again = asked(&by_key, AGENT.1).await;
    assert_eq!(again.at("/public_key/excludeCredentials/0/id"), &made["id"]);

    // One that is kept by its maker does not count, and is let in all the same.
    let mut telephone = Authenticator::new("telephone");
    (telephone.counter, telephone.is_backed_up) = (0, true);
    let passkey = register(&by_key, AGENT.1, &mut telephone).await;
    assert_eq!(passkey["backed_up"], true);
    sign_in_by(hub, &mut telephone).await.ok();
    sign_in_by(hub, &mut telephone).await.ok();
}

async fn an_answer_counts_once(hub: &Hub) {
    let agent = hub.agent().await;
    let mut key = Authenticator::new("key");
    let begun = asked(agent, AGENT.1).await;
    let made = key.make(begun.at("/public_key"));
    // Nobody else ends what the agent began.
    let supervisor = hub.supervisor().await;
    kept(supervisor, &begun, &made)
        .await
        .invalid(&[("/registration", "invalid")]);
    kept(agent, &begun, &made).await.created();
    kept(agent, &begun, &made)
        .await
        .invalid(&[("/registration", "invalid")]);

    let begun = sign_in_begun(hub).await;
    let answer = key.show(begun.at("/public_key"));
    shown(hub, &begun, &answer).await.ok();
    shown(hub, &begun, &answer).await.refused(401, "invalid_credentials");
    // What was answered wrongly is over as well.
    let begun = sign_in_begun(hub).await;
    let answer = key.show(begun.at("/public_key"));
    let wrong = altered(&answer, "/response/signature", b"no signature");
    shown(hub, &begun, &wrong).await.refused(401, "invalid_credentials");
    shown(hub, &begun, &answer).await.refused(401, "invalid_credentials");

    let late = sign_in_begun(hub).await;
    let answer = key.show(late.at("/public_key"));
    hub.seconds_pass(5 * 60 + 1);
    shown(hub, &late, &answer).await.refused(401, "invalid_credentials");
    sign_in_by(hub, &mut key).await.ok();
}

async fn a_copy_is_noticed(hub: &Hub) {
    let mut key = Authenticator::new("key");
    register(hub.agent().await, AGENT.1, &mut key).await;
    let count = key.counter;
    sign_in_by(hub, &mut key).await.ok();
    sign_in_by(hub, &mut key).await.ok();
    key.counter = count;
    sign_in_by(hub, &mut key).await.refused(401, "invalid_credentials");
    let noticed = trail(hub, "passkey_cloned").await;
    assert_eq!(noticed.len(), 1, "{noticed:?}");
    assert_eq!(noticed[0]["subject"], "staff");
    key.counter = count + 7;
    sign_in_by(hub, &mut key).await.ok();
}

async fn only_the_right_answer_opens(hub: &Hub) {
    let mut key = Authenticator::new("key");
    register(hub.agent().await, AGENT.1, &mut key).await;
    let mut others = Authenticator::new("another's");
    register(hub.supervisor().await, SUPERVISOR.1, &mut others).await;
    let before = trail(hub, "sign_in_refused").await.len();

    let refuse = async |key: &mut Authenticator, what: &str| {
        let reply = sign_in_by(hub, key).await;
        assert_eq!(reply.status, 401, "{what}: {reply}");
        reply.refused(401, "invalid_credentials");
    };
    for origin in [
        "http://localhost.evil.example",
        "https://localhost:3000",
        "http://evil.example",
    ] {
        origin.clone_into(&mut key.origin);
        refuse(&mut key, origin).await;
    }
    FRONTEND.clone_into(&mut key.origin);
    "evil.example".clone_into(&mut key.domain);
    refuse(&mut key, "another domain").await;
    "localhost".clone_into(&mut key.domain);
    key.is_unlocked = false;
    refuse(&mut key, "nobody unlocked it").await;
    key.is_unlocked = true;
    let own = (key.credential_id.clone(), key.user_handle.clone());
    key.credential_id.clone_from(&others.credential_id);
    refuse(&mut key, "another's passkey, by this key").await;
    key.user_handle.clone_from(&others.user_handle);
    refuse(&mut key, "another's passkey and name, by this key").await;
    key.credential_id.clone_from(&own.0);
    refuse(&mut key, "another's name").await;
    String::new().clone_into(&mut key.user_handle);
    refuse(&mut key, "nobody's name").await;
    key.user_handle.clone_from(&own.1);
    key.credential_id = b"unknown".to_vec();
    refuse(&mut key, "a passkey that is unknown").await;
    key.credential_id.clone_from(&own.0);
    assert_eq!(trail(hub, "sign_in_refused").await.len(), before + 10);

    // An answer to another question.
    let (one, other) = (sign_in_begun(hub).await, sign_in_begun(hub).await);
    let answer = key.show(one.at("/public_key"));
    shown(hub, &other, &answer).await.refused(401, "invalid_credentials");
    let made_up = with(&one, "/sign_in", json!("made up"));
    shown(hub, &made_up, &answer).await.refused(401, "invalid_credentials");
    shown(hub, &one, &answer).await.ok();
    // What is no answer.
    let begun = sign_in_begun(hub).await;
    let answer = key.show(begun.at("/public_key"));
    let garbled = with(&answer, "/response/signature", json!("not base64url!"));
    shown(hub, &begun, &garbled)
        .await
        .invalid(&[("/credential/response/signature", "malformed")]);
    let long = altered(&answer, "/response/userHandle", &[7; 100]);
    shown(hub, &begun, &long)
        .await
        .invalid(&[("/credential/response/userHandle", "too_long")]);
    shown(hub, &begun, &answer).await.ok();
}

async fn only_the_right_answer_is_kept(hub: &Hub) {
    let agent = hub.agent().await;
    let refuse = async |key: &mut Authenticator| {
        let begun = asked(agent, AGENT.1).await;
        let made = key.make(begun.at("/public_key"));
        kept(agent, &begun, &made).await.invalid(&[("/credential", "invalid")]);
    };
    let mut key = Authenticator::new("key");
    "http://evil.example".clone_into(&mut key.origin);
    refuse(&mut key).await;
    FRONTEND.clone_into(&mut key.origin);
    "evil.example".clone_into(&mut key.domain);
    refuse(&mut key).await;
    "localhost".clone_into(&mut key.domain);
    key.is_unlocked = false;
    refuse(&mut key).await;
    key.is_unlocked = true;

    // One that would not be found without a name.
    let begun = asked(agent, AGENT.1).await;
    let made = key.make(begun.at("/public_key"));
    let hidden = with(&made, "/clientExtensionResults/credProps/rk", json!(false));
    kept(agent, &begun, &hidden)
        .await
        .invalid(&[("/credential", "invalid")]);
    // A name is needed to tell it by.
    let begun = asked(agent, AGENT.1).await;
    let made = key.make(begun.at("/public_key"));
    let body = |name: &str| json!({"registration": begun["registration"], "name": name, "credential": made});
    let post = async |name: &str| agent.post("/v1/passkeys", body(name)).await;
    post(" ").await.invalid(&[("/name", "missing")]);
    post(&"x".repeat(101)).await.invalid(&[("/name", "too_long")]);
    assert_eq!(post("  Clé  d’Alex 🔑 ").await.created()["name"], "Clé d'Alex 🔑");
    // Somebody else's is somebody else's.
    let supervisor = hub.supervisor().await;
    let begun = asked(supervisor, SUPERVISOR.1).await;
    let made = key.make(begun.at("/public_key"));
    kept(supervisor, &begun, &made)
        .await
        .refused(409, "passkey_registered_already");
}

async fn a_removed_passkey_opens_nothing(hub: &Hub) {
    let agent = hub.agent().await;
    let mut lost = Authenticator::new("lost");
    let passkey = format!("/v1/passkeys/{}", register(agent, AGENT.1, &mut lost).await.id());
    // Whoever knows the password, and has no passkey, changes nothing.
    agent.get("/v1/back-office/cases").await.ok();
    agent.delete(&passkey).await.refused(403, "second_factor_required");
    agent
        .do_post("/v1/second-factor")
        .await
        .refused(403, "second_factor_required");
    agent
        .post("/v1/passkeys/registrations", json!({"password": AGENT.1}))
        .await
        .refused(403, "second_factor_required");

    let by_lost = client_of(hub, &mut lost).await;
    let mut spare = Authenticator::new("spare");
    register(&by_lost, AGENT.1, &mut spare).await;
    let by_spare = client_of(hub, &mut spare).await;
    hub.supervisor().await.delete(&passkey).await.not_found();
    by_spare.delete(&passkey).await.no_content();
    by_spare.delete(&passkey).await.not_found();
    by_lost.get("/v1/passkeys").await.unauthenticated();
    by_spare.get("/v1/passkeys").await.ok();
    sign_in_by(hub, &mut lost).await.refused(401, "invalid_credentials");
    assert_eq!(told(hub, "passkey_removed").await, 1);
    assert_eq!(trail(hub, "remove_passkey").await.len(), 1);
}

async fn a_supervisor_helps_who_lost_it(hub: &Hub) {
    let agent = hub.agent().await;
    let mut key = Authenticator::new("key");
    register(agent, AGENT.1, &mut key).await;
    let by_key = client_of(hub, &mut key).await;
    let supervisor = hub.supervisor().await;
    let factor = format!("{}/second-factor", member(supervisor, "agent").await);
    by_key.delete(&factor).await.forbidden();
    supervisor.delete(&factor).await.no_content();
    by_key.get("/v1/passkeys").await.unauthenticated();
    agent.get("/v1/passkeys").await.unauthenticated();
    sign_in_by(hub, &mut key).await.refused(401, "invalid_credentials");
    let removed = trail(hub, "remove_passkey").await;
    assert_eq!(removed[0]["actor_role"], "supervisor");
    supervisor.delete(&factor).await.not_found();
    // By the password alone they set up another.
    let anew = Agent::sign_in(hub.anyone(), AGENT.0, AGENT.1).await;
    register(&anew, AGENT.1, &mut Authenticator::new("another")).await;
}

/// The path of a member of staff.
async fn member(supervisor: &Client, role: &str) -> String {
    let staff = supervisor.get("/v1/back-office/staff").await.ok();
    let member = staff.items().iter().find(|member| member["role"] == role);
    format!("/v1/back-office/staff/{}", member.expect("a member of staff").id())
}

async fn whoever_may_not_come_in_does_not(hub: &Hub) {
    // A driver has none.
    let driver = hub.driver(&Person::camille()).await;
    driver.get("/v1/passkeys").await.forbidden();
    let mut key = Authenticator::new("key");
    register(hub.agent().await, AGENT.1, &mut key).await;
    let supervisor = hub.supervisor().await;
    let path = member(supervisor, "agent").await;
    let set_active = async |active: bool| {
        let change = supervisor.patch(&path, json!({"active": active})).if_match("*");
        change.await.ok();
    };
    set_active(false).await;
    sign_in_by(hub, &mut key).await.refused(401, "invalid_credentials");
    set_active(true).await;
    sign_in_by(hub, &mut key).await.ok();
}

async fn there_are_twenty_at_most(hub: &Hub) {
    let mut first = Authenticator::new("key 0");
    register(hub.agent().await, AGENT.1, &mut first).await;
    let agent = client_of(hub, &mut first).await;
    let mut last = Authenticator::new("key 20");
    let begun = asked(&agent, AGENT.1).await;
    let made = last.make(begun.at("/public_key"));
    for number in 1..20 {
        register(&agent, AGENT.1, &mut Authenticator::new(&format!("key {number}"))).await;
    }
    agent
        .post("/v1/passkeys/registrations", json!({"password": AGENT.1}))
        .await
        .refused(409, "too_many_passkeys");
    kept(&agent, &begun, &made).await.refused(409, "too_many_passkeys");
    let page = agent.get("/v1/passkeys?limit=19").await.ok();
    assert_eq!(page.items().len(), 19);
    assert!(page.get("next_cursor").is_some(), "{page}");
}

async fn it_is_enough_where_a_second_factor_is_required(database: Database) {
    let hub = Hub::start_with(database, &[("SECOND_FACTOR", "supervisors")]).await;
    let by_password = async || Agent::sign_in(hub.anyone(), SUPERVISOR.0, SUPERVISOR.1).await;
    let first = by_password().await;
    first
        .get("/v1/back-office/staff")
        .await
        .refused(403, "second_factor_required");
    let mut key = Authenticator::new("key");
    register(&first, SUPERVISOR.1, &mut key).await;
    // It begins with the passkey.
    first
        .get("/v1/back-office/staff")
        .await
        .refused(403, "second_factor_required");
    let supervisor = client_of(&hub, &mut key).await;
    supervisor.get("/v1/back-office/staff").await.ok();

    // Whoever has the password alone comes as far as before, and no further.
    let thief = by_password().await;
    for path in ["/v1/back-office/staff", "/v1/back-office/cases"] {
        thief.get(path).await.refused(403, "second_factor_required");
    }
    thief
        .do_post("/v1/second-factor")
        .await
        .refused(403, "second_factor_required");
    thief
        .post("/v1/passkeys/registrations", json!({"password": SUPERVISOR.1}))
        .await
        .refused(403, "second_factor_required");
    // What was begun while there was no passkey ends with it.
    supervisor.do_post("/v1/second-factor").await.created();
    thief
        .post("/v1/second-factor/confirmation", json!({"code": "000000"}))
        .await
        .refused(403, "second_factor_required");
    hub.stop().await;
}

async fn the_domain_is_the_operators(database: Database) {
    let settings = [
        ("LINK_BASE", "https://www.example.org"),
        ("CORS_ORIGINS", "https://app.example.org"),
        ("PASSKEY_DOMAIN", "example.org"),
    ];
    let hub = Hub::start_with(database, &settings).await;
    let mut key = Authenticator::new("key");
    "example.org".clone_into(&mut key.domain);
    "https://www.example.org".clone_into(&mut key.origin);
    register(hub.agent().await, AGENT.1, &mut key).await;
    "https://app.example.org".clone_into(&mut key.origin);
    sign_in_by(&hub, &mut key).await.ok();
    for origin in [FRONTEND, "https://example.org", "https://app.example.org:8443"] {
        origin.clone_into(&mut key.origin);
        sign_in_by(&hub, &mut key).await.refused(401, "invalid_credentials");
    }
    hub.stop().await;
}
