//! Printed papers: asked for in the transaction of the fact they tell, made by the dispatcher, kept.
//!
//! What a paper shows is frozen before it is first printed, and printing is a function of that alone: a paper that was
//! lost is made again with the same bytes. They lie in the object storage under the paper's id, written before the row
//! says so.

use domain::case;
use domain::ids::{AccountId, CaseId, PaperId};
use domain::lifecycle::Subject;
use domain::paper::PaperKind;
use domain::words::Word as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::dialect::prelude::*;
use crate::dialect::{AnyId, At, Stored};
use crate::documents::DeleteObject;
use crate::error::Result;
use crate::notify::{self, About};
use crate::outbox;
use crate::schema::papers;
use crate::store::{Db, Tx};
use crate::{cases, locked};

/// A paper, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = papers)]
#[diesel(treat_none_as_default_value = false)]
pub struct PaperRecord {
    /// Its id, and the key of its bytes.
    pub id: PaperId,
    /// What it is.
    pub kind: PaperKind,
    /// What it is about: a certificate, an attestation, a case, a production order, an invoice.
    pub subject_id: AnyId,
    /// Whose it is.
    pub account_id: AccountId,
    /// The name of its file; none before it is frozen.
    pub file_name: Option<String>,
    /// What it shows; none before it is frozen.
    pub facts: Option<Stored<Value>>,
    /// The key that signed it, if anything on it is signed.
    pub signed_with: Option<String>,
    /// The SHA-256 of its bytes; none before it was first made.
    pub sha256: Option<Vec<u8>>,
    /// Their number.
    pub size: Option<i64>,
    /// When it was asked for.
    pub created_at: At,
    /// When it was made; none while it waits to be made, or made again.
    pub made_at: Option<At>,
}

/// What a paper shows, for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// The name of its file.
    pub file_name: String,
    /// Its facts, in the form that the press reads.
    pub facts: Value,
    /// The key that signed it, if anything on it is signed.
    pub signed_with: Option<String>,
}

/// What the outbox needs to make a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakePaper {
    /// The paper.
    pub paper: PaperId,
}

/// Asks for a paper. One of the kind that was printed about the same thing before is thrown away: it tells what is no
/// longer so.
pub fn order(tx: &mut Tx<'_>, kind: PaperKind, subject_id: impl Into<Uuid>, account_id: AccountId) -> Result<PaperId> {
    let subject_id = subject_id.into();
    erase(tx, kind, subject_id)?;
    let record = PaperRecord {
        id: tx.id(),
        kind,
        subject_id: AnyId(subject_id),
        account_id,
        file_name: None,
        facts: None,
        signed_with: None,
        sha256: None,
        size: None,
        created_at: At(tx.now()),
        made_at: None,
    };
    diesel::insert_into(papers::table).values(&record).execute(tx.conn)?;
    enqueue(tx, &record)?;
    Ok(record.id)
}

fn enqueue(tx: &mut Tx<'_>, record: &PaperRecord) -> Result<()> {
    let message = MakePaper { paper: record.id };
    let (key, account) = (Some(record.id.into()), Some(record.account_id));
    outbox::enqueue(tx, outbox::Kind::Paper, key, account, &message)
}

/// Freezes what a paper shows; what was frozen before stays. None where the paper is gone.
pub fn freeze(tx: &mut Tx<'_>, id: PaperId, frozen: &Frozen) -> Result<Option<PaperRecord>> {
    let unfrozen = papers::table.filter(papers::id.eq(id)).filter(papers::facts.is_null());
    diesel::update(unfrozen)
        .set((
            papers::file_name.eq(Some(&frozen.file_name)),
            papers::facts.eq(Some(Stored(frozen.facts.clone()))),
            papers::signed_with.eq(&frozen.signed_with),
        ))
        .execute(tx.conn)?;
    find(tx, id)
}

/// A paper's bytes are in the object storage. Whoever is to have it by mail is told, the first time. If it was thrown
/// away meanwhile, so are they.
pub fn made(tx: &mut Tx<'_>, id: PaperId, sha256: &[u8], size: i64) -> Result<()> {
    // Locked: two that printed it at once tell of it once.
    let Some(record) = lock(tx, id)? else {
        return throw_away(tx, id);
    };
    let now = At(tx.now());
    diesel::update(papers::table.find(id))
        .set((
            papers::sha256.eq(Some(sha256)),
            papers::size.eq(Some(size)),
            papers::made_at.eq(Some(now)),
        ))
        .execute(tx.conn)?;
    match record.kind.brought_by() {
        Some(notification) if record.sha256.is_none() && is_wanted(tx, &record)? => {
            notify::tell(tx, notification, record.account_id, about(&record))
        }
        _ => Ok(()),
    }
}

