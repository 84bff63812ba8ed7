//! A driver's terms: counted over all that they followed and all that is known of them, whenever any of it changes, and
//! carried over to what rests on them: rights, certificates, hours, overlaps, cards to look at.

use std::collections::{BTreeMap, BTreeSet};

use domain::account;
use domain::attestation::Stage;
use domain::ids::{AccountId, AttestationId};
use domain::rules::known_qualification::KnownQualification;
use domain::rules::plausibility::{self, Attended};
use domain::rules::terms::{self, Followed, Terms};

use crate::attestations::AttestationRecord;
use crate::dialect::prelude::*;
use crate::each;
use crate::entitlements::{self, EntitlementRecord};
use crate::error::Result;
use crate::schema::attestations;
use crate::store::{Db, Tx};
use crate::{accounts, cards, certificates, known_qualifications};

mod reprints;

pub use reprints::{ReprintRecord, list as reprints};

/// Why a certificate is revoked where nobody said.
const GIVES_NOTHING: &str = "The training gives nothing at present: another one claims the same day.";

/// All that a driver's terms are counted from.
#[derive(Debug, Clone)]
struct Basis {
    attested: Vec<AttestationRecord>,
    entitlements: Vec<EntitlementRecord>,
    awaiting: Vec<AttestationId>,
    followed: Vec<Followed>,
    known: Vec<KnownQualification>,
}

impl Basis {
    fn load(db: &mut Db<'_>, account_id: AccountId) -> Result<Self> {
        let attested = attested(db, account_id)?;
        let entitlements = entitlements::of_account(db, account_id)?;
        let printed = printed(db, account_id, &attested, &entitlements)?;
        let attended: Vec<_> = attested
            .iter()
            .filter(|row| row.stage == Stage::Matched)
            .map(attended)
            .collect();
        let (awaiting, counting) = (
            plausibility::awaiting_agent(&attended),
            plausibility::counting(&attended),
        );
        let followed = attested
            .iter()
            .filter_map(|row| followed(row, &counting, &printed))
            .collect();
        let known = known_qualifications::of_account(db, account_id)?;
        Ok(Self {
            attested,
            entitlements,
            awaiting,
            followed,
            known: known
                .iter()
                .map(known_qualifications::KnownQualificationRecord::known)
                .collect(),
        })
    }

    fn terms(&self) -> Terms {
        Terms::of(&self.followed, &self.known)
    }

    fn attestation(&self, id: AttestationId) -> Option<&AttestationRecord> {
        self.attested.iter().find(|row| row.id == id)
    }

    fn counts(&self, id: AttestationId) -> bool {
        self.followed.iter().any(|one| one.attestation == id && one.counts)
    }
}

/// What was matched with a driver, and what was matched before it was withdrawn: a card may have been made of it.
fn attested(db: &mut Db<'_>, account_id: AccountId) -> Result<Vec<AttestationRecord>> {
    Ok(attestations::table
        .filter(attestations::account_id.eq(Some(account_id)))
        .filter(attestations::stage.eq_any([Stage::Matched, Stage::Withdrawn]))
        .order(attestations::id)
        .select(AttestationRecord::columns())
        .load(db.conn)?)
}

/// What stands on cards. A card that was revoked since its attestation was withdrawn gives nothing any more.
fn printed(
    db: &mut Db<'_>,
    account_id: AccountId,
    attested: &[AttestationRecord],
    entitlements: &[EntitlementRecord],
) -> Result<Vec<EntitlementRecord>> {
    let mut found = entitlements::printed(db, entitlements)?;
    let is_withdrawn = |id| attested.iter().any(|row| row.id == id && row.stage == Stage::Withdrawn);
    if found.iter().any(|one| is_withdrawn(one.attestation_id)) {
        let revoked = cards::revoked_for_good(db, account_id)?;
        let is_gone = |one: &EntitlementRecord| one.case_id.is_some_and(|id| revoked.contains(&id));
        found.retain(|one| !(is_withdrawn(one.attestation_id) && is_gone(one)));
    }
    Ok(found)
}

fn attended(row: &AttestationRecord) -> Attended {
    Attended {
        attestation: row.id,
        training_type: row.training_type,
        started_on: row.started_on,
        ended_on: row.ended_on,
        decision: row.overlap_decision,
    }
}

/// What was withdrawn is passed on where something is printed of it, or of the FCO that its hours completed.
fn followed(row: &AttestationRecord, counting: &[AttestationId], printed: &[EntitlementRecord]) -> Option<Followed> {
    let counts = counting.binary_search(&row.id).is_ok();
    let of = |id| printed.iter().filter(move |one| one.attestation_id == id);
    let is_of_use = counts || of(row.id).next().is_some() || row.counted_in.is_some_and(|id| of(id).next().is_some());
    let is_gone = row.stage == Stage::Withdrawn;
    (is_of_use || !is_gone).then(|| Followed {
        attestation: row.id,
        training_type: row.training_type,
        sector: row.sector,
        started_on: row.started_on,
        ended_on: row.ended_on,
        hours: u32::try_from(row.hours).unwrap_or(0),
        counts: counts && !is_gone,
        printed: of(row.id).map(EntitlementRecord::term).collect(),
        counted_in: row.counted_in,
    })
}

