//! What a provider says, fifty times at once, late, out of order, or about another amount.

use std::sync::Arc;

use diesel::prelude::*;
use domain::card;
use domain::case::{Kind, Stage};
use domain::ids::{PaperId, PaymentId};
use domain::lifecycle::{Reason, Subject};
use domain::paper::PaperKind;
use domain::payment;
use domain::payment::PaymentOutcome;
use futures::future::join_all;
use persistence::dialect::{AnyId, Stored};
use persistence::payments::{self, NewPayment, events};
use persistence::schema::{audit_events, outbox, papers};
use persistence::{Error, Tx, invoices, transitions};
use serde_json::Value;
use tests::databases::Database;
use tests::on_both;
use uuid::Uuid;

use super::scene::{Driver, Scene, by, paid, provider};

on_both!(
    reported_fifty_times_at_once,
    an_event_is_kept_and_applied_once,
    an_event_may_be_faster_than_its_payment,
    money_after_the_end_is_given_back,
    another_amount_is_given_back_with_an_alarm,
    a_refund_by_hand_is_an_alarm_and_nothing_else,
    a_declined_payment_may_still_arrive,
    one_payment_at_a_time,
    what_is_in_the_way_is_named,
);

/// How many messages of a kind wait, by the notification they tell or the kind of task they are.
async fn waiting(scene: &Scene, name: &'static str) -> usize {
    let rows: Vec<(String, Stored<Value>)> = scene
        .read(|db| Ok(outbox::table.select((outbox::kind, outbox::payload)).load(db.conn)?))
        .await;
    let is_one = |(kind, payload): &&(String, Stored<Value>)| kind == name || payload["notification"] == name;
    rows.iter().filter(is_one).count()
}

/// How many originals of invoices were asked for: each goes out with its mail once it is printed.
async fn originals(scene: &Scene) -> usize {
    let asked_for = |db: &mut persistence::Db<'_>| {
        let of_kind = papers::table.filter(papers::kind.eq(PaperKind::Invoice));
        Ok(of_kind.select(papers::id).load::<PaperId>(db.conn)?)
    };
    scene.read(asked_for).await.len()
}

async fn pending_loss(scene: &Scene, number: u32) -> (Driver, domain::ids::CaseId, PaymentId) {
    let driver = scene.driver(number).await;
    let case = scene.sent(driver, Kind::Loss).await;
    let payment = scene.start(driver, case).await;
    (driver, case, payment)
}

async fn steps(scene: &Scene, id: Uuid) -> Vec<String> {
    let entries = scene.read(move |db| transitions::history(db, id)).await;
    entries.into_iter().map(|entry| entry.to_stage).collect()
}

async fn reported_fifty_times_at_once(database: Database) {
    let scene = Arc::new(Scene::on(&database).await);
    let (driver, case, payment) = pending_loss(&scene, 1).await;
    let reports = (0..50).map(|_| {
        let scene = scene.clone();
        tokio::spawn(async move { scene.report(payment, paid()).await.stage })
    });
    for answer in join_all(reports).await {
        assert_eq!(answer.expect("an answer"), payment::Stage::Succeeded);
    }
    assert_eq!(steps(&scene, payment.into()).await, ["pending", "succeeded"]);
    let case = scene.case(case).await;
    assert_eq!(case.stage, Stage::InProduction);
    assert_eq!(scene.read(move |db| invoices::of_case(db, case.id)).await.len(), 1);
    assert_eq!(originals(&scene).await, 1);
    assert_eq!(waiting(&scene, "payment_received").await, 1);
    assert_eq!(waiting(&scene, "refund_payment").await, 0);

    let lost = scene.card(driver.card).await;
    assert_eq!(lost.stage, card::Stage::Revoked);
    assert_eq!(lost.revocation_reason, Some(card::RevocationReason::Lost));
    let made = scene.card(case.produced_card_id.expect("a card")).await;
    assert_eq!(
        (made.holder, made.sectors, made.expires_on),
        (lost.holder, lost.sectors, lost.expires_on)
    );
    assert_ne!(made.number, lost.number);
    assert_ne!(made.code, lost.code);
}

