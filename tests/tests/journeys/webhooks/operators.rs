//! Operators of frontends are told of their drivers: of those who are signed in by the frontend, as far as they let it know.

use serde_json::{Value, json};
use tests::frontend::Frontend;
use tests::hub::{Hub, SUPERVISOR};
use tests::receiver::{Receiver, Sent};
use tests::roles::Driver;
use tests::{Client, Person, Reading};

use super::checked::is_signed_for;
use super::{endpoint, path, types};

tests::stories![
    an_operator_is_told_of_its_drivers,
    what_was_not_granted_is_not_told,
    nobody_is_told_of_who_has_gone_or_is_elsewhere,
    each_is_told_of_what_is_theirs,
    a_frontend_that_is_not_active_any_more_is_told_nothing,
];

const EVENTS: [&str; 3] = ["case.stage_changed", "card.stage_changed", "account.stage_changed"];
const SCOPES: [&str; 3] = ["profile", "cases", "cards:read"];

/// A frontend, its operator's system, and where that is told of everything.
struct Operated {
    frontend: Frontend,
    credentials: (String, String),
    operator: Client,
    receiver: Receiver,
    endpoint: Value,
}

impl Operated {
    async fn made(hub: &Hub) -> Self {
        let receiver = Receiver::start().await;
        let frontend = Frontend::register(hub, &SCOPES).await;
        let credentials = frontend.credentials(hub).await;
        let operator = hub.machine((&credentials.0, &credentials.1, "webhooks")).await;
        let endpoint = endpoint(&operator, &receiver, &EVENTS).await;
        Self {
            frontend,
            credentials,
            operator,
            receiver,
            endpoint,
        }
    }

    /// The same with a fresh token.
    async fn later(self, hub: &Hub) -> Self {
        let (id, secret) = &self.credentials;
        let operator = hub.machine((id, secret, "webhooks")).await;
        Self { operator, ..self }
    }

    fn path(&self) -> String {
        path(&self.endpoint)
    }

    /// What was decided to be told: the ids of the deliveries.
    async fn decided(&self) -> Vec<String> {
        let log = self.operator.get(&format!("{}/deliveries", self.path())).await.ok();
        log.items().iter().map(Reading::id).collect()
    }
}

/// The stages of a thing, in the order in which they came.
fn stages(sent: &[Sent], id: &str) -> Vec<String> {
    let documents = sent.iter().map(Sent::document);
    let its = documents.filter(|document| document["data"]["id"] == id);
    its.map(|document| document.text("/data/stage")).collect()
}

async fn trained(hub: &Hub) -> Driver {
    hub.trained(&Person::camille()).await
}

async fn an_operator_is_told_of_its_drivers(hub: &Hub) {
    let operated = Operated::made(hub).await;
    let camille = trained(hub).await;
    let all = SCOPES.join(" ");
    let app = operated.frontend.authorised(hub, &camille.person, &all).await;
    // On a second telephone as well: it is told once.
    operated.frontend.authorised(hub, &camille.person, "cases").await;
    let case = app.post("/v1/cases", json!({"kind": "cqc"})).await.created().id();

    let sent = operated.receiver.received(1).await;
    let document = sent[0].document();
    let account = app.get("/v1/account").await.ok().id();
    let data = json!({"kind": "case", "id": case, "stage": "draft", "account_id": account});
    assert_eq!(document["type"], "case.stage_changed");
    assert_eq!(document["data"], data);
    assert!(is_signed_for(&sent[0], &operated.endpoint.text("/secret")));
    assert!(!document.to_string().to_lowercase().contains("martin"), "{document}");

    camille.upload_everything(&case).await;
    camille.deliver_to(&case, tests::people::depot()).await;
    camille.submit(&case).await;
    hub.agent().await.take_and_approve(&case).await;
    let card = camille.card().await.id();
    let history = camille.history(&case).await;
    let sent = operated.receiver.received(history.len() + 1).await;
    assert_eq!(stages(&sent, &case), history);
    assert_eq!(stages(&sent, &card).len(), 1);
    assert_eq!(operated.decided().await.len(), history.len() + 1);
}

