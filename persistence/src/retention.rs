//! What is kept no longer: found anew each time from the domain's table, and erased a few at a time.
//!
//! Drafts go at once, within their own transition. What would go on a later day is found by the same searches, which
//! then reckon with what lapses until then.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::dsl::{exists, not};
use domain::case;
use domain::export;
use domain::ids::{AttestationId, DocumentId, ExportId};
use domain::lifecycle::Subject;
use domain::payment;
use domain::rules::retention::{self, AuditMonths, Retained};
use domain::rules::training::TrainingType;
use domain::time::start_of;
use domain::timer::TimerAction;
use domain::words::Word as _;
use serde_json::json;
use uuid::Uuid;

use crate::dialect::prelude::*;
use crate::dialect::{AnyId, At};
use crate::error::Result;
use crate::schema::{
    account_exports, attestations, audit_events, cards, cases, certificates, documents, entitlements, invoices,
    payments, timers,
};
use crate::store::{Db, Tx};
use crate::{
    audit, clients, exports, frontends, idempotency, known_networks, links, literal, oidc, outbox, passkeys,
    rate_limits, sessions, shares, webhooks,
};

mod erase;

/// What this module finds and erases, in the order in which it does: a certificate before the training it rests on.
pub const ERASED: &[Retained] = &[
    Retained::CertificatePaper,
    Retained::CaseDocuments,
    Retained::CardImages,
    Retained::ContinuingRecap,
    Retained::Accounting,
    Retained::AuditTrail,
    Retained::AccountExport,
];

/// What a preview names, in the order in which it goes: drafts lapse before anything else of the day is done.
const PREVIEWED: &[Retained] = &[Retained::DraftGivenUp];

/// Something that is kept no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expendable {
    /// The kind of thing.
    pub what: Retained,
    /// Everything counted from a day before this one goes.
    pub before: NaiveDate,
    /// Which ones, oldest first.
    pub ids: Vec<Uuid>,
}

/// What is kept no longer on a legal date, at most so many of each kind. What is not written yet is foreseen by nobody: a
/// line of the audit trail that is written and over before that date is not among them.
pub fn expendable(db: &mut Db<'_>, on: NaiveDate, audit: AuditMonths, most: i64) -> Result<Vec<Expendable>> {
    let mut found = Vec::new();
    for &what in PREVIEWED.iter().chain(ERASED) {
        // A draft goes on the very day on which it ends.
        let before = match what {
            Retained::DraftGivenUp => on.succ_opt(),
            _ => retention::earliest_kept(what, on, audit),
        };
        if let Some(before) = before {
            let ids = find(
                db,
                what,
                Search {
                    on,
                    before,
                    most,
                    audit,
                },
            )?;
            found.push(Expendable { what, before, ids });
        }
    }
    Ok(found)
}

/// Erases what is kept no longer today, at most so many of a kind. Answers how many there were.
pub fn erase(tx: &mut Tx<'_>, what: Retained, most: i64) -> Result<usize> {
    let (on, audit) = (tx.today(), tx.policy().audit_trail);
    let Some(before) = retention::earliest_kept(what, on, audit) else {
        return Ok(0);
    };
    let ids = find(
        tx,
        what,
        Search {
            on,
            before,
            most,
            audit,
        },
    )?;
    if ids.is_empty() {
        return Ok(0);
    }
    match what {
        Retained::CertificatePaper => erase::certificates(tx, &ids)?,
        Retained::CaseDocuments | Retained::CardImages => erase::documents(tx, &ids)?,
        Retained::ContinuingRecap => erase::attestations(tx, &ids)?,
        Retained::Accounting => erase::payments(tx, &ids)?,
        Retained::AuditTrail => erase::audit_events(tx, &ids)?,
        Retained::AccountExport => erase::exports(tx, &ids)?,
        Retained::DraftGivenUp | Retained::InitialRecap => {}
    }
    // The trail says what was erased, except of itself: it would never come to an end.
    if what != Retained::AuditTrail {
        audit::note(
            tx,
            "erase",
            what.name(),
            None,
            Some(json!({ "before": before, "ids": ids })),
        )?;
    }
    Ok(ids.len())
}

/// Days for which traces of traffic are kept once they are of no use: enough to follow up a complaint.
const TRACES_DAYS: i64 = 30;

