//! A share, as its driver sees it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::ShareId;
use domain::labels::Label;
use domain::people::Language;
use domain::rules::reference;
use domain::rules::share::{ShareItem, ShareStatus};
use persistence::shares::{Made, ShareRecord};
use serde::Serialize;
use utoipa::ToSchema;

/// A share: what a driver shows to an employer, and until when.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Share, example = json!({
    "id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "name": "Transports Lemoine", "status": "active",
    "status_label": "En cours", "items": ["qualification", "card"], "valid_until": "2026-12-06",
    "created_at": "2026-11-22T09:00:00Z", "looks": 1, "last_looked_at": "2026-11-23T08:12:00Z"
}))]
pub struct ShareView {
    /// Unique identifier of the share.
    id: ShareId,
    /// Name by which its driver tells it from others. Nobody else sees it. Left out where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// Whether the share shows anything now.
    status: ShareStatus,
    /// Label of `status`, in the language of the request, to show to people.
    status_label: &'static str,
    /// What the share shows to whoever looks.
    items: Vec<ShareItem>,
    /// Last day on which the share shows anything, until midnight in Paris.
    valid_until: NaiveDate,
    /// When its driver made the share.
    created_at: DateTime<Utc>,
    /// When its driver ended the share. Left out unless they did.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<DateTime<Utc>>,
    /// How often somebody looked. Within ten minutes, several times count once.
    looks: i32,
    /// When somebody last looked. Left out until somebody does.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_looked_at: Option<DateTime<Utc>>,
    /// Address of the page for the employer. It is told when the share is made, and never again: only its digest is
    /// kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// Code for the employer to type in on the page `/shared`, in place of opening `url`. Told once, as `url` is.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
}

impl ShareView {
    /// The share on a legal date, for readers of a language.
    pub fn of(record: ShareRecord, today: NaiveDate, language: Language) -> Self {
        let status = record.status(today);
        Self {
            id: record.id,
            name: record.name,
            status,
            status_label: status.label(language),
            items: record.items.0,
            valid_until: record.valid_until,
            created_at: record.created_at,
            ended_at: record.ended_at,
            looks: record.looks,
            last_looked_at: record.last_looked_at,
            url: None,
            code: None,
        }
    }

    /// The share that was just made, with both ways to it. The page is the hub's own, at `public_base`.
    pub(super) fn made(made: Made, public_base: &str, today: NaiveDate, language: Language) -> Self {
        Self {
            url: Some(format!("{public_base}/shared/{}", made.token.text())),
            code: Some(reference::grouped(&made.code)),
            ..Self::of(made.share, today, language)
        }
    }
}
