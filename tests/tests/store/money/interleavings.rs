//! Driver, provider, reconciliation, agent, post and time, in any order: after each step, what must always hold does.

use domain::actor::Actor;
use domain::card;
use domain::case::{Action, Kind, Stage};
use domain::ids::{CaseId, PaymentId};
use domain::payment;
use domain::payment::PaymentOutcome;
use domain::rules::invoices::InvoiceKind;
use persistence::cases::{self, CaseInput, CaseRecord, ReturnedBy};
use persistence::invoices::{self, InvoiceRecord};
use persistence::payments::{self, PaymentRecord};
use persistence::{Db, Error, Result, Tx};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use tests::databases::Database;
use tests::on_both;

use super::scene::{Driver, Scene, by, paid, provider, start};

on_both!(whatever_the_order_nothing_is_paid_twice_or_for_nothing);

/// How many stories are told on each database, and how long each is.
const STORIES: usize = 24;
const STEPS: std::ops::Range<usize> = 4..14;

/// Something that happens. A number picks one of the attempts to pay so far.
#[derive(Debug, Clone)]
enum Step {
    Start,
    PaymentOutcome(usize, PaymentOutcome),
    /// The provider is asked about everything that is open, and says that the money arrived, or went back.
    Reconcile,
    Withdraw,
    Take,
    Approve,
    Reject,
    Days(i64),
    CardReturned,
}

fn steps() -> impl Strategy<Value = (Kind, Vec<Step>)> {
    let report = prop_oneof![
        4 => Just(paid()),
        1 => Just(PaymentOutcome::Succeeded { amount: 2_999, currency: "eur".to_owned() }),
        1 => Just(PaymentOutcome::Failed { reason: None }),
        1 => Just(PaymentOutcome::Cancelled),
        1 => Just(PaymentOutcome::Refunded),
    ];
    let step = prop_oneof![
        4 => Just(Step::Start),
        6 => (0_usize..4, report).prop_map(|(which, report)| Step::PaymentOutcome(which, report)),
        1 => Just(Step::Reconcile),
        1 => Just(Step::Withdraw),
        2 => Just(Step::Take),
        2 => Just(Step::Approve),
        2 => Just(Step::Reject),
        1 => prop_oneof![Just(1_i64), Just(15), Just(61)].prop_map(Step::Days),
        1 => Just(Step::CardReturned),
    ];
    let kind = prop_oneof![Just(Kind::Loss), Just(Kind::Theft)];
    (kind, prop::collection::vec(step, STEPS))
}

async fn whatever_the_order_nothing_is_paid_twice_or_for_nothing(database: Database) {
    let scene = Scene::on(&database).await;
    let mut runner = TestRunner::deterministic();
    for number in (0_u32..).take(STORIES) {
        let (kind, story) = steps().new_tree(&mut runner).expect("a story").current();
        let driver = scene.driver(number).await;
        let case = scene.sent(driver, kind).await;
        for (place, step) in story.iter().enumerate() {
            happen(&scene, driver, case, step).await;
            let story_so_far = format!("{kind}, after step {place} of {story:?}");
            check(&scene, driver, case, &story_so_far).await;
        }
    }
}

/// What the domain refuses is refused, and nothing else goes wrong.
async fn happen(scene: &Scene, driver: Driver, case: CaseId, step: &Step) {
    if let Step::Days(days) = step {
        return scene.pass_days(*days).await;
    }
    let actor = match step {
        Step::Start | Step::Withdraw => Actor::Driver(driver.account),
        Step::Take | Step::Approve | Step::Reject | Step::CardReturned => scene.agent(),
        _ => provider(),
    };
    let number = scene.card(driver.card).await.number;
    let step = step.clone();
    let answer = scene
        .store
        .write(by(actor), move |tx| write(tx, driver, case, &step, &number))
        .await;
    assert!(
        matches!(answer, Ok(()) | Err(Error::Refused(_) | Error::NotFound)),
        "{answer:?}"
    );
}

fn write(tx: &mut Tx<'_>, driver: Driver, case: CaseId, step: &Step, card_number: &str) -> Result<()> {
    match step {
        Step::Start => start(tx, driver, case).map(drop),
        Step::PaymentOutcome(which, report) => {
            let attempts = payments::of_case(tx, case)?;
            let Some(payment) = attempts.get(which % attempts.len().max(1)) else {
                return Ok(());
            };
            payments::report(tx, payment.id, report).map(drop)
        }
        Step::Reconcile => reconcile(tx, case),
        Step::Withdraw => {
            let record = cases::lock_of_account(tx, driver.account, case)?;
            cases::give_up(tx, &record).map(drop)
        }
        Step::Take | Step::Approve | Step::Reject => {
            let record = cases::lock_sent(tx, case)?;
            let action = match step {
                Step::Take => Action::Take,
                Step::Approve => Action::Approve,
                _ => Action::Reject,
            };
            let asked = CaseInput {
                reason: Some("Déclaration illisible"),
                ..CaseInput::default()
            };
            cases::act(tx, &record, action, &asked).map(drop)
        }
        Step::CardReturned => cases::record_return(tx, &ReturnedBy::CardNumber(card_number)).map(drop),
        Step::Days(_) => Ok(()),
    }
}

