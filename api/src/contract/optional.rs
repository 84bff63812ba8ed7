//! «Optional fields are omitted, not null»: utoipa makes every `Option` nullable, this makes it merely optional. What a
//! change takes away with `null` ([`Patch`](crate::http::Patch)) stays nullable.

use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{Schema, SchemaType, Type};
use utoipa::openapi::{OpenApi, RefOr};

use super::conventions::operations;

/// Marks, within the hub, a member that `null` takes away.
const TAKES_AWAY: &str = "x-null-takes-away";

/// Takes `null` out of the schemas of all members, parameters and bodies that may be left out.
pub(super) fn omit_nulls(contract: &mut OpenApi) {
    for schema in contract
        .components
        .iter_mut()
        .flat_map(|components| components.schemas.values_mut())
    {
        visit(schema);
    }
    let operations = contract.paths.paths.values_mut().flat_map(operations);
    operations.for_each(of_operation);
}

fn of_operation(operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter
            && let Some(schema) = &mut parameter.schema
        {
            deny_null(schema);
        }
    }
    // A body that may be left away is not a body that may be `null`.
    if let Some(RefOr::T(body)) = &mut operation.request_body {
        for content in body.content.values_mut() {
            if let RefOr::T(content) = content
                && let Some(schema) = &mut content.schema
            {
                deny_null(schema);
            }
        }
    }
}

fn visit(schema: &mut RefOr<Schema>) {
    let RefOr::T(schema) = schema else { return };
    match schema {
        Schema::Object(object) => {
            let required = object.required.clone();
            for (name, member) in &mut object.properties {
                if !required.contains(name) && !is_taken_away(member) {
                    deny_null(member);
                }
                visit(member);
            }
        }
        Schema::OneOf(any) => any.items.iter_mut().for_each(visit),
        Schema::AllOf(all) => all.items.iter_mut().for_each(visit),
        Schema::AnyOf(any) => any.items.iter_mut().for_each(visit),
        Schema::Array(array) => {
            if let utoipa::openapi::schema::ArrayItems::RefOrSchema(items) = &mut array.items {
                visit(items);
            }
        }
        _ => {}
    }
}

/// Whether a member bears the mark, which then comes off: it is nobody else's business.
fn is_taken_away(member: &mut RefOr<Schema>) -> bool {
    let RefOr::T(Schema::Object(object)) = member else {
        return false;
    };
    let is_marked = |extensions: &mut Extensions| extensions.contains_key(TAKES_AWAY);
    object.extensions.take_if(is_marked).is_some()
}

fn deny_null(member: &mut RefOr<Schema>) {
    let RefOr::T(schema) = member else { return };
    match schema {
        Schema::Object(object) => without_null(&mut object.schema_type),
        Schema::Array(array) => without_null(&mut array.schema_type),
        Schema::OneOf(one) => {
            one.items.retain(|item| !is_null(item));
            // `oneOf: [null, X]` was an optional reference: what is left is the reference, its description beside it.
            if one.items.len() == 1 {
                let mut only = one.items.remove(0);
                if let (RefOr::Ref(reference), Some(description)) = (&mut only, one.description.take()) {
                    reference.description = description;
                }
                *member = only;
            }
        }
        _ => {}
    }
}

fn without_null(kind: &mut SchemaType) {
    if let SchemaType::Array(types) = kind {
        types.retain(|kind| *kind != Type::Null);
        if let [only] = types.as_slice() {
            *kind = SchemaType::Type(only.clone());
        }
    }
}

fn is_null(schema: &RefOr<Schema>) -> bool {
    matches!(schema, RefOr::T(Schema::Object(object)) if object.schema_type == SchemaType::Type(Type::Null))
}
