//! What the sandbox's own payment provider knows of each payment: the other side of the port, kept like anything else
//! so that it outlives a restart. A card's number is never among it.

use chrono::{DateTime, Utc};
use domain::ids::PaymentId;
use domain::rules::fees::Currency;
use domain::words::Word;

use crate::dialect::At;
use crate::dialect::prelude::*;
use crate::error::{Error, Result};
use crate::schema::sandbox_payments;
use crate::store::{Db, Tx};

/// Where a payment stands with the provider that the sandbox plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// It awaits a card.
    Open,
    /// The card's bank asks whether it is its owner who pays.
    Confirming,
    /// The last card was declined; another may be tried.
    Declined,
    /// Paid.
    Captured,
    /// Given up.
    Cancelled,
    /// Paid and given back.
    Refunded,
}

impl Word for Stage {
    const ALL: &'static [Self] = &[
        Self::Open,
        Self::Confirming,
        Self::Declined,
        Self::Captured,
        Self::Cancelled,
        Self::Refunded,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Confirming => "confirming",
            Self::Declined => "declined",
            Self::Captured => "captured",
            Self::Cancelled => "cancelled",
            Self::Refunded => "refunded",
        }
    }
}

impl Stage {
    /// Where it can go from here.
    pub fn can_become(self, next: Self) -> bool {
        match self {
            Self::Open | Self::Confirming | Self::Declined => !matches!(next, Self::Open | Self::Refunded),
            Self::Captured => next == Self::Refunded,
            Self::Cancelled | Self::Refunded => false,
        }
    }
}

/// A payment, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sandbox_payments)]
pub struct SandboxPayment {
    /// The hub's own id of it.
    pub id: PaymentId,
    stage: String,
    /// The case's reference.
    pub case_reference: String,
    /// How much, in minor units.
    pub amount: i64,
    /// Of which currency.
    pub currency: Currency,
    /// Where the driver goes afterwards.
    pub return_url: String,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
}

impl SandboxPayment {
    /// Where it stands.
    pub fn stage(&self) -> Result<Stage> {
        domain::words::parse(&self.stage).map_err(|error| Error::Corrupt(error.to_string()))
    }
}

/// A payment to be begun.
#[derive(Debug, Clone)]
pub struct NewSandboxPayment {
    /// The hub's own id of it.
    pub id: PaymentId,
    /// The case's reference.
    pub case_reference: String,
    /// How much, in minor units.
    pub amount: i64,
    /// Of which currency.
    pub currency: Currency,
    /// Where the driver goes afterwards.
    pub return_url: String,
}

/// Begins a payment; or finds it, where it was begun before.
pub fn begin(tx: &mut Tx<'_>, new: &NewSandboxPayment) -> Result<SandboxPayment> {
    let begun = tx.savepoint(|tx| {
        let row = (
            sandbox_payments::id.eq(new.id),
            sandbox_payments::stage.eq(Stage::Open.name()),
            sandbox_payments::case_reference.eq(&new.case_reference),
            sandbox_payments::amount.eq(new.amount),
            sandbox_payments::currency.eq(new.currency),
            sandbox_payments::return_url.eq(&new.return_url),
            sandbox_payments::created_at.eq(At(tx.now())),
        );
        diesel::insert_into(sandbox_payments::table)
            .values(row)
            .execute(tx.conn)?;
        Ok(())
    });
    match begun {
        Ok(()) | Err(Error::Collision { .. }) => find(tx, new.id),
        Err(error) => Err(error),
    }
}

/// One payment.
pub fn find(db: &mut Db<'_>, id: PaymentId) -> Result<SandboxPayment> {
    Ok(sandbox_payments::table
        .find(id)
        .select(SandboxPayment::columns())
        .first(db.conn)?)
}

/// Moves a payment on, if it can go there, and answers it as it is then.
pub fn go(tx: &mut Tx<'_>, id: PaymentId, next: Stage) -> Result<(SandboxPayment, bool)> {
    let found = find(tx, id)?;
    if !found.stage()?.can_become(next) {
        return Ok((found, false));
    }
    let as_found = sandbox_payments::table
        .find(id)
        .filter(sandbox_payments::stage.eq(&found.stage));
    let moved = diesel::update(as_found)
        .set(sandbox_payments::stage.eq(next.name()))
        .execute(tx.conn)?;
    Ok((find(tx, id)?, moved == 1))
}
