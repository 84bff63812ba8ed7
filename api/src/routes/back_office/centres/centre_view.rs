//! A training centre, as supervisors see it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::CentreId;
use domain::rules::accreditation::{self, Accreditation, Centre, CentreKind};
use persistence::centres::{self, CentreRecord};
use persistence::clients::Credential;
use persistence::{Db, Error, clients};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::http::{Code, Problem};
use crate::hub::Abort;
use crate::routes::back_office::credentials::keys::ClientKey;

/// A time during which a training centre is accredited. Both days belong to it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"valid_from": "2024-01-01", "valid_until": "2028-12-31"}))]
pub struct AccreditationPeriod {
    /// First day of the accreditation.
    pub valid_from: NaiveDate,
    /// Last day of the accreditation. Left out while no end is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
}

impl From<AccreditationPeriod> for Accreditation {
    fn from(period: AccreditationPeriod) -> Self {
        Self {
            valid_from: period.valid_from,
            valid_until: period.valid_until,
        }
    }
}

impl From<Accreditation> for AccreditationPeriod {
    fn from(period: Accreditation) -> Self {
        Self {
            valid_from: period.valid_from,
            valid_until: period.valid_until,
        }
    }
}

/// A training centre, whose systems post attestations.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0197a3a0-4444-7000-8000-000000000001", "version": 1, "name": "ABSKILL Lyon", "kind": "accredited",
    "accreditation_number": "AGR-69-0042", "contact_email": "formation@abskill.example.org", "active": true,
    "accreditations": [{"valid_from": "2024-01-01", "valid_until": "2028-12-31"}], "accredited_today": true,
    "credentials": [{
        "client_id": "abskill-lyon", "created_at": "2026-11-22T09:00:00Z", "last_used_at": "2026-11-22T09:30:00Z"
    }],
    "created_at": "2026-11-22T09:00:00Z", "updated_at": "2026-11-22T09:00:00Z"
}))]
pub struct TrainingCentre {
    /// Unique identifier of the training centre.
    pub id: CentreId,
    /// Version of the training centre: a number that every change raises. The `ETag` starts with it.
    pub version: i32,
    /// Name of the training centre, printed on recaps and certificates.
    name: String,
    /// Kind of the training centre: `accredited` by a prefect, or a `school`.
    kind: CentreKind,
    /// Number of the centre's accreditation (numéro d'agrément); empty for a school that has none.
    accreditation_number: String,
    /// Email address at which the centre can be written to. Left out where none is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact_email: Option<String>,
    /// Whether the centre's systems may sign in.
    active: bool,
    /// The times during which the centre is accredited, earliest first.
    accreditations: Vec<AccreditationPeriod>,
    /// Whether the centre is accredited today.
    accredited_today: bool,
    /// The credentials with which the centre's systems sign in, oldest first, revoked ones included.
    credentials: Vec<CentreCredentials>,
    /// When the training centre was entered.
    created_at: DateTime<Utc>,
    /// When the training centre last changed.
    updated_at: DateTime<Utc>,
}

/// Credentials with which one of a centre's systems signs in. Their secret was shown once.
#[derive(Debug, Serialize, ToSchema)]
pub struct CentreCredentials {
    /// The client id with which the centre's system asks for tokens.
    client_id: String,
    /// When the credentials were made.
    created_at: DateTime<Utc>,
    /// When the credentials were revoked: they work no more. Left out while they work.
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_at: Option<DateTime<Utc>>,
    /// When a token was last got with the credentials. Left out where none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_used_at: Option<DateTime<Utc>>,
    /// Until when the secret works that was replaced last. Left out where none was replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_secret_until: Option<DateTime<Utc>>,
    /// The public keys by which the centre's system signs in, instead of by its secret. Left out where it has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keys: Vec<ClientKey>,
}

impl From<Credential> for CentreCredentials {
    fn from(one: Credential) -> Self {
        let keys = one.keys.map_or_else(Vec::new, |keys| keys.0);
        Self {
            client_id: one.client_id,
            created_at: one.created_at,
            revoked_at: one.revoked_at,
            last_used_at: one.last_used_at,
            previous_secret_until: one.previous_secret_until,
            keys: keys.into_iter().map(Into::into).collect(),
        }
    }
}

impl TrainingCentre {
    /// A centre, with what belongs to it.
    pub fn load(db: &mut Db<'_>, record: CentreRecord) -> persistence::Result<Self> {
        let periods = centres::accreditations(db, record.id)?;
        let credentials = clients::of_centre(db, record.id)?;
        Ok(Self {
            id: record.id,
            version: record.version,
            name: record.name.clone(),
            kind: record.kind,
            accreditation_number: record.number().to_owned(),
            contact_email: record.contact_email,
            active: record.active,
            accredited_today: accreditation::is_accredited(&periods, db.today()),
            accreditations: periods.into_iter().map(Into::into).collect(),
            credentials: credentials.into_iter().map(Into::into).collect(),
            created_at: record.created_at,
            updated_at: record.updated_at,
        })
    }

    /// Where it is read.
    pub fn location(&self) -> String {
        format!("/v1/back-office/training-centres/{}", self.id)
    }
}

/// The centre, tidied; 422 where it is not well formed.
pub fn well_formed(centre: Centre) -> Result<Centre, Problem> {
    let centre = centre.tidied();
    let faults = accreditation::check_centre(&centre);
    if faults.is_empty() {
        Ok(centre)
    } else {
        Err(Problem::invalid(faults))
    }
}

/// Says which number is taken.
pub fn taken(error: Error) -> Abort {
    if matches!(error, Error::Collision { .. }) {
        Problem::new(Code::Conflict)
            .because(
                "Un autre centre porte déjà ce numéro d'agrément.",
                "Another centre has this accreditation number already.",
            )
            .into()
    } else {
        error.into()
    }
}
