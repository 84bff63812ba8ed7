//! Every kind × stage × action × role, against the store, with the tables written a second time: what is listed leads
//! where it says, with everything that follows from it, and nothing else is possible.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::actor::{Actor, Role};
use domain::card;
use domain::case::{Action, Kind, Stage};
use domain::ids::{AccountId, CardId, CaseId, PaymentId};
use domain::rules::due::Due;
use domain::rules::fees::{Fee, FeeKind};
use domain::words::Word;
use persistence::cases::{self, CaseInput, CaseRecord, NewItem, Return, ReturnedBy};
use persistence::dialect::Stored;
use persistence::payments;
use persistence::schema::{cards, cases as cases_table, invoices};
use persistence::{Error, Result, Tx};
use tests::databases::Database;
use tests::on_both;

use super::scene::{Driver, Scene, address, day, paid, provider, start};

on_both!(nothing_is_possible_but_what_is_listed);

/// The tables: stage, then action, role and next stage; `!` where a guard refuses what this test brings.
fn table(kind: Kind) -> &'static str {
    match kind {
        Kind::Cqc => {
            "draft: submit driver !, cancel driver cancelled, lapse system expired
             submitted: take agent in_review, attestation_withdrawn system submitted
             in_review: release agent submitted, reassign supervisor in_review, approve agent !, reject agent rejected, \
                request_information agent information_requested, attestation_withdrawn system submitted
             information_requested: respond driver submitted, lapse system expired, attestation_withdrawn system submitted
             in_production: ship production shipped
             shipped: finish system completed"
        }
        Kind::Loss => {
            "draft: submit driver awaiting_payment, cancel driver cancelled, lapse system expired, card_gone system cancelled
             awaiting_payment: pay payment in_production, withdraw driver cancelled, lapse system expired, \
                card_gone system cancelled
             in_production: ship production shipped
             shipped: finish system completed"
        }
        Kind::Theft => {
            "draft: submit driver awaiting_payment, cancel driver cancelled, lapse system expired, card_gone system cancelled
             awaiting_payment: pay payment submitted, withdraw driver cancelled, lapse system expired, \
                card_gone system cancelled
             submitted: take agent in_review, card_gone system rejected
             in_review: release agent submitted, reassign supervisor in_review, approve agent in_production, \
                reject agent rejected, request_information agent information_requested, card_gone system rejected
             information_requested: respond driver submitted, lapse system expired, card_gone system rejected
             in_production: ship production shipped
             shipped: finish system completed"
        }
        Kind::Quality => {
            "draft: submit driver awaiting_card_return, cancel driver cancelled, lapse system expired, \
                card_gone system cancelled
             awaiting_card_return: receive_card agent under_analysis, withdraw driver cancelled, lapse system expired, \
                card_gone system cancelled
             under_analysis: attribute_to_issuer agent in_production, attribute_to_driver agent correction_requested, \
                card_gone system cancelled
             correction_requested: correct driver awaiting_payment, lapse system expired, card_gone system cancelled
             awaiting_payment: pay payment submitted, lapse system expired, card_gone system cancelled
             submitted: take agent in_review
             in_review: release agent submitted, reassign supervisor in_review, approve agent in_production, \
                reject agent rejected, request_information agent information_requested
             information_requested: respond driver submitted, lapse system expired
             in_production: ship production shipped
             shipped: finish system completed"
        }
        Kind::Undelivered => {
            "awaiting_address: confirm_address driver ready_to_ship, change_address driver awaiting_payment, \
                lapse system expired, card_gone system cancelled
             awaiting_payment: confirm_address driver ready_to_ship, change_address driver awaiting_payment, \
                pay payment ready_to_ship, lapse system expired, card_gone system cancelled
             ready_to_ship: ship production shipped
             shipped: finish system completed"
        }
        Kind::NonDelivery => {
            "draft: submit driver !, cancel driver cancelled, lapse system expired, card_gone system cancelled
             submitted: take agent in_review, card_found system cancelled, card_gone system cancelled
             in_review: release agent submitted, reassign supervisor in_review, approve agent in_production, \
                reject agent rejected, request_information agent information_requested, card_found system cancelled, \
                card_gone system cancelled
             information_requested: respond driver submitted, lapse system expired, card_found system cancelled, \
                card_gone system cancelled
             in_production: ship production shipped
             shipped: finish system completed"
        }
    }
}

