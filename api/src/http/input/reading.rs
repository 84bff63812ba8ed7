//! From a JSON value to a type, each refusal with its place.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::pointer::Pointer;
use super::strict::Strict;
use crate::http::language::Text;
use crate::http::problem::{Code, Fault, FaultKind as _, Faults, InputFault, Problem, cut};

/// Makes a `T` of a parsed document. Fields that no type asked for are refused, however deep they stand.
pub(super) fn read<T: DeserializeOwned>(document: Value) -> Result<T, Problem> {
    let mut unknown = Faults::default();
    let mut track = serde_path_to_error::Track::new();
    let reader = serde_path_to_error::Deserializer::new(Strict(document), &mut track);
    let outcome: Result<T, serde_json::Error> = serde_ignored::deserialize(reader, |path| {
        unknown.note(|| Fault::at(Pointer::from(&path), InputFault::Unexpected));
    });
    match outcome {
        Ok(value) if unknown.is_empty() => Ok(value),
        Ok(_) => Err(Problem::new(Code::Invalid).and_faults(unknown)),
        Err(error) => {
            let place = Pointer::from(&track.path());
            Err(Problem::invalid([fault(place, &error.to_string())]).and_faults(unknown))
        }
    }
}

/// What serde says in English prose, as a fault. serde's sentences are part of its interface: they come from the
/// provided methods of `serde::de::Error`.
fn fault(place: Pointer, sentence: &str) -> Fault {
    let (code, name, expected) = understand(sentence);
    let code = match code {
        InputFault::Date if is_of_an_instant(&place) => InputFault::Instant,
        code => code,
    };
    // For missing and unknown fields serde stands at the object: the field is one step below, if not there already.
    let place = match name {
        Some(name) if !place.ends_with(name) => place.child(name),
        _ => place,
    };
    let fault = Fault::at(place, code);
    match expected {
        Some(expected) => {
            let message = code.message();
            let (fr, en) = (
                message.speak(domain::people::Language::French),
                message.speak(domain::people::Language::English),
            );
            let text = Text::new(
                cut(fr.replace("{expected}", in_french(expected))),
                cut(en.replace("{expected}", in_english(expected))),
            );
            fault.saying(text)
        }
        None => fault,
    }
}

/// chrono says the same of dates and of instants; here their names tell them apart: `delivered_on`, `shipped_at`.
fn is_of_an_instant(place: &Pointer) -> bool {
    place.as_str().ends_with("_at") || place.as_str().ends_with("/now")
}

/// The code, the field named, and what was expected, out of one of serde's sentences.
pub(super) fn understand(sentence: &str) -> (InputFault, Option<&str>, Option<&str>) {
    let quoted = || sentence.split('`').nth(1);
    let expected = || sentence.split_once(", expected ").map(|(_, expected)| expected);
    if sentence.starts_with("missing field ") {
        (InputFault::Missing, quoted(), None)
    } else if sentence.starts_with("unknown field ") {
        (InputFault::Unexpected, quoted(), None)
    } else if sentence.starts_with("duplicate field ") {
        (InputFault::Repeated, quoted(), None)
    } else if sentence.starts_with("unknown variant ") {
        (InputFault::UnknownValue, None, expected())
    } else if sentence.starts_with("invalid type: null") {
        (InputFault::Null, None, None)
    } else if sentence.starts_with("invalid type: ") || sentence.starts_with("invalid length ") {
        (InputFault::WrongType, None, expected())
    } else if sentence.starts_with("invalid value: integer") || sentence.starts_with("number too ") {
        (InputFault::Range, None, None)
    } else if sentence.starts_with("invalid value: ") {
        (InputFault::UnknownValue, None, expected())
    } else if sentence.starts_with("UUID parsing failed") {
        (InputFault::Id, None, None)
    } else if is_about_time(sentence) {
        (InputFault::Date, None, None)
    } else {
        (InputFault::Invalid, None, None)
    }
}

/// Whether chrono said it: its parse errors are a closed set.
fn is_about_time(sentence: &str) -> bool {
    const CHRONO: &[&str] = &[
        "input is out of range",
        "no possible date and time matching input",
        "input is not enough for unique date and time",
        "input contains invalid characters",
        "premature end of input",
        "trailing input",
    ];
    CHRONO.contains(&sentence)
}

/// What was expected, for people who read French.
fn in_french(expected: &str) -> &str {
    match kind(expected) {
        Kind::Text => "un texte",
        Kind::Integer => "un nombre entier",
        Kind::Number => "un nombre",
        Kind::Boolean => "true ou false",
        Kind::List => "une liste",
        Kind::Object => "un objet",
        Kind::Date => "une date, AAAA-MM-JJ",
        Kind::Id => "un UUID",
        Kind::Other => expected,
    }
}

/// What was expected, for people who read English and not Rust.
fn in_english(expected: &str) -> &str {
    match kind(expected) {
        Kind::Text => "a text",
        Kind::Integer => "a whole number",
        Kind::Number => "a number",
        Kind::Boolean => "true or false",
        Kind::List => "a list",
        Kind::Object => "an object",
        Kind::Date => "a date, YYYY-MM-DD",
        Kind::Id => "a UUID",
        Kind::Other => expected.trim_start_matches("one of "),
    }
}

enum Kind {
    Text,
    Integer,
    Number,
    Boolean,
    List,
    Object,
    Date,
    Id,
    Other,
}

fn kind(expected: &str) -> Kind {
    match expected {
        "a string" | "str" | "string" | "a character" => Kind::Text,
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "usize" => Kind::Integer,
        "f32" | "f64" => Kind::Number,
        "a boolean" => Kind::Boolean,
        "a sequence" => Kind::List,
        "a map" => Kind::Object,
        "a formatted date string" => Kind::Date,
        _ if expected.starts_with("struct ") => Kind::Object,
        _ if expected.starts_with("a UUID") || expected.starts_with("UUID") => Kind::Id,
        _ => Kind::Other,
    }
}
