//! Nothing happens untold: who read what, who signed in and out, and who was refused stands in the audit trail.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use tests::hub::{AGENT, Hub};
use tests::people::{Person, Training};
use tests::roles::Agent;
use tests::{Client, Reading as _};

tests::stories![
    what_staff_and_the_factory_read,
    who_signed_in_and_out_and_who_was_refused,
    what_became_of_a_member_of_staff,
    how_far_it_is_sealed,
];

async fn what_staff_and_the_factory_read(hub: &Hub) {
    let training = Training::fimo("goods", "2026-11-20");
    let driver = hub.trained_driver(&Person::camille(), &[training]).await;
    let account = driver.get("/v1/account").await.ok().text("/id");
    let case = driver.submitted_case().await;
    let agent = hub.agent().await;
    agent.get(&format!("/v1/back-office/accounts/{account}")).await.ok();
    agent.take_and_approve(&case).await;
    let order = hub.factory().await.next_order().await.text("/id");
    for part in ["", "/photo", "/signature"] {
        let path = format!("/v1/production-orders/{order}{part}");
        hub.factory().await.get(&path).await.expect(200);
    }
    let letter = format!("/v1/production-orders/{order}/letter.pdf");
    hub.factory().await.client.paper(&letter).await.expect(200);

    let supervisor = &hub.supervisor().await.client;
    for (subject, id, least) in [
        ("account", &account, 1),
        ("case", &case, 1),
        ("production_order", &order, 4),
    ] {
        let read = trail(supervisor, &format!("action=read&subject_id={id}")).await;
        assert!(read.len() >= least, "{subject}: {read:#?}");
        for line in read {
            assert_eq!(line["subject"], subject);
            assert_eq!(line["client_address"], "127.0.0.1");
            assert!(
                line["actor_id"].is_string() && line["request_id"].is_string(),
                "{line:#}"
            );
        }
    }
    // What is one's own is read without a line.
    driver.case(&case).await;
    let own = trail(supervisor, &format!("action=read&actor_id={account}")).await;
    assert_eq!(own, Vec::<Value>::new());
}

async fn who_signed_in_and_out_and_who_was_refused(hub: &Hub) {
    let agent = Agent::sign_in(hub.anyone(), AGENT.0, AGENT.1).await;
    agent.get("/v1/back-office/audit-events").await.forbidden();
    agent.delete("/v1/sessions/current").await.no_content();
    hub.centre().await;
    hub.anyone()
        .do_post("/oauth/token")
        .form(&[("grant_type", "client_credentials")])
        .as_machine("abskill-lyon", "not-its-secret")
        .await
        .expect(401);

    let supervisor = &hub.supervisor().await.client;
    let refusals = trail(supervisor, "action=refused").await;
    assert_eq!(refusals.len(), 1);
    assert_eq!(refusals[0]["actor_role"], "agent");
    assert_eq!(
        refusals[0]["details"],
        json!({"operation": "GET /v1/back-office/audit-events"})
    );
    assert_eq!(trail(supervisor, "action=sign_out").await.len(), 1);
    for action in ["sign_in", "sign_in_refused"] {
        let lines = trail(supervisor, &format!("action={action}")).await;
        let machines: Vec<_> = lines
            .iter()
            .filter(|line| line["subject"] == "machine_client")
            .collect();
        assert_eq!(machines.len(), 1, "{action}");
        assert_eq!(machines[0]["details"], json!({"client_id": "abskill-lyon"}));
    }
    // Any choice of filters, and a span of time.
    let all = "action=refused&client_address=127.0.0.1&since=2026-11-22T00:00:00Z&until=2026-11-23T00:00:00Z";
    assert_eq!(trail(supervisor, all).await.len(), 1);
    for nothing in [
        "until=2026-11-22T00:00:00Z",
        "since=2026-11-23T00:00:00Z",
        "client_address=198.51.100.7",
        "action=refused&client_address=%3A%3A1",
    ] {
        assert_eq!(trail(supervisor, nothing).await, Vec::<Value>::new(), "{nothing}");
    }
    supervisor
        .get("/v1/back-office/audit-events?client_address=nowhere")
        .await
        .expect(422);
}

async fn what_became_of_a_member_of_staff(hub: &Hub) {
    let supervisor = &hub.supervisor().await.client;
    let staff = supervisor.get("/v1/back-office/staff").await.ok();
    let agent = staff
        .items()
        .iter()
        .find(|member| member["role"] == "agent")
        .expect("an agent");
    let path = format!("/v1/back-office/staff/{}", agent.text("/id"));
    let seen = supervisor.get(&path).await.expect(200).etag();
    supervisor
        .patch(&path, json!({"active": false}))
        .if_match(&seen)
        .await
        .ok();
    let changes = trail(supervisor, "action=change_staff").await;
    assert_eq!(changes[0].at("/details/before/active"), &json!(true));
    assert_eq!(changes[0].at("/details/after/active"), &json!(false));
}

/// What of the trail fits, newest first.
async fn trail(supervisor: &Client, query: &str) -> Vec<Value> {
    let page = supervisor.get(&format!("/v1/back-office/audit-events?limit=100&{query}"));
    page.await.ok().items().to_vec()
}

async fn how_far_it_is_sealed(hub: &Hub) {
    hub.agent().await;
    hub.seal_audit_trail().await;
    let before = hub.anyone().get("/.well-known/audit-trail").await.ok();
    let keys = hub.anyone().get("/.well-known/jwks.json").await.ok();
    let (kid, claims) = read(&before.text("/statement"));
    assert_eq!(claims["number"], before["number"]);
    let published = keys["keys"].as_array().expect("keys");
    let published: Vec<_> = published.iter().map(|key| key["kid"].clone()).collect();
    assert!(published.contains(&kid), "{published:?}");

    assert_eq!(hub.seal_audit_trail().await, 0, "nothing is new");
    hub.supervisor().await;
    assert_eq!(hub.seal_audit_trail().await, 1);
    let after = hub.anyone().get("/.well-known/audit-trail").await.ok();
    let (_, claims) = read(&after.text("/statement"));
    let hash = digest(&SHA256, before.text("/statement").as_bytes());
    assert_eq!(claims["previous"], URL_SAFE_NO_PAD.encode(hash));
}

/// The id of the key that signed a statement, and what it says.
fn read(statement: &str) -> (Value, Value) {
    let parts: Vec<Value> = statement
        .split('.')
        .take(2)
        .map(|part| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64url")).expect("JSON"))
        .collect();
    assert_eq!(parts[0]["typ"], "cqc-audit-seal+jwt");
    (parts[0]["kid"].clone(), parts[1].clone())
}
