//! Every example is what the schema beside it says.

use jsonschema::{Draft, Registry, RegistryBuilder};
use serde_json::{Value, json};

use super::contract;

const CONTRACT: &str = "urn:cqc-hub";

/// Every example of a part of the contract, with the place of the schema that it is an example of.
fn examples(part: &Value, place: &str, found: &mut Vec<(String, Value)>) {
    match part {
        // A member may be called so.
        Value::Object(members) if place.ends_with("/properties") => {
            for (name, member) in members {
                examples(member, &format!("{place}/{name}"), found);
            }
        }
        Value::Object(members) => {
            let schema = if members.contains_key("schema") {
                format!("{place}/schema")
            } else {
                place.to_owned()
            };
            found.extend(members.get("example").map(|example| (schema.clone(), example.clone())));
            match members.get("examples") {
                Some(Value::Array(examples)) => {
                    found.extend(examples.iter().map(|example| (schema.clone(), example.clone())));
                }
                Some(Value::Object(examples)) => {
                    let values = examples.values().filter_map(|example| example.get("value"));
                    found.extend(values.map(|example| (schema.clone(), example.clone())));
                }
                _ => {}
            }
            for (name, member) in members {
                if !matches!(name.as_str(), "example" | "examples") {
                    let name = name.replace('~', "~0").replace('/', "~1");
                    examples(member, &format!("{place}/{name}"), found);
                }
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                examples(element, &format!("{place}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// A place as the fragment of a URI.
fn fragment(place: &str) -> String {
    place.replace('{', "%7B").replace('}', "%7D").replace('*', "%2A")
}

#[test]
fn every_example_is_valid() {
    let contract = contract();
    let mut found = Vec::new();
    examples(&contract["paths"], "/paths", &mut found);
    examples(&contract["components"], "/components", &mut found);
    assert!(found.len() > 200, "{} examples", found.len());
    let registry = Registry::new()
        .draft(Draft::Draft202012)
        .add(CONTRACT, contract)
        .and_then(RegistryBuilder::prepare)
        .expect("a registry");
    let faults = |place: &str, example: &Value| -> Vec<String> {
        let validator = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .with_registry(&registry)
            .should_validate_formats(true)
            .build(&json!({"$ref": format!("{CONTRACT}#{}", fragment(place))}))
            .unwrap_or_else(|error| panic!("{place}: {error}"));
        let errors = validator.iter_errors(example);
        errors
            .map(|error| format!("{place}{}: {error}", error.instance_path()))
            .collect()
    };
    let refused = faults("/components/schemas/Address", &json!({"line1": 12}));
    assert!(!refused.is_empty(), "what is no address is no example of one");
    let wrong: Vec<_> = found
        .iter()
        .flat_map(|(place, example)| faults(place, example))
        .collect();
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}
