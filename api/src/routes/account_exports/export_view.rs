//! How far an export is.

use std::time::Duration;

use actix_web::http::header::{LOCATION, RETRY_AFTER};
use chrono::{DateTime, Utc};
use domain::export::Stage;
use domain::ids::ExportId;
use domain::labels::Label;
use domain::people::Language;
use persistence::exports::ExportRecord;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::Reply;

/// After how long to ask again: most exports are made within as long.
pub(super) const SOON: Duration = Duration::from_secs(2);

/// An archive of everything held about a driver: how far it is, and until when it can be downloaded.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccountExport, example = json!({
    "id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "status": "ready", "status_label": "Prêt",
    "requested_at": "2026-11-22T09:00:00Z", "ready_at": "2026-11-22T09:00:03Z", "expires_at": "2026-11-29T23:00:00Z",
    "size": 2_184_320, "href": "/v1/account/exports/01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e/content"
}))]
pub struct ExportView {
    /// Unique identifier of the export.
    pub id: ExportId,
    /// What became of the export so far.
    pub status: Stage,
    /// Label of `status`, in the language of the request, to show to people.
    pub status_label: &'static str,
    /// When the export was asked for.
    pub requested_at: DateTime<Utc>,
    /// When the archive was made. Left out until it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ready_at: Option<DateTime<Utc>>,
    /// When the archive is erased. Left out until it is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// Size of the archive, in bytes. Left out until it is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<i64>,
    /// Path in this API where the archive can be downloaded. Left out unless it is ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
}

impl ExportView {
    /// The export at an instant, for readers of a language.
    pub fn of(record: &ExportRecord, now: DateTime<Utc>, language: Language) -> Self {
        let status = record.stage(now);
        Self {
            id: record.id,
            status,
            status_label: status.label(language),
            requested_at: *record.requested_at,
            ready_at: record.ready_at.map(|at| *at),
            expires_at: record.expires_at.map(|at| *at),
            size: record.size,
            href: (status == Stage::Ready).then(|| format!("{}/content", location(record.id))),
        }
    }

    /// 202 with the export that is being prepared, and where it is found.
    pub(super) fn accepted(&self) -> Reply {
        Reply::accepted(self)
            .version(version(self.status))
            .header(&LOCATION, location(self.id))
            .header(&RETRY_AFTER, SOON.as_secs().to_string())
    }

    /// 200 with the export.
    pub(super) fn answer(&self) -> Reply {
        let reply = Reply::ok(self).version(version(self.status));
        match self.status {
            Stage::Preparing => reply.header(&RETRY_AFTER, SOON.as_secs().to_string()),
            Stage::Ready | Stage::Failed | Stage::Expired => reply,
        }
    }
}

/// Nothing ever changes of an export but its stage, and that goes one way.
const fn version(stage: Stage) -> i32 {
    match stage {
        Stage::Preparing => 1,
        Stage::Failed => 2,
        Stage::Ready => 3,
        Stage::Expired => 4,
    }
}

fn location(id: ExportId) -> String {
    format!("/v1/account/exports/{id}")
}
