//! Reading a document as its clients mean it, where serde is more obliging: it also takes a list for an object, field by
//! field, and a null for something left out. Knows where it stands, and reads past what was repaired.

mod access;

use std::cell::RefCell;

use serde::de::value::StrDeserializer;
use serde::de::{Deserializer, Error as _, Unexpected, Visitor};
use serde_json::{Number, Value};

use super::misfit::{Expected, Misfit};
use super::patch::NULLABLE;
use super::place::Place;
use super::pointer::Pointer;
use super::repairs::{Repairs, StandIns};
use crate::http::problem::MOST_FAULTS;
use access::{Elements, Members};

/// How the values of a document are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// In JSON, where numbers, texts and the like are told apart.
    Json,
    /// As texts, each of them: the parameters of a query.
    Texts,
}

/// The name by which a type says (`#[serde(rename = "open")]`) that members which it does not know are passed over, and no
/// fault: others write it, by a standard that grows.
const OPEN: &str = "open";

/// One reading of a document.
#[derive(Debug)]
pub(super) struct Reading<'d> {
    pub notation: Notation,
    pub repairs: &'d Repairs,
    /// What is read in the place of values that do not count.
    pub stand_ins: StandIns,
    /// Whether faults are to be told, and not only noticed.
    pub is_thorough: bool,
    /// Members that no type asked for, as many as are told.
    pub ignored: RefCell<Vec<Pointer>>,
}

impl Reading<'_> {
    /// Notes a member that no type asked for, where there is room for it.
    fn ignore(&self, place: &Place<'_>) {
        let mut ignored = self.ignored.borrow_mut();
        if ignored.len() < MOST_FAULTS {
            ignored.push(place.pointer());
        }
    }
}

/// A value of a document, to be read.
#[derive(Clone, Copy)]
pub(super) struct Reader<'d, 'p> {
    source: Source<'d>,
    place: &'p Place<'p>,
    reading: &'d Reading<'d>,
}

#[derive(Clone, Copy)]
enum Source<'d> {
    /// The value as it was sent.
    Sent(&'d Value),
    /// Something of the type that is asked for; where that is a text, the one of this attempt.
    StandIn(usize),
}

impl<'d, 'p> Reader<'d, 'p> {
    /// The value of a place; `None` for one that was not sent.
    pub fn new(sent: Option<&'d Value>, place: &'p Place<'p>, reading: &'d Reading<'d>) -> Self {
        let repairs = reading.repairs;
        let attempt = if repairs.is_empty() {
            None
        } else {
            repairs.attempt(&place.pointer())
        };
        let source = match (attempt, sent) {
            (Some(attempt), _) => Source::StandIn(attempt),
            (None, Some(value)) => Source::Sent(value),
            (None, None) => Source::StandIn(0),
        };
        Self { source, place, reading }
    }

    fn placed<T>(&self, outcome: Result<T, Misfit>, expected: Expected) -> Result<T, Misfit> {
        outcome.map_err(|misfit| misfit.at(self.place, expected))
    }

    /// Gives a visitor what was sent, whatever it is.
    fn give<V: Visitor<'d>>(self, sent: &'d Value, visitor: V, expected: Expected) -> Result<V::Value, Misfit> {
        let outcome = match sent {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => give_number(number, visitor),
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(elements) => visitor.visit_seq(Elements::new(elements, self.place, self.reading)),
            Value::Object(members) => visitor.visit_map(Members::sent(members, None, self.place, self.reading)),
        };
        self.placed(outcome, expected)
    }

    fn integer<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match (self.source, self.reading.notation) {
            (Source::StandIn(_), _) => visitor.visit_u64(self.reading.stand_ins.choose(0, 100)),
            (Source::Sent(Value::String(text)), Notation::Texts) => {
                let outcome = match text.parse::<i64>() {
                    Ok(number) => visitor.visit_i64(number),
                    Err(_) if is_digits(text) => Err(Misfit::invalid_value(Unexpected::Signed(i64::MAX), &visitor)),
                    Err(_) => Err(Misfit::invalid_type(Unexpected::Str(text), &visitor)),
                };
                self.placed(outcome, Expected::Integer)
            }
            (Source::Sent(value), _) => self.give(value, visitor, Expected::Integer),
        }
    }

    fn text<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let expected = if self.reading.is_thorough {
            Expected::of_text(&visitor)
        } else {
            Expected::Text
        };
        match self.source {
            Source::StandIn(attempt) => {
                let text = self.reading.stand_ins.text(expected, attempt);
                self.placed(visitor.visit_str(text), expected)
            }
            Source::Sent(value) => self.give(value, visitor, expected),
        }
    }
}