async fn what_was_not_granted_is_not_told(hub: &Hub) {
    let operated = Operated::made(hub).await;
    let camille = trained(hub).await;
    let app = operated.frontend.authorised(hub, &camille.person, "profile").await;
    let account = app.get("/v1/account").await.ok().id();
    camille.begin_case().await;
    assert_eq!(operated.decided().await, [""; 0]);

    let supervisor = hub.supervisor().await;
    let suspended = supervisor.on_account(&account, "suspension").await;
    suspended.json(json!({"reason": "Usurpation signalée."})).await.ok();
    let sent = operated.receiver.received(1).await;
    assert_eq!(types(&sent), ["account.stage_changed"]);
    assert_eq!(stages(&sent, &account), ["suspended"]);
    // It ended every session: whoever signs in again lets it know again.
    let reactivated = supervisor.on_account(&account, "reactivation").await;
    reactivated.json(json!({"reason": "Vérifié par téléphone."})).await.ok();
    assert_eq!(operated.decided().await.len(), 1);
}

async fn nobody_is_told_of_who_has_gone_or_is_elsewhere(hub: &Hub) {
    let (here, elsewhere) = (Operated::made(hub).await, Operated::made(hub).await);
    let camille = trained(hub).await;
    let tokens = here.frontend.tokens(hub, &camille.person, "cases").await;
    let case = camille.begin_case().await;
    here.receiver.received(1).await;
    assert_eq!(elsewhere.decided().await, [""; 0]);

    let refresh = tokens.text("/refresh_token");
    let form = [
        ("client_id", here.frontend.client_id.as_str()),
        ("token", refresh.as_str()),
    ];
    hub.anyone().do_post("/oauth/revoke").form(&form).await.expect(200);
    camille.do_post(&format!("/v1/cases/{case}/cancellation")).await.ok();
    let before = here.decided().await;
    assert_eq!(before.len(), 1);

    // A session that is over is as good as ended.
    here.frontend.tokens(hub, &camille.person, "cases").await;
    hub.seconds_pass(31 * 24 * 3_600);
    Driver::sign_in(hub.anyone(), &camille.person).await.begin_case().await;
    let after = here.later(hub).await.decided().await;
    assert!(after.iter().all(|one| before.contains(one)), "{after:?}");
}

async fn each_is_told_of_what_is_theirs(hub: &Hub) {
    let operated = Operated::made(hub).await;
    let other = Operated::made(hub).await;
    other.operator.get(&operated.path()).await.not_found();
    hub.centre().await.get(&operated.path()).await.not_found();
    let wrong = json!({"url": operated.receiver.url(), "events": ["attestation.matched"]});
    let refused = operated.operator.post("/v1/webhook-endpoints", wrong).await;
    refused.invalid(&[("/events/0", "unknown_value")]);
    let wrong = json!({"url": operated.receiver.url(), "events": ["case.stage_changed"]});
    let refused = hub.centre().await.post("/v1/webhook-endpoints", wrong).await;
    refused.invalid(&[("/events/0", "unknown_value")]);
}

async fn a_frontend_that_is_not_active_any_more_is_told_nothing(hub: &Hub) {
    let operated = Operated::made(hub).await;
    let camille = trained(hub).await;
    operated.frontend.authorised(hub, &camille.person, "cases").await;
    let frontend = format!("/v1/back-office/oauth-clients/{}", operated.frontend.client_id);
    let supervisor = hub.supervisor().await;
    supervisor.patch(&frontend, json!({"active": false})).await.ok();
    operated.operator.get(&operated.path()).await.unauthenticated();
    let mails = hub.mailbox().await.everything_to(SUPERVISOR.0).await;
    assert!(mails.iter().any(|mail| mail.0["kind"] == "webhook_paused"));
    camille.begin_case().await;

    supervisor.patch(&frontend, json!({"active": true})).await.ok();
    let paused = operated.operator.get(&operated.path()).await.ok();
    assert_eq!(paused["stage"], "paused");
    assert_eq!(paused["pause_reason"], "frontend_inactive");
    assert_eq!(operated.decided().await, [""; 0]);
}
