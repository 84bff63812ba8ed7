//! The facts that texts name, looked up by the ids that a message holds.

use chrono::NaiveDate;
use domain::attestation::Stage;
use domain::case::ItemTarget;
use domain::ids::{AccountId, AttestationId, CardId, CaseId, CertificateId};
use domain::lifecycle::Subject;
use domain::time::legal_date;
use domain::timer::TimerAction;
use persistence::attestations::{self, AttestationRecord};
use persistence::cards::CardRecord;
use persistence::cases::{self, CaseRecord};
use persistence::notify::{Notification, Recipient};
use persistence::{Db, Error, Result, accounts, cards, certificates, timers};
use uuid::Uuid;

use crate::messages::content::{Card, Case, Certificate, Item, Training};

/// A message without something that its kind calls for: a defect of whoever queued it.
pub(super) fn lacks(message: &Notification, what: &str) -> Error {
    Error::Corrupt(format!("a message `{}` without {what}", message.notification))
}

pub(super) fn account_id(message: &Notification) -> Result<AccountId> {
    match message.recipient {
        Recipient::Driver(id) => Ok(id),
        Recipient::Staff(_) | Recipient::Centre(_) => Err(lacks(message, "a driver")),
    }
}

pub(super) fn subject(message: &Notification, subject: Subject) -> Result<Uuid> {
    match message.about.subject {
        Some((of, id)) if of == subject => Ok(id),
        _ => Err(lacks(message, subject_name(subject))),
    }
}

const fn subject_name(subject: Subject) -> &'static str {
    match subject {
        Subject::Attestation => "an attestation",
        Subject::Card => "a card",
        Subject::Case => "a case",
        Subject::Invoice => "an invoice",
        _ => "its subject",
    }
}

pub(super) fn case_record(db: &mut Db<'_>, message: &Notification) -> Result<CaseRecord> {
    cases::find(db, CaseId(subject(message, Subject::Case)?))
}

pub(super) fn case(db: &mut Db<'_>, message: &Notification) -> Result<Case> {
    Ok(case_of(&case_record(db, message)?))
}

pub(super) fn case_of(record: &CaseRecord) -> Case {
    Case {
        id: record.id,
        reference: record.reference.clone(),
        kind: record.kind,
    }
}

pub(super) fn training(db: &mut Db<'_>, message: &Notification) -> Result<Training> {
    attestation(db, message).map(|record| training_of(&record))
}

/// The training of an attestation that still stands; none once it was withdrawn.
pub(super) fn recorded(db: &mut Db<'_>, message: &Notification) -> Result<Option<Training>> {
    let record = attestation(db, message)?;
    Ok((record.stage == Stage::Matched).then(|| training_of(&record)))
}

fn attestation(db: &mut Db<'_>, message: &Notification) -> Result<AttestationRecord> {
    attestations::find(db, AttestationId(subject(message, Subject::Attestation)?))
}

fn training_of(record: &AttestationRecord) -> Training {
    Training {
        id: record.id,
        training_type: record.training_type,
        sector: record.sector,
        ended_on: record.ended_on,
    }
}

/// A certificate that still stands; none once it was revoked.
pub(super) fn certificate(db: &mut Db<'_>, message: &Notification) -> Result<Option<Certificate>> {
    let id = message
        .about
        .certificate
        .ok_or_else(|| lacks(message, "a certificate"))?;
    let record = certificates::of_account(db, account_id(message)?, CertificateId(id))?;
    Ok(record.revoked_at.is_none().then_some(Certificate {
        id: record.id,
        sector: record.sector,
        valid_from: record.valid_from,
        valid_until: record.valid_until,
    }))
}

pub(super) fn card_record(db: &mut Db<'_>, message: &Notification) -> Result<CardRecord> {
    cards::find(db, CardId(subject(message, Subject::Card)?))
}

pub(super) fn card_of(record: &CardRecord) -> Card {
    Card {
        id: record.id,
        number: record.number.clone(),
    }
}

/// Why an account was decided as it was.
pub(super) fn account_reason(db: &mut Db<'_>, message: &Notification) -> Result<String> {
    let record = accounts::find(db, account_id(message)?)?;
    record.decision_reason.ok_or_else(|| lacks(message, "a reason"))
}

/// What is still to be put right; nothing, once it was.
pub(super) fn case_items(db: &mut Db<'_>, id: CaseId) -> Result<Vec<Item>> {
    let open = cases::items(db, id)?;
    Ok(open.into_iter().map(|item| asked(item.target, item.reason)).collect())
}

/// As [`case_items`], of an account.
pub(super) fn account_items(db: &mut Db<'_>, id: AccountId) -> Result<Vec<Item>> {
    let open = persistence::accounts::correction::open_items(db, id)?;
    Ok(open.into_iter().map(|item| asked(item.target, item.reason)).collect())
}

fn asked(target: ItemTarget, reason: String) -> Item {
    Item { target, reason }
}

/// The last day that the message names.
pub(super) fn last_day(message: &Notification) -> Result<NaiveDate> {
    message.about.by.ok_or_else(|| lacks(message, "its last day"))
}

/// The day on which the subject's stage lapses; none where it does not, any more.
pub(super) fn lapse(db: &mut Db<'_>, subject: Subject, id: impl Into<Uuid>) -> Result<Option<NaiveDate>> {
    let due_at = timers::due_at(db, subject, id.into(), TimerAction::Lapse)?;
    Ok(due_at.map(legal_date))
}
