//! What people are told, put into words: French and English texts, each a file that anyone can edit.
//!
//! Templates are rendered strictly: a variable that is missing is an error, never a hole in a sentence. Values from
//! outside are kept to one line; HTML is escaped by the template engine.

use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use domain::card::RevocationReason;
use domain::case::{self, ItemTarget};
use domain::labels::Label;
use domain::notification::{Channel, NotificationKind};
use domain::people::Language;
use domain::rules::training::TrainingType;
use domain::sector::Sector;
use domain::words::Word;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, ErrorKind, Output, State, UndefinedBehavior, context};
use serde::Serialize;

mod blocks;

pub(crate) mod formats;
mod links;
mod templates;
mod typography;

pub use formats::money;
pub use links::Link;

use super::content::Letter;

/// Why a message could not be put into words.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A template is wrong, or lacks a variable.
    #[error("template: {0}")]
    Template(#[from] minijinja::Error),
    /// The kind does not travel by that channel.
    #[error("{0} has no {1} text")]
    NoText(NotificationKind, Channel),
    /// A text has a button and its content has no link.
    #[error("{0} has a button that leads nowhere")]
    NoLink(NotificationKind),
}

/// Who writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Branding {
    /// The name of the service, as people know it.
    pub name: String,
    /// The address for questions.
    pub contact: String,
    /// What links begin with: a frontend's address, or the hub's own.
    pub link_base: String,
    /// Whether a frontend is there. Else a mail leads to the few pages that the hub serves itself, or nowhere.
    pub has_frontend: bool,
    /// Whether everything is marked SPECIMEN: in the sandbox.
    pub specimen: bool,
}

/// A mail in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The subject.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part, saying the same.
    pub html: String,
    /// The link it carries, if it carries one.
    pub link: Option<Link>,
}

/// An in-app notice in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeText {
    /// What it is about, in a few words.
    pub title: String,
    /// What it says.
    pub text: String,
}

/// All texts, ready to be filled in.
#[derive(Debug)]
pub struct Texts {
    service: Branding,
    french: Environment<'static>,
    english: Environment<'static>,
}

impl Texts {
    /// Reads every template, so that a broken one is found when the hub starts.
    pub fn new(service: Branding) -> Result<Self, Error> {
        Ok(Self {
            service,
            french: environment(Language::French)?,
            english: environment(Language::English)?,
        })
    }

    /// Writes a mail.
    pub(crate) fn email(&self, letter: &Letter) -> Result<Written, Error> {
        let (kind, language) = (letter.content.kind(), letter.language);
        let link = Link::of(&letter.content, &self.service.link_base);
        let rendered = self.render(Channel::Email, letter)?;
        let (subject, body) = rendered.split_once('\n').unwrap_or((&rendered, ""));
        let subject = typography::set(&self.marked(subject.trim()), language);
        let framed = self.environment(language).get_template("frame")?.render(context! {
            service => Value::from(Serde(&self.service)),
            recipient => Value::from(Serde(&letter.addressee)),
            body => Value::from_safe_string(body.to_owned()),
        })?;
        let mut blocks = blocks::parse(&framed, language);
        let is_button = |block: &blocks::Block| matches!(block, blocks::Block::Button(_));
        if link.is_none() && blocks.iter().any(is_button) {
            return Err(Error::NoLink(kind));
        }
        let link = link.filter(|link| self.service.has_frontend || link.leads_to_own_page());
        if link.is_none() {
            blocks.retain(|block| !is_button(block));
        }
        let url = link.as_ref().map(|link| link.url.as_str());
        let html = self
            .environment(language)
            .get_template("layout.html")?
            .render(context! {
                language => language.name(),
                service => self.service.name.as_str(),
                specimen => self.service.specimen,
                subject => subject.as_str(),
                blocks => Value::from(Serde(&blocks)),
                url => url,
            })?;
        let text = blocks::text(&blocks, url);
        Ok(Written {
            subject,
            text,
            html,
            link,
        })
    }

    /// Writes a text message. It carries no link: a link that comes by SMS is one nobody should follow.
    pub(crate) fn sms(&self, letter: &Letter) -> Result<String, Error> {
        let rendered = self.render(Channel::Sms, letter)?;
        // A no-break space is outside of the GSM alphabet, and would halve what fits in one part.
        Ok(self.marked(rendered.trim()).replace('\u{a0}', " "))
    }

    /// What an in-app notice says. It holds no personal data: what it is about says the rest.
    pub fn notice(kind: NotificationKind, language: Language) -> Result<NoticeText, Error> {
        let text = templates::find(language, Channel::Notice, kind).ok_or(Error::NoText(kind, Channel::Notice))?;
        let (title, text) = text.split_once('\n').unwrap_or((text, ""));
        let set = |part: &str| typography::set(&part.split_whitespace().collect::<Vec<_>>().join(" "), language);
        Ok(NoticeText {
            title: set(title),
            text: set(text),
        })
    }