/// A driver's terms as they are now.
pub fn of_account(db: &mut Db<'_>, account_id: AccountId) -> Result<Terms> {
    Ok(Basis::load(db, account_id)?.terms())
}

/// Counts a driver's terms again, since something that they are counted from changed, and lets whatever rests on them
/// follow. `reason` says why something is taken back. The account is locked.
pub fn recount(tx: &mut Tx<'_>, account_id: AccountId, reason: Option<&str>) -> Result<()> {
    let basis = Basis::load(tx, account_id)?;
    let terms = basis.terms();
    note_overlaps(tx, &basis)?;
    note_completions(tx, &basis, &terms)?;
    let earned = entitlements::reconcile(tx, account_id, &basis.entitlements, &terms)?;
    settle_certificates(tx, account_id, &basis, &terms, &earned, reason)?;
    reprints::note(tx, account_id, &terms::reprints(&basis.followed, &basis.known))
}

/// Locks an account, and counts its terms again: for what came to be before the rules were what they are.
pub fn recount_account(tx: &mut Tx<'_>, account_id: AccountId) -> Result<()> {
    let account = accounts::lock(tx, account_id)?;
    match account.stage {
        account::Stage::Active | account::Stage::Suspended => recount(tx, account_id, None),
        // Nobody is told of anything any more.
        _ => Ok(()),
    }
}

/// The drivers with whom something was matched, in the order of their ids, after `cursor`.
pub fn drivers(db: &mut Db<'_>, cursor: Option<AccountId>, limit: i64) -> Result<Vec<AccountId>> {
    let found: Vec<Option<AccountId>> = each!(db.conn, c => {
        let mut query = attestations::table
            .filter(attestations::account_id.is_not_null())
            .select(attestations::account_id)
            .distinct()
            .order(attestations::account_id)
            .limit(limit)
            .into_boxed();
        if let Some(cursor) = cursor {
            query = query.filter(attestations::account_id.gt(Some(cursor)));
        }
        query.load(c)
    })?;
    Ok(found.into_iter().flatten().collect())
}

fn note_overlaps(tx: &mut Tx<'_>, basis: &Basis) -> Result<()> {
    for row in &basis.attested {
        let awaits = basis.awaiting.binary_search(&row.id).is_ok();
        if row.awaits_agent != awaits {
            diesel::update(attestations::table.find(row.id))
                .set(attestations::awaits_agent.eq(awaits))
                .execute(tx.conn)?;
        }
    }
    Ok(())
}

/// Which FCO each sequence went into.
fn note_completions(tx: &mut Tx<'_>, basis: &Basis, terms: &Terms) -> Result<()> {
    let mut counted = BTreeMap::new();
    for completion in &terms.completions {
        counted.extend(completion.counted.iter().map(|id| (*id, completion.by)));
    }
    for row in &basis.attested {
        let completion = counted.get(&row.id).copied();
        if row.counted_in != completion {
            diesel::update(attestations::table.find(row.id))
                .set(attestations::counted_in.eq(completion))
                .execute(tx.conn)?;
        }
    }
    Ok(())
}

/// One certificate for each training that counts, naming every sector that it gives or renews. One that was revoked is
/// issued anew where its training counts again; a training that gives nothing new gets none else: its certificate was over,
/// and was erased.
fn settle_certificates(
    tx: &mut Tx<'_>,
    account_id: AccountId,
    basis: &Basis,
    terms: &Terms,
    earned: &BTreeSet<AttestationId>,
    reason: Option<&str>,
) -> Result<()> {
    let issued = certificates::unrevoked(tx, account_id)?;
    let gain_of = |id| terms.gained_by(id).filter(|_| basis.counts(id));
    for certificate in &issued {
        match gain_of(certificate.attestation_id) {
            None => certificates::revoke(tx, certificate, reason.unwrap_or(GIVES_NOTHING))?,
            Some(gain) => certificates::name_sectors(tx, certificate, &gain.named_sectors())?,
        }
    }
    let missing: Vec<_> = terms
        .gains
        .iter()
        .filter(|gain| basis.counts(gain.attestation))
        .filter(|gain| issued.iter().all(|one| one.attestation_id != gain.attestation))
        .collect();
    let revoked = certificates::revoked_of(tx, account_id, missing.iter().map(|gain| gain.attestation))?;
    for gain in missing {
        if !earned.contains(&gain.attestation) && !revoked.contains(&gain.attestation) {
            continue;
        }
        if let Some(attestation) = basis.attestation(gain.attestation) {
            certificates::issue(tx, attestation, gain, account_id)?;
        }
    }
    Ok(())
}
