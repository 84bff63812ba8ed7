//! What several of these endpoints answer.

use chrono::{DateTime, Utc};
use domain::account::Stage;
use domain::ids::AccountId;
use domain::labels::Label;
use domain::people::{Address, BirthDate, Language, Licence};
use domain::rules::contact::shown_email;
use persistence::accounts::{AccountRecord, Profile};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::Reply;

/// An account, as far as somebody outside may know.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "01975b1c-7d4e-7aaa-8bbb-0123456789ab", "stage": "pending_review", "stage_label": "En cours d’analyse"}))]
pub struct AccountReference {
    /// Its id.
    id: AccountId,
    /// Where it is.
    stage: Stage,
    /// The same for people.
    stage_label: &'static str,
}

impl AccountReference {
    /// The reference of an account in a stage.
    pub fn of(id: AccountId, stage: Stage, language: Language) -> Self {
        Self {
            id,
            stage,
            stage_label: stage.label(language),
        }
    }
}

/// What somebody said about themselves.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "email": "camille.martin@example.org", "phone": "+33612345678", "language": "fr",
    "surname": "Martin", "first_names": "Camille Jeanne", "birth_date": "1988-04-17", "birth_place": "Lyon", "birth_country": "FR",
    "address": {"line1": "12 rue de la République", "line2": "Bât. B", "postal_code": "69001", "city": "Lyon", "country": "FR"},
    "licence": {"country": "FR", "number": "13AA00002", "categories": ["C", "CE"], "issued_on": "2013-10-02", "expires_on": "2028-10-02"}
}))]
pub struct ProfileView {
    /// The email address to sign in with.
    email: String,
    /// Phone number, E.164.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    /// The language they are written to in.
    language: Language,
    /// Surname.
    surname: String,
    /// Name used, where it is another than the surname.
    #[serde(skip_serializing_if = "Option::is_none")]
    usage_name: Option<String>,
    /// First names; empty for the few who have none.
    first_names: String,
    /// Date of birth, as far as it is known.
    birth_date: BirthDate,
    /// Town of birth.
    birth_place: String,
    /// Country of birth, ISO 3166-1 alpha-2.
    birth_country: String,
    /// Postal address.
    address: Address,
    /// Driving licence.
    licence: Licence,
}

impl From<Profile> for ProfileView {
    fn from(profile: Profile) -> Self {
        let identity = profile.holder.identity;
        Self {
            email: shown_email(&profile.email).into_owned(),
            phone: profile.phone,
            language: profile.language,
            surname: identity.surname,
            usage_name: identity.usage_name,
            first_names: identity.first_names,
            birth_date: identity.birth_date,
            birth_place: identity.birth_place,
            birth_country: identity.birth_country,
            address: profile.address,
            licence: profile.holder.licence,
        }
    }
}

/// A driver's own account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Account)]
pub struct AccountView {
    /// Its id.
    id: AccountId,
    /// Where it is.
    stage: Stage,
    /// The same for people.
    stage_label: &'static str,
    /// Raised by every change.
    version: i32,
    /// The person.
    #[serde(flatten)]
    profile: ProfileView,
    /// When it was asked for.
    created_at: DateTime<Utc>,
    /// When it last changed.
    updated_at: DateTime<Utc>,
}

impl AccountView {
    /// The answer that shows an account to its driver.
    pub fn answer(account: &AccountRecord, profile: Profile, language: Language) -> Reply {
        let view = Self {
            id: account.id,
            stage: account.stage,
            stage_label: account.stage.label(language),
            version: account.version,
            profile: profile.into(),
            created_at: *account.created_at,
            updated_at: *account.updated_at,
        };
        Reply::ok(&view).version(account.version)
    }
}
