//! What a provider says about a payment, whichever way it comes, how often and in which order.

use diesel::prelude::*;
use domain::actor::Role;
use domain::ids::PaymentId;
use domain::lifecycle::{self, Subject};
use domain::payment::{Action, Facts, Payment, TABLE, amount_matches, is_refund_by_hand, settlement};
use serde::{Deserialize, Serialize};

use super::{Input, PaymentRecord, find, lock};
use crate::audit;
use crate::cases::{self, CaseRecord};
use crate::dialect::At;
use crate::error::Result;
use crate::schema::payments;
use crate::store::Tx;
use crate::transitions;

/// What a provider says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentOutcome {
    /// The money arrived.
    Succeeded {
        /// How much, in minor units.
        amount: i64,
        /// In which currency, as the provider names it.
        currency: String,
    },
    /// It was declined.
    Failed {
        /// The provider's code for why.
        reason: Option<String>,
    },
    /// It was given up there.
    Cancelled,
    /// The money was given back.
    Refunded,
    /// The money was given back, and did not reach its owner's account.
    RefundFailed,
}

impl PaymentOutcome {
    fn action(&self, facts: Facts) -> Option<Action> {
        match self {
            Self::Succeeded { .. } => Some(settlement(facts)),
            Self::Failed { .. } => Some(Action::Fail),
            Self::Cancelled => Some(Action::Cancel),
            Self::Refunded => Some(Action::Refunded),
            // Where the money is now only people can find out.
            Self::RefundFailed => None,
        }
    }
}

/// Takes in what the provider says; the payment as it is then. What changes nothing any more (said before, or overtaken)
/// changes nothing. Whoever the author of the transaction is, it is the provider that speaks.
pub fn report(tx: &mut Tx<'_>, id: PaymentId, report: &PaymentOutcome) -> Result<PaymentRecord> {
    let (case, payment) = lock(tx, id)?;
    let facts = facts(&case, &payment, report);
    let said = report.action(facts);
    let possible = lifecycle::possible(TABLE, Some(payment.stage), Role::Payment);
    let Some(action) = said.filter(|action| possible.contains(action)) else {
        note(tx, &payment, said)?;
        return Ok(payment);
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

/// What changes nothing was mostly said before. What somebody should look at becomes an alarm in the audit trail.
fn note(tx: &mut Tx<'_>, payment: &PaymentRecord, said: Option<Action>) -> Result<()> {
    let alarm = match said {
        None => "refund_failed",
        Some(action) if is_refund_by_hand(payment.stage, action) => "refund_by_hand",
        Some(action) => {
            tracing::info!(payment = %payment.id, stage = %payment.stage, %action, "the provider says what changes nothing");
            return Ok(());
        }
    };
    tracing::error!(payment = %payment.id, stage = %payment.stage, alarm, "somebody should look at a refund");
    audit::record(tx, alarm, Subject::Payment, Some(payment.id.into()), None)
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
        PaymentOutcome::Refunded => {
            diesel::update(own)
                .set(payments::refunded_at.eq(now))
                .execute(tx.conn)?;
        }
        PaymentOutcome::Cancelled | PaymentOutcome::RefundFailed => {}
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
