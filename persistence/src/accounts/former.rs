//! Whoever closed an account and comes back: the file they left behind is theirs again.
//!
//! Nothing of a person is kept for that when an account is closed. The same person is who has the same licence, birth date
//! and surname as the attestations, or a card, of an account that is closed; and an agent has seen both files. Name and
//! birth date alone join nobody.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use domain::account::Stage;
use domain::attestation;
use domain::ids::{AccountId, AttestationId};
use domain::lifecycle::Subject;
use domain::paper::PaperKind;
use domain::people::{BirthDate, BirthDatePrecision, Holder};
use domain::rules::folding::fold;
use serde_json::json;

use super::{AccountRecord, find, known, profile};
use crate::cards::{self, CardRecord};
use crate::entitlements::{self, EntitlementRecord};
use crate::error::Result;
use crate::schema::{
    accounts, aliases, attestations, cards as cards_table, cases, certificates, documents,
    entitlements as entitlements_table, invoices, known_qualifications, papers as papers_table, payments,
    production_orders, term_reprints,
};
use crate::store::{Db, Tx};
use crate::{audit, papers};

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
        let on_card = |card: &CardRecord| Who::of(&card.holder.0) == Who::of(holder);
        if !trainings.iter().any(|(_, is_theirs)| *is_theirs) && !own.iter().any(on_card) {
            continue;
        }
        found.push(FormerFile {
            account_id,
            closed_at: *find(db, account_id)?.updated_at,
            trainings: trainings.into_iter().map(|(id, _)| id).collect(),
            rights: entitlements::in_hand(db, account_id)?,
            cards: own,
        });
    }
    Ok(found)
}

/// By what a person is the same.
#[derive(PartialEq, Eq)]
struct Who {
    country: String,
    number: String,
    birth_date: BirthDate,
    surname: String,
}

impl Who {
    fn of(holder: &Holder) -> Self {
        Self {
            country: holder.licence.country.clone(),
            number: holder.licence.number.clone(),
            birth_date: holder.identity.birth_date,
            surname: fold(&holder.identity.surname),
        }
    }
}

type Row = (
    Option<AccountId>,
    AttestationId,
    String,
    String,
    NaiveDate,
    BirthDatePrecision,
    String,
);

type Candidates = BTreeMap<AccountId, Vec<(AttestationId, bool)>>;

/// Closed accounts with the same licence, or the same name and birth date, on any of their attestations; their
/// attestations, each with whether all of it is the same.
fn candidates(db: &mut Db<'_>, holder: &Holder) -> Result<Candidates> {
    let who = Who::of(holder);
    let closed = accounts::table
        .filter(accounts::stage.eq(Stage::Closed))
        .select(accounts::id.nullable());
    let same_licence = attestations::licence_country
        .eq(&who.country)
        .and(attestations::licence_number.eq(&who.number));
    let same_person = attestations::birth_date
        .eq(who.birth_date.earliest())
        .and(attestations::surname_folded.eq(&who.surname));
    let near: Vec<Option<AccountId>> = attestations::table
        .filter(attestations::account_id.eq_any(closed))
        .filter(attestations::stage.eq(attestation::Stage::Matched))
        .filter(same_licence.or(same_person))
        .select(attestations::account_id)
        .distinct()
        .load(db.conn)?;
    let all: Vec<Row> = attestations::table
        .filter(attestations::account_id.eq_any(near))
        .filter(attestations::stage.eq(attestation::Stage::Matched))
        .order(attestations::id)
        .select((
            attestations::account_id,
            attestations::id,
            attestations::licence_country,
            attestations::licence_number,
            attestations::birth_date,
            attestations::birth_date_precision,
            attestations::surname_folded,
        ))
        .load(db.conn)?;
    let mut by_account = Candidates::new();
    for (account_id, id, country, number, earliest, precision, surname) in all {
        let Some(account_id) = account_id else { continue };
        let on_it = Who {
            country,
            number,
            birth_date: BirthDate::from_parts(earliest, precision),
            surname,
        };
        by_account.entry(account_id).or_default().push((id, on_it == who));
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
    known::hand_over_numbers(tx, from, to)
}
