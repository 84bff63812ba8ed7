//! Names pages of lists as the field does, and lets them refer to what they list.
//!
//! utoipa calls a page of cards `Page_Card` and writes the card out within it, of which client generators make a second
//! type, `PageCardItemsInner`, beside `Card`. Here it becomes `CardPage` with items of `Card`.

use serde_json::{Value, json};
use utoipa::openapi::path::Operation;
use utoipa::openapi::response::Response;
use utoipa::openapi::schema::{ArrayItems, Schema};
use utoipa::openapi::{Components, OpenApi, Ref, RefOr};

use super::conventions::operations;

/// How utoipa begins the name of a page's schema.
const PREFIX: &str = "Page_";

/// Renames every page, and takes what it lists out of it.
pub(super) fn name(contract: &mut OpenApi) {
    if let Some(components) = &mut contract.components {
        name_schemas(components);
    }
    let operations = contract.paths.paths.values_mut().flat_map(operations);
    operations.for_each(name_references);
}

fn name_schemas(components: &mut Components) {
    let schemas = &mut components.schemas;
    let pages: Vec<String> = schemas
        .keys()
        .filter(|name| name.starts_with(PREFIX))
        .cloned()
        .collect();
    for page in pages {
        let listed = &page[PREFIX.len()..];
        let Some(mut schema) = schemas.remove(&page) else {
            continue;
        };
        if let Some(items) = items_of(&mut schema) {
            let written_out = std::mem::replace(items, RefOr::Ref(Ref::from_schema_name(listed)));
            let listed = schemas.entry(listed.to_owned()).or_insert(written_out);
            let example = example_of(listed);
            if let (Some(example), RefOr::T(Schema::Object(page))) = (example, &mut schema) {
                page.examples = vec![json!({"items": [example]})];
            }
        }
        schemas.insert(format!("{listed}Page"), schema);
    }
}

fn example_of(schema: &RefOr<Schema>) -> Option<Value> {
    match schema {
        RefOr::T(Schema::Object(object)) => object.example.clone().or_else(|| object.examples.first().cloned()),
        RefOr::T(Schema::AllOf(all)) => all.example.clone(),
        _ => None,
    }
}

fn items_of(page: &mut RefOr<Schema>) -> Option<&mut RefOr<Schema>> {
    let RefOr::T(Schema::Object(page)) = page else {
        return None;
    };
    match page.properties.get_mut("items") {
        Some(RefOr::T(Schema::Array(array))) => match &mut array.items {
            ArrayItems::RefOrSchema(items) => Some(items),
            ArrayItems::False => None,
        },
        _ => None,
    }
}

fn name_references(operation: &mut Operation) {
    let contents = operation
        .responses
        .responses
        .values_mut()
        .filter_map(|response| match response {
            RefOr::T(Response { content, .. }) => Some(content),
            RefOr::Ref(_) => None,
        });
    for content in contents.flat_map(|content| content.values_mut()) {
        if let RefOr::T(content) = content
            && let Some(RefOr::Ref(reference)) = &mut content.schema
            && let Some((_, listed)) = reference.ref_location.split_once(PREFIX)
        {
            *reference = Ref::from_schema_name(format!("{listed}Page"));
        }
    }
}
