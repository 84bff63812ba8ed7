//! Leaves components away that nothing refers to.

use std::collections::BTreeSet;

use serde_json::Value;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{Components, OpenApi};

use crate::http::middleware::operations;

/// Removes unused components, and then those that only unused ones referred to.
pub(super) fn prune(contract: &mut OpenApi) {
    let operations = contract.paths.paths.values().flat_map(operations::methods_of);
    let asked: BTreeSet<String> = operations.flat_map(|(_, operation)| schemes(operation)).collect();
    loop {
        let mut used = BTreeSet::new();
        // utoipa's model has nothing that JSON could not hold.
        references(&serde_json::to_value(&*contract).unwrap_or_default(), &mut used);
        let Some(components) = &mut contract.components else {
            return;
        };
        let is_used = |section: &str, name: &str| used.contains(&format!("#/components/{section}/{name}"));
        let before = size(components);
        components.schemas.retain(|name, _| is_used("schemas", name));
        components.responses.retain(|name, _| is_used("responses", name));
        components.parameters.retain(|name, _| is_used("parameters", name));
        components.headers.retain(|name, _| is_used("headers", name));
        components.security_schemes.retain(|name, _| asked.contains(name));
        if size(components) == before {
            return;
        }
    }
}

fn size(components: &Components) -> usize {
    components.schemas.len() + components.responses.len() + components.parameters.len() + components.headers.len()
}

/// The security schemes an operation names.
fn schemes(operation: &Operation) -> Vec<String> {
    let requirements = serde_json::to_value(&operation.security).unwrap_or_default();
    let alternatives = requirements
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_object);
    alternatives.flat_map(|schemes| schemes.keys().cloned()).collect()
}

/// Every place that a part of the contract refers to.
pub(super) fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                found.insert(reference.clone());
            }
            members.values().for_each(|member| references(member, found));
        }
        Value::Array(elements) => elements.iter().for_each(|element| references(element, found)),
        _ => {}
    }
}
