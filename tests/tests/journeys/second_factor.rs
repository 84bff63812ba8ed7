//! A second factor for staff: set up, asked for, lost, and required.

use serde_json::{Value, json};
use tests::databases::Database;
use tests::frontend::{Frontend, THERE, parameter};
use tests::hub::{AGENT, BEGINNING, Hub, SUPERVISOR};
use tests::roles::{Agent, sign_in};
use tests::{Client, Reading as _, Reply, on_both};
use totp_rs::{Builder, Secret, Totp};

tests::stories![
    an_agent_sets_it_up,
    each_code_counts_once,
    the_hubs_own_page_asks_for_it,
    a_supervisor_helps_who_lost_it
];

async fn an_agent_sets_it_up(hub: &Hub) {
    let agent = hub.agent().await;
    let none = agent.get("/v1/second-factor").await.ok();
    assert_eq!(
        none,
        json!({"required": false, "recovery_codes_left": 0, "passkeys": 0})
    );
    let begun = agent.do_post("/v1/second-factor").await.created();
    let uri = begun.text("/uri");
    assert!(
        uri.starts_with("otpauth://totp/127.0.0.1:agent%40example.org?"),
        "{uri}"
    );
    agent
        .post("/v1/second-factor/confirmation", json!({"code": "000000"}))
        .await
        .invalid(&[("/code", "invalid")]);
    // It does not count yet.
    sign_in(hub.anyone(), AGENT.0, AGENT.1).await;

    let authenticator = Authenticator::of(&begun);
    let confirmed = confirm(&agent.client, &authenticator.code(0)).await;
    assert_eq!(confirmed.len(), 10);
    assert_eq!(told(hub, "second_factor_added").await, 1);
    let now = agent.get("/v1/second-factor").await.ok();
    assert_eq!(now["recovery_codes_left"], 10);
    assert_eq!(now["confirmed_at"], "2026-11-22T09:00:00Z");
    agent
        .do_post("/v1/second-factor")
        .await
        .refused(409, "second_factor_set");

    password_alone(hub).await.refused(401, "second_factor_needed");
    with_code(hub, "123456").await.refused(401, "invalid_credentials");
    hub.seconds_pass(60);
    let signed_in = with_code(hub, &authenticator.code(60)).await.ok();
    let agent = hub.anyone().bearing(&signed_in.text("/access_token"));
    agent.get("/v1/back-office/cases").await.ok();
    agent
        .post("/v1/second-factor/removal", json!({"code": "000000"}))
        .await
        .invalid(&[("/code", "invalid")]);
    agent
        .post("/v1/second-factor/removal", json!({"code": confirmed[0]}))
        .await
        .no_content();
    assert_eq!(told(hub, "second_factor_removed").await, 1);
    password_alone(hub).await.ok();
    with_code(hub, "anything").await.ok();
}

/// Mails of a kind that reached the agent.
async fn told(hub: &Hub, kind: &str) -> usize {
    hub.mailbox().await.count_to(AGENT.0, kind).await
}

/// The page on which people sign in for a frontend.
async fn the_hubs_own_page_asks_for_it(hub: &Hub) {
    let agent = hub.agent().await;
    let authenticator = Authenticator::of(&agent.do_post("/v1/second-factor").await.created());
    confirm(&agent.client, &authenticator.code(0)).await;
    hub.seconds_pass(60);
    let own = json!({"name": "Portail", "party": "first_party", "redirect_uris": [THERE], "scopes": ["full"]});
    let frontend = Frontend::register_as(hub, own).await;
    let opened = frontend.lead(hub, &[]).await;
    assert!(
        !opened.page.text().contains("name=\"code\""),
        "nobody is told who has one"
    );
    let asked = opened.sign_in(hub.anyone(), AGENT.0, AGENT.1).await;
    assert_eq!(asked.page.status, 401, "{}", asked.page);
    assert!(asked.page.text().contains("name=\"code\""), "{}", asked.page);
    let seal = asked.hidden("seal");
    let with = async |code: &str| {
        let fields = [
            ("seal", &*seal),
            ("email", AGENT.0),
            ("password", AGENT.1),
            ("code", code),
        ];
        asked.send(hub.anyone(), &fields).await.page
    };
    assert_eq!(with("000000").await.status, 401);
    let back = with(&authenticator.code(60)).await.expect(303);
    assert!(parameter(&back, "code").is_some());
}

