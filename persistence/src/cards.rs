//! Cards: ordered by a case, posted, activated, ended.

use chrono::{Datelike, NaiveDate};
use domain::card::{Action, Card, Effect, Facts, RevocationReason, Stage};
use domain::case::File;
use domain::ids::{AccountId, CardId, CaseId, DocumentId};
use domain::lifecycle::Table;
use domain::people::{Address, Holder};
use domain::production_order::OrderType;
use domain::rules::expiry::{self, SectorExpiry};
use domain::rules::reference;
use domain::sector::Sector;
use domain::words::Word as _;

use crate::cases::{self, CaseRecord};
use crate::dialect::prelude::*;
use crate::dialect::{At, Stored};
use crate::error::{Error, Result};
use crate::production_orders::{self, NewOrder};
use crate::schema::{cards, cases as cases_table};
use crate::store::{Db, Tx};
use crate::transitions::{self, Stateful, stored_in};
use crate::{draw, entitlements, terms};

mod ends;
mod lookups;
mod moves;
pub(crate) mod subject;

use ends::{set_timers, stop_timers};
use moves::supersede_older;

pub use ends::{Revocation, announce_end, expire, remind_to_activate, revoke};
pub(crate) use lookups::took_over;
pub use lookups::{
    OpenCase, by_code, by_number, by_tracking_number, find, has_successor, list, lock, of_account, of_driver,
    open_cases, search, these,
};
pub use moves::{activate, ship};

pub(crate) use moves::lock_all;

/// A card, as it is kept: what is printed on it, and where it is.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = cards)]
#[diesel(treat_none_as_default_value = false)]
pub struct CardRecord {
    /// Its id.
    pub id: CardId,
    /// Raised by each transition.
    pub version: i32,
    /// Where it is.
    pub stage: Stage,
    /// The stage it was suspended in.
    pub stage_before: Option<Stage>,
    /// Whose it is.
    pub account_id: AccountId,
    /// Its number (field 5b).
    pub number: String,
    /// The code by which it is checked.
    pub code: String,
    /// The person on it (fields 1, 2, 3, 5a).
    pub holder: Stored<Holder>,
    /// Its sectors, each with its last day (field 10).
    pub sectors: Stored<Vec<SectorExpiry>>,
    /// Who issued it (field 4c).
    pub issuer: String,
    /// When it was issued (field 4a).
    pub issued_on: NaiveDate,
    /// Its last day (field 4b): that of the sector that lasts longest.
    pub expires_on: NaiveDate,
    /// Where it was sent.
    pub delivery_address: Stored<Address>,
    /// The photo on it.
    pub photo_id: Option<DocumentId>,
    /// The signature on it.
    pub signature_id: Option<DocumentId>,
    /// The parcel.
    pub tracking_number: Option<String>,
    /// Why it was revoked.
    pub revocation_reason: Option<RevocationReason>,
    /// The agent's words about it.
    pub revocation_note: Option<String>,
    /// When it was activated.
    pub activated_at: Option<At>,
    /// When it was ordered.
    pub created_at: At,
    /// When it last changed.
    pub updated_at: At,
    /// The first card of its line of replacements; none where that is the card itself.
    pub lineage_id: Option<CardId>,
}

impl CardRecord {
    /// The first card of its line of replacements.
    pub fn lineage(&self) -> CardId {
        self.lineage_id.unwrap_or(self.id)
    }

    /// Whether it is newer than another of the same driver's. A card made instead of an older one is no newer than that
    /// one was, whenever it is ordered: it carries no right that was earned since.
    pub fn is_newer_than(&self, other: &Self) -> bool {
        (self.lineage(), self.id) > (other.lineage(), other.id)
    }

    /// Whether nothing is to be made instead of it any more: it was revoked, whatever happened to it since, or one of its
    /// driver's cards is newer, whatever became of that.
    pub fn is_replaced(&self, own: &[Self]) -> bool {
        self.revocation_reason.is_some() || own.iter().any(|other| other.is_newer_than(self))
    }

    /// Its sectors, without their last days.
    pub fn sector_names(&self) -> Vec<Sector> {
        self.sectors.0.iter().map(|one| one.sector).collect()
    }
}

impl Stateful for Card {
    type Record = CardRecord;
    type Input<'a> = Option<&'a str>;

    fn table(_: &CardRecord) -> Table<Self> {
        domain::card::TABLE
    }

    fn where_from(record: &CardRecord) -> Option<Stage> {
        record.stage_before
    }

    fn reason<'a>(input: &'a Option<&str>) -> Option<&'a str> {
        *input
    }

    stored_in!(cards as CardRecord, |_tx, record, to| cards::stage_before
        .eq((to == Stage::Suspended).then_some(record.stage)));

    fn driver(record: &CardRecord) -> Option<AccountId> {
        Some(record.account_id)
    }

    fn carry_out(tx: &mut Tx<'_>, record: &CardRecord, effect: Effect, _: &Option<&str>) -> Result<()> {
        match effect {
            Effect::SupersedeOlder => supersede_older(tx, record),
            Effect::FinishCase => {
                let stage = find(tx, record.id)?.stage;
                cases::card_arrived_or_ended(tx, record.id, stage)
            }
        }
    }
}