    fn render(&self, channel: Channel, letter: &Letter) -> Result<String, Error> {
        let kind = letter.content.kind();
        if templates::find(letter.language, channel, kind).is_none() {
            return Err(Error::NoText(kind, channel));
        }
        let surroundings = context! { service => Value::from(Serde(&self.service)), attachments => Value::from(Serde(&letter.attachments)) };
        let variables = context! { ..Value::from(Serde(&letter.content)), ..surroundings };
        let template = self
            .environment(letter.language)
            .get_template(&name(channel, kind.name()))?;
        Ok(template.render(variables)?)
    }

    fn marked(&self, text: &str) -> String {
        if self.service.specimen {
            format!("SPECIMEN – {text}")
        } else {
            text.to_owned()
        }
    }

    const fn environment(&self, language: Language) -> &Environment<'static> {
        match language {
            Language::French => &self.french,
            Language::English => &self.english,
        }
    }
}

fn name(channel: Channel, kind: &str) -> String {
    format!("{channel}/{kind}")
}

fn environment(language: Language) -> Result<Environment<'static>, Error> {
    let mut texts = Environment::new();
    texts.set_undefined_behavior(UndefinedBehavior::Strict);
    texts.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    texts.set_auto_escape_callback(|name| {
        if Path::new(name).extension().is_some_and(|extension| extension == "html") {
            AutoEscape::Html
        } else {
            AutoEscape::None
        }
    });
    texts.set_formatter(kept_to_one_line);
    texts.add_global("label", labels(language));
    texts.add_filter("target", move |target: String| label_of_target(&target, language));
    texts.add_filter("date", move |day: String| {
        set(day.parse().map(|day: NaiveDate| formats::date(day, language)))
    });
    texts.add_filter("moment", move |instant: String| {
        set(instant
            .parse()
            .map(|instant: DateTime<Utc>| formats::moment(instant, language)))
    });
    texts.add_filter("money", move |money: Value| -> Result<Value, minijinja::Error> {
        let amount = i64::try_from(money.get_attr("amount")?)?;
        let currency = money.get_attr("currency")?.to_string();
        Ok(Value::from_safe_string(formats::money(amount, &currency, language)))
    });
    texts.add_function("button", |label: String| {
        Value::from_safe_string(format!("{0}{label}{0}", blocks::BUTTON))
    });
    texts.add_template("layout.html", templates::LAYOUT)?;
    texts.add_template("frame", templates::frame(language))?;
    for channel in [Channel::Email, Channel::Sms] {
        for (kind, text) in templates::all(language, channel) {
            texts.add_template_owned(name(channel, kind), *text)?;
        }
    }
    Ok(texts)
}

/// Writes a value on one line, escaped in HTML. What the hub's own filters made is written as it is.
fn kept_to_one_line(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    match value.as_str() {
        Some(text) if !value.is_safe() => {
            minijinja::escape_formatter(out, state, &Value::from(typography::one_line(text)))
        }
        _ => minijinja::escape_formatter(out, state, value),
    }
}

/// What the words that templates name are called within a sentence: `label.sector.goods` is «marchandises».
fn labels(language: Language) -> Value {
    context! {
        case => called::<case::Kind>(language),
        revocation => called::<RevocationReason>(language),
        sector => called::<Sector>(language),
        training => called::<TrainingType>(language),
    }
}

fn called<W: Label>(language: Language) -> Value {
    Value::from_pairs(
        W::ALL
            .iter()
            .map(|word| (word.name(), typography::within_sentence(word.label(language)))),
    )
}

/// What an item is about: the label of its document or field.
fn label_of_target(target: &str, language: Language) -> Result<&'static str, minijinja::Error> {
    match target.parse() {
        Ok(ItemTarget::Document(document)) => Ok(document.label(language)),
        Ok(ItemTarget::Field(field)) => Ok(field.label(language)),
        // The same in both languages.
        Ok(ItemTarget::Question) => Ok("Question"),
        Err(error) => Err(minijinja::Error::new(ErrorKind::InvalidOperation, "no target").with_source(error)),
    }
}

fn set<E: std::error::Error + Send + Sync + 'static>(text: Result<String, E>) -> Result<Value, minijinja::Error> {
    text.map(Value::from_safe_string)
        .map_err(|error| minijinja::Error::new(ErrorKind::InvalidOperation, "not a date").with_source(error))
}

#[cfg(test)]
mod tests;
