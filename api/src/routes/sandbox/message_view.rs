//! A message that the sandbox caught.

use chrono::{DateTime, Utc};
use domain::notification::{Channel, NotificationKind};
use persistence::mailbox::KeptMessage;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// A mail or text message that the sandbox caught, as it would have arrived.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SandboxMessage, example = json!({
    "id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "channel": "email", "kind": "choose_password",
    "to": "camille.martin@example.org", "subject": "SPECIMEN – Choisissez votre mot de passe", "text": "…", "html": "<!doctype html>…",
    "links": [{"rel": "choose_password", "url": "http://127.0.0.1:8080/choose-password/q83v…", "token": "q83v…"}],
    "attachments": [], "sent_at": "2026-11-22T09:30:00Z"
}))]
pub struct MessageView {
    /// Unique identifier of the message.
    pub id: Uuid,
    /// How the message would have arrived: as a mail or as a text message.
    pub channel: Channel,
    /// The occasion of the message: what it tells. Left out where it is not one of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<NotificationKind>,
    /// The email address or phone number that the message went to.
    pub to: String,
    /// The subject of a mail. Left out of a text message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The text of the message, without formatting.
    pub text: String,
    /// The HTML part of a mail. Left out of a text message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// The links that the message carries, each with its secret where it has one.
    #[schema(value_type = Vec<SandboxLink>)]
    pub links: Value,
    /// The files that came with the message; empty where there are none.
    pub attachments: Vec<AttachmentView>,
    /// When the message was to be sent, by the sandbox's clock: during a jump, each at its own time.
    pub sent_at: DateTime<Utc>,
}

/// A link in a message that the sandbox caught.
#[derive(Debug, Serialize, ToSchema)]
pub struct SandboxLink {
    /// What the link opens, in one word.
    rel: domain::notification::LinkRel,
    /// Address that the link leads to.
    url: String,
    /// The secret in the link, for programs that have no browser. Left out where the link has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

/// A file that came with a message that the sandbox caught.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SandboxAttachment)]
pub struct AttachmentView {
    /// Name of the file, with its ending: `certificat.pdf`.
    pub name: String,
    /// Media type of the file: `application/pdf`.
    pub media_type: String,
    /// Path in this API where the file can be read.
    pub href: String,
}

impl MessageView {
    /// The message, as it was kept.
    pub fn of(message: KeptMessage) -> Self {
        let id = message.id;
        let attachments = message.attachments.0.into_iter().map(|attachment| AttachmentView {
            href: format!("/v1/sandbox/messages/{id}/attachments/{}", attachment.name),
            name: attachment.name,
            media_type: attachment.media_type,
        });
        Self {
            id,
            channel: message.channel,
            kind: message.kind,
            to: message.recipient,
            subject: message.subject,
            text: message.text,
            html: message.html,
            links: message.links.0,
            attachments: attachments.collect(),
            sent_at: message.created_at,
        }
    }
}
