//! Cases: the files that drivers open, and the way each goes through the hub.

use chrono::{DateTime, Utc};
use domain::actor::Role;
use domain::case::{self, Case, Corrections, Declaration, Facts, File, Given, Kind, Stage, Warning};
use domain::ids::{AccountId, CardId, CaseId, PaymentId, StaffId};
use domain::lifecycle::Transition;
use domain::people::{Address, BillingAddress, Holder};
use domain::rules::due::Due;
use domain::sector::Sector;
use domain::words::Word as _;
use serde_json::Value;

use crate::dialect::Stored;
use crate::dialect::prelude::*;
use crate::error::{Error, Result};
use crate::schema::cases;
use crate::store::{Db, Tx};
use crate::{accounts, cards, locked, transitions};

mod amount;
mod edit;
mod effects;
mod items;
mod lists;
mod on_card;
mod open;
mod outside;
mod returns;
mod review;
mod rights;
mod whole;

use outside::card_found;

pub(crate) use edit::document_refused;
pub use edit::{provide, put_billing_address, put_declaration, put_delivery_address, put_holder, remove, touch};
pub use effects::EffectInput;
pub use items::{Answer, CaseItem, NewItem, all_of_case as all_items, of_case as items};
pub use lists::{DriverFilter, Queue, QueueKey, of_driver, worklist};
pub use open::open;
pub use outside::{
    announce_lapse, attestation_withdrawn, card_arrived_or_ended, card_gone, entitlement_replaced, lapse, shipped,
};
pub use returns::{
    Return, ReturnedBy, attribute_to_driver, attribute_to_issuer, change_address, confirm_address, receive_card,
    record_return,
};
pub use review::{assign, give_up, lock_sent, respond, sent};
pub use rights::answer_previous_expiry;
pub(crate) use rights::held;
pub use whole::{WholeCase, load as whole};

/// A case, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = cases)]
pub struct CaseRecord {
    /// Its id.
    pub id: CaseId,
    /// Raised by everything written under the case.
    pub version: i32,
    /// Whose it is.
    pub account_id: AccountId,
    /// What it is about.
    pub kind: Kind,
    /// Where it is.
    pub stage: Stage,
    /// The human reference, printed and searchable.
    pub reference: String,
    /// The card it is about.
    pub subject_card_id: Option<CardId>,
    /// The card it makes or sends.
    pub produced_card_id: Option<CardId>,
    /// The person the card is for; none once erased.
    pub holder: Option<Stored<Holder>>,
    /// Where the card goes.
    pub delivery_address: Option<Stored<Address>>,
    /// To whom the invoice goes.
    pub billing_address: Option<Stored<BillingAddress>>,
    /// What the driver declared: loss, theft, defects.
    pub declaration: Option<Stored<Value>>,
    /// The sectors asked for, fixed at submission.
    pub sectors: Option<Stored<Vec<Sector>>>,
    /// The agent who took it.
    pub assignee_id: Option<StaffId>,
    /// What agents should know before they decide.
    pub warning: Option<Warning>,
    /// Until when the driver may answer.
    answer_before: Option<DateTime<Utc>>,
    /// When the driver was asked.
    pub requested_at: Option<DateTime<Utc>>,
    /// Why it was decided as it was.
    pub decision_reason: Option<String>,
    /// The parcel.
    pub tracking_number: Option<String>,
    /// When it was first sent.
    pub submitted_at: Option<DateTime<Utc>>,
    /// When it was decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// When the card was posted.
    pub shipped_at: Option<DateTime<Utc>>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// What is to be paid, once it is fixed.
    pub amount_due: Option<Stored<Due>>,
    /// What an agent said of the qualification before; see [`CaseRecord::previous_expiry`].
    previous_expiry: Option<String>,
}

impl CaseRecord {
    /// The sectors the card is asked for: what was fixed when the case was sent; before that, what it holds.
    pub fn sectors(&self, file: &File) -> Vec<Sector> {
        self.sectors
            .as_ref()
            .map_or_else(|| file.asked_for(), |fixed| fixed.0.clone())
    }

    /// What the driver declared, unless erased.
    pub fn declaration(&self) -> Result<Option<Declaration>> {
        let read = |kept: Stored<Value>| Declaration::read(self.kind, kept.0);
        let declaration = self.declaration.clone().map(read).transpose();
        declaration
            .map(Option::flatten)
            .map_err(|error| Error::Corrupt(format!("the declaration of case {}: {error}", self.id)))
    }

    /// Until when the driver may answer, where something is asked of them.
    pub fn answer_before(&self) -> Option<DateTime<Utc>> {
        self.answer_before.filter(|_| self.stage.awaits_driver())
    }

    /// Whether it waits to be paid.
    pub fn awaits_payment(&self) -> bool {
        self.stage == Stage::AwaitingPayment
    }

    /// The holder, unless erased.
    pub fn holder(&self) -> Option<&Holder> {
        self.holder.as_ref().map(|holder| &holder.0)
    }
}

/// A driver's own case; somebody else's is not found.
pub fn of_account(db: &mut Db<'_>, account_id: AccountId, id: CaseId) -> Result<CaseRecord> {
    Ok(cases::table
        .filter(cases::id.eq(id))
        .filter(cases::account_id.eq(account_id))
        .select(CaseRecord::columns())
        .first(db.conn)?)
}