/// Keeps an event, fifty times at once; the id of its task.
async fn keep_event(scene: &Arc<Scene>, payment: PaymentId) -> Vec<Uuid> {
    let kept = join_all((0..50).map(|_| {
        let scene = scene.clone();
        tokio::spawn(async move {
            let keep = move |tx: &mut Tx<'_>| {
                let event = events::NewEvent {
                    provider: "sandbox",
                    event_id: "evt_1",
                    payment_id: Some(payment),
                    provider_reference: None,
                    report: &paid(),
                };
                events::keep(tx, &event)
            };
            scene.write(provider(), keep).await
        })
    }))
    .await;
    let new = kept.into_iter().filter(|new| *new.as_ref().expect("an answer")).count();
    assert_eq!(new, 1, "the same event is kept once");
    let rows: Vec<Stored<Value>> = scene
        .read(|db| {
            Ok(outbox::table
                .filter(outbox::kind.eq("payment_event"))
                .select(outbox::payload)
                .load(db.conn)?)
        })
        .await;
    let id = |row: &Stored<Value>| {
        serde_json::from_value::<events::EventTask>(row.0.clone())
            .expect("a task")
            .event_id
    };
    rows.iter().map(id).collect()
}

async fn an_event_is_kept_and_applied_once(database: Database) {
    let scene = Arc::new(Scene::on(&database).await);
    let (_, case, payment) = pending_loss(&scene, 1).await;
    let tasks = keep_event(&scene, payment).await;
    assert_eq!(tasks.len(), 1);
    for _ in 0..3 {
        let task = tasks[0];
        scene.write(provider(), move |tx| events::apply(tx, task)).await;
    }
    assert_eq!(scene.case(case).await.stage, Stage::InProduction);
    assert_eq!(steps(&scene, payment.into()).await, ["pending", "succeeded"]);
}

async fn an_event_may_be_faster_than_its_payment(database: Database) {
    let scene = Arc::new(Scene::on(&database).await);
    let unknown = PaymentId(Uuid::from_u128(42));
    let task = keep_event(&scene, unknown).await[0];
    let early = scene
        .store
        .write(by(provider()), move |tx| events::apply(tx, task).map(drop))
        .await;
    assert!(matches!(early, Err(Error::NotFound)), "to be tried again: {early:?}");
    let event = scene.read(move |db| events::find(db, task)).await;
    assert_eq!(event.applied_at, None);
}

async fn money_after_the_end_is_given_back(database: Database) {
    let scene = Scene::on(&database).await;
    let (driver, case, payment) = pending_loss(&scene, 1).await;
    assert_eq!(scene.card(driver.card).await.stage, card::Stage::Suspended);
    scene.pass_days(15).await;
    assert_eq!(scene.case(case).await.stage, Stage::Expired);
    assert_eq!(scene.card(driver.card).await.stage, card::Stage::Active, "as before");
    assert_eq!(waiting(&scene, "payment_expiring").await, 1);
    assert_eq!(waiting(&scene, "cancel_payment").await, 1);

    let late = scene.report(payment, paid()).await;
    assert_eq!(late.stage, payment::Stage::RefundDue);
    assert_eq!(waiting(&scene, "refund_payment").await, 1);
    assert_eq!(waiting(&scene, "refund_due").await, 1);
    assert_eq!(originals(&scene).await, 0);
    let open = scene
        .read(move |db| persistence::payments::is_unsettled(db, driver.account))
        .await;
    assert!(open, "the account stays open");
    assert_eq!(
        scene.report(payment, PaymentOutcome::Refunded).await.stage,
        payment::Stage::Refunded
    );
    assert_eq!(
        scene.report(payment, paid()).await.stage,
        payment::Stage::Refunded,
        "said before"
    );
    assert_eq!(waiting(&scene, "refund_made").await, 1);
}

async fn another_amount_is_given_back_with_an_alarm(database: Database) {
    let scene = Scene::on(&database).await;
    for (number, amount, currency) in [(1, 2_999, "eur"), (2, 3_000, "usd")] {
        let (_, case, payment) = pending_loss(&scene, number).await;
        let other = PaymentOutcome::Succeeded {
            amount,
            currency: currency.to_owned(),
        };
        let record = scene.report(payment, other).await;
        assert_eq!(
            (record.stage, record.captured_amount),
            (payment::Stage::RefundDue, Some(amount))
        );
        assert_eq!(scene.case(case).await.stage, Stage::AwaitingPayment);
        assert_eq!(alarms(&scene, payment).await, ["other_amount"]);
    }
}

