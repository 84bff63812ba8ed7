//! Numbers without gaps, in the order of time, whoever pays at once and whatever fails in between.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::prelude::*;
use domain::ids::PaymentId;
use domain::payment::PaymentOutcome;
use domain::rules::retention::Retained;
use futures::future::join_all;
use persistence::dialect::At;
use persistence::payments;
use persistence::schema::invoices;
use persistence::{Error, Tx, retention};
use tests::databases::Database;
use tests::on_both;

use super::scene::{Scene, by, paid, provider};

on_both!(
    numbers_are_consecutive_whoever_pays_at_once,
    nothing_changes_an_invoice,
    the_books_are_kept_ten_years
);

const PAYMENTS: u32 = 500;
const CLIENTS: usize = 32;

/// Every third attempt fails after the number was taken, and is made again.
async fn numbers_are_consecutive_whoever_pays_at_once(database: Database) {
    let scene = Arc::new(Scene::on(&database).await);
    let pending = scene.pending_payments(PAYMENTS).await;
    let next = Arc::new(AtomicUsize::new(0));
    let pending = Arc::new(pending);
    let clients = (0..CLIENTS).map(|_| {
        let (scene, pending, next) = (scene.clone(), pending.clone(), next.clone());
        tokio::spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(&payment) = pending.get(number) else { break };
                if number % 3 == 0 {
                    stumble(&scene, payment).await;
                }
                scene.pass_a_moment();
                scene.report(payment, paid()).await;
            }
        })
    });
    for client in join_all(clients).await {
        client.expect("a client");
    }
    let issued: Vec<(String, At)> = scene
        .read(|db| {
            Ok(invoices::table
                .order(invoices::number)
                .select((invoices::number, invoices::issued_at))
                .load(db.conn)?)
        })
        .await;
    let expected: Vec<_> = (1..=PAYMENTS).map(|serial| format!("F2026-{serial:06}")).collect();
    let numbers: Vec<_> = issued.iter().map(|(number, _)| number.clone()).collect();
    assert_eq!(numbers, expected);
    assert!(issued.is_sorted_by_key(|(_, at)| **at), "time never goes back");
}

/// Settles, and comes to grief before the commit.
async fn stumble(scene: &Scene, payment: PaymentId) {
    let stumble = move |tx: &mut Tx<'_>| {
        payments::report(tx, payment, &paid())?;
        Err::<(), _>(Error::Stale { current: 0 })
    };
    let answer = scene.store.write(by(provider()), stumble).await;
    assert!(matches!(answer, Err(Error::Stale { current: 0 })));
}

async fn nothing_changes_an_invoice(database: Database) {
    let scene = Scene::on(&database).await;
    let payment = scene.pending_payments(1).await[0];
    scene.report(payment, paid()).await;
    let forge = |tx: &mut Tx<'_>| {
        diesel::update(invoices::table)
            .set(invoices::total.eq(1))
            .execute(tx.conn)?;
        Ok(())
    };
    let forged = scene.store.write(by(provider()), forge).await;
    assert!(matches!(forged, Err(Error::Database(_))), "{forged:?}");
    let issued = scene
        .read(move |db| persistence::invoices::of_payment(db, payment))
        .await;
    assert_eq!(issued.len(), 1);
    let mentions = &issued[0].mentions;
    assert_eq!(
        (mentions.totals.net, mentions.totals.vat, issued[0].total),
        (2_500, 500, 3_000)
    );
    assert_eq!(mentions.buyer.name, "Camille Martin");
    assert_eq!(mentions.buyer.address.line1, "3 place Bellecour");
    let again = PaymentOutcome::Refunded;
    assert!(
        scene.report(payment, again).await.refunded_at.is_none(),
        "nobody asked for it"
    );
}

async fn the_books_are_kept_ten_years(database: Database) {
    let scene = Scene::on(&database).await;
    let payment = scene.pending_payments(1).await[0];
    scene.report(payment, paid()).await;
    let erase = |tx: &mut Tx<'_>| retention::erase(tx, Retained::Accounting, 100);
    scene.move_on_by(3_653);
    assert_eq!(
        scene.write(provider(), erase).await,
        0,
        "22 November 2036 is the last day"
    );
    scene.move_on_by(1);
    assert_eq!(scene.write(provider(), erase).await, 1);
    let left = scene
        .read(move |db| persistence::invoices::of_payment(db, payment))
        .await;
    assert!(left.is_empty());
}
