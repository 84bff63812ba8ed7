//! Payments: attempts to pay what a case costs, and whatever their provider tells about them.
//!
//! [`start()`] begins one, which commits `pending` before the provider is asked; [`note`] keeps what the provider answered.
//! From then on the provider has the word: whether by webhook ([`events`]) or because reconciliation asked, what it says
//! goes through [`report`], which may be called any number of times and in any order. Nothing in here calls a provider,
//! and nothing identifies a bank card.
//!
//! What the provider is to do (give money back, give a payment up) is put into the outbox: [`ProviderTask`].

use chrono::{DateTime, Utc};
use domain::ids::{AccountId, CaseId, PaymentId};
use domain::payment::{self, Alert, Stage};
use domain::rules::fees::{Currency, FeeKind};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::each;
use crate::error::Result;
use crate::schema::payments;
use crate::store::{Db, Tx};
use crate::{literal, locked};

mod effects;
pub mod events;
mod reports;
mod start;

pub use effects::Input;
pub use reports::{alarm, report};
pub use start::{NewPayment, ProviderAnswer, Started, note, start};

pub(crate) use effects::{cancel_pending, refund};

/// A payment, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = payments)]
#[diesel(treat_none_as_default_value = false)]
pub struct PaymentRecord {
    /// Its id, and the provider's idempotency key.
    pub id: PaymentId,
    /// Raised by every change.
    pub version: i32,
    /// Where it is.
    pub stage: Stage,
    /// Who pays.
    pub account_id: AccountId,
    /// What is paid.
    pub case_id: CaseId,
    /// For what.
    pub fee: FeeKind,
    /// How much, with VAT, in cents.
    pub amount: i64,
    /// In which currency.
    pub currency: Currency,
    /// Who takes the money.
    pub provider: String,
    /// The provider's own id for it, once it has answered.
    pub provider_reference: Option<String>,
    /// What the frontend is to do, while it is pending.
    pub next_action: Option<Stored<Value>>,
    /// Where the driver goes afterwards.
    pub return_url: Option<String>,
    /// Why it failed: the provider's code.
    pub failure: Option<String>,
    /// How much arrived, in minor units.
    pub captured_amount: Option<i64>,
    /// In which currency it arrived, as the provider names it.
    pub captured_currency: Option<String>,
    /// When it arrived.
    pub captured_at: Option<At>,
    /// When it was given back.
    pub refunded_at: Option<At>,
    /// When it was begun.
    pub created_at: At,
    /// When it last changed.
    pub updated_at: At,
    /// What somebody should look at.
    pub alert: Option<Alert>,
}

/// What waits in the outbox under the kinds `cancel_payment` and `refund_payment`, in the order of its payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderTask {
    /// Which payment.
    pub payment_id: PaymentId,
}

/// Any payment.
pub fn find(db: &mut Db<'_>, id: PaymentId) -> Result<PaymentRecord> {
    Ok(payments::table
        .find(id)
        .select(PaymentRecord::columns())
        .first(db.conn)?)
}

/// A driver's own payment; somebody else's is not found.
pub fn of_account(db: &mut Db<'_>, account_id: AccountId, id: PaymentId) -> Result<PaymentRecord> {
    Ok(payments::table
        .filter(payments::id.eq(id))
        .filter(payments::account_id.eq(account_id))
        .select(PaymentRecord::columns())
        .first(db.conn)?)
}

/// Every attempt to pay a case, newest first.
pub fn of_case(db: &mut Db<'_>, case_id: CaseId) -> Result<Vec<PaymentRecord>> {
    Ok(payments::table
        .filter(payments::case_id.eq(case_id))
        .order(payments::id.desc())
        .select(PaymentRecord::columns())
        .load(db.conn)?)
}

/// The payment that its provider knows under a reference, if it was noted.
pub fn by_reference(db: &mut Db<'_>, provider: &str, reference: &str) -> Result<Option<PaymentRecord>> {
    let known = payments::table
        .filter(payments::provider.eq(provider))
        .filter(payments::provider_reference.eq(reference));
    Ok(known.select(PaymentRecord::columns()).first(db.conn).optional()?)
}

/// The payments about which the provider still has something to say (pending or refund due) and that nothing has changed
/// since `before`, oldest first, after `cursor`: what reconciliation asks about.
pub fn awaiting_provider(
    db: &mut Db<'_>,
    before: DateTime<Utc>,
    cursor: Option<PaymentId>,
    limit: i64,
) -> Result<Vec<PaymentRecord>> {
    Ok(each!(db.conn, c => {
        let mut query = payments::table
            // As the index on open payments says it.
            .filter(literal::is_any_of("payments.stage", &Stage::AWAITING_PROVIDER))
            .filter(payments::updated_at.le(At(before)))
            .order(payments::id)
            .limit(limit)
            .into_boxed();
        if let Some(cursor) = cursor {
            query = query.filter(payments::id.gt(cursor));
        }
        query.select(PaymentRecord::columns()).load(c)
    })?)
}

/// Whether a driver has a payment that is pending, or money to be given back: such an account stays open.
pub fn is_unsettled(db: &mut Db<'_>, account_id: AccountId) -> Result<bool> {
    let open: Option<PaymentId> = payments::table
        .filter(payments::account_id.eq(account_id))
        .filter(payments::stage.eq_any(Stage::AWAITING_PROVIDER))
        .select(payments::id)
        .first(db.conn)
        .optional()?;
    Ok(open.is_some())
}

/// A payment locked until the transaction ends; its account, case and cards before it, as always.
fn lock(tx: &mut Tx<'_>, id: PaymentId) -> Result<(crate::cases::CaseRecord, PaymentRecord)> {
    let case_id = find(tx, id)?.case_id;
    let case = crate::cases::lock_for_action(tx, case_id)?;
    let record = locked!(tx.conn, payments::table.find(id).select(PaymentRecord::columns()) => first::<PaymentRecord>)?;
    Ok((case, record))
}

/// The payments of a locked case that are in a stage, locked.
fn lock_of_case(tx: &mut Tx<'_>, case_id: CaseId, stage: payment::Stage) -> Result<Vec<PaymentRecord>> {
    Ok(locked!(tx.conn, payments::table
        .filter(payments::case_id.eq(case_id))
        .filter(payments::stage.eq(stage))
        .order(payments::id)
        .select(PaymentRecord::columns()) => load::<PaymentRecord>)?)
}