/// What somebody should look at, of a payment.
async fn alarms(scene: &Scene, payment: PaymentId) -> Vec<String> {
    let alarms = ["other_amount", "refund_by_hand", "refund_failed"];
    scene
        .read(move |db| {
            Ok(audit_events::table
                .filter(audit_events::subject_id.eq(Some(AnyId::of(payment))))
                .filter(audit_events::subject.eq(Subject::Payment.to_string()))
                .filter(audit_events::action.eq_any(alarms))
                .order(audit_events::id)
                .select(audit_events::action)
                .load(db.conn)?)
        })
        .await
}

async fn a_refund_by_hand_is_an_alarm_and_nothing_else(database: Database) {
    let scene = Scene::on(&database).await;
    let (_, case, payment) = pending_loss(&scene, 1).await;
    scene.report(payment, paid()).await;
    let record = scene.report(payment, PaymentOutcome::Refunded).await;
    assert_eq!((record.stage, record.refunded_at), (payment::Stage::Succeeded, None));
    assert_eq!(scene.case(case).await.stage, Stage::InProduction);
    let record = scene.report(payment, PaymentOutcome::RefundFailed).await;
    assert_eq!(record.stage, payment::Stage::Succeeded);
    assert_eq!(alarms(&scene, payment).await, ["refund_by_hand", "refund_failed"]);
}

async fn a_declined_payment_may_still_arrive(database: Database) {
    let scene = Scene::on(&database).await;
    let (driver, case, first) = pending_loss(&scene, 1).await;
    let declined = PaymentOutcome::Failed {
        reason: Some("card_declined".to_owned()),
    };
    assert_eq!(
        scene.report(first, declined.clone()).await.stage,
        payment::Stage::Failed
    );
    let second = scene.start(driver, case).await;
    assert_ne!(first, second);
    assert_eq!(
        scene.report(first, paid()).await.stage,
        payment::Stage::Succeeded,
        "after all"
    );
    let given_up = scene.read(move |db| persistence::payments::find(db, second)).await;
    assert_eq!(given_up.stage, payment::Stage::Cancelled, "nobody pays twice");
    assert_eq!(
        scene.report(second, paid()).await.stage,
        payment::Stage::RefundDue,
        "and if so, not for long"
    );
    assert_eq!(
        scene.report(first, declined).await.stage,
        payment::Stage::Succeeded,
        "overtaken"
    );
    assert_eq!(originals(&scene).await, 1);
}

async fn one_payment_at_a_time(database: Database) {
    let scene = Arc::new(Scene::on(&database).await);
    let driver = scene.driver(1).await;
    let case = scene.sent(driver, Kind::Loss).await;
    let starts = (0..20).map(|_| {
        let scene = scene.clone();
        tokio::spawn(async move { scene.start(driver, case).await })
    });
    let mut ids: Vec<_> = join_all(starts)
        .await
        .into_iter()
        .map(|id| id.expect("an id"))
        .collect();
    ids.dedup();
    assert_eq!(ids.len(), 1);
    let payment = ids[0];
    scene.report(payment, paid()).await;
    let again = move |tx: &mut Tx<'_>| {
        let new = NewPayment {
            provider: "sandbox",
            return_url: None,
        };
        payments::start(tx, driver.account, case, &new).map(drop)
    };
    let refused = scene
        .store
        .write(by(domain::actor::Actor::Driver(driver.account)), again)
        .await;
    assert!(matches!(refused, Err(Error::Refused(refusal)) if refusal.reason == Reason::NothingToPay));
}

async fn what_is_in_the_way_is_named(database: Database) {
    let scene = Scene::on(&database).await;
    let (driver, case, _) = pending_loss(&scene, 1).await;
    let another = move |tx: &mut Tx<'_>| super::scene::send(tx, driver, Kind::Theft).map(drop);
    let refused = scene
        .store
        .write(by(domain::actor::Actor::Driver(driver.account)), another)
        .await;
    assert!(matches!(refused, Err(Error::Refused(refusal)) if refusal.reason == Reason::InTheWay(case)));
}
