//! What is held about a driver and listed nowhere else in the hub: for exports alone, which leave nothing out. What a
//! driver may have thousands of comes in pages, oldest first; of the rest a driver has a handful.

use chrono::{DateTime, Utc};
use domain::ids::{AccountId, DocumentId, MessageId, PaperId, SessionId, ShareId, ShareLookId};
use domain::lifecycle::Subject;
use domain::link::LinkPurpose;
use domain::words::Word;
use uuid::Uuid;

use crate::accounts::AliasRecord;
use crate::attestations::AttestationRecord;
use crate::cases::CaseItem;
use crate::dialect::AnyId;
use crate::dialect::prelude::*;
use crate::documents::DocumentRecord;
use crate::each;
use crate::error::Result;
use crate::outbox::{Kind, MessageRecord};
use crate::papers::PaperRecord;
use crate::payments::PaymentRecord;
use crate::production_orders::OrderRecord;
use crate::schema::{
    accounts, aliases, attestations, cards, case_items, cases, certificates, documents, entitlements, invoices,
    known_networks, known_numbers, known_qualifications, links, outbox, papers, payments, production_orders, sessions,
    share_looks, shares, term_reprints, transitions,
};
use crate::sessions::SessionRecord;
use crate::shares::ShareRecord;
use crate::shares::looks::LookRecord;
use crate::store::Db;
use crate::terms::ReprintRecord;
use crate::transitions::HistoryEntry;

/// A page of a driver's rows in the order of their ids, after the last of the page before.
macro_rules! page {
    ($db:ident, $table:ident, $owned:expr, $after:ident, $limit:ident, $columns:expr) => {
        Ok(each!($db.conn, c => {
            let mut query = $table::table.filter($owned).order($table::id).limit($limit).into_boxed();
            if let Some(after) = $after {
                query = query.filter($table::id.gt(after));
            }
            query.select($columns).load(c)
        })?)
    };
}

/// Sessions, ended ones included.
pub fn sessions(
    db: &mut Db<'_>,
    id: AccountId,
    after: Option<SessionId>,
    limit: i64,
) -> Result<Vec<(SessionRecord, Option<DateTime<Utc>>)>> {
    page!(
        db,
        sessions,
        sessions::account_id.eq(Some(id)),
        after,
        limit,
        (SessionRecord::columns(), sessions::ended_at)
    )
}

/// What is written to people.
const WRITTEN: [Kind; 2] = [Kind::Email, Kind::Sms];

/// Mails and text messages, sent or not.
pub fn messages(db: &mut Db<'_>, id: AccountId, after: Option<MessageId>, limit: i64) -> Result<Vec<MessageRecord>> {
    page!(
        db,
        outbox,
        outbox::account_id
            .eq(Some(id))
            .and(outbox::kind.eq_any(WRITTEN.map(Word::name))),
        after,
        limit,
        MessageRecord::columns()
    )
}

/// Uploaded documents.
pub fn documents(db: &mut Db<'_>, id: AccountId, after: Option<DocumentId>, limit: i64) -> Result<Vec<DocumentRecord>> {
    page!(
        db,
        documents,
        documents::account_id.eq(id),
        after,
        limit,
        DocumentRecord::columns()
    )
}

/// Printed papers.
pub fn papers(db: &mut Db<'_>, id: AccountId, after: Option<PaperId>, limit: i64) -> Result<Vec<PaperRecord>> {
    page!(
        db,
        papers,
        papers::account_id.eq(id),
        after,
        limit,
        PaperRecord::columns()
    )
}

/// What the driver showed to employers, or still does.
pub fn shares(db: &mut Db<'_>, id: AccountId, after: Option<ShareId>, limit: i64) -> Result<Vec<ShareRecord>> {
    page!(
        db,
        shares,
        shares::account_id.eq(id),
        after,
        limit,
        ShareRecord::columns()
    )
}

/// When somebody looked at that.
pub fn share_looks(db: &mut Db<'_>, id: AccountId, after: Option<ShareLookId>, limit: i64) -> Result<Vec<LookRecord>> {
    page!(
        db,
        share_looks,
        share_looks::account_id.eq(id),
        after,
        limit,
        LookRecord::columns()
    )
}

/// What training centres attested, withdrawn or not.
pub fn attestations(db: &mut Db<'_>, id: AccountId) -> Result<Vec<AttestationRecord>> {
    Ok(attestations::table
        .filter(attestations::account_id.eq(Some(id)))
        .order((attestations::stage, attestations::id))
        .select(AttestationRecord::columns())
        .load(db.conn)?)
}

/// Attempts to pay, of every case.
pub fn payments(db: &mut Db<'_>, id: AccountId) -> Result<Vec<PaymentRecord>> {
    Ok(payments::table
        .filter(payments::account_id.eq(id))
        .order(payments::id)
        .select(PaymentRecord::columns())
        .load(db.conn)?)
}

