//! What `validator` refuses, as faults with pointers.

use std::borrow::Cow;

use serde_json::Value;
use validator::{ValidationError, ValidationErrors, ValidationErrorsKind};

use super::pointer::Pointer;
use crate::http::problem::{Fault, InputFault};

/// Every failure below this place, ordered by place. A document holds few values (`json`), so there are few failures.
pub(super) fn faults(errors: &ValidationErrors) -> Vec<Fault> {
    let mut found = Vec::new();
    collect(errors, &Pointer::default(), &mut found);
    found.sort_by(|a, b| (&a.place, a.code).cmp(&(&b.place, b.code)));
    found
}

fn collect(errors: &ValidationErrors, place: &Pointer, found: &mut Vec<Fault>) {
    for (field, kind) in errors.errors() {
        // `__all__`: a check over the whole struct; `_tmp_validator`: a list that is the whole body.
        let here = match field.as_ref() {
            "__all__" | "_tmp_validator" => place.clone(),
            name => place.child(name.trim_start_matches("r#")),
        };
        match kind {
            ValidationErrorsKind::Field(failures) => found.extend(failures.iter().map(|failure| fault(&here, failure))),
            ValidationErrorsKind::Struct(inner) => collect(inner, &here, found),
            ValidationErrorsKind::List(elements) => {
                for (index, inner) in elements {
                    collect(inner, &here.child(index), found);
                }
            }
        }
    }
}

/// One failure. Only named limits are quoted, never the value: it may be a password.
fn fault(place: &Pointer, failure: &ValidationError) -> Fault {
    let code = code(failure);
    let fault = Fault::at(place.clone(), code);
    let params = failure
        .params
        .iter()
        .filter(|(name, _)| !matches!(name.as_ref(), "value" | "other"));
    params.fold(fault, |fault, (name, value)| fault.with(name, &plain(value)))
}

/// The code, made more telling where `validator` has one for several failures.
fn code(failure: &ValidationError) -> InputFault {
    match failure.code.as_ref() {
        "length" => match (size(failure), limit(failure, "min"), limit(failure, "max")) {
            (Some(size), Some(min), _) if size < min => InputFault::TooShort,
            (Some(size), _, Some(max)) if size > max => InputFault::TooLong,
            _ => InputFault::Length,
        },
        "range" => match (
            failure.params.get("value").and_then(Value::as_f64),
            limit(failure, "min"),
            limit(failure, "max"),
        ) {
            (Some(value), Some(min), _) if value < min => InputFault::TooSmall,
            (Some(value), _, Some(max)) if value > max => InputFault::TooLarge,
            _ => InputFault::Range,
        },
        "regex" => InputFault::Malformed,
        "non_control_character" => InputFault::ControlCharacter,
        name => InputFault::from_name(name).unwrap_or(InputFault::Invalid),
    }
}

fn limit(failure: &ValidationError, name: &'static str) -> Option<f64> {
    failure.params.get(&Cow::Borrowed(name)).and_then(Value::as_f64)
}

/// How long the refused text or list is; texts count in characters, as `validator` does.
#[expect(clippy::cast_precision_loss, reason = "bodies hold at most a million characters")]
fn size(failure: &ValidationError) -> Option<f64> {
    match failure.params.get("value")? {
        Value::String(text) => Some(text.chars().count() as f64),
        Value::Array(list) => Some(list.len() as f64),
        _ => None,
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
