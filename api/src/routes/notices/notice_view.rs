//! An in-app notice.

use chrono::{DateTime, Utc};
use domain::ids::NoticeId;
use domain::lifecycle::Subject;
use domain::notification::{LinkRel, NotificationKind};
use domain::people::Language;
use integrations::messages::render::Texts;
use persistence::notify::Notice;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::Problem;

/// A notice to a driver: something happened, and where to look.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Notice, example = json!({
    "id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "kind": "information_requested", "title": "Votre demande est à compléter",
    "text": "Un agent a besoin de corrections ou de pièces.",
    "link": {"rel": "case", "id": "01993d2e-5a11-7c11-9d5b-3f2a1b0c9d8e", "href": "/v1/cases/01993d2e-5a11-7c11-9d5b-3f2a1b0c9d8e"},
    "created_at": "2026-11-22T09:30:00Z"
}))]
pub struct NoticeView {
    /// Unique identifier of the notice.
    pub id: NoticeId,
    /// The occasion of the notice: what happened.
    pub kind: NotificationKind,
    /// What the notice is about in a few words, in the language of the request.
    pub title: String,
    /// The text of the notice, in the language of the request.
    pub text: String,
    /// What the notice is about («En savoir plus»). Left out where it leads nowhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<NoticeLink>,
    /// When the notice was given.
    pub created_at: DateTime<Utc>,
    /// When the notice was read. Left out until it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<DateTime<Utc>>,
}

/// What a notice is about, and where to read it.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeLink {
    /// Kind of the thing that the link leads to.
    pub rel: LinkRel,
    /// Identifier of the thing that the link leads to. Left out where it leads to all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// Path in this API where the thing can be read.
    pub href: String,
}

impl NoticeView {
    /// The notice, for readers of a language.
    pub fn of(notice: &Notice, language: Language) -> Result<Self, Problem> {
        let words = Texts::notice(notice.kind, language).map_err(Problem::internal)?;
        Ok(Self {
            id: notice.id,
            kind: notice.kind,
            title: words.title,
            text: words.text,
            link: link(notice),
            created_at: *notice.created_at,
            read_at: notice.read_at.map(|at| *at),
        })
    }
}

fn link(notice: &Notice) -> Option<NoticeLink> {
    let all = |rel, path: &str| {
        Some(NoticeLink {
            rel,
            id: None,
            href: path.to_owned(),
        })
    };
    let one = |rel, path: &str, id: Uuid| {
        Some(NoticeLink {
            rel,
            id: Some(id),
            href: format!("{path}/{id}"),
        })
    };
    let id = notice.subject_id.map(|id| id.0);
    match (notice.kind, notice.subject, id) {
        // Its recap is gone.
        (NotificationKind::AttestationWithdrawn, ..) => all(LinkRel::Training, "/v1/trainings"),
        (NotificationKind::CertificateIssued | NotificationKind::CertificateExpiring, ..) => {
            all(LinkRel::Certificate, "/v1/certificates")
        }
        (NotificationKind::ShareLookedAt, ..) => all(LinkRel::Share, "/v1/shares"),
        (NotificationKind::ExportReady, ..) => all(LinkRel::AccountExport, "/v1/account/export"),
        (_, Some(Subject::Case), Some(id)) => one(LinkRel::Case, "/v1/cases", id),
        (_, Some(Subject::Card), Some(id)) => one(LinkRel::Card, "/v1/cards", id),
        (_, Some(Subject::Invoice), Some(id)) => one(LinkRel::Invoice, "/v1/invoices", id),
        (_, Some(Subject::Attestation), Some(id)) => one(LinkRel::Training, "/v1/trainings", id),
        _ => None,
    }
}