async fn each_code_counts_once(hub: &Hub) {
    let agent = hub.agent().await;
    let authenticator = Authenticator::of(&agent.do_post("/v1/second-factor").await.created());
    let recovery = confirm(&agent.client, &authenticator.code(0)).await;
    // The code by which it was confirmed is used up; so is the one before.
    with_code(hub, &authenticator.code(0))
        .await
        .refused(401, "invalid_credentials");
    with_code(hub, &authenticator.code(-30))
        .await
        .refused(401, "invalid_credentials");
    // A clock that is half a minute fast is forgiven, once.
    with_code(hub, &authenticator.code(30)).await.ok();
    with_code(hub, &authenticator.code(30))
        .await
        .refused(401, "invalid_credentials");
    with_code(hub, &authenticator.code(90))
        .await
        .refused(401, "invalid_credentials");
    let typed = recovery[3].to_uppercase().replace('-', " ");
    with_code(hub, &typed).await.ok();
    with_code(hub, &recovery[3]).await.refused(401, "invalid_credentials");
    assert_eq!(agent.get("/v1/second-factor").await.ok()["recovery_codes_left"], 9);
    // The code alone opens nothing.
    let wrong = json!({"email": AGENT.0, "password": "not the password", "code": recovery[4]});
    hub.anyone()
        .post("/v1/sessions", wrong)
        .await
        .refused(401, "invalid_credentials");
    with_code(hub, &recovery[4]).await.ok();
}

async fn a_supervisor_helps_who_lost_it(hub: &Hub) {
    let agent = hub.agent().await;
    let authenticator = Authenticator::of(&agent.do_post("/v1/second-factor").await.created());
    confirm(&agent.client, &authenticator.code(0)).await;
    let supervisor = hub.supervisor().await;
    let staff = supervisor.get("/v1/back-office/staff").await.ok();
    let member = staff
        .items()
        .iter()
        .find(|member| member["role"] == "agent")
        .expect("an agent");
    let factor = format!("/v1/back-office/staff/{}/second-factor", member.id());
    agent.delete(&factor).await.forbidden();
    supervisor.delete(&factor).await.no_content();
    agent.get("/v1/back-office/cases").await.unauthenticated();
    password_alone(hub).await.ok();
    supervisor.delete(&factor).await.not_found();
    let trail = supervisor
        .get("/v1/back-office/audit-events?action=remove_second_factor")
        .await
        .ok();
    assert_eq!(trail.only_item()["actor_role"], "supervisor");
}

on_both!(who_needs_one_does_nothing_without);

async fn who_needs_one_does_nothing_without(database: Database) {
    let hub = Hub::start_with(database, &[("SECOND_FACTOR", "supervisors")]).await;
    let agent = hub.agent().await;
    agent.get("/v1/back-office/cases").await.ok();
    let supervisor = Agent::sign_in(hub.anyone(), SUPERVISOR.0, SUPERVISOR.1).await;
    for path in ["/v1/back-office/staff", "/v1/back-office/cases"] {
        supervisor.get(path).await.refused(403, "second_factor_required");
    }
    supervisor.get("/v1/account").await.forbidden();
    assert_eq!(supervisor.get("/v1/second-factor").await.ok()["required"], true);
    let authenticator = Authenticator::of(&supervisor.do_post("/v1/second-factor").await.created());
    confirm(&supervisor.client, &authenticator.code(0)).await;
    supervisor.get("/v1/back-office/staff").await.ok();
    hub.stop().await;
}

async fn password_alone(hub: &Hub) -> Reply {
    let credentials = json!({"email": AGENT.0, "password": AGENT.1});
    hub.anyone().post("/v1/sessions", credentials).await
}

async fn with_code(hub: &Hub, code: &str) -> Reply {
    let credentials = json!({"email": AGENT.0, "password": AGENT.1, "code": code});
    hub.anyone().post("/v1/sessions", credentials).await
}

/// Confirms a factor; the recovery codes.
async fn confirm(client: &Client, code: &str) -> Vec<String> {
    let confirmed = client
        .post("/v1/second-factor/confirmation", json!({"code": code}))
        .await
        .ok();
    let codes = confirmed["recovery_codes"].as_array().expect("codes").iter();
    codes.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// An authenticator, as somebody has it on their telephone: made by the secret alone.
struct Authenticator(Totp);

impl Authenticator {
    fn of(begun: &Value) -> Self {
        let secret = Secret::try_from_base32(begun.text("/secret")).expect("base 32");
        let totp = Builder::new().with_secret(secret).with_account_name("agent");
        Self(totp.build().expect("a factor"))
    }

    /// What it shows so many seconds after the beginning.
    fn code(&self, seconds: i64) -> String {
        let begun: chrono::DateTime<chrono::Utc> = BEGINNING.parse().expect("an instant");
        let at = u64::try_from(begun.timestamp() + seconds).expect("a time");
        self.0.generate(at).to_string()
    }
}
