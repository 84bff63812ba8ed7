//! The list of cards that say something else than the rules do, for a supervisor.

use chrono::NaiveDate;
use domain::ids::{AccountId, AttestationId};
use domain::rules::terms::Reprint;
use domain::sector::Sector;

use crate::dialect::prelude::*;
use crate::each;
use crate::error::Result;
use crate::schema::term_reprints;
use crate::store::{Db, Tx};

/// A sector in which a driver's card and the rules differ.
#[derive(Debug, Clone, Copy, Queryable, Selectable, Insertable)]
#[diesel(table_name = term_reprints)]
#[diesel(treat_none_as_default_value = false)]
pub struct ReprintRecord {
    /// The attestation that the card was made of.
    pub attestation_id: AttestationId,
    /// The sector.
    pub sector: Sector,
    /// The driver.
    pub account_id: AccountId,
    /// The last day that was printed; none where the card left the sector out.
    pub printed: Option<NaiveDate>,
    /// The last day by the rules; none where they give nothing.
    pub due: Option<NaiveDate>,
}

/// Keeps where a driver's cards and the rules differ, in place of what was kept before.
pub(super) fn note(tx: &mut Tx<'_>, account_id: AccountId, found: &[Reprint]) -> Result<()> {
    diesel::delete(term_reprints::table.filter(term_reprints::account_id.eq(account_id))).execute(tx.conn)?;
    for reprint in found {
        let row = ReprintRecord {
            attestation_id: reprint.attestation,
            sector: reprint.sector,
            account_id,
            printed: reprint.printed,
            due: reprint.due,
        };
        diesel::insert_into(term_reprints::table)
            .values(&row)
            .execute(tx.conn)?;
    }
    Ok(())
}

/// Where cards and the rules differ, in the order of the attestations' ids and sectors, after `cursor`.
pub fn list(db: &mut Db<'_>, cursor: Option<(AttestationId, Sector)>, limit: i64) -> Result<Vec<ReprintRecord>> {
    Ok(each!(db.conn, c => {
        let mut query = term_reprints::table
            .order((term_reprints::attestation_id, term_reprints::sector))
            .limit(limit)
            .into_boxed();
        if let Some((attestation, sector)) = cursor {
            let later = term_reprints::attestation_id
                .gt(attestation)
                .or(term_reprints::sector.gt(sector));
            query = query
                .filter(term_reprints::attestation_id.ge(attestation))
                .filter(later);
        }
        query.select(ReprintRecord::columns()).load(c)
    })?)
}
