//! What becomes of cards: reproduced, corrected, posted again, superseded; each told once over, without HTTP.

use chrono::NaiveDate;
use domain::actor::Actor;
use domain::card;
use domain::case::{Action, Corrections, Kind, Stage};
use domain::ids::{AccountId, CardId, CaseId};
use domain::lifecycle::Reason;
use domain::paper::PaperKind;
use domain::payment::PaymentOutcome;
use domain::production_order;
use domain::rules::expiry::SectorExpiry;
use domain::sector::Sector;
use persistence::cases::{self, CaseInput, NewItem, Return, ReturnedBy};
use persistence::outbox::{self, MessageRecord};
use persistence::production_orders::{self, OrderInput};
use persistence::{Db, Error, Result, Tx, cards, invoices, papers};
use tests::databases::Database;
use tests::on_both;

use super::scene::{Driver, Scene, address, by, day, paid};

on_both!(
    the_issuers_error_is_corrected_free_of_charge,
    the_drivers_error_is_corrected_paid_and_examined,
    a_card_that_stayed_with_the_issuer_is_replaced_later,
    a_coupon_that_nobody_needs_is_not_mailed,
    a_letter_comes_back_twice,
    a_changed_address_may_be_taken_back,
    a_revoked_card_that_comes_back_is_destroyed,
    a_renewal_leaves_the_older_cards_cases_without_object,
    a_replacement_of_an_older_card_is_no_newer_than_the_renewal,
);

/// Production makes or posts what is ordered for a card.
async fn post(scene: &Scene, card: CardId) {
    let post = move |tx: &mut Tx<'_>| {
        let queued = production_orders::list(tx, Some(production_order::Stage::Queued), None, 100)?;
        let order = queued
            .into_iter()
            .find(|order| order.card_id == card)
            .ok_or(Error::NotFound)?;
        let order = production_orders::lock(tx, order.id)?;
        let none = OrderInput::default();
        let order = production_orders::act(tx, &order, production_order::Action::Start, &none)?;
        let number = format!("6A{}", order.id);
        let asked = OrderInput {
            tracking_number: Some(&number),
            ..none
        };
        production_orders::act(tx, &order, production_order::Action::Ship, &asked).map(drop)
    };
    scene.write(Actor::Production("factory".to_owned()), post).await;
}

async fn activate(scene: &Scene, account: AccountId, card: CardId) -> Result<()> {
    let activate = move |tx: &mut Tx<'_>| cards::activate(tx, account, card).map(drop);
    scene.store.write(by(Actor::Driver(account)), activate).await
}

/// The faulty card arrives.
async fn received(scene: &Scene, driver: Driver) -> CaseId {
    let case = scene.sent(driver, Kind::Quality).await;
    let number = scene.card(driver.card).await.number;
    let receive = move |tx: &mut Tx<'_>| {
        let record = cases::lock_sent(tx, case)?;
        let refused = tx.savepoint(|tx| cases::receive_card(tx, &record, "FR260000000X").map(drop));
        assert!(matches!(refused, Err(Error::Refused(refusal)) if refusal.reason == Reason::OtherCard));
        cases::receive_card(tx, &record, &number).map(drop)
    };
    scene.write(scene.agent(), receive).await;
    assert_eq!(scene.card(driver.card).await.stage, card::Stage::Returned);
    case
}

async fn the_issuers_error_is_corrected_free_of_charge(database: Database) {
    let scene = Scene::on(&database).await;
    let driver = scene.driver(1).await;
    let case = received(&scene, driver).await;
    let corrected = SectorExpiry {
        sector: Sector::Goods,
        expires_on: day("2031-03-14"),
    };
    let attribute = move |tx: &mut Tx<'_>| {
        let record = cases::lock_sent(tx, case)?;
        let corrections = Corrections {
            surname: Some("Martín".to_owned()),
            sectors: Some(vec![corrected]),
            ..Corrections::default()
        };
        cases::attribute_to_issuer(tx, &record, &corrections)
    };
    let decided = scene.write(scene.agent(), attribute).await;
    assert_eq!(
        (decided.stage, decided.amount_due.is_none()),
        (Stage::InProduction, true)
    );
    let made = scene.card(decided.produced_card_id.expect("a card")).await;
    assert_eq!(made.holder.identity.surname, "Martín");
    assert_eq!((made.sectors.0, made.expires_on), (vec![corrected], day("2031-03-14")));
    assert_eq!(made.issued_on, day("2026-11-22"));
    assert_eq!(scene.read(move |db| invoices::of_case(db, case)).await.len(), 0);
}

