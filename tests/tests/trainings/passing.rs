//! What time brings by itself: reminders, ends, and what is kept no longer.

use chrono::{DateTime, Utc};
use domain::account;
use domain::entitlement::Stage;
use domain::notification::NotificationKind;
use domain::rules::retention::{AuditMonths, Retained};
use integrations::timers;
use persistence::audit::{self, AuditFilter};
use persistence::notify::Notification;
use persistence::{accounts, hub_state, outbox, retention};
use tests::databases::Database;
use tests::on_both;

use crate::scene::{Scene, day, fco, person};

on_both!(
    each_instant_is_visited_in_its_turn,
    what_is_due_is_done_once,
    a_link_that_nobody_used_closes_the_account,
    what_is_kept_no_longer_is_erased,
);

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

async fn pass_until(scene: &Scene, instant: &str) {
    timers::advance(&scene.store, at(instant)).await.expect("time passes");
}

/// When drivers were told something, oldest first.
async fn notices(scene: &Scene, kind: NotificationKind) -> Vec<DateTime<Utc>> {
    let messages = scene.read(|db| outbox::list(db, None, None, 1_000)).await;
    let mut notices: Vec<_> = messages
        .into_iter()
        .filter(|message| {
            let said = serde_json::from_value::<Notification>(message.payload.0.clone());
            said.is_ok_and(|said| said.notification == kind)
        })
        .map(|message| message.created_at)
        .collect();
    notices.sort_unstable();
    notices
}

async fn each_instant_is_visited_in_its_turn(database: Database) {
    let scene = Scene::on(&database).await;
    let driver = scene.driver(&person(1)).await;
    scene.post(fco(&person(1))).await;

    // A month before the certificate's last day, at its first instant in Paris; however far the clock goes.
    pass_until(&scene, "2031-11-20T22:59:59Z").await;
    assert_eq!(
        notices(&scene, NotificationKind::CertificateExpiring).await,
        [at("2027-02-21T23:00:00Z")]
    );
    assert_eq!(scene.entitlements(driver).await[0].stage, Stage::Available);

    pass_until(&scene, "2031-11-20T23:00:00Z").await;
    let ended = scene.entitlements(driver).await;
    assert_eq!(ended[0].stage, Stage::Over);
    assert_eq!(*ended[0].updated_at, at("2031-11-20T23:00:00Z"));
    let ahead = scene.read(hub_state::clock_ahead).await;
    assert_eq!(ahead, scene.store.clock().ahead(), "a new start shows the same time");
}

async fn what_is_due_is_done_once(database: Database) {
    let scene = Scene::on(&database).await;
    for number in 1..=10 {
        scene.driver(&person(number)).await;
        scene.post(fco(&person(number))).await;
    }
    let until = at("2027-02-22T08:00:00Z");
    let (one, two) = tokio::join!(
        timers::advance(&scene.store, until),
        timers::advance(&scene.store, until)
    );
    one.and(two).expect("time passes");
    assert_eq!(notices(&scene, NotificationKind::CertificateExpiring).await.len(), 10);
}

async fn a_link_that_nobody_used_closes_the_account(database: Database) {
    let scene = Scene::on(&database).await;
    let driver = scene.account(&person(1), account::Stage::PendingReview).await;
    let agent = scene
        .step(driver, domain::actor::Role::Agent, account::Action::Approve)
        .await;
    agent.expect("an approval");

    pass_until(&scene, "2027-01-20T11:00:00Z").await;
    assert_eq!(
        notices(&scene, NotificationKind::AccountExpiring).await,
        [at("2027-01-07T11:00:00Z")]
    );
    pass_until(&scene, "2027-01-21T11:00:00Z").await;
    let closed = scene.read(move |db| accounts::find(db, driver)).await;
    assert_eq!(closed.stage, account::Stage::Closed);
    assert_eq!(closed.email, None, "nothing is left of the person");
}

async fn what_is_kept_no_longer_is_erased(database: Database) {
    let scene = Scene::on(&database).await;
    let driver = scene.driver(&person(1)).await;
    let attestation = scene.post(fco(&person(1))).await;
    let foreseen = |on: &str| {
        let on = day(on);
        scene.read(move |db| retention::expendable(db, on, AuditMonths::default(), 10))
    };
    let certificates = |found: Vec<retention::Expendable>| {
        let found = found.into_iter().find(|one| one.what == Retained::CertificatePaper);
        found.expect("certificates").ids.len()
    };

    // A year after its last day the certificate goes, and looking before changes nothing.
    assert_eq!(certificates(foreseen("2028-03-22").await), 0);
    assert_eq!(certificates(foreseen("2028-03-23").await), 1);
    pass_until(&scene, "2028-03-22T12:00:00Z").await;
    assert_eq!(scene.certificates(driver).await.len(), 1);
    pass_until(&scene, "2028-03-23T12:00:00Z").await;
    assert_eq!(scene.certificates(driver).await.len(), 0);
    assert_eq!(scene.entitlements(driver).await.len(), 1);

    // The trail of what was done a year ago is gone, that of the erasure is not.
    let trail = scene
        .read(|db| audit::list(db, &AuditFilter::default(), None, 100))
        .await;
    let actions: Vec<_> = trail.iter().map(|event| event.action.as_str()).collect();
    assert_eq!(actions, ["erase"]);

    // Six years after its delivery the training goes, with the right to a card that it gave.
    pass_until(&scene, "2032-11-20T12:00:00Z").await;
    assert_eq!(scene.attestation(attestation).await.id, attestation);
    pass_until(&scene, "2032-11-21T12:00:00Z").await;
    assert_eq!(scene.entitlements(driver).await.len(), 0);
    let gone = scene
        .store
        .read(move |db| persistence::attestations::find(db, attestation))
        .await;
    assert!(matches!(gone, Err(persistence::Error::NotFound)));
}
