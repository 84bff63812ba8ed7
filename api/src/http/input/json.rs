//! Reading a JSON document before anything is made of it: syntax, size, repeated names, nulls, null characters.

use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::pointer::Pointer;
use super::reader::Notation;
use super::reading::Document;
use crate::http::problem::{Code, Fault, Faults, InputFault, Problem};

/// The most values a document may have, all its members and elements counted: ten times what any operation asks for.
const MOST_VALUES: usize = 5_000;
/// The most characters of one text: five times what any operation takes.
const MOST_CHARACTERS: usize = 10_000;

/// Whether a member may be `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nulls {
    /// What is optional is left out.
    Refused,
    /// In a PATCH it takes a value away (RFC 7396).
    TakeAway,
}

/// Parses a body: 400 when it is not JSON, 422 when it holds too much. That a name is repeated, a text holds U+0000, or a
/// null is out of place is noted with the document. Takes time and memory by the size of the body, whatever its shape.
pub(super) fn parse(bytes: &[u8], nulls: Nulls) -> Result<Document, Problem> {
    let mut found = Found::default();
    let mut reader = serde_json::Deserializer::from_slice(without_mark(bytes));
    let seed = Seed {
        place: &Pointer::default(),
        nulls,
        found: &mut found,
    };
    let outcome = seed
        .deserialize(&mut reader)
        .and_then(|value| reader.end().map(|()| value));
    match outcome {
        Ok(value) => Ok(Document {
            value,
            faults: found.faults,
            notation: Notation::Json,
        }),
        Err(_) if found.values > MOST_VALUES => {
            let too_many = Fault::at("", InputFault::TooManyValues).with("max", &MOST_VALUES.to_string());
            Err(Problem::invalid([too_many]))
        }
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            Err(Problem::new(Code::MalformedJson).because(
                format!("La lecture s’est arrêtée à la ligne {line}, colonne {column}."),
                format!("Reading stopped at {error}."),
            ))
        }
    }
}

/// A text without the byte order mark that some systems put before it, which a reader may ignore (RFC 8259, 8.1).
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}

/// The largest whole number up to which every one has a double of its own (RFC 7493, 2.2).
const LARGEST_EXACT: f64 = 9_007_199_254_740_991.0;

/// A whole number that was written with a fraction of nothing (`35.0`): an integer, as JSON Schema counts them.
fn whole(number: f64) -> Option<i64> {
    let is_whole = number.fract() == 0.0 && number.abs() <= LARGEST_EXACT;
    #[expect(clippy::cast_possible_truncation, reason = "whole, and small enough to be exact")]
    is_whole.then_some(number as i64)
}

/// What was found on the way through a document.
#[derive(Default)]
struct Found {
    faults: Faults,
    values: usize,
}

/// Builds a [`Value`], noting what is refused and where.
struct Seed<'f> {
    place: &'f Pointer,
    nulls: Nulls,
    found: &'f mut Found,
}