/// Forgets traces of traffic: sessions and links that are over, messages that went out, answers kept for repeats, exports
/// of which nothing is left, limits that hold nobody back, shares that show nothing any more.
pub fn tidy(tx: &mut Tx<'_>) -> Result<()> {
    let traces = TimeDelta::days(TRACES_DAYS);
    let (now, real_now) = (tx.now(), tx.real_now());
    sessions::forget_before(tx, real_now - traces)?;
    links::forget_before(tx, now - traces)?;
    outbox::forget_settled(tx, now - traces)?;
    outbox::forget_given_up(tx, now - traces)?;
    idempotency::forget_old(tx)?;
    known_networks::forget_old(tx)?;
    exports::forget_before(tx, now - traces)?;
    let audit = tx.policy().audit_trail;
    if let Some(before) = retention::earliest_kept(Retained::AuditTrail, tx.today(), audit) {
        audit::seals::forget_before(tx, start_of(before))?;
    }
    oidc::forget_old(tx)?;
    frontends::forget_old(tx)?;
    clients::forget_assertions(tx)?;
    rate_limits::forget_whole(tx, i64::MAX)?;
    passkeys::ceremonies::forget_expired(tx)?;
    shares::forget_old(tx)?;
    webhooks::deliveries::forget_old(tx)?;
    Ok(())
}

/// What is looked for.
#[derive(Debug, Clone, Copy)]
struct Search {
    /// The day on which it goes: today, or one that a preview is for.
    on: NaiveDate,
    /// Everything counted from a day before this one.
    before: NaiveDate,
    /// At most so many.
    most: i64,
    /// How long the audit trail is kept.
    audit: AuditMonths,
}

fn find(db: &mut Db<'_>, what: Retained, search: Search) -> Result<Vec<Uuid>> {
    let Search { before, most, .. } = search;
    let instant = start_of(before);
    let found = match what {
        Retained::CertificatePaper => certificates::table
            .filter(certificates::valid_until.lt(before))
            .order((certificates::valid_until, certificates::id))
            .limit(most)
            .select(certificates::id)
            .load::<domain::ids::CertificateId>(db.conn)?
            .into_iter()
            .map(Uuid::from)
            .collect(),
        Retained::CaseDocuments => of_decided_cases(db, search)?,
        Retained::CardImages => of_ended_cards(db, before, most)?,
        Retained::ContinuingRecap => recaps(db, search)?,
        Retained::AuditTrail => {
            let events = audit_events::table
                .filter(audit_events::at.lt(At(instant)))
                .order((audit_events::at, audit_events::id))
                .limit(most)
                .select(audit_events::id)
                .load::<AnyId>(db.conn)?;
            events.into_iter().map(|id| id.0).collect()
        }
        Retained::Accounting => settled_payments(db, instant, most)?,
        Retained::AccountExport => account_exports::table
            .filter(literal::is("account_exports.stage", export::Stage::Ready))
            .filter(account_exports::ready_at.lt(Some(At(instant))))
            .order((account_exports::ready_at, account_exports::id))
            .limit(most)
            .select(account_exports::id)
            .load::<ExportId>(db.conn)?
            .into_iter()
            .map(Uuid::from)
            .collect(),
        Retained::DraftGivenUp => lapsing_drafts(db, instant, most)?,
        Retained::InitialRecap => Vec::new(),
    };
    Ok(found)
}

/// Drafts that lapse before an instant, the first to lapse first.
fn lapsing_drafts(db: &mut Db<'_>, before: DateTime<Utc>, most: i64) -> Result<Vec<Uuid>> {
    let draft = cases::table
        .filter(cases::id.eq(timers::subject_id))
        .filter(cases::stage.eq(case::Stage::Draft));
    let found = timers::table
        .filter(timers::due_at.lt(At(before)))
        .filter(literal::is_besides("timers.subject", Subject::Case))
        .filter(literal::is_besides("timers.action", TimerAction::Lapse))
        .filter(exists(draft))
        .order((timers::due_at, timers::subject_id))
        .limit(most)
        .select(timers::subject_id)
        .load::<AnyId>(db.conn)?;
    Ok(found.into_iter().map(|id| id.0).collect())
}

/// Documents of cases that were decided (or ended undecided) before an instant; not those that a card bears. They were
/// uploaded before that: old documents are few, while old cases are all there ever were. A day to come is reckoned with
/// the cases that lapse, undecided, until then.
fn of_decided_cases(db: &mut Db<'_>, search: Search) -> Result<Vec<Uuid>> {
    let before = start_of(search.before);
    let foreseen = if search.on > db.today() {
        before
    } else {
        DateTime::UNIX_EPOCH
    };
    let lapsing = timers::table
        .filter(timers::subject.eq(Subject::Case))
        .filter(timers::subject_id.eq(cases::id))
        .filter(timers::action.eq(TimerAction::Lapse))
        .filter(timers::due_at.lt(At(foreseen)));
    let over = case::Stage::ALL.iter().copied().filter(|stage| stage.is_final());
    let ended = cases::stage.eq_any(over).and(cases::updated_at.lt(At(before)));
    let lapses = cases::stage.ne(case::Stage::Draft).and(exists(lapsing));
    let undecided = cases::decided_at.is_null().and(ended.or(lapses));
    let decided = cases::table.filter(cases::id.nullable().eq(documents::case_id)).filter(
        cases::decided_at
            .lt(Some(At(before)))
            .assume_not_null()
            .or(undecided.assume_not_null()),
    );
    let found = documents::table
        .filter(documents::card_id.is_null())
        .filter(documents::created_at.lt(At(before)))
        .filter(exists(decided))
        .order((documents::created_at, documents::id))
        .limit(search.most)
        .select(documents::id)
        .load::<DocumentId>(db.conn)?;
    Ok(found.into_iter().map(Uuid::from).collect())
}

