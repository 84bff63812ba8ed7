//! Whoever closed an account and comes back: the file they left behind is theirs again.
//!
//! Nothing of a person is kept for that when an account is closed. The same person is who has a licence number, the birth date
//! and a name in common with the attestations, or a card, of an account that is closed; and an agent has seen both files.
//! Name and birth date alone join nobody.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::account::Stage;
use domain::attestation;
use domain::ids::{AccountId, AttestationId};
use domain::lifecycle::Subject;
use domain::paper::PaperKind;
use domain::people::{BirthDate, Holder, Identity};
use domain::rules::folding::fold;
use domain::rules::licence_number::FRANCE;
use serde_json::json;

use super::{AccountRecord, Numbers, find, numbers, profile};
use crate::attestations::AttestationRecord;
use crate::cards::{self, CardRecord};
use crate::dialect::prelude::*;
use crate::entitlements::{self, EntitlementRecord};
use crate::error::Result;
use crate::schema::{
    accounts, aliases, attestations, cards as cards_table, cases, certificates, documents,
    entitlements as entitlements_table, invoices, known_qualifications, papers as papers_table, payments,
    production_orders, term_reprints,
};
use crate::store::{Db, Tx};
use crate::{audit, literal, papers};

/// What somebody left behind.
#[derive(Debug, Clone)]
pub struct FormerFile {
    /// The account that was closed.
    pub account_id: AccountId,
    /// When.
    pub closed_at: DateTime<Utc>,
    /// The trainings that were matched with it.
    pub trainings: Vec<AttestationId>,
    /// Rights to a card that were not used.
    pub rights: Vec<EntitlementRecord>,
    /// Cards, whatever became of them.
    pub cards: Vec<CardRecord>,
}

/// The files that somebody left behind, oldest first.
pub fn files_of(db: &mut Db<'_>, holder: &Holder) -> Result<Vec<FormerFile>> {
    let mut found = Vec::new();
    for (account_id, trainings) in candidates(db, holder)? {
        let own = cards::of_driver(db, account_id)?;
        let is_theirs = trainings
            .iter()
            .any(|training| is_same(holder, &Seen::on_attestation(training)))
            || own.iter().any(|card| is_same(holder, &Seen::on_card(card)));
        if !is_theirs {
            continue;
        }
        found.push(FormerFile {
            account_id,
            closed_at: *find(db, account_id)?.updated_at,
            trainings: trainings.iter().map(|training| training.id).collect(),
            rights: entitlements::in_hand(db, account_id)?,
            cards: own,
        });
    }
    Ok(found)
}

/// Somebody, as an attestation or a card shows them.
struct Seen<'a> {
    numbers: Numbers<'a>,
    born: BirthDate,
    names: Vec<String>,
}

impl<'a> Seen<'a> {
    fn on_attestation(record: &'a AttestationRecord) -> Self {
        let used = record.usage_name.as_deref().map(fold);
        Self {
            numbers: Numbers::of_attested(record),
            born: record.born(),
            names: std::iter::once(record.surname_folded.clone()).chain(used).collect(),
        }
    }

    fn on_card(card: &'a CardRecord) -> Self {
        Self::of(&card.holder.0)
    }

    fn of(holder: &'a Holder) -> Self {
        Self {
            numbers: Numbers::of(&holder.licence),
            born: holder.identity.birth_date,
            names: names_of(&holder.identity),
        }
    }
}

fn names_of(identity: &Identity) -> Vec<String> {
    std::iter::once(identity.surname.as_str())
        .chain(identity.usage_name.as_deref())
        .map(fold)
        .collect()
}

