//! What follows from an account's transitions, within their transaction.

use chrono::{DateTime, Utc};
use domain::account::{Account, Effect, Stage};
use domain::ids::AccountId;
use domain::lifecycle::Table;
use serde_json::Value;

use super::{AccountRecord, email, former};
use crate::dialect::Stored;
use crate::dialect::prelude::*;
use crate::error::Result;
use crate::notify::{self, About};
use crate::owner::Owner;
use crate::schema::{accounts, case_items, cases, notices, profiles};
use crate::schema::{links as links_table, outbox as outbox_table};
use crate::store::Tx;
use crate::transitions::{Stateful, stored_in};
use crate::{
    attestations, documents, exports, frontends, known_networks, links, oidc, outbox, papers, sessions, shares,
};

/// What came with an action.
#[derive(Debug, Clone, Copy, Default)]
pub struct Input<'a> {
    /// Why, in the decider's words.
    pub reason: Option<&'a str>,
    /// The email that the account has from now on.
    pub email: Option<&'a str>,
    /// Objections to another email that were sent before this instant go on working; without one, none does.
    pub objections_before: Option<DateTime<Utc>>,
}

impl Stateful for Account {
    type Record = AccountRecord;
    type Input<'a> = Input<'a>;

    fn table(_: &AccountRecord) -> Table<Self> {
        domain::account::TABLE
    }

    fn reason<'a>(input: &'a Input<'_>) -> Option<&'a str> {
        input.reason
    }

    stored_in!(accounts as AccountRecord);

    /// Nobody is signed in whose account is not active.
    fn driver(record: &AccountRecord) -> Option<AccountId> {
        (record.stage == Stage::Active).then_some(record.id)
    }

    fn carry_out(tx: &mut Tx<'_>, record: &AccountRecord, effect: Effect, input: &Input<'_>) -> Result<()> {
        match effect {
            Effect::Tell(kind) => notify::tell(tx, kind, record.id, About::default()),
            Effect::Farewell(kind) => notify::bid_farewell(tx, kind, record.id),
            Effect::SendLink(purpose) => notify::tell(tx, purpose.notification(), record.id, About::link(purpose)),
            Effect::SendLinkWith(purpose, kind) => notify::tell(tx, kind, record.id, About::link(purpose)),
            Effect::RejoinFormerFile => former::rejoin(tx, record),
            Effect::MatchAttestations => attestations::match_waiting(tx, record.id),
            Effect::EndSessions => sessions::end_all(tx, record.id),
            Effect::EndLinks => {
                outbox::drop_waiting_links(tx, record.id)?;
                links::end_all(tx, record.id, input.objections_before)
            }
            Effect::ReplaceEmail => email::replace(tx, record, input.email),
            Effect::TellBothAddresses => email::tell_both(tx, record, input),
            Effect::ForgetPassword => email::forget_password(tx, record.id),
            Effect::Erase => erase(tx, record),
        }
    }
}

/// Forgets the person: keys, profile, links, notices, items, what they uploaded and declared, and every message that
/// still waits for them.
fn erase(tx: &mut Tx<'_>, record: &AccountRecord) -> Result<()> {
    let id = record.id;
    diesel::update(accounts::table.find(id))
        .set((
            accounts::email.eq(None::<String>),
            accounts::licence_country.eq(None::<String>),
            accounts::licence_number.eq(None::<String>),
            accounts::licence_neph.eq(None::<String>),
            accounts::password_hash.eq(None::<String>),
        ))
        .execute(tx.conn)?;
    diesel::delete(profiles::table.find(id)).execute(tx.conn)?;
    diesel::delete(links_table::table.filter(links_table::account_id.eq(Some(id)))).execute(tx.conn)?;
    diesel::delete(notices::table.filter(notices::account_id.eq(id))).execute(tx.conn)?;
    diesel::delete(case_items::table.filter(case_items::account_id.eq(Some(id)))).execute(tx.conn)?;
    diesel::update(cases::table.filter(cases::account_id.eq(id)))
        .set(cases::declaration.eq(None::<Stored<Value>>))
        .execute(tx.conn)?;
    super::known::forget(tx, id)?;
    known_networks::forget_of(tx, Owner::Driver(id))?;
    oidc::forget_of(tx, id)?;
    frontends::forget_of(tx, id)?;
    documents::erase_of_account(tx, id)?;
    papers::erase_of_account(tx, id)?;
    exports::erase_of_account(tx, id)?;
    shares::erase_of_account(tx, id)?;
    let waiting = outbox_table::table
        .filter(outbox_table::account_id.eq(Some(id)))
        .filter(outbox_table::settled_at.is_null());
    diesel::delete(waiting).execute(tx.conn)?;
    Ok(())
}