/// Where the table leads; none where nothing is listed for this role.
fn listed(kind: Kind, stage: Stage, action: Action, role: Role) -> Option<&'static str> {
    let line = table(kind).lines().find_map(|line| {
        let (from, cells) = line.trim().split_once(": ")?;
        (from == stage.name()).then_some(cells)
    })?;
    line.split(", ").find_map(|cell| {
        let mut words = cell.split_whitespace();
        let (named, by, to) = (words.next()?, words.next()?, words.next()?);
        let needed: Role = by.parse().expect("a role");
        (named == action.name() && role.may_act_as(needed)).then_some(to)
    })
}

/// Whether somebody in this role does such a thing anywhere; drivers are tried with everything.
fn is_anybodys(action: Action, role: Role) -> bool {
    let does = |kind: &Kind| {
        Stage::ALL
            .iter()
            .any(|stage| listed(*kind, *stage, action, role).is_some())
    };
    role == Role::Driver || Kind::ALL.iter().any(does)
}

/// The card a case is about, where it should be in that stage.
fn card_in(kind: Kind, stage: Stage) -> card::Stage {
    match (kind, stage) {
        (Kind::Undelivered, _) => card::Stage::Undelivered,
        (_, Stage::Draft | Stage::AwaitingCardReturn) => card::Stage::Active,
        (Kind::Quality, _) => card::Stage::Returned,
        _ => card::Stage::Suspended,
    }
}

#[derive(Debug, Clone, Copy)]
struct Subject {
    case: CaseId,
    card: CardId,
    kind: Kind,
    payment: Option<PaymentId>,
}

async fn nothing_is_possible_but_what_is_listed(database: Database) {
    let scene = Scene::on(&database).await;
    for (number, &kind) in (0..).zip(Kind::ALL) {
        let driver = scene.driver(number).await;
        let subject = prepare(&scene, driver, kind).await;
        for actor in [
            Actor::Driver(driver.account),
            scene.agent(),
            scene.supervisor(),
            Actor::Production("factory".to_owned()),
            provider(),
            Actor::System,
        ] {
            let role = actor.role();
            let wrong = scene.write(actor, move |tx| try_all(tx, subject, role)).await;
            assert!(wrong.is_empty(), "{kind} by {role}:\n{}", wrong.join("\n"));
        }
    }
}

/// A case that is paid for, filled and taken, to be put into any stage.
async fn prepare(scene: &Scene, driver: Driver, kind: Kind) -> Subject {
    let agent = scene.agent();
    let number = scene.card(driver.card).await.number;
    let case = match kind {
        Kind::Undelivered => {
            let returned = move |tx: &mut Tx<'_>| cases::record_return(tx, &ReturnedBy::CardNumber(&number));
            match scene.write(agent.clone(), returned).await {
                Return::Opened(case) => case.id,
                Return::Destroyed(card) => panic!("{card:?}"),
            }
        }
        Kind::Cqc => {
            let insert = move |tx: &mut Tx<'_>| insert_case(tx, driver.account, kind);
            scene.write(Actor::System, insert).await
        }
        Kind::NonDelivery => {
            let insert = move |tx: &mut Tx<'_>| insert_about(tx, driver, kind);
            scene.write(Actor::System, insert).await
        }
        _ => scene.sent(driver, kind).await,
    };
    let staff = agent.staff();
    let pay = move |tx: &mut Tx<'_>| {
        let due = Due::of(
            Fee {
                kind: FeeKind::Replacement,
                amount: 2_500,
                applies_from: NaiveDate::MIN,
            },
            day("2026-11-22"),
        );
        diesel::update(cases_table::table.find(case))
            .set((
                cases_table::stage.eq(Stage::AwaitingPayment),
                cases_table::amount_due.eq(Some(Stored(due))),
                cases_table::assignee_id.eq(staff),
            ))
            .execute(tx.conn)?;
        if matches!(kind, Kind::Cqc | Kind::NonDelivery) {
            return Ok(None);
        }
        let payment = start(tx, driver, case)?;
        payments::report(tx, payment, &paid())?;
        Ok(Some(payment))
    };
    let payment = scene.write(Actor::Driver(driver.account), pay).await;
    Subject {
        case,
        card: driver.card,
        kind,
        payment,
    }
}

