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
#[schema(as = BackOfficeCard, example = json!({
    "account_id": "01993d20-0c3e-7f1c-b7a4-1a2b3c4d5e6f",
    "delivery_address": {"line1": "12 rue de la République", "postal_code": "69001", "city": "Lyon", "country": "FR"},
    "id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "number": "FR261234567A", "stage": "active", "stage_label": "Active",
    "version": 3,
    "fields": [
        {"number": "1", "label": "Nom", "value": "Martin"},
        {"number": "4b", "label": "Date d’expiration", "value": "20.11.2031"},
        {"number": "10", "label": "Code 95 de la catégorie", "category": "CE", "value": "95(20.11.31)"}
    ],
    "sectors": [{"sector": "goods", "expires_on": "2031-11-20"}], "issued_on": "2026-11-22", "expires_on": "2031-11-20",
    "verification_code": "7K3M9-P2QRS-TVWXY-Z2345-6789A",
    "verification_url": "https://hub.example.org/v1/verifications/7K3M9P2QRSTVWXYZ23456789A",
    "tracking_number": "6A12345678901", "actions": [], "activated_at": "2026-11-28T17:20:00Z",
    "created_at": "2026-11-22T09:00:00Z", "updated_at": "2026-11-28T17:20:00Z"
}))]
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
