//! Beginning to pay.

use domain::ids::{AccountId, CaseId, PaymentId};
use domain::payment::{Action, Facts, Payment, Stage, TABLE};
use serde_json::Value;

use super::{Input, PaymentRecord, find, lock, lock_of_case};
use crate::cases;
use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::error::{Error, Result};
use crate::schema::payments;
use crate::store::Tx;
use crate::transitions;

/// How a driver wants to pay.
#[derive(Debug, Clone, Copy)]
pub struct NewPayment<'a> {
    /// Who takes the money.
    pub provider: &'a str,
    /// Where the driver goes afterwards.
    pub return_url: Option<&'a str>,
}

/// A payment that the driver can go on with.
#[derive(Debug, Clone)]
pub struct Started {
    /// The payment.
    pub payment: PaymentRecord,
    /// Whether it was begun just now; otherwise it was pending already, and the provider may know it.
    pub is_new: bool,
}

/// Begins to pay a driver's own case; where a payment is pending, answers that one. Refused where the case awaits no
/// payment (`Reason::NothingToPay`).
///
/// Commit this before the provider is asked: the payment's id is its idempotency key there.
pub fn start(tx: &mut Tx<'_>, account_id: AccountId, case_id: CaseId, new: &NewPayment<'_>) -> Result<Started> {
    let case = cases::lock_of_account(tx, account_id, case_id)?;
    let facts = Facts {
        case_awaits: case.awaits_payment(),
        ..Facts::default()
    };
    let transition = transitions::may_begin::<Payment>(tx, TABLE, Action::Start, &facts)?;
    if let Some(payment) = lock_of_case(tx, case_id, Stage::Pending)?.pop() {
        return Ok(Started { payment, is_new: false });
    }
    let due = case
        .amount_due
        .as_ref()
        .ok_or_else(|| Error::Corrupt(format!("case {case_id} awaits payment of nothing")))?;
    let payment = PaymentRecord {
        id: PaymentId(tx.id()),
        version: 1,
        stage: transition.to,
        account_id,
        case_id,
        fee: due.fee,
        amount: due.total,
        currency: due.currency,
        provider: new.provider.to_owned(),
        provider_reference: None,
        next_action: None,
        return_url: new.return_url.map(str::to_owned),
        failure: None,
        captured_amount: None,
        captured_currency: None,
        captured_at: None,
        refunded_at: None,
        created_at: At(tx.now()),
        updated_at: At(tx.now()),
        alert: None,
    };
    diesel::insert_into(payments::table).values(&payment).execute(tx.conn)?;
    transitions::begin::<Payment>(tx, &payment, &transition, &Input::default())?;
    cases::touch(tx, &case)?;
    Ok(Started { payment, is_new: true })
}

/// What a provider answers when a payment is created there.
#[derive(Debug, Clone, Copy)]
pub struct ProviderAnswer<'a> {
    /// The provider's own id for it.
    pub reference: &'a str,
    /// What the frontend is to do.
    pub next_action: Option<&'a Value>,
}

/// Keeps what the provider answered. An answer that comes after the outcome (a webhook may be faster) adds the reference
/// where it is missing, and nothing else.
pub fn note(tx: &mut Tx<'_>, id: PaymentId, answer: &ProviderAnswer<'_>) -> Result<PaymentRecord> {
    let (case, payment) = lock(tx, id)?;
    let next_action = answer
        .next_action
        .filter(|_| payment.stage == Stage::Pending)
        .map(|action| Stored(action.clone()));
    let now = At(tx.now());
    diesel::update(payments::table.find(id))
        .set((
            payments::provider_reference.eq(Some(answer.reference)),
            payments::next_action.eq(next_action),
            payments::version.eq(payment.version + 1),
            payments::updated_at.eq(now),
        ))
        .execute(tx.conn)?;
    cases::touch(tx, &case)?;
    find(tx, id)
}
