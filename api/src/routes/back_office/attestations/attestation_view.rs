//! An attestation as an agent compares it: what the centre says beside what the account says.

use chrono::{DateTime, NaiveDate, Utc};
use domain::account;
use domain::attestation::Stage;
use domain::ids::{AccountId, AttestationId};
use domain::labels::Label;
use domain::people::{BirthDate, Language};
use domain::rules::matching::MismatchReason;
use domain::rules::plausibility::OverlapDecision;
use domain::rules::training::TrainingType;
use domain::sector::Sector;
use persistence::accounts::Profile;
use persistence::attestations::Comparison;
use serde::Serialize;
use utoipa::ToSchema;

use crate::routes::attestations::attestation_view::{AttestedDriver, AttestedLicence};
use crate::routes::trainings::training_view::TrainingCentreName;

/// An attestation as the back office sees it, beside the driver that it nearly matches.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0197a3a0-1111-7000-8000-000000000001", "version": 2, "status": "mismatch", "status_label": "À vérifier",
    "mismatch": "surname_differs", "mismatch_label": "Même permis, autre nom",
    "external_reference": "ABSKILL-LYON-2026-004217",
    "centre": {"name": "ABSKILL Lyon", "accreditation_number": "AGR-69-0042"},
    "type": "fco", "type_label": "Formation continue obligatoire (FCO)", "sector": "goods", "sector_label": "Marchandises",
    "hours": 35, "started_on": "2026-11-16", "ended_on": "2026-11-20", "delivered_on": "2026-11-20", "awaits_overlap_decision": false, "place": "Lyon",
    "driver": {
        "surname": "MARTIN-DURAND", "first_names": "Camille", "birth_date": "1988-04-17",
        "licence": {"country": "FR", "number": "13AA00002"}
    },
    "candidate": {
        "account_id": "0197a3a0-3333-7000-8000-000000000001", "stage": "active",
        "surname": "Martin", "first_names": "Camille Jeanne", "birth_date": "1988-04-17",
        "licence": {"country": "FR", "number": "13AA00002"}
    },
    "created_at": "2026-11-22T09:00:00Z", "updated_at": "2026-11-22T09:00:00Z"
}))]
pub struct AttestationToSettle {
    /// Unique identifier of the attestation.
    id: AttestationId,
    /// Version of the attestation: a number that every change raises. The `ETag` starts with it.
    version: i32,
    /// What became of the attestation: whether its driver was found.
    status: Stage,
    /// Label of `status`, in the language of the request, to show to people.
    status_label: &'static str,
    /// In what the attestation and the candidate differ. Left out where nobody came close.
    #[serde(skip_serializing_if = "Option::is_none")]
    mismatch: Option<MismatchReason>,
    /// Label of `mismatch`, in the language of the request, to show to people.
    #[serde(skip_serializing_if = "Option::is_none")]
    mismatch_label: Option<&'static str>,
    /// Why the attestation was dismissed or withdrawn. Left out where it was neither.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The centre's own reference for this attestation.
    external_reference: String,
    /// The training centre that posted the attestation.
    centre: TrainingCentreName,
    /// Type of the training that the driver followed.
    r#type: TrainingType,
    /// Label of `type`, in the language of the request, to show to people.
    type_label: &'static str,
    /// Sector of the training: goods or passengers.
    sector: Sector,
    /// Label of `sector`, in the language of the request, to show to people.
    sector_label: &'static str,
    /// Hours of training that the driver followed. Left out where an equivalence names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    hours: Option<i32>,
    /// First day of the training.
    started_on: NaiveDate,
    /// Last day of the training.
    ended_on: NaiveDate,
    /// Day on which the centre delivered the attestation.
    delivered_on: NaiveDate,
    /// Last day of the qualification that the training renews, as the centre gave it. Left out where it gave none.
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_expires_on: Option<NaiveDate>,
    /// Whether an agent has to say if the training counts, since another training of its driver claims one of its days
    /// too.
    awaits_overlap_decision: bool,
    /// What an agent decided of the overlap with another training. Left out where nothing was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    overlap_decision: Option<OverlapDecision>,
    /// Town in which the training took place.
    place: String,
    /// The driver who followed the training, as the centre knows them.
    driver: AttestedDriver,
    /// Unique identifier of the account that the attestation is matched with. Left out until it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<AccountId>,
    /// The driver that the attestation nearly matches. Left out where nobody comes close, or where that account is
    /// closed by now.
    #[serde(skip_serializing_if = "Option::is_none")]
    candidate: Option<Candidate>,
    /// When the attestation was posted.
    created_at: DateTime<Utc>,
    /// When the attestation last changed.
    updated_at: DateTime<Utc>,
}

/// A driver with an account who may be the one that an attestation is about.
#[derive(Debug, Serialize, ToSchema)]
pub struct Candidate {
    /// Unique identifier of the candidate's account.
    account_id: AccountId,
    /// Stage of the candidate's account: only an active one can be matched with.
    stage: account::Stage,
    /// Surname of the candidate, as their account has it.
    surname: String,
    /// Name that the candidate uses, where it is another than the surname. Left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    usage_name: Option<String>,
    /// First names of the candidate, space-separated.
    first_names: String,
    /// Date of birth of the candidate, `YYYY-MM-DD`; the month and the day are `00` where they are not known.
    birth_date: BirthDate,
    /// Driving licence of the candidate, as their account has it.
    licence: AttestedLicence,
}

impl Candidate {
    fn of(account_id: AccountId, stage: account::Stage, profile: Profile) -> Self {
        let holder = profile.holder;
        Self {
            account_id,
            stage,
            surname: holder.identity.surname,
            usage_name: holder.identity.usage_name,
            first_names: holder.identity.first_names,
            birth_date: holder.identity.birth_date,
            licence: AttestedLicence {
                country: holder.licence.country,
                number: holder.licence.number,
                neph: holder.licence.neph,
            },
        }
    }
}

impl AttestationToSettle {
    /// A comparison, in a language.
    pub fn of(comparison: Comparison, language: Language) -> Self {
        let Comparison {
            attestation: record,
            centre,
            candidate,
        } = comparison;
        Self {
            id: record.id,
            version: record.version,
            status: record.stage,
            status_label: record.stage.label(language),
            mismatch: record.mismatch,
            mismatch_label: record.mismatch.map(|mismatch| mismatch.label(language)),
            r#type: record.training_type,
            type_label: record.training_type.label(language),
            sector: record.sector,
            sector_label: record.sector.label(language),
            hours: record.stated_hours(),
            started_on: record.started_on,
            ended_on: record.ended_on,
            delivered_on: record.delivered_on,
            previous_expires_on: record.previous_expires_on,
            awaits_overlap_decision: record.awaits_agent,
            overlap_decision: record.overlap_decision,
            driver: AttestedDriver::of(&record),
            account_id: record.account_id,
            created_at: *record.created_at,
            updated_at: *record.updated_at,
            centre: (&centre).into(),
            candidate: candidate.map(|(account, profile)| Candidate::of(account.id, account.stage, profile)),
            reason: record.decision_reason,
            external_reference: record.external_reference,
            place: record.place,
        }
    }
}