async fn the_drivers_error_is_corrected_paid_and_examined(database: Database) {
    let scene = Scene::on(&database).await;
    let driver = scene.driver(1).await;
    let case = received(&scene, driver).await;
    let attribute = move |tx: &mut Tx<'_>| {
        let record = cases::lock_sent(tx, case)?;
        let surname = NewItem {
            target: "field:surname".parse().expect("a target"),
            reason: "Différent de la pièce d’identité".to_owned(),
        };
        cases::attribute_to_driver(tx, &record, &[surname]).map(drop)
    };
    scene.write(scene.agent(), attribute).await;
    let correct = move |tx: &mut Tx<'_>| {
        let record = cases::lock_of_account(tx, driver.account, case)?;
        let mut holder = record.holder().cloned().ok_or(Error::NotFound)?;
        "Martín".clone_into(&mut holder.identity.surname);
        let record = cases::put_holder(tx, record, &holder)?.record;
        cases::respond(tx, &record, &[]).map(drop)
    };
    scene.write(Actor::Driver(driver.account), correct).await;
    let payment = scene.start(driver, case).await;
    scene.report(payment, paid()).await;
    let decide = move |tx: &mut Tx<'_>| {
        let record = cases::lock_sent(tx, case)?;
        let record = cases::act(tx, &record, Action::Take, &CaseInput::default())?;
        cases::act(tx, &record, Action::Approve, &CaseInput::default())
    };
    let approved = scene.write(scene.agent(), decide).await;
    let made = scene.card(approved.produced_card_id.expect("a card")).await;
    assert_eq!(made.holder.identity.surname, "Martín");
    assert_eq!(made.expires_on, scene.card(driver.card).await.expires_on);
}

async fn a_card_that_stayed_with_the_issuer_is_replaced_later(database: Database) {
    let scene = Scene::on(&database).await;
    let driver = scene.driver(1).await;
    let case = received(&scene, driver).await;
    let attribute = move |tx: &mut Tx<'_>| {
        let record = cases::lock_sent(tx, case)?;
        let question = NewItem {
            target: "question".parse().expect("a target"),
            reason: "Quel est le bon nom ?".to_owned(),
        };
        cases::attribute_to_driver(tx, &record, &[question]).map(drop)
    };
    scene.write(scene.agent(), attribute).await;
    scene.pass_days(60).await;
    assert_eq!(scene.case(case).await.stage, Stage::Expired);
    assert_eq!(scene.card(driver.card).await.stage, card::Stage::Returned);

    let loss = scene.sent(driver, Kind::Loss).await;
    let payment = scene.start(driver, loss).await;
    scene.report(payment, paid()).await;
    let made = scene.case(loss).await.produced_card_id.expect("a card");
    post(&scene, made).await;
    activate(&scene, driver.account, made).await.expect("active");
    assert_eq!(scene.case(loss).await.stage, Stage::Completed);
    let again = move |tx: &mut Tx<'_>| cases::open(tx, driver.account, Kind::Loss, Some(driver.card)).map(drop);
    let refused = scene.store.write(by(Actor::Driver(driver.account)), again).await;
    assert!(matches!(refused, Err(Error::Refused(refusal)) if refusal.reason == Reason::CardReplaced));
}

async fn come_back(scene: &Scene, card: CardId) -> Return {
    let tracking_number = scene.card(card).await.tracking_number.expect("a parcel");
    let back = move |tx: &mut Tx<'_>| cases::record_return(tx, &ReturnedBy::TrackingNumber(&tracking_number));
    scene.write(scene.agent(), back).await
}

async fn undelivered(scene: &Scene, card: CardId) -> CaseId {
    match come_back(scene, card).await {
        Return::Opened(case) => case.id,
        Return::Destroyed(card) => panic!("{card:?}"),
    }
}

async fn change(scene: &Scene, driver: Driver, case: CaseId, line1: &'static str) -> Result<()> {
    let change = move |tx: &mut Tx<'_>| {
        let record = cases::lock_of_account(tx, driver.account, case)?;
        cases::change_address(tx, &record, &address(line1)).map(drop)
    };
    scene.store.write(by(Actor::Driver(driver.account)), change).await
}

async fn confirm(scene: &Scene, driver: Driver, case: CaseId) {
    let confirm = move |tx: &mut Tx<'_>| {
        let record = cases::lock_of_account(tx, driver.account, case)?;
        cases::confirm_address(tx, &record).map(drop)
    };
    scene.write(Actor::Driver(driver.account), confirm).await;
}

fn reshipping() -> PaymentOutcome {
    PaymentOutcome::Succeeded {
        amount: 1_200,
        currency: "EUR".to_owned(),
    }
}

async fn a_letter_comes_back_twice(database: Database) {
    let scene = Scene::on(&database).await;
    let driver = scene.driver(1).await;
    let first = undelivered(&scene, driver.card).await;
    confirm(&scene, driver, first).await;
    post(&scene, driver.card).await;
    assert_eq!(scene.case(first).await.stage, Stage::Shipped);
    assert_eq!(scene.card(driver.card).await.stage, card::Stage::InTransit);

    let second = undelivered(&scene, driver.card).await;
    let same = change(&scene, driver, second, "12 rue de la République").await;
    assert!(matches!(same, Err(Error::Refused(refusal)) if refusal.reason == Reason::SameAddress));
    change(&scene, driver, second, "1 quai Perrache")
        .await
        .expect("changed");
    let payment = scene.start(driver, second).await;
    scene.report(payment, reshipping()).await;
    assert_eq!(scene.case(second).await.stage, Stage::ReadyToShip);
    post(&scene, driver.card).await;
    assert_eq!(scene.card(driver.card).await.delivery_address.line1, "1 quai Perrache");
    activate(&scene, driver.account, driver.card).await.expect("active");
    for case in [first, second] {
        assert_eq!(scene.case(case).await.stage, Stage::Completed);
    }
    let invoice = scene.read(move |db| invoices::of_case(db, second)).await.remove(0);
    assert_eq!(
        invoice.mentions.buyer.address.line1, "1 quai Perrache",
        "no other was given"
    );
}

