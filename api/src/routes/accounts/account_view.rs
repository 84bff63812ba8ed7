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

/// An account, as far as somebody outside may know it: its identifier and its stage.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "01975b1c-7d4e-7aaa-8bbb-0123456789ab", "stage": "pending_review", "stage_label": "En cours d’analyse"}))]
pub struct AccountReference {
    /// Unique identifier of the account.
    id: AccountId,
    /// Stage of the account: what it waits for.
    stage: Stage,
    /// Label of `stage`, in the language of the request, to show to people.
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

/// What a driver said about themselves: contact details, identity, driving licence.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "email": "camille.martin@example.org", "phone": "+33612345678", "language": "fr",
    "surname": "Martin", "first_names": "Camille Jeanne", "birth_date": "1988-04-17", "birth_place": "Lyon", "birth_country": "FR",
    "address": {"line1": "12 rue de la République", "line2": "Bât. B", "postal_code": "69001", "city": "Lyon", "country": "FR"},
    "licence": {"country": "FR", "number": "13AA00002", "categories": ["C", "CE"], "issued_on": "2013-10-02", "expires_on": "2028-10-02"}
}))]
pub struct ProfileView {
    /// The email address with which the driver signs in.
    email: String,
    /// Phone number in E.164, `+33612345678`. Left out where none is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    /// The language in which the driver is written to.
    language: Language,
    /// Surname, as written on the identity document.
    surname: String,
    /// Name used, where it is another than the surname: by marriage, for instance. Left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    usage_name: Option<String>,
    /// First names, space-separated; empty for the few who have none.
    first_names: String,
    /// Date of birth, `YYYY-MM-DD`; the month and the day are `00` where they are not known.
    birth_date: BirthDate,
    /// Town of birth, as it is printed on the card.
    birth_place: String,
    /// Country of birth, ISO 3166-1 alpha-2: `FR`.
    birth_country: String,
    /// Postal address at which the driver lives.
    address: Address,
    /// The driver's driving licence: country, number, categories, dates.
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

/// A driver's own account: its stage, and what they said about themselves.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Account, example = json!({
    "id": "01993d20-0c3e-7f1c-b7a4-1a2b3c4d5e6f", "stage": "active", "stage_label": "Actif", "version": 4,
    "email": "camille.martin@example.org", "phone": "+33612345678", "language": "fr",
    "surname": "Martin", "first_names": "Camille Jeanne",
    "birth_date": "1988-04-17", "birth_place": "Lyon", "birth_country": "FR",
    "address": {
        "line1": "12 rue de la République", "line2": "Bât. B", "postal_code": "69001", "city": "Lyon", "country": "FR"
    },
    "licence": {
        "country": "FR", "number": "13AA00002", "categories": ["C", "CE"],
        "issued_on": "2013-10-02", "expires_on": "2028-10-02"
    },
    "created_at": "2026-11-20T08:15:00Z", "updated_at": "2026-11-20T16:40:00Z"
}))]
pub struct AccountView {
    /// Unique identifier of the account.
    id: AccountId,
    /// Stage of the account: what it waits for.
    stage: Stage,
    /// Label of `stage`, in the language of the request, to show to people.
    stage_label: &'static str,
    /// Version of the account: a number that every change raises. The `ETag` starts with it.
    version: i32,
    /// What the driver said about themselves: contact details, identity, driving licence.
    #[serde(flatten)]
    profile: ProfileView,
    /// When the account was asked for.
    created_at: DateTime<Utc>,
    /// When the account last changed.
    updated_at: DateTime<Utc>,
}

impl AccountView {
    /// The account, for a driver who reads a language.
    pub fn of(account: &AccountRecord, profile: Profile, language: Language) -> Self {
        Self {
            id: account.id,
            stage: account.stage,
            stage_label: account.stage.label(language),
            version: account.version,
            profile: profile.into(),
            created_at: *account.created_at,
            updated_at: *account.updated_at,
        }
    }

    /// The answer that shows an account to its driver.
    pub fn answer(account: &AccountRecord, profile: Profile, language: Language) -> Reply {
        Reply::ok(&Self::of(account, profile, language)).version(account.version)
    }
}
