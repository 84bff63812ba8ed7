//! Endpoints that are removed while events are told to them, and two who tell one endpoint at once.

use std::sync::{Mutex, mpsc};
use std::time::Duration;

use domain::access::Partner;
use domain::actor::Actor;
use domain::ids::WebhookEndpointId;
use persistence::webhooks::{self, endpoints};
use persistence::{Author, clients};
use serde_json::json;
use tests::databases::Database;
use tests::hub::{Hub, LYON, TIMEOUT};
use tests::receiver::Receiver;
use tests::stories::tell;
use tests::{Person, Reading as _, Training};
use tokio::sync::oneshot;

tests::stories![
    one_that_is_being_removed_is_told_nothing_more,
    whoever_comes_first_both_succeed,
];

/// SQLite lets one write after the other anyway.
#[test]
fn two_who_tell_one_endpoint_do_not_wait_for_each_other() {
    if let Some(database) = Database::postgres() {
        tell(database, nobody_waits);
    }
}

/// How long a removal waits for a posting that cannot end before it does.
const MOMENT: Duration = Duration::from_millis(300);

async fn endpoint(hub: &Hub, receiver: &Receiver) -> WebhookEndpointId {
    let body = json!({"url": receiver.url(), "events": ["attestation.matched", "attestation.certified"]});
    let made = hub.centre().await.post("/v1/webhook-endpoints", body).await.created();
    WebhookEndpointId(made.id().parse().expect("an id"))
}

/// The training centre in Lyon.
async fn lyon(hub: &Hub) -> Partner {
    let found = hub.store().read(|db| clients::find(db, LYON.0)).await.expect("read");
    found.expect("the centre's client").partner
}

/// Says once that something has come so far.
fn signal() -> (impl Fn() + Send + 'static, oneshot::Receiver<()>) {
    let (sender, receiver) = oneshot::channel();
    let sender = Mutex::new(Some(sender));
    let say = move || {
        if let Some(sender) = sender.lock().expect("nobody failed").take() {
            // Whoever waited may have given up.
            let _ = sender.send(());
        }
    };
    (say, receiver)
}

async fn one_that_is_being_removed_is_told_nothing_more(hub: &Hub) {
    let (gone, stays) = (Receiver::start().await, Receiver::start().await);
    let (going, _) = (endpoint(hub, &gone).await, endpoint(hub, &stays).await);
    let camille = hub.driver(&Person::camille()).await;
    let (centre, lyon) = (hub.centre().await, lyon(hub).await);

    let (say, is_removed) = signal();
    let (answered, was_answered) = mpsc::channel();
    let was_answered = Mutex::new(was_answered);
    let removal = hub.store().write(Author::of(Actor::System), move |tx| {
        let record = endpoints::lock_to_remove(tx, lyon, going)?;
        endpoints::remove(tx, &record)?;
        say();
        let _ = was_answered.lock().expect("nobody failed").recv_timeout(MOMENT);
        Ok(())
    });
    let posting = async {
        is_removed.await.expect("it is removed");
        centre
            .attest(&camille.person, &Training::fimo("goods", "2026-11-20"))
            .await;
        let _ = answered.send(());
    };
    let (removed, ()) = tokio::join!(removal, posting);
    removed.expect("removed");
    stays.received(2).await;
    assert!(gone.sent().is_empty());
}

async fn whoever_comes_first_both_succeed(hub: &Hub) {
    let receiver = Receiver::start().await;
    let camille = hub.driver(&Person::camille()).await;
    let centre = hub.centre().await;
    for day in 1..=10 {
        let id = endpoint(hub, &receiver).await;
        let path = format!("/v1/webhook-endpoints/{}", id.0);
        let training = Training::fco("goods", &format!("2026-10-{day:02}"));
        let (removed, _) = tokio::join!(
            async { centre.delete(&path).await },
            centre.attest(&camille.person, &training),
        );
        removed.no_content();
    }
}

async fn nobody_waits(hub: &Hub) {
    let receiver = Receiver::start().await;
    let told = endpoint(hub, &receiver).await;
    let camille = hub.driver(&Person::camille()).await;
    let (centre, lyon) = (hub.centre().await, lyon(hub).await);

    let (say, is_told) = signal();
    let (answered, was_answered) = mpsc::channel();
    let was_answered = Mutex::new(was_answered);
    let telling = hub.store().write(Author::of(Actor::System), move |tx| {
        let record = endpoints::keep(tx, lyon, told)?;
        webhooks::test(tx, record.id)?;
        say();
        let waiting = was_answered.lock().expect("nobody failed").recv_timeout(TIMEOUT);
        waiting.expect("the other is answered before this one ends");
        Ok(())
    });
    let posting = async {
        is_told.await.expect("it is told");
        centre
            .attest(&camille.person, &Training::fimo("goods", "2026-11-20"))
            .await;
        answered.send(()).expect("it waits");
    };
    let (told, ()) = tokio::join!(telling, posting);
    told.expect("told");
    receiver.received(3).await;
}