fn is_digits(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn give_number<'d, V: Visitor<'d>>(number: &Number, visitor: V) -> Result<V::Value, Misfit> {
    if let Some(number) = number.as_u64() {
        visitor.visit_u64(number)
    } else if let Some(number) = number.as_i64() {
        visitor.visit_i64(number)
    } else {
        visitor.visit_f64(number.as_f64().unwrap_or_default())
    }
}

macro_rules! integers {
    ($($method:ident)+) => {
        $(fn $method<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Misfit> {
            self.integer(visitor)
        })+
    };
}

macro_rules! texts {
    ($($method:ident)+) => {
        $(fn $method<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Misfit> {
            self.text(visitor)
        })+
    };
}

impl<'d> Deserializer<'d> for Reader<'d, '_> {
    type Error = Misfit;

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    texts! {
        deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
        deserialize_identifier deserialize_any
    }

    fn deserialize_bool<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match (self.source, self.reading.notation) {
            (Source::StandIn(_), _) => visitor.visit_bool(self.reading.stand_ins.choose(false, true)),
            (Source::Sent(Value::String(text)), Notation::Texts) if text == "true" => visitor.visit_bool(true),
            (Source::Sent(Value::String(text)), Notation::Texts) if text == "false" => visitor.visit_bool(false),
            (Source::Sent(value), _) => self.give(value, visitor, Expected::Boolean),
        }
    }

    fn deserialize_f32<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.source {
            Source::StandIn(_) => visitor.visit_f64(0.0),
            Source::Sent(value) => self.give(value, visitor, Expected::Number),
        }
    }

    fn deserialize_option<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.source {
            Source::StandIn(_) => visitor.visit_none(),
            Source::Sent(Value::Null) => {
                let null = Misfit::invalid_type(Unexpected::Unit, &visitor);
                Err(null.at(self.place, Expected::Text))
            }
            Source::Sent(_) => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'d>>(self, name: &'static str, visitor: V) -> Result<V::Value, Misfit> {
        match (name, self.source) {
            (NULLABLE, Source::StandIn(_) | Source::Sent(Value::Null)) => visitor.visit_none(),
            (NULLABLE, _) => visitor.visit_some(self),
            _ => {
                let outcome = visitor.visit_newtype_struct(self);
                self.placed(outcome, Expected::Text)
            }
        }
    }

    fn deserialize_seq<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.source {
            Source::StandIn(_) => visitor.visit_seq(Elements::new(&[], self.place, self.reading)),
            Source::Sent(value) => self.give(value, visitor, Expected::List),
        }
    }

    fn deserialize_tuple<V: Visitor<'d>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'d>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_struct("", &[], visitor)
    }

    fn deserialize_struct<V: Visitor<'d>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        let is_open = name == OPEN;
        let outcome = match self.source {
            Source::StandIn(_) => visitor.visit_map(Members::standing_in(fields, self.place, self.reading)),
            Source::Sent(Value::Object(members)) => {
                let is_sorted_out = self.reading.is_thorough || is_open;
                let known = (is_sorted_out && !fields.is_empty()).then_some(fields);
                let members = Members::sent(members, known, self.place, self.reading);
                visitor.visit_map(if is_open { members.passing_over() } else { members })
            }
            Source::Sent(Value::Null) => Err(Misfit::invalid_type(Unexpected::Unit, &visitor)),
            Source::Sent(_) => Err(Misfit::invalid_type(Unexpected::Seq, &visitor)),
        };
        self.placed(outcome, Expected::Object)
    }

    fn deserialize_enum<V: Visitor<'d>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        let word = match self.source {
            Source::StandIn(_) => Ok(self
                .reading
                .stand_ins
                .choose(words.first(), words.last())
                .copied()
                .unwrap_or_default()),
            Source::Sent(Value::String(word)) => Ok(word.as_str()),
            Source::Sent(Value::Null) => Err(Misfit::invalid_type(Unexpected::Unit, &visitor)),
            Source::Sent(_) => Err(Misfit::invalid_type(Unexpected::Map, &visitor)),
        };
        let outcome = word.and_then(|word| StrDeserializer::new(word).deserialize_enum("", words, visitor));
        self.placed(outcome, Expected::Text)
    }

    fn deserialize_unit<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_any(visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'d>>(self, _: &'static str, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_any(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.reading.ignore(self.place);
        visitor.visit_unit()
    }
}