async fn a_changed_address_may_be_taken_back(database: Database) {
    let scene = Scene::on(&database).await;
    let driver = scene.driver(1).await;
    let case = undelivered(&scene, driver.card).await;
    change(&scene, driver, case, "1 quai Perrache").await.expect("changed");
    let payment = scene.start(driver, case).await;
    confirm(&scene, driver, case).await;
    let record = scene.case(case).await;
    assert_eq!(record.stage, Stage::ReadyToShip);
    assert_eq!(
        record.delivery_address.expect("an address").line1,
        "12 rue de la République"
    );
    let late = scene.report(payment, reshipping()).await;
    assert_eq!(late.stage, domain::payment::Stage::RefundDue);
}

async fn a_revoked_card_that_comes_back_is_destroyed(database: Database) {
    let scene = Scene::on(&database).await;
    let driver = scene.driver(1).await;
    let loss = scene.sent(driver, Kind::Loss).await;
    let payment = scene.start(driver, loss).await;
    scene.report(payment, paid()).await;
    assert!(matches!(come_back(&scene, driver.card).await, Return::Destroyed(_)));
    assert_eq!(
        scene.case(loss).await.stage,
        Stage::InProduction,
        "another is made all the same"
    );
}

async fn a_renewal_leaves_the_older_cards_cases_without_object(database: Database) {
    let scene = Scene::on(&database).await;
    for (number, kind, stage) in [
        (1, Kind::Loss, Stage::Cancelled),
        (2, Kind::Quality, Stage::Cancelled),
        (3, Kind::Theft, Stage::Rejected),
    ] {
        let driver = scene.driver(number).await;
        let case = scene.sent(driver, kind).await;
        if kind == Kind::Theft {
            let payment = scene.start(driver, case).await;
            scene.report(payment, paid()).await;
        }
        let renewal = scene.renewal(driver).await;
        activate(&scene, driver.account, renewal).await.expect("active");
        assert_eq!(scene.case(case).await.stage, stage, "{kind}");
        assert_eq!(scene.card(driver.card).await.stage, card::Stage::Superseded);
    }
}

async fn a_replacement_of_an_older_card_is_no_newer_than_the_renewal(database: Database) {
    let scene = Scene::on(&database).await;
    let driver = scene.driver(1).await;
    let renewal = scene.renewal(driver).await;
    let loss = scene.sent(driver, Kind::Loss).await;
    let payment = scene.start(driver, loss).await;
    scene.report(payment, paid()).await;
    let made = scene.case(loss).await.produced_card_id.expect("a card");
    assert!(made > renewal, "ordered later");
    activate(&scene, driver.account, renewal).await.expect("active");
    // It never is what the driver has: superseded as soon as it leaves.
    post(&scene, made).await;
    assert_eq!(scene.card(made).await.stage, card::Stage::Superseded);
    let refused = activate(&scene, driver.account, made).await;
    assert!(matches!(refused, Err(Error::Refused(refusal)) if refusal.reason == Reason::WrongStage));
    assert_eq!(scene.card(renewal).await.stage, card::Stage::Active);
    let last: NaiveDate = scene.card(renewal).await.expires_on;
    assert!(last > scene.card(made).await.expires_on);
}

async fn a_coupon_that_nobody_needs_is_not_mailed(database: Database) {
    let scene = Scene::on(&database).await;
    for (number, is_awaited) in [(1, true), (2, false)] {
        let driver = scene.driver(number).await;
        let case = scene.sent(driver, Kind::Quality).await;
        if !is_awaited {
            // Before the coupon is printed, the driver takes the request back.
            let withdraw = move |tx: &mut Tx<'_>| {
                let record = cases::lock_of_account(tx, driver.account, case)?;
                cases::act(tx, &record, Action::Withdraw, &CaseInput::default()).map(drop)
            };
            scene.write(Actor::Driver(driver.account), withdraw).await;
        }
        let print = move |tx: &mut Tx<'_>| {
            let coupon = papers::of_subject(tx, PaperKind::ReturnCoupon, case)?.ok_or(Error::NotFound)?;
            papers::made(tx, coupon.id, &[1; 32], 1)
        };
        scene.write(Actor::System, print).await;
        let notices = move |db: &mut Db<'_>| {
            let messages = outbox::list(db, None, None, 1_000)?;
            let about = |message: &&MessageRecord| message.payload["about"]["subject"][1] == case.to_string();
            let mailed = messages.iter().filter(about);
            Ok(mailed
                .filter(|message| message.payload["notification"] == "return_coupon")
                .count())
        };
        assert_eq!(scene.read(notices).await, usize::from(is_awaited));
    }
}