/// As [`of_account`], locked until the transaction ends (see [`lock_for_action`]).
pub fn lock_of_account(tx: &mut Tx<'_>, account_id: AccountId, id: CaseId) -> Result<CaseRecord> {
    // Most are about no card: nothing is locked before them, and their kind need not be known first.
    let alone = Kind::ALL.iter().filter(|kind| !kind.is_about_card());
    let own = cases::table
        .filter(cases::id.eq(id))
        .filter(cases::account_id.eq(account_id))
        .filter(cases::kind.eq_any(alone))
        .select(CaseRecord::columns());
    if tx.conn.has_row_locks()
        && let Some(record) = locked!(tx.conn, own => first::<CaseRecord>).optional()?
    {
        return Ok(record);
    }
    let record = of_account(tx, account_id, id)?;
    lock_seen(tx, record)
}

/// Any case, for the back office.
pub fn find(db: &mut Db<'_>, id: CaseId) -> Result<CaseRecord> {
    Ok(cases::table.find(id).select(CaseRecord::columns()).first(db.conn)?)
}

/// As [`find`], locked until the transaction ends.
pub fn lock(tx: &mut Tx<'_>, id: CaseId) -> Result<CaseRecord> {
    Ok(locked!(tx.conn, cases::table.find(id).select(CaseRecord::columns()) => first::<CaseRecord>)?)
}

/// As [`lock`], with whatever an action may move: where the case is about a card, its driver's account, cases and cards
/// are locked first, in that order.
pub fn lock_for_action(tx: &mut Tx<'_>, id: CaseId) -> Result<CaseRecord> {
    let record = find(tx, id)?;
    lock_seen(tx, record)
}

fn lock_seen(tx: &mut Tx<'_>, record: CaseRecord) -> Result<CaseRecord> {
    if !tx.conn.has_row_locks() {
        return Ok(record);
    }
    if record.kind.is_about_card() {
        cards::lock_all(tx, record.account_id)?;
    }
    lock(tx, record.id)
}

/// What is asked of a case, beyond the action itself.
#[derive(Debug, Clone, Default)]
pub struct CaseInput<'a> {
    /// Why, in the decider's words.
    pub reason: Option<&'a str>,
    /// What to correct.
    pub items: &'a [NewItem],
    /// The agent who is to have it.
    pub assignee: Option<StaffId>,
    /// The parcel.
    pub tracking_number: Option<&'a str>,
    /// The time that the stage's table gives is over.
    pub time_is_over: bool,
    /// The number of the card that arrived.
    pub card_number: Option<&'a str>,
    /// The address that the driver would rather have.
    pub address: Option<&'a Address>,
    /// What the issuer got wrong on the card.
    pub corrections: Option<&'a Corrections>,
    /// The payment that pays the case.
    pub payment: Option<PaymentId>,
}

/// The author of the transaction does `action` to a locked case; the case as it is then.
pub fn act(tx: &mut Tx<'_>, record: &CaseRecord, action: case::Action, input: &CaseInput<'_>) -> Result<CaseRecord> {
    step(tx, record, action, input, transitions::act::<Case>)
}

/// The hub itself does `action` to a locked case; the case as it is then.
pub fn follow(tx: &mut Tx<'_>, record: &CaseRecord, action: case::Action, input: &CaseInput<'_>) -> Result<CaseRecord> {
    step(tx, record, action, input, transitions::follow::<Case>)
}

/// A payment pays a locked case: the provider acts, whoever the author is.
pub(crate) fn pay(tx: &mut Tx<'_>, record: &CaseRecord, payment: PaymentId) -> Result<()> {
    let input = CaseInput {
        payment: Some(payment),
        ..CaseInput::default()
    };
    let by_payment: Mover =
        |tx, record, action, facts, input| transitions::act_as::<Case>(tx, Role::Payment, record, action, facts, input);
    step(tx, record, case::Action::Pay, &input, by_payment).map(drop)
}

type Mover = fn(&mut Tx<'_>, &CaseRecord, case::Action, &Facts<'_>, &EffectInput<'_>) -> Result<Transition<Case>>;

fn step(
    tx: &mut Tx<'_>,
    record: &CaseRecord,
    action: case::Action,
    input: &CaseInput<'_>,
    mover: Mover,
) -> Result<CaseRecord> {
    let file = whole::load(tx, record.clone())?.file;
    let given = Given {
        reason: input.reason,
        items: input.items.len(),
        tracking_number: input.tracking_number,
        agent: tx.author().actor.staff(),
        time_is_over: input.time_is_over,
        card_number: input.card_number,
        address: input.address,
        licence_free: action == case::Action::Approve && is_licence_free(tx, record)?,
    };
    let with_file = EffectInput {
        file: &file,
        action: input,
    };
    let transition = mover(tx, record, action, &Facts::of(&file, given), &with_file)?;
    note_reason(tx, record, transition.to, input)?;
    find(tx, record.id)
}

/// Whether the licence that an approved case has printed is nobody else's.
fn is_licence_free(db: &mut Db<'_>, record: &CaseRecord) -> Result<bool> {
    match record.holder() {
        Some(Holder { licence, .. }) => {
            accounts::is_licence_free(db, record.account_id, Some(accounts::Numbers::of(licence)))
        }
        None => Ok(true),
    }
}

/// Notes why a case was refused.
fn note_reason(tx: &mut Tx<'_>, record: &CaseRecord, to: Stage, input: &CaseInput<'_>) -> Result<()> {
    if to == Stage::Rejected {
        diesel::update(cases::table.find(record.id))
            .set(cases::decision_reason.eq(input.reason))
            .execute(tx.conn)?;
    }
    Ok(())
}
