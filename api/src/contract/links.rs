//! Where to go on from an answer: to what was made, and from a list to its items. Testers and clients follow these links.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use utoipa::openapi::link::{Link, LinkBuilder};
use utoipa::openapi::path::Operation;
use utoipa::openapi::{OpenApi, RefOr};

use crate::http::middleware::operations::methods_of;

/// The operation that reads one of a collection, and the name of the parameter that says which.
type Item = (String, String);

/// Links each answer that makes or lists something with the operation that reads it.
pub(super) fn follow(contract: &mut OpenApi) {
    let readers = readers(contract);
    for (path, item) in &mut contract.paths.paths {
        let Some((operation_id, parameter)) = readers.get(path) else {
            continue;
        };
        let made = link(path, operation_id, parameter, "$response.body#/id");
        let listed = link(path, operation_id, parameter, "$response.body#/items/0/id");
        if let Some(operation) = &mut item.post {
            add(operation, "201", operation_id, &made);
        }
        if let Some(operation) = &mut item.get {
            add(operation, "200", operation_id, &listed);
        }
    }
}

/// Gives the answer of a status a link of that name.
fn add(operation: &mut Operation, status: &str, name: &str, link: &Link) {
    if let Some(RefOr::T(response)) = operation.responses.responses.get_mut(status) {
        response.links.insert(name.to_owned(), RefOr::T(link.clone()));
    }
}

/// For each collection (`/v1/cases`) the operation that reads one of it (`GET /v1/cases/{id}`).
fn readers(contract: &OpenApi) -> BTreeMap<String, Item> {
    let mut readers = BTreeMap::new();
    for (path, item) in &contract.paths.paths {
        let Some((collection, last)) = path.rsplit_once('/') else {
            continue;
        };
        let parameter = parameter_of(last);
        let reading = methods_of(item).into_iter().find(|(method, _)| *method == "GET");
        let id = reading.and_then(|(_, operation)| operation.operation_id.clone());
        if let (Some(parameter), Some(id)) = (parameter.filter(|name| name.ends_with("id")), id) {
            readers.insert(collection.to_owned(), (id, parameter.to_owned()));
        }
    }
    readers
}

/// The name of the parameter that a segment of a path stands for.
fn parameter_of(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

fn link(path: &str, operation_id: &str, parameter: &str, id: &str) -> Link {
    let around = path.split('/').filter_map(parameter_of);
    let around = around.map(|name| (name.to_owned(), json!(format!("$request.path.{name}"))));
    let parameters: BTreeMap<String, Value> = around.chain([(parameter.to_owned(), json!(id))]).collect();
    let link = LinkBuilder::new().operation_id(operation_id);
    let link = parameters
        .into_iter()
        .fold(link, |link, (name, value)| link.parameter(name, value));
    link.build()
}