/// Whether its reader still has a use for it: a coupon is for a card that is awaited, which a driver who took the request
/// back, or whose card came in before, has not to send.
fn is_wanted(tx: &mut Tx<'_>, record: &PaperRecord) -> Result<bool> {
    match record.kind {
        PaperKind::ReturnCoupon => {
            let case = cases::lock(tx, CaseId(record.subject_id.0))?;
            Ok(case.stage == case::Stage::AwaitingCardReturn)
        }
        _ => Ok(true),
    }
}

fn about(record: &PaperRecord) -> About {
    let subject_id = record.subject_id.0;
    let about = match record.kind {
        PaperKind::Certificate => About::certificate(subject_id),
        PaperKind::ReturnCoupon => About::subject(Subject::Case, subject_id),
        PaperKind::Invoice | PaperKind::CreditNote => About::subject(Subject::Invoice, subject_id),
        _ => About::default(),
    };
    about.with_paper(record.id)
}

/// A paper that was made cannot be found, or is not what it was: it is made again. Once, however many ask.
pub fn lost(tx: &mut Tx<'_>, id: PaperId) -> Result<()> {
    let made = papers::table
        .filter(papers::id.eq(id))
        .filter(papers::made_at.is_not_null());
    let lost = diesel::update(made)
        .set(papers::made_at.eq(None::<At>))
        .execute(tx.conn)?;
    match find(tx, id)? {
        Some(record) if lost == 1 => enqueue(tx, &record),
        _ => Ok(()),
    }
}

/// Any paper.
pub fn find(db: &mut Db<'_>, id: PaperId) -> Result<Option<PaperRecord>> {
    Ok(papers::table
        .find(id)
        .select(PaperRecord::columns())
        .first(db.conn)
        .optional()?)
}

fn lock(tx: &mut Tx<'_>, id: PaperId) -> Result<Option<PaperRecord>> {
    Ok(locked!(tx.conn, papers::table.find(id).select(PaperRecord::columns()) => first::<PaperRecord>).optional()?)
}

/// The paper of a kind about something, if it was asked for.
pub fn of_subject(db: &mut Db<'_>, kind: PaperKind, subject_id: impl Into<Uuid>) -> Result<Option<PaperRecord>> {
    Ok(papers::table
        .filter(papers::subject_id.eq(AnyId(subject_id.into())))
        .filter(papers::kind.eq(kind))
        .select(PaperRecord::columns())
        .first(db.conn)
        .optional()?)
}

/// Throws a paper away: its row now, its bytes after the commit.
pub fn erase(tx: &mut Tx<'_>, kind: PaperKind, subject_id: impl Into<Uuid>) -> Result<()> {
    let Some(record) = of_subject(tx, kind, subject_id)? else {
        return Ok(());
    };
    diesel::delete(papers::table.find(record.id)).execute(tx.conn)?;
    throw_away(tx, record.id)
}

/// Throws away every paper about something.
pub fn erase_all(tx: &mut Tx<'_>, subject_id: impl Into<Uuid>) -> Result<()> {
    let subject_id = subject_id.into();
    for &kind in PaperKind::ALL {
        erase(tx, kind, subject_id)?;
    }
    Ok(())
}

/// Throws away what an account's closing leaves no reason to keep.
pub fn erase_of_account(tx: &mut Tx<'_>, account_id: AccountId) -> Result<()> {
    let personal = PaperKind::ALL.iter().filter(|kind| !kind.outlasts_account());
    let own = papers::table
        .filter(papers::account_id.eq(account_id))
        .filter(papers::kind.eq_any(personal));
    for id in own.select(papers::id).load::<PaperId>(tx.conn)? {
        diesel::delete(papers::table.find(id)).execute(tx.conn)?;
        throw_away(tx, id)?;
    }
    Ok(())
}

fn throw_away(tx: &mut Tx<'_>, id: PaperId) -> Result<()> {
    let object = DeleteObject { key: id.into() };
    outbox::enqueue(tx, outbox::Kind::DeleteObject, Some(id.into()), None, &object)
}
