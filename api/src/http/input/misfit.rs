//! Why a value does not fit the type it is read as: what serde's visitors report, without their English sentences.

use std::fmt;

use domain::people::Language;
use serde::de::{Unexpected, Visitor};

use super::place::Place;
use super::pointer::Pointer;
use crate::http::language::Text;
use crate::http::problem::{Fault, FaultKind as _, InputFault, cut};

/// A value that does not fit, and where it stands.
#[derive(Debug)]
pub(super) struct Misfit {
    kind: MisfitKind,
    /// Known once the error has left the visitor.
    place: Option<Pointer>,
    expected: Option<Expected>,
}

/// The ways in which a value can fail to fit.
#[derive(Debug, Clone)]
pub(super) enum MisfitKind {
    /// A member that must be there is not.
    Missing(&'static str),
    /// A member that no type asked for.
    Unexpected(String),
    /// `null`, which only a PATCH knows how to read.
    Null,
    /// Another kind of value was expected.
    WrongType,
    /// A number too large or too small.
    Range,
    /// None of the words that there are.
    UnknownValue(&'static [&'static str]),
    /// A text from which no value could be made.
    Unreadable,
}

/// What a type asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    Text,
    Integer,
    Number,
    Boolean,
    List,
    Object,
    Date,
    Instant,
    Id,
}

impl Expected {
    /// What a text is to be made into: chrono and uuid read texts, and say which ones in what they expect.
    pub fn of_text<'de>(visitor: &impl Visitor<'de>) -> Self {
        let expected = (visitor as &dyn serde::de::Expected).to_string();
        match expected.as_str() {
            "a formatted date string" => Self::Date,
            "an RFC 3339 formatted date and time string" => Self::Instant,
            "a formatted UUID string" => Self::Id,
            _ => Self::Text,
        }
    }

    const fn words(self, language: Language) -> &'static str {
        let (fr, en) = match self {
            Self::Text => ("un texte", "a text"),
            Self::Integer => ("un nombre entier", "a whole number"),
            Self::Number => ("un nombre", "a number"),
            Self::Boolean => ("true ou false", "true or false"),
            Self::List => ("une liste", "a list"),
            Self::Object => ("un objet", "an object"),
            Self::Date => ("une date, AAAA-MM-JJ", "a date, YYYY-MM-DD"),
            Self::Instant => ("un instant, RFC 3339", "an RFC 3339 time"),
            Self::Id => ("un UUID", "a UUID"),
        };
        match language {
            Language::French => fr,
            Language::English => en,
        }
    }
}

impl Misfit {
    const fn new(kind: MisfitKind) -> Self {
        Self {
            kind,
            place: None,
            expected: None,
        }
    }

    /// With the place of the value, where a value within it has not said its own.
    pub fn at(mut self, place: &Place<'_>, expected: Expected) -> Self {
        if self.place.is_none() {
            let place = place.pointer();
            self.place = Some(match &self.kind {
                MisfitKind::Missing(name) => place.child(name),
                MisfitKind::Unexpected(name) => place.child(name),
                _ => place,
            });
            self.expected = Some(expected);
        }
        self
    }

    /// Where the value stands, or should.
    pub fn place(&self) -> Pointer {
        self.place.clone().unwrap_or_default()
    }

    /// What is wrong with it.
    pub const fn kind(&self) -> &MisfitKind {
        &self.kind
    }

    /// The same as a fault of the body.
    pub fn fault(&self) -> Fault {
        let code = match (&self.kind, self.expected) {
            (MisfitKind::Missing(_), _) => InputFault::Missing,
            (MisfitKind::Unexpected(_), _) => InputFault::Unexpected,
            (MisfitKind::Null, _) => InputFault::Null,
            (MisfitKind::WrongType, _) => InputFault::WrongType,
            (MisfitKind::Range, _) => InputFault::Range,
            (MisfitKind::UnknownValue(_), _) => InputFault::UnknownValue,
            (MisfitKind::Unreadable, Some(Expected::Date)) => InputFault::Date,
            (MisfitKind::Unreadable, Some(Expected::Instant)) => InputFault::Instant,
            (MisfitKind::Unreadable, Some(Expected::Id)) => InputFault::Id,
            (MisfitKind::Unreadable, _) => InputFault::Invalid,
        };
        let fault = Fault::at(self.place(), code);
        match (&self.kind, self.expected) {
            (MisfitKind::UnknownValue(words), _) => fault.with("expected", &words.join(", ")),
            (MisfitKind::WrongType, Some(expected)) => fault.saying(expecting(code, expected)),
            _ => fault,
        }
    }
}

fn expecting(code: InputFault, expected: Expected) -> Text {
    let message = code.message();
    let said = |language| {
        let words = message.speak(language).replace("{expected}", expected.words(language));
        cut(words)
    };
    Text::new(said(Language::French), said(Language::English))
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at `{}`", self.kind, self.place().as_str())
    }
}

impl std::error::Error for Misfit {}

impl serde::de::Error for Misfit {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::new(MisfitKind::Unreadable)
    }

    fn invalid_type(found: Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        match found {
            Unexpected::Unit | Unexpected::Option => Self::new(MisfitKind::Null),
            _ => Self::new(MisfitKind::WrongType),
        }
    }

    fn invalid_value(found: Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        match found {
            Unexpected::Signed(_) | Unexpected::Unsigned(_) | Unexpected::Float(_) => Self::new(MisfitKind::Range),
            _ => Self::new(MisfitKind::Unreadable),
        }
    }

    fn invalid_length(_: usize, _: &dyn serde::de::Expected) -> Self {
        Self::new(MisfitKind::WrongType)
    }

    fn unknown_variant(_: &str, words: &'static [&'static str]) -> Self {
        Self::new(MisfitKind::UnknownValue(words))
    }

    fn unknown_field(name: &str, _: &'static [&'static str]) -> Self {
        Self::new(MisfitKind::Unexpected(cut(name.to_owned())))
    }

    fn missing_field(name: &'static str) -> Self {
        Self::new(MisfitKind::Missing(name))
    }
}