/// Photos and signatures that no card bears any more whose last day is not long past.
fn of_ended_cards(db: &mut Db<'_>, before: NaiveDate, most: i64) -> Result<Vec<Uuid>> {
    macro_rules! borne_last {
        ($image:ident) => {{
            let other = diesel::alias!(cards as other);
            let bearing = || other.filter(other.field(cards::expires_on).ge(before));
            let as_photo = bearing().filter(other.field(cards::photo_id).eq(cards::$image));
            let as_signature = bearing().filter(other.field(cards::signature_id).eq(cards::$image));
            // A replacement bears the image of the card before it: the last of them stands for all.
            let again = other
                .filter(other.field(cards::$image).eq(cards::$image))
                .filter(other.field(cards::id).gt(cards::id));
            cards::table
                .filter(cards::$image.is_not_null())
                .filter(cards::expires_on.lt(before))
                .filter(not(exists(as_photo)))
                .filter(not(exists(as_signature)))
                .filter(not(exists(again)))
                .order((cards::expires_on, cards::id))
                .limit(most)
                .select((cards::expires_on, cards::$image.assume_not_null()))
                .load::<(NaiveDate, DocumentId)>(db.conn)?
        }};
    }
    let mut found = borne_last!(photo_id);
    found.extend(borne_last!(signature_id));
    Ok(oldest(found, most))
}

/// The first of what several lists found, each with the day it is ordered by; nothing twice.
fn oldest<I: Copy + Ord + Into<Uuid>>(found: Vec<(NaiveDate, I)>, most: i64) -> Vec<Uuid> {
    let ordered: BTreeSet<_> = found.into_iter().collect();
    let mut named = BTreeSet::new();
    let once = ordered.into_iter().map(|(_, id)| id).filter(|id| named.insert(*id));
    once.take(usize::try_from(most).unwrap_or_default())
        .map(Into::into)
        .collect()
}

/// Payments over which nothing is open any more, and whose last change and last paper lie before an instant: they go with
/// everything that was issued for them.
fn settled_payments(db: &mut Db<'_>, before: DateTime<Utc>, most: i64) -> Result<Vec<Uuid>> {
    let still_kept = invoices::table
        .filter(invoices::payment_id.eq(payments::id))
        .filter(invoices::issued_at.ge(At(before)));
    let found = payments::table
        .filter(payments::updated_at.lt(At(before)))
        .filter(payments::stage.ne_all(payment::Stage::AWAITING_PROVIDER))
        .filter(not(exists(still_kept)))
        .order((payments::updated_at, payments::id))
        .limit(most)
        .select(payments::id)
        .load::<domain::ids::PaymentId>(db.conn)?;
    Ok(found.into_iter().map(Uuid::from).collect())
}

/// Continuing trainings delivered before a day, whose right to a card is over, if they gave one, and whose certificate is
/// kept no longer: of a training that was attested late, it was established late.
fn recaps(db: &mut Db<'_>, search: Search) -> Result<Vec<Uuid>> {
    let Search {
        on,
        before,
        most,
        audit,
    } = search;
    let certificates_from = retention::earliest_kept(Retained::CertificatePaper, on, audit).unwrap_or(NaiveDate::MIN);
    let mut found = Vec::new();
    // One type after the other: trainings of the other types are kept for good.
    for continuing in TrainingType::ALL.iter().filter(|one| one.is_continuing()) {
        let living = entitlements::table
            .filter(entitlements::attestation_id.eq(attestations::id))
            .filter(entitlements::expires_on.ge(on));
        let certified = certificates::table
            .filter(certificates::attestation_id.eq(attestations::id))
            .filter(certificates::valid_until.ge(certificates_from));
        let of_type = attestations::table
            .filter(attestations::training_type.eq(*continuing))
            .filter(attestations::delivered_on.lt(before))
            .filter(not(exists(living)))
            .filter(not(exists(certified)))
            .order((attestations::delivered_on, attestations::id))
            .limit(most)
            .select((attestations::delivered_on, attestations::id));
        found.extend(of_type.load::<(NaiveDate, AttestationId)>(db.conn)?);
    }
    Ok(oldest(found, most))
}
