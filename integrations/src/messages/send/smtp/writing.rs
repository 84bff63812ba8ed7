//! An email as it travels: headers, a text and an HTML part, attachments.

use std::time::SystemTime;

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{self, Mailbox, MultiPart};
use lettre::{Address, Message};

use super::Sender;
use crate::messages::send::mail::Email;

/// Why an email cannot be written down.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unwritable {
    #[error("the address is none that mail systems take")]
    Recipient,
    #[error("an attachment says of itself that it is `{0}`")]
    MediaType(String),
    #[error("{0}")]
    Whole(#[from] lettre::error::Error),
}

/// Writes an email that is sent at `now`. Its `id` stays the same however often it is sent.
pub(super) fn write(email: &Email, sender: &Sender, id: String, now: SystemTime) -> Result<Message, Unwritable> {
    let to: Address = email.to.parse().map_err(|_| Unwritable::Recipient)?;
    let mut message = Message::builder()
        .message_id(Some(id))
        .date(now)
        .from(sender.mailbox.clone())
        .to(Mailbox::new(None, to))
        .subject(email.subject.clone())
        .raw_header(by_itself());
    if let Some(reply_to) = &sender.reply_to {
        message = message.reply_to(reply_to.clone());
    }
    let said = MultiPart::alternative_plain_html(email.text.clone(), email.html.clone());
    if email.attachments.is_empty() {
        return Ok(message.multipart(said)?);
    }
    let mut whole = MultiPart::mixed().multipart(said);
    for attachment in &email.attachments {
        let media_type = ContentType::parse(&attachment.media_type)
            .map_err(|_| Unwritable::MediaType(attachment.media_type.clone()))?;
        let part = message::Attachment::new(attachment.name.clone());
        whole = whole.singlepart(part.body(attachment.bytes.to_vec(), media_type));
    }
    Ok(message.multipart(whole)?)
}

/// No holiday notice should answer it (RFC 3834).
fn by_itself() -> HeaderValue {
    let name = HeaderName::new_from_ascii_str("Auto-Submitted");
    HeaderValue::new(name, "auto-generated".to_owned())
}
