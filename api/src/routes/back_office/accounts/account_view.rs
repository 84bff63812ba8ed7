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

/// An account, with all that its analysis needs.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountFile {
    /// Its id.
    id: AccountId,
    /// Where it is.
    stage: Stage,
    /// The same for people.
    stage_label: &'static str,
    /// Raised by every change.
    version: i32,
    /// The person; left out once erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<ProfileView>,
    /// The consents that were given.
    consents: Vec<ConsentView>,
    /// Other accounts that may be the same person's.
    duplicates: Vec<DuplicateView>,
    /// What the same person left behind in accounts that they closed: theirs again once this one is in use.
    former_files: Vec<FormerFileView>,
    /// What the driver is to correct.
    items: Vec<ItemView>,
    /// Why it was decided as it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    decision_reason: Option<String>,
    /// What the one who asks may do with it.
    actions: Vec<Action>,
    /// The way it went, oldest first.
    history: Vec<PassageView>,
    /// When it was asked for.
    created_at: DateTime<Utc>,
    /// When it last changed.
    updated_at: DateTime<Utc>,
}

/// A consent, as it was given.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsentView {
    /// To what.
    consent: Consent,
    /// To which version of the document.
    #[schema(example = "2026-01-01")]
    document_version: String,
    /// When.
    given_at: DateTime<Utc>,
}

/// Another account that may be the same person's.
#[derive(Debug, Serialize, ToSchema)]
pub struct DuplicateView {
    /// The other account.
    account_id: AccountId,
    /// Where it is.
    stage: Stage,
    /// Whether it has the same licence.
    same_licence: bool,
    /// Whether it has the same surname and birth date.
    same_person: bool,
}

/// The file of an account that was closed, by the same licence number, birth date and surname.
#[derive(Debug, Serialize, ToSchema)]
pub struct FormerFileView {
    /// The account.
    account_id: AccountId,
    /// When it was closed.
    closed_at: DateTime<Utc>,
    /// How many trainings were matched with it.
    trainings: usize,
    /// Sectors of rights to a card that were not used.
    unused_rights: Vec<Sector>,
    /// The numbers of its cards, oldest first.
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
