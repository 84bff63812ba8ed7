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

/// An attestation, as the back office sees it.
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
    /// Its id.
    id: AttestationId,
    /// Raised by each change.
    version: i32,
    /// Where it is.
    status: Stage,
    /// The same, in words.
    status_label: &'static str,
    /// In what the two differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    mismatch: Option<MismatchReason>,
    /// The same, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    mismatch_label: Option<&'static str>,
    /// Why it was dismissed or withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The centre's own reference.
    external_reference: String,
    /// The centre.
    centre: TrainingCentreName,
    /// The kind of training.
    r#type: TrainingType,
    /// The same, in words.
    type_label: &'static str,
    /// The sector.
    sector: Sector,
    /// The same, in words.
    sector_label: &'static str,
    /// Hours followed.
    #[serde(skip_serializing_if = "Option::is_none")]
    hours: Option<i32>,
    /// First day.
    started_on: NaiveDate,
    /// Last day.
    ended_on: NaiveDate,
    /// The day of delivery.
    delivered_on: NaiveDate,
    /// Until when the qualification held that the training renews, as the centre said.
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_expires_on: Option<NaiveDate>,
    /// Whether it claims a day that another training of its driver claims too, and an agent has to say if it counts.
    awaits_overlap_decision: bool,
    /// What an agent decided of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    overlap_decision: Option<OverlapDecision>,
    /// Where it took place.
    place: String,
    /// The driver, as the centre knows them.
    driver: AttestedDriver,
    /// The driver it belongs to, once matched.
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<AccountId>,
    /// The driver it nearly matches; left out where nobody comes close, or where the account is closed by now.
    #[serde(skip_serializing_if = "Option::is_none")]
    candidate: Option<Candidate>,
    /// When it was posted.
    created_at: DateTime<Utc>,
    /// When it last changed.
    updated_at: DateTime<Utc>,
}

/// A driver with an account, who may be the one.
#[derive(Debug, Serialize, ToSchema)]
pub struct Candidate {
    /// The account.
    account_id: AccountId,
    /// Where the account is: only an active one can be matched with.
    stage: account::Stage,
    /// Surname.
    surname: String,
    /// Name used, where it is another than the surname.
    #[serde(skip_serializing_if = "Option::is_none")]
    usage_name: Option<String>,
    /// First names.
    first_names: String,
    /// Date of birth, as far as it is known.
    birth_date: BirthDate,
    /// Driving licence.
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