/// Whether it is the same person: a number in common (and not two NEPHs), a birth date that agrees as far as both are
/// known, and a name in common, of birth or in use.
fn is_same(holder: &Holder, seen: &Seen<'_>) -> bool {
    let own = Seen::of(holder);
    let other_neph = own
        .numbers
        .neph
        .zip(seen.numbers.neph)
        .is_some_and(|(one, other)| one != other);
    !other_neph
        && !own.numbers.each().is_disjoint(&seen.numbers.each())
        && own.born.agrees_with(seen.born)
        && own.names.iter().any(|name| seen.names.contains(name))
}

/// The closed accounts of matched attestations for which something holds.
macro_rules! closed {
    ($db:expr, $holds:expr) => {{
        let closed = accounts::table
            .filter(accounts::id.nullable().eq(attestations::account_id))
            .filter(accounts::stage.eq(Stage::Closed));
        attestations::table
            .filter(diesel::dsl::exists(closed))
            .filter(literal::is_besides("attestations.stage", attestation::Stage::Matched))
            .filter($holds)
            .select(attestations::account_id)
            .distinct()
            .load::<Option<AccountId>>($db.conn)?
    }};
}

type Candidates = BTreeMap<AccountId, Vec<AttestationRecord>>;

/// Closed accounts of which any attestation has one of the numbers, or the same name and birth date; with all of their
/// attestations.
fn candidates(db: &mut Db<'_>, holder: &Holder) -> Result<Candidates> {
    let mut near = Vec::new();
    for (country, number) in Numbers::of(&holder.licence).each() {
        let same_title = attestations::licence_country
            .eq(country)
            .and(attestations::licence_number.eq(number));
        near.extend(closed!(db, same_title));
        if country == FRANCE {
            near.extend(closed!(db, attestations::neph.eq(Some(number))));
        }
    }
    let born = holder.identity.birth_date;
    let same_person = attestations::birth_date
        .between(born.earliest(), born.latest())
        .and(attestations::surname_folded.eq_any(names_of(&holder.identity)));
    near.extend(closed!(db, same_person));
    let all: Vec<AttestationRecord> = attestations::table
        .filter(attestations::account_id.eq_any(near))
        .filter(attestations::stage.eq(attestation::Stage::Matched))
        .order(attestations::id)
        .select(AttestationRecord::columns())
        .load(db.conn)?;
    let mut by_account = Candidates::new();
    for record in all {
        if let Some(account_id) = record.account_id {
            by_account.entry(account_id).or_default().push(record);
        }
    }
    Ok(by_account)
}

/// Whoever has just chosen their first password finds what they left behind: trainings, rights, certificates and cards,
/// with the cases and invoices that belong to them. Their recaps are printed anew.
pub(super) fn rejoin(tx: &mut Tx<'_>, record: &AccountRecord) -> Result<()> {
    let id = record.id;
    let (_, known) = profile(tx, id)?;
    for file in files_of(tx, &known.holder)? {
        hand_over(tx, file.account_id, id)?;
        for training in &file.trainings {
            papers::order(tx, PaperKind::Recap, *training, id)?;
        }
        let details = json!({
            "former_account": file.account_id, "trainings": file.trainings.len(), "cards": file.cards.len(),
        });
        audit::record(tx, "rejoin", Subject::Account, Some(id.into()), Some(details))?;
    }
    Ok(())
}

fn hand_over(tx: &mut Tx<'_>, from: AccountId, to: AccountId) -> Result<()> {
    macro_rules! move_rows {
        ($($table:ident),+) => { $(
            diesel::update($table::table.filter($table::account_id.eq(from)))
                .set($table::account_id.eq(to))
                .execute(tx.conn)?;
        )+ };
    }
    diesel::update(attestations::table.filter(attestations::account_id.eq(Some(from))))
        .set(attestations::account_id.eq(Some(to)))
        .execute(tx.conn)?;
    move_rows!(
        entitlements_table,
        certificates,
        cards_table,
        cases,
        documents,
        production_orders,
        payments,
        invoices,
        papers_table,
        aliases,
        known_qualifications,
        term_reprints
    );
    numbers::hand_over(tx, from, to)
}
