//! What closing an account costs its driver: told before it is done.

use domain::case;
use domain::ids::AccountId;
use domain::words::Word as _;

use crate::attestations::{self, AttestationRecord};
use crate::cards::{self, CardRecord};
use crate::cases::CaseRecord;
use crate::certificates::{self, CertificateRecord};
use crate::dialect::prelude::*;
use crate::entitlements::{self, EntitlementRecord};
use crate::error::Result;
use crate::payments;
use crate::schema::cases;
use crate::store::Db;

/// Recaps that are looked through: more than any driver has.
const MOST: i64 = 1_000;

/// What a driver loses sight of with the account.
#[derive(Debug, Clone)]
pub struct Losses {
    /// Trainings whose recaps can be read.
    pub trainings: Vec<AttestationRecord>,
    /// Certificates that are valid today.
    pub certificates: Vec<CertificateRecord>,
    /// Rights to a card that are not used.
    pub rights: Vec<EntitlementRecord>,
    /// Cards that are in use, on their way, or to be sent again.
    pub cards: Vec<CardRecord>,
    /// Cases that are not over: they stand in the way.
    pub cases: Vec<CaseRecord>,
    /// Whether money is on its way in either direction, which stands in the way too.
    pub money_under_way: bool,
}

impl Losses {
    /// Whether the account can be closed.
    pub fn nothing_stands_in_the_way(&self) -> bool {
        self.cases.is_empty() && !self.money_under_way
    }
}

/// What closing an account would cost its driver today.
pub fn losses(db: &mut Db<'_>, id: AccountId) -> Result<Losses> {
    let today = db.today();
    let trainings = attestations::recaps(db, id, None, None, MOST)?;
    let certificates = certificates::all_of_account(db, id)?;
    let own = cards::of_driver(db, id)?;
    let keeps = |card: &CardRecord| card.stage.keeps_right(card.is_replaced(&own));
    let kept = own.iter().filter(|card| keeps(card)).cloned().collect();
    let valid = |one: &CertificateRecord| one.revoked_at.is_none() && one.valid_until >= today;
    Ok(Losses {
        trainings,
        certificates: certificates.into_iter().filter(valid).collect(),
        rights: entitlements::in_hand(db, id)?,
        cards: kept,
        cases: open_cases(db, id)?,
        money_under_way: payments::is_unsettled(db, id)?,
    })
}

fn open_cases(db: &mut Db<'_>, id: AccountId) -> Result<Vec<CaseRecord>> {
    let over: Vec<_> = case::Stage::ALL
        .iter()
        .copied()
        .filter(|stage| stage.is_final())
        .collect();
    Ok(cases::table
        .filter(cases::account_id.eq(id))
        .filter(cases::stage.ne_all(over))
        .order(cases::id)
        .select(CaseRecord::columns())
        .load(db.conn)?)
}
