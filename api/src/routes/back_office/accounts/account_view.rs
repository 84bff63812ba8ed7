//! An account as the back office sees it.

use chrono::{DateTime, Utc};
use domain::account::{Action, Stage, TABLE};
use domain::actor::Role;
use domain::ids::AccountId;
use domain::labels::Label;
use domain::lifecycle;
use domain::people::Language;
use domain::rules::consents::Consent;
use domain::sector::Sector;
use persistence::Db;
use persistence::accounts::correction::open_items;
use persistence::accounts::examined::{Examined, examine};
use persistence::accounts::former::FormerFile;
use persistence::accounts::{self, Duplicate};
use persistence::transitions;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::Reply;
use crate::hub::Abort;
use crate::routes::accounts::account_view::ProfileView;
use crate::routes::back_office::history_view::PassageView;
use crate::routes::items::ItemView;

/// An account, with all that agents need to analyse it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01993d20-0c3e-7f1c-b7a4-1a2b3c4d5e6f", "stage": "pending_review", "stage_label": "En cours d’analyse",
    "version": 1,
    "profile": {
        "email": "camille.martin@example.org", "phone": "+33612345678", "language": "fr",
        "surname": "Martin", "first_names": "Camille Jeanne",
        "birth_date": "1988-04-17", "birth_place": "Lyon", "birth_country": "FR",
        "address": {"line1": "12 rue de la République", "postal_code": "69001", "city": "Lyon", "country": "FR"},
        "licence": {
            "country": "FR", "number": "13AA00002", "categories": ["C", "CE"],
            "issued_on": "2013-10-02", "expires_on": "2028-10-02"
        }
    },
    "consents": [
        {"consent": "privacy_policy", "document_version": "2026-01-01", "given_at": "2026-11-20T08:15:00Z"},
        {"consent": "general_conditions", "document_version": "2026-01-01", "given_at": "2026-11-20T08:15:00Z"},
        {"consent": "data_accuracy", "document_version": "2026-01-01", "given_at": "2026-11-20T08:15:00Z"},
        {"consent": "electronic_communication", "document_version": "2026-01-01", "given_at": "2026-11-20T08:15:00Z"}
    ],
    "duplicates": [{
        "account_id": "01990a11-2b3c-7d4e-8f5a-6b7c8d9e0f1a", "stage": "active",
        "same_licence": false, "same_person": true
    }],
    "former_files": [], "items": [],
    "actions": ["approve", "request_correction", "reject", "close"],
    "history": [
        {"action": "register", "stage": "pending_review", "by": "anonymous", "at": "2026-11-20T08:15:00Z"}
    ],
    "created_at": "2026-11-20T08:15:00Z", "updated_at": "2026-11-20T08:15:00Z"
}))]
pub struct AccountFile {
    /// Unique identifier of the account.
    id: AccountId,
    /// Stage of the account: what it waits for.
    stage: Stage,
    /// Label of `stage`, in the language of the request, to show to people.
    stage_label: &'static str,
    /// Version of the account: a number that every change raises. The `ETag` starts with it.
    version: i32,
    /// What the driver said about themselves. Left out once it is erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<ProfileView>,
    /// The consents that the driver gave at registration.
    consents: Vec<ConsentView>,
    /// Other accounts that may be the same person's, a hundred at most; empty where none is known.
    duplicates: Vec<DuplicateView>,
    /// What the same person left behind in accounts that were closed: theirs again once this account is in use.
    former_files: Vec<FormerFileView>,
    /// What the driver is asked to correct, and has not sent yet; empty where nothing is.
    items: Vec<ItemView>,
    /// The reason given with the last decision about the account. Left out where none was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    decision_reason: Option<String>,
    /// What the agent who asks may do with the account now.
    actions: Vec<Action>,
    /// The stages that the account passed, oldest first.
    history: Vec<PassageView>,
    /// When the account was asked for.
    created_at: DateTime<Utc>,
    /// When the account last changed.
    updated_at: DateTime<Utc>,
}

/// A consent that a driver gave at registration.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsentView {
    /// What the driver consented to.
    consent: Consent,
    /// Version of the document that the driver consented to.
    #[schema(example = "2026-01-01")]
    document_version: String,
    /// When the consent was given.
    given_at: DateTime<Utc>,
}

/// Another account that may be the same person's.
#[derive(Debug, Serialize, ToSchema)]
pub struct DuplicateView {
    /// Unique identifier of the other account.
    account_id: AccountId,
    /// Stage of the other account.
    stage: Stage,
    /// Whether the other account has the same licence.
    same_licence: bool,
    /// Whether the other account has the same surname and birth date.
    same_person: bool,
}

/// What was left behind in a closed account that had the same licence number, birth date and surname.
#[derive(Debug, Serialize, ToSchema)]
pub struct FormerFileView {
    /// Unique identifier of the closed account.
    account_id: AccountId,
    /// When that account was closed.
    closed_at: DateTime<Utc>,
    /// Number of trainings that were matched with that account.
    trainings: usize,
    /// Sectors in which a right to a card was left unused.
    unused_rights: Vec<Sector>,
    /// Numbers of the cards of that account, oldest first.
    cards: Vec<String>,
}

impl From<FormerFile> for FormerFileView {
    fn from(file: FormerFile) -> Self {
        Self {
            account_id: file.account_id,
            closed_at: file.closed_at,
            trainings: file.trainings.len(),
            unused_rights: file.rights.iter().map(|right| right.sector).collect(),
            cards: file.cards.into_iter().map(|card| card.number).collect(),
        }
    }
}

impl AccountFile {
    /// The answer that shows an account to somebody of this role.
    pub(super) fn answer(db: &mut Db<'_>, id: AccountId, role: Role, language: Language) -> Result<Reply, Abort> {
        let Examined {
            account,
            profile,
            duplicates,
            former,
        } = examine(db, id)?;
        let file = Self {
            id,
            stage: account.stage,
            stage_label: account.stage.label(language),
            version: account.version,
            profile: profile.map(Into::into),
            consents: consents(db, id)?,
            duplicates: duplicates.into_iter().map(Into::into).collect(),
            former_files: former.into_iter().map(Into::into).collect(),
            items: items(db, id, language)?,
            decision_reason: account.decision_reason.clone(),
            actions: lifecycle::possible(TABLE, Some(account.stage), role),
            history: transitions::history(db, id.into())?
                .into_iter()
                .map(Into::into)
                .collect(),
            created_at: *account.created_at,
            updated_at: *account.updated_at,
        };
        Ok(Reply::ok(&file).version(account.version))
    }
}

fn consents(db: &mut Db<'_>, id: AccountId) -> Result<Vec<ConsentView>, Abort> {
    let given = accounts::consents(db, id)?.into_iter().map(|given| ConsentView {
        consent: given.consent,
        document_version: given.document_version,
        given_at: *given.given_at,
    });
    Ok(given.collect())
}

fn items(db: &mut Db<'_>, id: AccountId, language: Language) -> Result<Vec<ItemView>, Abort> {
    let open = open_items(db, id)?;
    Ok(open.iter().map(|item| ItemView::of(item.as_item(), language)).collect())
}

impl From<Duplicate> for DuplicateView {
    fn from(other: Duplicate) -> Self {
        Self {
            account_id: other.id,
            stage: other.stage,
            same_licence: other.same_licence,
            same_person: other.same_person,
        }
    }
}
