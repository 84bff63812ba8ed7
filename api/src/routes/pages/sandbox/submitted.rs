//! What a form of the desk asks for, read by the checks of the JSON routes.

use domain::actor::Role;
use domain::people::Language;
use domain::words::Word;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use validator::Validate;

use crate::http::input::{Form, read_document};
use crate::http::problem::Location;
use crate::http::{IfMatch, InputFault, Problem};
use crate::routes::pages::forms::{Button, Decision};
use crate::routes::pages::inputs::Input;
use crate::routes::pages::page::say;
use crate::routes::reason::Reason;

/// The button that was pressed.
const ACTION: &str = "action";

/// A form with one button, which does `action` in a role.
pub(super) fn decision<A: Word>(action: A, label: &'static str, role: Role, version: i32) -> Decision {
    Decision::new(Button::answering(label, ACTION, action.name()), role, version)
}

/// The action that was asked for.
pub(super) fn action<A: Word>(sent: &Form) -> Result<A, Problem> {
    A::from_name(value(sent, ACTION)).ok_or_else(|| Problem::at(format!("/{ACTION}"), InputFault::Invalid))
}

/// In which role it was asked for.
pub(super) fn role(sent: &Form) -> Result<Role, Problem> {
    Role::from_name(value(sent, "as")).ok_or_else(|| Problem::at("/as", InputFault::Invalid))
}

/// What was seen, as JSON routes are told it by `If-Match`.
pub(super) fn seen(sent: &Form) -> IfMatch {
    IfMatch::version(value(sent, "version").parse().ok())
}

/// The field for why something is refused.
pub(super) fn reason_field(language: Language) -> Input {
    let label = say(language, "Motif, dit au conducteur", "Reason, told to the driver");
    Input::new("reason", label).of_kind("textarea")
}

/// Why something is refused.
pub(super) fn reason(sent: &Form) -> Result<String, Problem> {
    let reason: Reason = read(json!({"reason": value(sent, "reason")}))?;
    Ok(reason.reason.trim().to_owned())
}

/// What a field holds.
pub(super) fn value<'f>(sent: &'f Form, name: &'f str) -> &'f str {
    sent.values(name).next().unwrap_or_default()
}

/// The body of a JSON route, made of these fields; those left empty are left out.
pub(super) fn body<T: DeserializeOwned + Validate>(sent: &Form, names: &[&str]) -> Result<T, Problem> {
    let typed = names.iter().map(|name| (*name, value(sent, name)));
    let typed = typed.filter(|(_, value)| !value.trim().is_empty());
    let members = typed.map(|(name, value)| (name.to_owned(), Value::from(value)));
    read(members.collect::<Map<_, _>>().into())
}

/// A document, read as a JSON body is.
pub(super) fn read<T: DeserializeOwned + Validate>(document: Value) -> Result<T, Problem> {
    let document: Map<String, Value> = match document {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    read_document(&document)
}

/// The same problem, told of the fields of the form: of those that make up a list some may be empty, so that the list
/// counts otherwise than they do.
pub(super) fn placed(problem: Problem, list: &str, fields: &[String]) -> Problem {
    if problem.faults().is_empty() {
        return problem;
    }
    let faults = problem.faults().iter().cloned().map(|mut fault| {
        if let Location::Pointer(place) = &mut fault.place
            && let Some(rest) = place.strip_prefix(list)
        {
            let (position, within) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let field = position.parse::<usize>().ok().and_then(|position| fields.get(position));
            if let Some(field) = field {
                *place = format!("/{field}{within}");
            }
        }
        fault
    });
    Problem::invalid(faults)
}
