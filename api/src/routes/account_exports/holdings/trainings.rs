//! Trainings, what they give, and until when.

use chrono::{DateTime, NaiveDate, Utc};
use domain::entitlement::Stage;
use domain::ids::{AttestationId, CaseId, EntitlementId};
use domain::labels::Label as _;
use domain::sector::Sector;
use integrations::exports::{Cursor, Page, Subject};
use persistence::certificates as kept_certificates;
use persistence::exports::held;
use persistence::{
    Db, Result, attestations as kept, centres, entitlements as kept_rights, known_qualifications as known,
};
use serde::Serialize;

use super::{AT_ONCE, Holdings, list, object, page};
use crate::routes::attestations::attestation_view::Attestation;
use crate::routes::back_office::known_qualifications::known_qualification_view::KnownQualificationView;
use crate::routes::certificates::certificate_view::Certificate;
use crate::routes::trainings::list_entitlements::Entitlements;
use crate::routes::trainings::training_view::{Training, TrainingCentreName};

pub(super) fn recaps(_: &Holdings, db: &mut Db<'_>, subject: &Subject, cursor: Option<Cursor>) -> Result<Page> {
    let after = cursor.map(|(id, _)| id.into());
    let rows = kept::recaps(db, subject.account_id, None, after, AT_ONCE)?;
    let last = rows.last().map(|record| record.id.into());
    let rows = centres::beside(db, rows, |record| record.centre_id)?;
    let views = rows
        .into_iter()
        .map(|(record, centre)| Training::of(record, &centre, subject.language));
    page(views.collect(), last)
}

/// What a centre posted, with its name.
#[derive(Serialize)]
struct PostedAttestation {
    #[serde(flatten)]
    attestation: Attestation,
    centre: TrainingCentreName,
    #[serde(skip_serializing_if = "Option::is_none")]
    counted_in: Option<AttestationId>,
}

pub(super) fn attestations(_: &Holdings, db: &mut Db<'_>, subject: &Subject, _: Option<Cursor>) -> Result<Page> {
    let rows = held::attestations(db, subject.account_id)?;
    let rows = centres::beside(db, rows, |record| record.centre_id)?;
    list(rows.into_iter().map(|(record, centre)| PostedAttestation {
        centre: (&centre).into(),
        counted_in: record.counted_in,
        attestation: record.into(),
    }))
}

pub(super) fn known_qualifications(
    _: &Holdings,
    db: &mut Db<'_>,
    subject: &Subject,
    _: Option<Cursor>,
) -> Result<Page> {
    let rows = known::of_account(db, subject.account_id)?;
    list(rows.into_iter().map(KnownQualificationView::from))
}

pub(super) fn entitlements(_: &Holdings, db: &mut Db<'_>, subject: &Subject, _: Option<Cursor>) -> Result<Page> {
    let judged = kept_rights::eligibility(db, subject.account_id)?;
    let held = kept_rights::in_hand(db, subject.account_id)?;
    object(Entitlements::of(judged, &held, subject.language))
}

/// A right to a card, as it is kept.
#[derive(Serialize)]
struct Right {
    id: EntitlementId,
    stage: Stage,
    stage_label: &'static str,
    version: i32,
    sector: Sector,
    sector_label: &'static str,
    attestation_id: AttestationId,
    #[serde(skip_serializing_if = "Option::is_none")]
    case_id: Option<CaseId>,
    training_ended_on: NaiveDate,
    expires_on: NaiveDate,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

pub(super) fn rights(_: &Holdings, db: &mut Db<'_>, subject: &Subject, _: Option<Cursor>) -> Result<Page> {
    let rows = kept_rights::of_account(db, subject.account_id)?;
    list(rows.into_iter().map(|record| Right {
        id: record.id,
        stage: record.stage,
        stage_label: record.stage.label(subject.language),
        version: record.version,
        sector: record.sector,
        sector_label: record.sector.label(subject.language),
        attestation_id: record.attestation_id,
        case_id: record.case_id,
        training_ended_on: record.training_ended_on,
        expires_on: record.expires_on,
        created_at: *record.created_at,
        updated_at: *record.updated_at,
    }))
}

/// A certificate, and why it is good no more.
#[derive(Serialize)]
struct WholeCertificate {
    #[serde(flatten)]
    certificate: Certificate,
    #[serde(skip_serializing_if = "Option::is_none")]
    revocation_reason: Option<String>,
}

pub(super) fn certificates(
    holdings: &Holdings,
    db: &mut Db<'_>,
    subject: &Subject,
    cursor: Option<Cursor>,
) -> Result<Page> {
    let after = cursor.map(|(id, _)| id.into());
    let rows = kept_certificates::list(db, subject.account_id, after, AT_ONCE)?;
    let last = rows.last().map(|record| record.id.into());
    let today = db.today();
    let views = rows.into_iter().map(|record| WholeCertificate {
        revocation_reason: record.revocation_reason.clone(),
        certificate: Certificate::of(record, today, subject.language, &holdings.public_base),
    });
    page(views.collect(), last)
}