impl Seed<'_> {
    fn note(&mut self, code: InputFault) {
        let place = self.place;
        self.found.faults.note(|| Fault::at(place.clone(), code));
    }

    fn text(&mut self, text: &str) {
        if text.contains('\0') {
            self.note(InputFault::NullCharacter);
        }
        if text.chars().nth(MOST_CHARACTERS).is_some() {
            let place = self.place;
            let fault = || Fault::at(place.clone(), InputFault::TooLong).with("max", &MOST_CHARACTERS.to_string());
            self.found.faults.note(fault);
        }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        self.found.values += 1;
        if self.found.values > MOST_VALUES {
            return Err(serde::de::Error::custom("too many values"));
        }
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(mut self) -> Result<Value, E> {
        if self.nulls == Nulls::Refused {
            self.note(InputFault::Null);
        }
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        let number = whole(value).map(Number::from).or_else(|| Number::from_f64(value));
        number
            .map(Value::Number)
            .ok_or_else(|| E::custom("a number out of range"))
    }

    fn visit_str<E>(mut self, value: &str) -> Result<Value, E> {
        self.text(value);
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        loop {
            let seed = Seed {
                place: &self.place.child(list.len()),
                nulls: self.nulls,
                found: &mut *self.found,
            };
            match elements.next_element_seed(seed)? {
                Some(value) => list.push(value),
                None => return Ok(Value::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if name.contains('\0') {
                self.note(InputFault::NullCharacter);
            }
            let mut seed = Seed {
                place: &self.place.child(&name),
                nulls: self.nulls,
                found: &mut *self.found,
            };
            if object.contains_key(&name) {
                seed.note(InputFault::Repeated);
            }
            object.insert(name, members.next_value_seed(seed)?);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::http::problem::MOST_FAULTS;

    fn faults(text: &str) -> Vec<(String, &'static str)> {
        let found = match parse(text.as_bytes(), Nulls::TakeAway) {
            Ok(document) => document.faults.listed().to_vec(),
            Err(problem) => problem.faults().to_vec(),
        };
        found
            .iter()
            .map(|fault| match &fault.place {
                crate::http::problem::Location::Pointer(pointer) => (pointer.clone(), fault.code),
                crate::http::problem::Location::Parameter(name) => (name.clone(), fault.code),
            })
            .collect()
    }

    #[test]
    fn what_is_json_comes_through_unchanged() {
        let text = r#"{"a": [1, -2, 3.5, true, null, "é"], "b": {"c": 18446744073709551615}}"#;
        let expected: Value = serde_json::from_str(text).expect("JSON");
        assert_eq!(parse(text.as_bytes(), Nulls::TakeAway).expect("JSON").value, expected);
        assert_eq!(parse(b"{}", Nulls::Refused).expect("JSON").value, json!({}));
    }

    #[test]
    fn null_characters_are_found_wherever_they_stand() {
        assert_eq!(
            faults(r#"{"a": ["x", "\u0000"]}"#),
            [("/a/1".to_owned(), "null_character")]
        );
        assert_eq!(
            faults(r#"{"a": {"b\u0000": 1}}"#),
            [("/a".to_owned(), "null_character")]
        );
        assert_eq!(
            faults(r#"{"a/b~": "\u0000"}"#),
            [("/a~1b~0".to_owned(), "null_character")]
        );
    }

    #[test]
    fn nulls_are_left_out_unless_they_take_away() {
        let text = br#"{"a": null, "b": [null]}"#;
        let faults = |nulls| parse(text, nulls).expect("JSON").faults.listed().len();
        assert_eq!((faults(Nulls::Refused), faults(Nulls::TakeAway)), (2, 0));
    }

    #[test]
    fn a_name_stands_once() {
        assert_eq!(faults(r#"{"a": 1, "a": 2}"#), [("/a".to_owned(), "repeated")]);
    }

    #[test]
    fn a_document_holds_so_many_values_and_no_more() {
        let list = |values: usize| format!("[{}]", vec!["1"; values].join(","));
        assert_eq!(faults(&list(MOST_VALUES - 1)), []);
        assert_eq!(faults(&list(MOST_VALUES)), [(String::new(), "too_many_values")]);
        assert_eq!(faults(&list(500_000)), [(String::new(), "too_many_values")]);
    }

    #[test]
    fn a_text_has_an_end() {
        let text = |length: usize| format!(r#"{{"a": "{}"}}"#, "é".repeat(length));
        assert_eq!(faults(&text(MOST_CHARACTERS)), []);
        assert_eq!(faults(&text(MOST_CHARACTERS + 1)), [("/a".to_owned(), "too_long")]);
    }

    #[test]
    fn faults_stay_few_and_short_whatever_was_sent() {
        let long = format!(r#"{{"{}": [{}]}}"#, "k".repeat(100_000), vec!["null"; 2_000].join(","));
        let found = parse(long.as_bytes(), Nulls::Refused).expect("JSON").faults;
        let problem = Problem::new(Code::Invalid).and_faults(found);
        assert_eq!(problem.faults().len(), MOST_FAULTS);
        assert!(problem.body().len() < 64 * 1024, "{}", problem.body().len());
    }

    #[test]
    fn what_is_not_json_is_malformed() {
        let deep = "[".repeat(100_000);
        let two_things: &[&[u8]] = &[
            b"{",
            b"{} {}",
            b"{'a': 1}",
            b"\xff",
            b"nul",
            b"[1e999]",
            br#"{"a": "\ud800"}"#,
            deep.as_bytes(),
        ];
        for text in two_things {
            assert_eq!(
                parse(text, Nulls::Refused).expect_err("refused").code(),
                Code::MalformedJson
            );
        }
    }
}
