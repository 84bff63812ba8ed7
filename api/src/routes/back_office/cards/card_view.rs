//! A card as the back office sees it.

use domain::ids::AccountId;
use domain::people::{Address, Language};
use persistence::Db;
use persistence::cards::{CardRecord, OpenCase};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::Reply;
use crate::hub::Abort;
use crate::routes::cards::card_view::CardView;

/// A card as its driver sees it, with whose it is and what agents noted about it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BackOfficeCard)]
pub struct CardFile {
    /// Unique identifier of the account of the card's driver.
    pub account_id: AccountId,
    /// The address to which the card was sent.
    pub delivery_address: Address,
    /// The agent's words about the revocation, for agents only. Left out where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revocation_note: Option<String>,
    /// The card as its driver sees it.
    #[serde(flatten)]
    pub card: CardView,
}

impl CardFile {
    /// The card, for readers of a language.
    pub fn of(record: CardRecord, open: &[OpenCase], base: &str, language: Language) -> Self {
        Self {
            account_id: record.account_id,
            delivery_address: record.delivery_address.0.clone(),
            revocation_note: record.revocation_note.clone(),
            card: CardView::of(record, open, base, language),
        }
    }

    /// 200 with the card and its `ETag`, the case that is open on it looked up.
    pub fn answer(db: &mut Db<'_>, record: CardRecord, base: &str, language: Language) -> Result<Reply, Abort> {
        let open = persistence::cards::open_cases(db, &[record.id])?;
        let version = record.version;
        Ok(Reply::ok(&Self::of(record, &open, base, language)).version(version))
    }
}
