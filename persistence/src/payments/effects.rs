//! What follows from a payment's transitions, within their transaction; and what a case asks of its payments.

use domain::ids::CaseId;
use domain::lifecycle::{Subject, Table};
use domain::payment::{Action, Effect, Facts, Payment, PaymentOutcome, Stage};
use serde_json::{Value, json};

use super::{PaymentRecord, ProviderTask, lock_of_case};
use crate::cases::{self, CaseRecord};
use crate::dialect::Stored;
use crate::dialect::prelude::*;
use crate::error::{Error, Result};
use crate::notify::{self, About};
use crate::schema::payments;
use crate::store::Tx;
use crate::transitions::{self, Stateful, stored_in};
use crate::{audit, invoices, outbox};

/// What came with an action.
#[derive(Debug, Clone, Copy, Default)]
pub struct Input<'a> {
    /// The case, as it was locked.
    pub case: Option<&'a CaseRecord>,
    /// What the provider said.
    pub report: Option<&'a PaymentOutcome>,
}

impl Stateful for Payment {
    type Record = PaymentRecord;
    type Input<'a> = Input<'a>;

    fn table(_: &PaymentRecord) -> Table<Self> {
        domain::payment::TABLE
    }

    fn reason<'a>(input: &'a Input<'_>) -> Option<&'a str> {
        match input.report {
            Some(PaymentOutcome::Failed { reason }) => reason.as_deref(),
            _ => None,
        }
    }

    // Only who is to pay has anything to do.
    stored_in!(payments as PaymentRecord, |_tx, _record, _to| payments::next_action
        .eq(None::<Stored<Value>>));

    fn carry_out(tx: &mut Tx<'_>, record: &PaymentRecord, effect: Effect, input: &Input<'_>) -> Result<()> {
        match effect {
            Effect::PayCase => {
                let case = input.case.ok_or_else(|| without_case(record))?;
                cases::pay(tx, case, record.id)?;
                // Another attempt may have begun before this one, given up long since, had its say.
                cancel_pending(tx, case.id)
            }
            Effect::CancelAtProvider => ask_provider(tx, outbox::Kind::CancelPayment, record),
            Effect::RefundAtProvider => ask_provider(tx, outbox::Kind::RefundPayment, record),
            Effect::CreditNote => invoices::credit(tx, record).map(drop),
            Effect::Alarm => alarm(tx, record, input.report),
            Effect::Tell(kind) => {
                let about = About::payment(record.case_id, record.id);
                notify::tell(tx, kind, record.account_id, about)
            }
        }
    }
}

fn without_case(record: &PaymentRecord) -> Error {
    Error::Corrupt(format!("payment {} settles without its case", record.id))
}

/// The payment's own order, so that a provider that is down holds back no mail about the case.
fn ask_provider(tx: &mut Tx<'_>, kind: outbox::Kind, record: &PaymentRecord) -> Result<()> {
    let task = ProviderTask { payment_id: record.id };
    outbox::enqueue(tx, kind, Some(record.id.into()), None, &task)
}

/// Money that arrived too late is given back and that is all; another amount than was asked for is nobody's doing that
/// the hub knows, and somebody should look.
fn alarm(tx: &mut Tx<'_>, record: &PaymentRecord, report: Option<&PaymentOutcome>) -> Result<()> {
    let Some(PaymentOutcome::Succeeded { amount, currency }) = report else {
        return Ok(());
    };
    if *amount == record.amount && currency.eq_ignore_ascii_case(&record.currency.to_string()) {
        return Ok(());
    }
    tracing::error!(payment = %record.id, asked = record.amount, arrived = amount, "another amount arrived");
    let details = json!({
        "asked": {"amount": record.amount, "currency": record.currency},
        "arrived": {"amount": amount, "currency": currency},
    });
    audit::record(
        tx,
        "other_amount",
        Subject::Payment,
        Some(record.id.into()),
        Some(details),
    )
}

/// Gives up what is pending for a locked case that moves on without payment.
pub(crate) fn cancel_pending(tx: &mut Tx<'_>, case_id: CaseId) -> Result<()> {
    for payment in lock_of_case(tx, case_id, Stage::Pending)? {
        transitions::follow::<Payment>(tx, &payment, Action::Cancel, &Facts::default(), &Input::default())?;
    }
    Ok(())
}

/// Gives back what was paid for a locked case that is refused.
pub(crate) fn refund(tx: &mut Tx<'_>, case_id: CaseId) -> Result<()> {
    for payment in lock_of_case(tx, case_id, Stage::Succeeded)? {
        transitions::follow::<Payment>(tx, &payment, Action::CaseRefused, &Facts::default(), &Input::default())?;
    }
    Ok(())
}