/// Filled in, about a card that has not arrived.
fn insert_about(tx: &mut Tx<'_>, driver: Driver, kind: Kind) -> Result<CaseId> {
    let id = insert_case(tx, driver.account, kind)?;
    let card = persistence::cards::find(tx, driver.card)?;
    diesel::update(cases_table::table.find(id))
        .set((
            cases_table::subject_card_id.eq(Some(card.id)),
            cases_table::holder.eq(Some(card.holder)),
            cases_table::delivery_address.eq(Some(card.delivery_address)),
        ))
        .execute(tx.conn)?;
    Ok(id)
}

fn insert_case(tx: &mut Tx<'_>, account: AccountId, kind: Kind) -> Result<CaseId> {
    let id = CaseId(tx.id());
    let now = persistence::dialect::At(tx.now());
    diesel::insert_into(cases_table::table)
        .values((
            cases_table::id.eq(id),
            cases_table::version.eq(1),
            cases_table::account_id.eq(account),
            cases_table::kind.eq(kind),
            cases_table::stage.eq(Stage::Draft),
            cases_table::reference.eq(format!("CQC-2026-{kind}")),
            cases_table::created_at.eq(now),
            cases_table::updated_at.eq(now),
        ))
        .execute(tx.conn)?;
    Ok(id)
}

/// Tries every action in every stage; what came out otherwise than listed.
fn try_all(tx: &mut Tx<'_>, subject: Subject, role: Role) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for &stage in Stage::ALL {
        for &action in Action::ALL.iter().filter(|action| is_anybodys(**action, role)) {
            let expected = listed(subject.kind, stage, action, role);
            let happened = try_one(tx, subject, stage, action, role)?;
            let is_right = match (&happened, expected) {
                (Ok(to), Some(expected)) => to.name() == expected,
                (Err(Error::Refused(_)), expected) => expected.is_none_or(|expected| expected == "!"),
                _ => false,
            };
            if !is_right {
                let happened = happened.map(Word::name);
                wrong.push(format!("{stage} {action}: {happened:?} instead of {expected:?}"));
            }
        }
    }
    Ok(wrong)
}

/// Puts case and card where they are to be, tries one action, and undoes everything.
fn try_one(tx: &mut Tx<'_>, subject: Subject, stage: Stage, action: Action, role: Role) -> Result<Result<Stage>> {
    let mut happened = Err(Error::NotFound);
    let undone = tx.savepoint(|tx| {
        put(tx, subject, stage, action)?;
        let record = cases::find(tx, subject.case)?;
        happened = attempt(tx, subject, &record, action, role).map(|case| case.stage);
        Err::<(), _>(Error::Stale { current: 0 })
    });
    match undone {
        Err(Error::Stale { current: 0 }) => Ok(happened),
        other => other.map(|()| happened),
    }
}

fn put(tx: &mut Tx<'_>, subject: Subject, stage: Stage, action: Action) -> Result<()> {
    diesel::update(cases_table::table.find(subject.case))
        .set(cases_table::stage.eq(stage))
        .execute(tx.conn)?;
    diesel::update(cards::table.find(subject.card))
        .set((
            cards::stage.eq(card_in(subject.kind, stage)),
            cards::stage_before.eq(Some(card::Stage::Active)),
        ))
        .execute(tx.conn)?;
    if action == Action::Pay {
        // It is invoiced once, and here it is paid again and again.
        diesel::delete(invoices::table).execute(tx.conn)?;
    }
    Ok(())
}

fn attempt(tx: &mut Tx<'_>, subject: Subject, record: &CaseRecord, action: Action, role: Role) -> Result<CaseRecord> {
    let number = persistence::cards::find(tx, subject.card)?.number;
    let elsewhere = address("1 quai Perrache");
    let question = NewItem {
        target: "question".parse().expect("a target"),
        reason: "Pourquoi ?".to_owned(),
    };
    let asked = CaseInput {
        reason: Some("Illisible"),
        items: &[question],
        tracking_number: Some("6A1"),
        time_is_over: true,
        card_number: Some(&number),
        address: Some(&elsewhere),
        payment: subject.payment,
        ..CaseInput::default()
    };
    if role == Role::System {
        cases::follow(tx, record, action, &asked)
    } else {
        cases::act(tx, record, action, &asked)
    }
}
