//! Whether a driving licence is in force for the sectors of a card (R3314-13, -28).
//!
//! A sector that the driver trained in needs a category in force, or there is no card. A sector that came along (by one
//! term for both sectors, or from the card that is replaced) is left off the card without one, and the right to it stays.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::fault::{Fault, FaultCode, faults};
use crate::case::Warning;
use crate::sector::{LicenceCategory, Sector};

/// A category of a driving licence, and its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CategoryExpiry {
    /// The licence category, as printed on the licence.
    pub category: LicenceCategory,
    /// The last day on which the category is valid.
    pub expires_on: NaiveDate,
}

/// What is known of a licence's validity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LicenceDates<'a> {
    /// The categories held.
    pub categories: &'a [LicenceCategory],
    /// The last day of the licence, where it is known.
    pub expires_on: Option<NaiveDate>,
    /// The last days of its categories, where they are known.
    pub category_expiries: &'a [CategoryExpiry],
}

/// What a card made today carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The sectors, in their order.
    pub sectors: Vec<Sector>,
    /// Those that came along and have no category in force. The rights to them stay.
    pub left_off: Vec<Sector>,
    /// What the agent should know.
    pub warning: Option<Warning>,
}

/// Why no card can be made on a licence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotInForce {
    /// The licence ended on this day.
    #[error("the licence expired on {0}")]
    Licence(NaiveDate),
    /// The licence has categories for these sectors, and they have all ended.
    #[error("the categories of the sector have expired")]
    Categories(Vec<Sector>),
    /// The licence has no category for these sectors.
    #[error("the licence has no category for the sector")]
    NoCategory(Vec<Sector>),
}

impl LicenceDates<'_> {
    /// Whether the licence allows work in a sector on a legal date; last days count, and an unknown one is taken to be
    /// still to come.
    pub fn in_force(&self, sector: Sector, day: NaiveDate) -> bool {
        self.expires_on.is_none_or(|last| day <= last)
            && self
                .categories
                .iter()
                .any(|category| sector.fits(&[*category]) && self.category_in_force(*category, day))
    }

    fn category_in_force(&self, category: LicenceCategory, day: NaiveDate) -> bool {
        self.category_expiries
            .iter()
            .filter(|known| known.category == category)
            .all(|known| day <= known.expires_on)
    }
}

/// The sectors that a card made `today` carries. `own` are those that the driver trained in, `along` those that come along.
pub fn carried(
    licence: &LicenceDates<'_>,
    own: &[Sector],
    along: &[Sector],
    today: NaiveDate,
) -> Result<Carried, NotInForce> {
    if let Some(over) = licence.expires_on.filter(|last| *last < today) {
        return Err(NotInForce::Licence(over));
    }
    let (sectors, lacking): (Vec<_>, Vec<_>) = each_once(own, along)
        .into_iter()
        .partition(|sector| licence.in_force(*sector, today));
    let needed: Vec<_> = lacking
        .iter()
        .copied()
        .filter(|sector| own.contains(sector) || sectors.is_empty())
        .collect();
    if !needed.is_empty() {
        return Err(refusal(licence, &needed));
    }
    Ok(Carried {
        sectors,
        left_off: lacking,
        warning: licence.expires_on.is_none().then_some(Warning::LicenceEndUnknown),
    })
}

fn each_once(own: &[Sector], along: &[Sector]) -> Vec<Sector> {
    let mut sectors = [own, along].concat();
    sectors.sort_unstable();
    sectors.dedup();
    sectors
}

/// A category that was never there is another matter than one that ended: it is told first.
fn refusal(licence: &LicenceDates<'_>, needed: &[Sector]) -> NotInForce {
    let (had, never): (Vec<_>, Vec<_>) = needed.iter().partition(|sector| sector.fits(licence.categories));
    if never.is_empty() {
        NotInForce::Categories(had)
    } else {
        NotInForce::NoCategory(never)
    }
}

/// Faults of the last days given for a licence's categories, each under its index: a category twice, or one that is not
/// held, or that ended before the licence was issued.
pub fn check(
    categories: &[LicenceCategory],
    expiries: &[CategoryExpiry],
    licence_issued_on: Option<NaiveDate>,
) -> Vec<Fault> {
    let mut found = Vec::new();
    for (index, one) in expiries.iter().enumerate() {
        let is_repeated = expiries[..index].iter().any(|earlier| earlier.category == one.category);
        let category = if is_repeated {
            Some(FaultCode::Repeated)
        } else {
            (!categories.contains(&one.category)).then_some(FaultCode::NotHeld)
        };
        let is_backwards = licence_issued_on.is_some_and(|issued_on| one.expires_on <= issued_on);
        let expires_on = is_backwards.then_some(FaultCode::BeforeIssue);
        let of_one = faults([("category", category), ("expires_on", expires_on)]);
        found.extend(of_one.into_iter().map(|fault| fault.within(&index.to_string())));
    }
    found
}

#[cfg(test)]
mod tests;