/// Orders to make and to post cards.
pub fn production_orders(db: &mut Db<'_>, id: AccountId) -> Result<Vec<OrderRecord>> {
    Ok(production_orders::table
        .filter(production_orders::account_id.eq(id))
        .order(production_orders::id)
        .select(OrderRecord::columns())
        .load(db.conn)?)
}

/// What agents asked to have put right, in the account.
pub fn account_items(db: &mut Db<'_>, id: AccountId) -> Result<Vec<CaseItem>> {
    Ok(case_items::table
        .filter(case_items::account_id.eq(Some(id)))
        .order(case_items::id)
        .select(CaseItem::columns())
        .load(db.conn)?)
}

/// When somebody signed in last from each of their networks. Which networks these are is not kept.
pub fn networks(db: &mut Db<'_>, id: AccountId) -> Result<Vec<DateTime<Utc>>> {
    Ok(known_networks::table
        .filter(known_networks::account_id.eq(Some(id)))
        .order(known_networks::last_seen_at)
        .select(known_networks::last_seen_at)
        .load(db.conn)?)
}

/// Licence numbers by which attestations were matched, each with its country.
pub fn licence_numbers(db: &mut Db<'_>, id: AccountId) -> Result<Vec<(String, String)>> {
    Ok(known_numbers::table
        .filter(known_numbers::account_id.eq(id))
        .order((known_numbers::country, known_numbers::number))
        .select((known_numbers::country, known_numbers::number))
        .load(db.conn)?)
}

/// How attestations described somebody who is this driver by an agent's word.
pub fn aliases(db: &mut Db<'_>, id: AccountId) -> Result<Vec<AliasRecord>> {
    Ok(aliases::table
        .filter(aliases::account_id.eq(id))
        .order(aliases::id)
        .select(AliasRecord::columns())
        .load(db.conn)?)
}

/// Where cards and the rules differ.
pub fn term_reprints(db: &mut Db<'_>, id: AccountId) -> Result<Vec<ReprintRecord>> {
    Ok(term_reprints::table
        .filter(term_reprints::account_id.eq(id))
        .order((term_reprints::attestation_id, term_reprints::sector))
        .select(ReprintRecord::columns())
        .load(db.conn)?)
}

/// A one-time link that was sent. Its token is not kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = links)]
pub struct SentLink {
    /// What it is for.
    pub purpose: LinkPurpose,
    /// The address that it is about.
    pub email: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
    /// When it was used.
    pub used_at: Option<DateTime<Utc>>,
}

/// One-time links.
pub fn links(db: &mut Db<'_>, id: AccountId) -> Result<Vec<SentLink>> {
    Ok(links::table
        .filter(links::account_id.eq(Some(id)))
        .order(links::created_at)
        .select(SentLink::columns())
        .load(db.conn)?)
}

/// How often somebody who held the link to choose the first password did not know the birth date.
pub fn wrong_birth_dates(db: &mut Db<'_>, id: AccountId) -> Result<i32> {
    Ok(accounts::table
        .find(id)
        .select(accounts::wrong_birth_dates)
        .first(db.conn)?)
}

/// What agents asked to have put right, in every case.
pub fn case_items(db: &mut Db<'_>, id: AccountId) -> Result<Vec<CaseItem>> {
    let own = cases::table
        .filter(cases::account_id.eq(id))
        .select(cases::id.nullable());
    Ok(case_items::table
        .filter(case_items::case_id.eq_any(own))
        .order(case_items::id)
        .select(CaseItem::columns())
        .load(db.conn)?)
}

/// The way that something went, oldest first, and what kind of thing it is.
pub fn history(db: &mut Db<'_>, id: Uuid) -> Result<Vec<(Subject, HistoryEntry)>> {
    Ok(transitions::table
        .filter(transitions::subject_id.eq(AnyId(id)))
        .order(transitions::id)
        .select((transitions::subject, HistoryEntry::columns()))
        .load(db.conn)?)
}

/// Of which things of a driver's there may be a history, or lines of the audit trail: the account itself among them, the
/// smallest id first.
pub fn subjects(db: &mut Db<'_>, id: AccountId) -> Result<Vec<Uuid>> {
    let mut found = vec![Uuid::from(id)];
    macro_rules! own {
        ($($table:ident),+) => { $(
            let ids: Vec<AnyId> = $table::table
                .filter($table::account_id.eq(id))
                .select($table::id)
                .load(db.conn)?;
            found.extend(ids.into_iter().map(|id| id.0));
        )+ };
        (perhaps $($table:ident),+) => { $(
            let ids: Vec<AnyId> = $table::table
                .filter($table::account_id.eq(Some(id)))
                .select($table::id)
                .load(db.conn)?;
            found.extend(ids.into_iter().map(|id| id.0));
        )+ };
    }
    own!(
        cards,
        cases,
        certificates,
        documents,
        entitlements,
        invoices,
        known_qualifications,
        payments,
        production_orders,
        shares
    );
    own!(perhaps attestations, sessions);
    found.sort_unstable();
    Ok(found)
}