fn reconcile(tx: &mut Tx<'_>, case: CaseId) -> Result<()> {
    for payment in payments::of_case(tx, case)? {
        let report = match payment.stage {
            payment::Stage::Pending => paid(),
            payment::Stage::RefundDue => PaymentOutcome::Refunded,
            _ => continue,
        };
        payments::report(tx, payment.id, &report)?;
    }
    Ok(())
}

/// Everything about one case, read at once.
struct Books {
    case: CaseRecord,
    payments: Vec<PaymentRecord>,
    invoices: Vec<InvoiceRecord>,
    card: card::Stage,
}

fn books(db: &mut Db<'_>, driver: Driver, case: CaseId) -> Result<Books> {
    Ok(Books {
        case: cases::find(db, case)?,
        payments: payments::of_case(db, case)?,
        invoices: invoices::of_case(db, case)?,
        card: persistence::cards::find(db, driver.card)?.stage,
    })
}

async fn check(scene: &Scene, driver: Driver, case: CaseId, story_so_far: &str) {
    let books = scene.read(move |db| books(db, driver, case)).await;
    let Books {
        case,
        payments,
        invoices,
        ..
    } = &books;
    let in_stage = |stage| payments.iter().filter(|payment| payment.stage == stage).count();
    let (pending, succeeded) = (in_stage(payment::Stage::Pending), in_stage(payment::Stage::Succeeded));
    assert!(pending <= 1 && succeeded <= 1, "{story_so_far}");
    assert!(
        pending == 0 || case.awaits_payment(),
        "pending, and nothing to pay: {story_so_far}"
    );
    assert!(
        case.produced_card_id.is_none() || succeeded == 1,
        "a card that nobody paid: {story_so_far}"
    );
    let has_ended_without = matches!(case.stage, Stage::Cancelled | Stage::Expired | Stage::Rejected);
    let is_unpaid = has_ended_without || case.awaits_payment();
    assert_eq!(
        succeeded == 0,
        is_unpaid,
        "paid and stuck, or unpaid and on its way: {story_so_far}"
    );
    assert_eq!(
        balance(payments),
        issued(invoices, payments),
        "the books: {story_so_far}"
    );
    for payment in payments {
        assert!(is_documented(payment, invoices), "{story_so_far}");
    }
    assert!(
        is_card_where_it_should_be(&books),
        "{} in {}: {story_so_far}",
        books.card,
        case.stage
    );
}

fn is_settled(payment: &PaymentRecord) -> bool {
    payment.stage != payment::Stage::RefundDue
}

/// What arrived and was not given back, of what has settled.
fn balance(payments: &[PaymentRecord]) -> i64 {
    let settled = payments
        .iter()
        .filter(|payment| is_settled(payment) && payment.refunded_at.is_none());
    settled.filter_map(|payment| payment.captured_amount).sum()
}

/// Invoices less credit notes, of payments that have settled.
fn issued(invoices: &[InvoiceRecord], payments: &[PaymentRecord]) -> i64 {
    let settled = |id: PaymentId| payments.iter().any(|payment| payment.id == id && is_settled(payment));
    let signed = |invoice: &InvoiceRecord| match invoice.kind {
        InvoiceKind::Invoice => invoice.total,
        InvoiceKind::CreditNote => -invoice.total,
    };
    let of_settled = invoices.iter().filter(|invoice| settled(invoice.payment_id));
    of_settled.map(signed).sum()
}

/// One invoice for what paid, one credit note besides for what was given back of that, nothing for anything else.
fn is_documented(payment: &PaymentRecord, invoices: &[InvoiceRecord]) -> bool {
    let of = |kind| {
        let of_payment = invoices.iter().filter(|invoice| invoice.payment_id == payment.id);
        of_payment.filter(|invoice| invoice.kind == kind).count()
    };
    let (charged, credited) = (of(InvoiceKind::Invoice), of(InvoiceKind::CreditNote));
    match payment.stage {
        payment::Stage::Succeeded => (charged, credited) == (1, 0),
        payment::Stage::RefundDue | payment::Stage::Refunded => charged == credited && charged <= 1,
        _ => (charged, credited) == (0, 0),
    }
}

fn is_card_where_it_should_be(books: &Books) -> bool {
    use card::Stage::{Active, Destroyed, Revoked, Suspended, Undelivered};
    match books.case.stage {
        Stage::AwaitingPayment | Stage::Submitted | Stage::InReview => books.card == Suspended,
        Stage::InProduction => matches!(books.card, Revoked | Destroyed),
        // Came back, and after 90 days was destroyed.
        _ => matches!(books.card, Active | Undelivered | Destroyed),
    }
}
