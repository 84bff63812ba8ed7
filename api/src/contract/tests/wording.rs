//! Every description stands by itself, as in an editor's tooltip.

use serde_json::Value;

use super::{contract, resolved};

/// The fewest characters that say what something is: «Its id.» says nothing.
const SHORTEST: usize = 25;

fn short(part: &Value, place: &str, found: &mut Vec<String>) {
    match part {
        Value::Object(members) => {
            if let Some(Value::String(text)) = members.get("description")
                && text.chars().count() < SHORTEST
            {
                found.push(format!("{place}: {text}"));
            }
            for (name, member) in members {
                if !matches!(name.as_str(), "example" | "examples") {
                    short(member, &format!("{place}/{name}"), found);
                }
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| short(element, place, found)),
        _ => {}
    }
}

#[test]
fn descriptions_say_what_something_is() {
    let contract = contract();
    let mut found = Vec::new();
    short(&contract, "", &mut found);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Each operation says of each status that it may refuse with which codes it carries.
#[test]
fn refusals_name_their_codes() {
    let contract = contract();
    let mut silent = Vec::new();
    for (path, item) in contract["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            for (status, response) in operation["responses"].as_object().into_iter().flatten() {
                let response = resolved(&contract, response);
                let content = &response["content"]["application/problem+json"];
                let says_codes = response["description"].as_str().is_some_and(|text| text.contains('`'));
                let is_problem = content.is_object();
                if status.as_str() >= "400" && is_problem && !(says_codes && has_example(content)) {
                    silent.push(format!("{method} {path} {status}"));
                }
            }
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

fn has_example(content: &Value) -> bool {
    content.get("example").is_some() || content.get("examples").is_some()
}
