//! What the rows of the cases' tables may require, and how each is judged.

use super::{Facts, missing};
use crate::lifecycle::{self, Reason};

/// What a case's rows may require.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// No other case before `shipped` stands in the way.
    NoneInTheWay,
    /// At least one sector gives the right to a card.
    EntitlementAvailable,
    /// Every step is complete and every document present.
    StepsComplete,
    /// The entitlement is still held.
    EntitlementHeld,
    /// The licence has a category for each sector (R3314-4).
    LicenceFits,
    /// The agent who acts is the one who took the case.
    Assignee,
    /// At least one item is named.
    ItemsNamed,
    /// Every item is addressed.
    ItemsAddressed,
    /// The decision is explained.
    ReasonGiven,
    /// The parcel has a tracking number.
    TrackingNumber,
    /// The card is in use or ended, or the time for that is over.
    CardArrivedOrEnded,
}

/// Judges one guard.
pub fn judge(guard: Guard, facts: &Facts<'_>) -> Result<(), Reason> {
    let given = &facts.given;
    let require = |holds: bool, reason: Reason| if holds { Ok(()) } else { Err(reason) };
    match guard {
        Guard::NoneInTheWay => facts.in_the_way.map_or(Ok(()), |case| Err(Reason::InTheWay(case))),
        Guard::EntitlementAvailable => require(
            facts.eligibility.iter().any(|sector| sector.available),
            Reason::NoEntitlement(facts.eligibility.to_vec()),
        ),
        Guard::StepsComplete => {
            let missing = missing(facts.file()?);
            require(missing.is_empty(), Reason::Incomplete(missing))
        }
        Guard::EntitlementHeld => require(!facts.file()?.entitlements.is_empty(), Reason::EntitlementLost),
        Guard::LicenceFits => licence_fits(facts),
        Guard::Assignee => {
            let assignee = facts.file()?.assignee;
            require(assignee.is_some() && assignee == given.agent, Reason::NotAssignee)
        }
        Guard::ItemsNamed => require(given.items > 0, Reason::NoItems),
        Guard::ItemsAddressed => {
            let left: Vec<_> = facts
                .file()?
                .items
                .iter()
                .filter(|item| !item.addressed())
                .map(|item| item.id)
                .collect();
            lifecycle::items_addressed(Some(&left))
        }
        Guard::ReasonGiven => lifecycle::reason_given(given.reason),
        Guard::TrackingNumber => require(
            given.tracking_number.is_some_and(|number| !number.trim().is_empty()),
            Reason::NoTrackingNumber,
        ),
        Guard::CardArrivedOrEnded => {
            let arrived = facts
                .file()?
                .produced_card
                .is_some_and(crate::card::Stage::completes_its_case);
            require(arrived || given.time_is_over, Reason::NotOver)
        }
    }
}

fn licence_fits(facts: &Facts<'_>) -> Result<(), Reason> {
    let file = facts.file()?;
    let held = file
        .holder
        .as_ref()
        .map(|holder| holder.licence.categories.as_slice())
        .unwrap_or_default();
    let unfit: Vec<_> = file.sectors().into_iter().filter(|sector| !sector.fits(held)).collect();
    if unfit.is_empty() {
        Ok(())
    } else {
        Err(Reason::LicenceCategory(unfit))
    }
}
