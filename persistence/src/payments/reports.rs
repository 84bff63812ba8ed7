//! What a provider says about a payment, whichever way it comes, how often and in which order.

use domain::actor::Role;
use domain::ids::{CaseId, PaymentId};
use domain::lifecycle::{self, Subject};
use domain::payment::{Alert, Facts, Payment, PaymentOutcome, TABLE, amount_matches};
use domain::words::Word as _;

use super::{Input, PaymentRecord, find, lock};
use crate::audit;
use crate::cases::{self, CaseRecord};
use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::error::Result;
use crate::schema::payments;
use crate::store::Tx;
use crate::transitions;

/// Takes in what the provider says; the payment as it is then. What changes nothing any more (said before, or overtaken)
/// changes nothing. Whoever the author of the transaction is, it is the provider that speaks.
pub fn report(tx: &mut Tx<'_>, id: PaymentId, report: &PaymentOutcome) -> Result<PaymentRecord> {
    let (case, payment) = lock(tx, id)?;
    let facts = facts(&case, &payment, report);
    let said = report.action(payment.stage, facts);
    let possible = lifecycle::possible(TABLE, Some(payment.stage), Role::Payment);
    let Some(action) = said.filter(|action| possible.contains(action)) else {
        note(tx, &payment, report)?;
        return find(tx, id);
    };
    keep(tx, &payment, report)?;
    let input = Input {
        case: Some(&case),
        report: Some(report),
    };
    transitions::act_as::<Payment>(tx, Role::Payment, &payment, action, &facts, &input)?;
    touch_case(tx, &case)?;
    find(tx, id)
}

/// What moves nothing was mostly said before. What somebody should look at becomes an alarm.
fn note(tx: &mut Tx<'_>, payment: &PaymentRecord, report: &PaymentOutcome) -> Result<()> {
    if let Some(alert) = report.alert(payment.stage) {
        return raise(tx, payment.id, alert);
    }
    if *report == PaymentOutcome::DisputeWon && payment.alert == Some(Alert::DisputeOpened) {
        show(tx, payment.id, None)?;
        return audit::record(tx, "dispute_won", Subject::Payment, Some(payment.id.into()), None);
    }
    tracing::info!(payment = %payment.id, stage = %payment.stage, "the provider says what changes nothing");
    Ok(())
}

/// Calls somebody to look at a payment: in the log, in the audit trail, and on its case.
pub fn alarm(tx: &mut Tx<'_>, id: PaymentId, alert: Alert) -> Result<()> {
    lock(tx, id)?;
    raise(tx, id, alert)
}

fn raise(tx: &mut Tx<'_>, id: PaymentId, alert: Alert) -> Result<()> {
    tracing::error!(payment = %id, alarm = %alert, "somebody should look at a payment");
    show(tx, id, Some(alert))?;
    audit::record(tx, alert.name(), Subject::Payment, Some(id.into()), None)
}

/// A case shows what is to be looked at of its payment, so its version rises with it.
fn show(tx: &mut Tx<'_>, id: PaymentId, alert: Option<Alert>) -> Result<()> {
    let case_id: CaseId = payments::table.find(id).select(payments::case_id).first(tx.conn)?;
    diesel::update(payments::table.find(id))
        .set((
            payments::alert.eq(alert),
            payments::version.eq(payments::version + 1),
            payments::updated_at.eq(At(tx.now())),
        ))
        .execute(tx.conn)?;
    let case = cases::find(tx, case_id)?;
    cases::touch(tx, &case).map(drop)
}

fn facts(case: &CaseRecord, payment: &PaymentRecord, report: &PaymentOutcome) -> Facts {
    let amount_matches = match report {
        PaymentOutcome::Succeeded { amount, currency } => {
            let due = case.amount_due.as_ref().map(|due| &due.0);
            amount_matches(payment.amount, due, *amount, currency)
        }
        _ => false,
    };
    Facts {
        case_awaits: case.awaits_payment(),
        amount_matches,
    }
}

/// Keeps what the report brings besides the stage.
fn keep(tx: &mut Tx<'_>, payment: &PaymentRecord, report: &PaymentOutcome) -> Result<()> {
    let now = Some(At(tx.now()));
    let own = payments::table.find(payment.id);
    match report {
        PaymentOutcome::Succeeded { amount, currency } => {
            diesel::update(own)
                .set((
                    payments::captured_amount.eq(Some(*amount)),
                    payments::captured_currency.eq(Some(currency)),
                    payments::captured_at.eq(now),
                    payments::failure.eq(None::<String>),
                ))
                .execute(tx.conn)?;
        }
        PaymentOutcome::Failed { reason } => {
            diesel::update(own)
                .set(payments::failure.eq(reason.as_ref()))
                .execute(tx.conn)?;
        }
        PaymentOutcome::Refunded | PaymentOutcome::DisputeLost => {
            diesel::update(own)
                .set(payments::refunded_at.eq(now))
                .execute(tx.conn)?;
        }
        PaymentOutcome::Cancelled
        | PaymentOutcome::RefundFailed
        | PaymentOutcome::PartlyRefunded { .. }
        | PaymentOutcome::DisputeOpened { .. }
        | PaymentOutcome::DisputeWon => {}
    }
    Ok(())
}

/// A case shows its payment, so its version rises with it; where the payment has moved the case, it has already.
fn touch_case(tx: &mut Tx<'_>, before: &CaseRecord) -> Result<()> {
    let case = cases::find(tx, before.id)?;
    if case.version == before.version {
        cases::touch(tx, &case)?;
    }
    Ok(())
}
