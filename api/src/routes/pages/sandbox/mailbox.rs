//! `/sandbox/mailbox`

use actix_web::HttpResponse;
use actix_web::web::Data;
use domain::notification::Channel;
use domain::people::Language;
use persistence::mailbox::{self, KeptMessage};
use serde::Deserialize;
use validator::Validate;

use super::facts::moment;
use super::links;
use crate::http::{InLanguage, Problem, QueryOf};
use crate::hub::Hub;
use crate::routes::pages::page::{Page, say};
use crate::routes::pages::section::{Link, Section};
use crate::routes::sandbox::message_view::MessageView;

/// As many messages as one page shows.
const SHOWN: i64 = 50;

/// Whose messages.
#[derive(Debug, Clone, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub(super) struct Recipient {
    /// Only those to this address or number.
    to: Option<String>,
}

/// What was mailed and texted, newest first.
pub(super) async fn show(
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    QueryOf(recipient): QueryOf<Recipient>,
) -> HttpResponse {
    super::shown(page(&hub, recipient, language).await, language)
}

async fn page(hub: &Hub, recipient: Recipient, language: Language) -> Result<Page, Problem> {
    let to = recipient.to.map(|to| to.trim().to_lowercase());
    let wanted = to.clone();
    let found = hub
        .read(move |db| Ok(mailbox::list(db, wanted.as_deref(), None, SHOWN)?))
        .await?;
    let say = |fr, en| say(language, fr, en);
    let lead = if found.is_empty() {
        say(
            "Aucun message. Ils arrivent un instant après leur cause.",
            "No message. They arrive a moment after what caused them.",
        )
    } else {
        say("Les plus récents d’abord.", "The newest first.")
    };
    let mut lead = vec![lead.to_owned()];
    lead.extend(to.map(|to| format!("{} {to}", say("Adressés à", "Sent to"))));
    let sections = found.into_iter().map(|message| section(message, language));
    Ok(Page::new(language, say("Boîte aux lettres", "Mailbox"), lead)
        .with_sections(sections.collect())
        .with_link(links::to_sandbox(language)))
}

fn section(message: KeptMessage, language: Language) -> Section {
    let channel = match message.channel {
        Channel::Email => say(language, "Courriel", "Mail"),
        Channel::Sms => "SMS",
        Channel::Notice => say(language, "Avis", "Notice"),
    };
    let view = MessageView::of(message);
    let to = say(language, "à", "to");
    let note = format!("{channel} {to} {}, {}", view.to, moment(view.sent_at, language));
    let opened = view.links.as_array().into_iter().flatten();
    let opened = opened.filter_map(|link| link.get("url")?.as_str());
    let opened = opened.map(|url| Link::new(url, url));
    let attached = view.attachments.iter();
    let attached = attached.map(|file| Link::new(&file.name, &file.href).noting(&file.media_type));
    let links = opened.chain(attached).collect();
    Section::new(view.subject.unwrap_or_else(|| channel.to_owned()))
        .noting(note)
        .with_text(view.text)
        .with_links(links)
}