/// Numbers a card for an approved case and orders it from production: every sector in which its driver's term is not over
/// and the licence is in force, each with its last day. Whatever gave these terms is used up with it.
pub fn order(tx: &mut Tx<'_>, case: &CaseRecord, file: &File) -> Result<()> {
    let (Some(holder), Some(address)) = (&file.holder, &file.delivery_address) else {
        return Err(Error::Corrupt(format!(
            "case {} is approved without holder or address",
            case.id
        )));
    };
    let today = tx.today();
    entitlements::reserve(tx, case.account_id, case.id)?;
    let sectors = borne(tx, case, file)?;
    let expires_on = expiry::card_expires_on(&sectors)
        .ok_or_else(|| Error::Corrupt(format!("case {} is approved without a sector", case.id)))?;
    let record = CardRecord {
        id: CardId(tx.id()),
        version: 1,
        stage: transitions::begins_by_itself::<Card>(domain::card::TABLE, Action::Order, &Facts::default())?.to,
        stage_before: None,
        account_id: case.account_id,
        number: unused_number(tx, today.year())?,
        code: reference::verification_code(tx.random()),
        holder: Stored(holder.clone()),
        sectors: Stored(sectors),
        issuer: tx.policy().issuer.clone(),
        issued_on: today,
        expires_on,
        delivery_address: Stored(address.clone()),
        photo_id: crate::documents::of_type(tx, case.id, domain::rules::documents::DocumentType::Photo)?,
        signature_id: crate::documents::of_type(tx, case.id, domain::rules::documents::DocumentType::Signature)?,
        tracking_number: None,
        revocation_reason: None,
        revocation_note: None,
        activated_at: None,
        created_at: At(tx.now()),
        updated_at: At(tx.now()),
        lineage_id: None,
    };
    insert(tx, &record)?;
    diesel::update(cases_table::table.find(case.id))
        .set(cases_table::produced_card_id.eq(Some(record.id)))
        .execute(tx.conn)?;
    let new = NewOrder {
        order_type: OrderType::Produce,
        account_id: case.account_id,
        card_id: record.id,
        case_id: case.id,
        delivery_address: address,
    };
    production_orders::order(tx, &new).map(drop)
}

/// A number for a card issued in a year.
fn unused_number(tx: &mut Tx<'_>, year: i32) -> Result<String> {
    let draw = |random| reference::card_number(year, random);
    draw::unused(tx, draw, |tx, number| {
        let taken = cards::table.filter(cards::number.eq(number));
        Ok(diesel::select(diesel::dsl::exists(taken)).get_result(tx.conn)?)
    })
}

fn insert(tx: &mut Tx<'_>, record: &CardRecord) -> Result<()> {
    diesel::insert_into(cards::table).values(record).execute(tx.conn)?;
    let transition = transitions::begins_by_itself::<Card>(domain::card::TABLE, Action::Order, &Facts::default())?;
    transitions::begin::<Card>(tx, record, &transition, &None)?;
    set_timers(tx, record)
}

/// What the card of a case bears, by all that the case holds now.
fn borne(db: &mut Db<'_>, case: &CaseRecord, file: &File) -> Result<Vec<SectorExpiry>> {
    let file = File {
        entitlements: cases::held(db, case)?,
        ..file.clone()
    };
    let terms = terms::of_account(db, case.account_id)?;
    let taken = taken_away(db, case.account_id)?;
    file.borne(&terms.current, &taken)
        .map_err(|error| Error::Corrupt(format!("case {} is approved, but {error}", case.id)))
}

/// The sectors of which the driver's last card was revoked, and the right with it.
fn taken_away(db: &mut Db<'_>, account_id: AccountId) -> Result<Vec<Sector>> {
    let own = of_driver(db, account_id)?;
    let last_with = |sector| {
        let bearing = own.iter().filter(|card| card.sector_names().contains(&sector));
        bearing.max_by_key(|card| (card.lineage(), card.id))
    };
    let is_taken = |sector: &Sector| {
        let last = last_with(*sector);
        last.is_some_and(|card| card.revocation_reason.is_some_and(RevocationReason::takes_right))
    };
    Ok(Sector::ALL.iter().copied().filter(is_taken).collect())
}

/// The cases whose card was revoked, and the right with it.
pub(crate) fn revoked_for_good(db: &mut Db<'_>, account_id: AccountId) -> Result<Vec<CaseId>> {
    let own = of_driver(db, account_id)?;
    let revoked: Vec<_> = own
        .iter()
        .filter(|card| card.revocation_reason.is_some_and(RevocationReason::takes_right))
        .map(|card| Some(card.lineage()))
        .collect();
    Ok(cases_table::table
        .filter(cases_table::account_id.eq(account_id))
        .filter(cases_table::produced_card_id.eq_any(revoked))
        .select(cases_table::id)
        .load(db.conn)?)
}

/// The card that a case had made.
pub(crate) fn made_by(db: &mut Db<'_>, case_id: CaseId) -> Result<CardRecord> {
    let id: Option<CardId> = cases_table::table
        .find(case_id)
        .select(cases_table::produced_card_id)
        .first(db.conn)?;
    find(db, id.ok_or(Error::NotFound)?)
}
