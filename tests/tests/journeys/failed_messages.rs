//! What could not be sent, once whatever it failed on is mended.

use persistence::outbox::{self, Claimed, Kind, Outcome};
use persistence::{Author, Tx};
use serde_json::json;
use tests::Reading as _;
use tests::hub::Hub;

tests::stories![many_failed_messages_are_sent_again_at_once];

fn system() -> Author {
    Author::of(domain::actor::Actor::System)
}

/// Messages that a mail server refused for a reason of the operator's own.
async fn fail(hub: &Hub, kind: Kind, count: usize) {
    let failed = hub.store().write(system(), move |tx: &mut Tx<'_>| {
        for _ in 0..count {
            outbox::enqueue(tx, kind, None, None, &json!({}))?;
        }
        // Beside them may be what the hub had to send itself.
        let claimed = outbox::claim(tx, kind.lane(), &[kind], &[], 1_000, chrono::TimeDelta::zero())?;
        for message in claimed.iter().filter(|message| message.payload == json!({})) {
            give_up(tx, message)?;
        }
        Ok(())
    });
    failed.await.expect("given up");
}

fn give_up(tx: &mut Tx<'_>, message: &Claimed) -> persistence::Result<bool> {
    let error = "the mail server refuses the recipient: 550 5.7.1 Relaying denied".to_owned();
    outbox::conclude(tx, message, &Outcome::Failed { error })
}

async fn many_failed_messages_are_sent_again_at_once(hub: &Hub) {
    fail(hub, Kind::Email, 3).await;
    fail(hub, Kind::Sms, 2).await;
    let agent = hub.agent().await;
    let failed = async || {
        let failed = agent.get("/v1/back-office/messages?status=failed").await.ok();
        failed.items().len()
    };
    let requeue = |wanted| agent.post("/v1/back-office/messages/requeue", wanted);
    assert_eq!(failed().await, 5);

    let tomorrow = json!({"failed_since": "2026-11-23T09:00:00Z"});
    assert_eq!(requeue(tomorrow).await.ok(), json!({"requeued": 0, "more": false}));
    let mails = json!({"kind": "email", "failed_since": "2026-11-22T09:00:00Z"});
    let once = requeue(mails.clone()).idempotently("once").await.ok();
    assert_eq!(once, json!({"requeued": 3, "more": false}));
    assert_eq!(requeue(mails).idempotently("once").await.ok(), once);
    assert_eq!(failed().await, 2);
    assert_eq!(requeue(json!({})).await.ok(), json!({"requeued": 2, "more": false}));
    assert_eq!(failed().await, 0);

    let trail = hub
        .supervisor()
        .await
        .get("/v1/back-office/audit-events?limit=100")
        .await
        .ok();
    let requeued: Vec<_> = trail
        .items()
        .iter()
        .filter(|event| event["action"] == "requeue")
        .map(|event| event["details"]["requeued"].clone())
        .collect();
    assert_eq!(requeued, [2, 3, 0]);
    requeue(json!({"kind": "pigeon"}))
        .await
        .invalid_at("/kind", "unknown_value");
}
