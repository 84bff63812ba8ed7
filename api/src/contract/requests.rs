//! What a request may hold: closed objects, texts and lists with an end, and members that depend on others. The hub refuses
//! what these schemas refuse; they say so before anything is sent.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{AdditionalProperties, ArrayItems, Object, Schema, SchemaType, Type};
use utoipa::openapi::{Components, OpenApi, RefOr};

use super::conventions::operations;
use super::unused::references;

/// The most characters of a text, by the name of its member, where the member itself does not say it. The rules of
/// `domain` judge what is left once a text is tidied, and say more.
const LONGEST: &[(&str, usize)] = &[
    ("birth_country", 16),
    ("birth_place", 100),
    ("card_number", 64),
    ("city", 100),
    ("client_id", 100),
    ("code_verifier", 128),
    ("country", 16),
    ("email", 254),
    ("first_names", 100),
    ("grant_type", 100),
    ("licence_number", 64),
    ("line1", 100),
    ("line2", 100),
    ("name", 200),
    ("neph", 64),
    ("number", 64),
    ("password", 256),
    ("password_confirmation", 256),
    ("path", 300),
    ("phone", 64),
    ("postal_code", 12),
    ("redirect_uri", 500),
    ("refresh_token", 256),
    ("scope", 200),
    ("siren", 32),
    ("surname", 100),
    ("token_type_hint", 100),
    ("tracking_number", 64),
    ("usage_name", 100),
];

/// The most elements of a list, by the name of its member.
const MOST: &[(&str, usize)] = &[
    ("accreditations", 50),
    ("answers", 50),
    ("categories", 16),
    ("category_expiries", 16),
    ("defects", 20),
    ("events", 10),
    ("fees", 100),
    ("items", 50),
    ("origins", 20),
    ("redirect_uris", 20),
    ("scopes", 20),
    ("sectors", 2),
];

/// What others write by a standard that grows, with members that the hub passes over.
const OPEN: &[&str] = &[
    "AuthenticationResponseJSON",
    "AuthenticatorAssertionResponseJSON",
    "AuthenticatorAttestationResponseJSON",
    "ClientExtensionResults",
    "CredentialProperties",
    "RegistrationResponseJSON",
];

/// Where schemas stand.
const SCHEMAS: &str = "#/components/schemas/";

/// What the name of a schema gets that is made of another one, for requests alone.
const INPUT: &str = "Input";

/// Describes what every request of the contract may hold.
pub(super) fn bound(contract: &mut OpenApi) {
    let (mut asked, mut answered) = (BTreeSet::new(), BTreeSet::new());
    for operation in contract.paths.paths.values_mut().flat_map(operations) {
        refers(&operation.request_body, &mut asked);
        refers(&operation.responses, &mut answered);
    }
    let Some(components) = &mut contract.components else {
        return;
    };
    refers(&components.responses, &mut answered);
    let (asked, answered) = (below(asked, components), below(answered, components));
    let shared: BTreeSet<String> = asked
        .intersection(&answered)
        .filter(|name| is_object(components, name))
        .cloned()
        .collect();
    let alone: BTreeSet<String> = asked.difference(&answered).cloned().collect();
    for name in &shared {
        if let Some(schema) = components.schemas.get(name).cloned() {
            components.schemas.insert(format!("{name}{INPUT}"), schema);
        }
    }
    for name in shared.iter().map(|name| format!("{name}{INPUT}")).chain(alone) {
        if let Some(schema) = components.schemas.get_mut(&name) {
            redirect(schema, &shared);
            if let RefOr::T(schema) = schema {
                if !OPEN.contains(&name.as_str()) {
                    close(schema);
                }
                each_object(schema, &mut members);
            }
        }
    }
    for name in &shared {
        if let Some(RefOr::T(Schema::Object(object))) = components.schemas.get_mut(name) {
            // Members may be added to what is answered.
            object.additional_properties = None;
        }
    }
    exclude_impossible(components, &answered);
    let operations = contract.paths.paths.values_mut().flat_map(operations);
    operations.for_each(|operation| redirect_body(operation, &shared));
}

/// Says of the schemas of requests what [`never()`] happens.
fn exclude_impossible(components: &mut Components, answered: &BTreeSet<String>) {
    for (name, impossible) in never() {
        for name in [name.to_owned(), format!("{name}{INPUT}")] {
            let is_answered = answered.contains(&name);
            if let Some(RefOr::T(Schema::Object(object))) = components.schemas.get_mut(&name).filter(|_| !is_answered) {
                let keywords = object.extensions.get_or_insert_default();
                keywords.insert("not".to_owned(), impossible.clone());
            }
        }
    }
}

fn redirect_body(operation: &mut Operation, shared: &BTreeSet<String>) {
    let Some(RefOr::T(body)) = &mut operation.request_body else {
        return;
    };
    for content in body.content.values_mut() {
        if let RefOr::T(content) = content
            && let Some(schema) = &mut content.schema
        {
            redirect(schema, shared);
        }
    }
}

fn is_object(components: &Components, name: &str) -> bool {
    matches!(components.schemas.get(name), Some(RefOr::T(Schema::Object(object))) if !object.properties.is_empty())
}

/// Has a part of a request refer to the schemas that are for requests alone.
fn redirect(schema: &mut RefOr<Schema>, shared: &BTreeSet<String>) {
    match schema {
        RefOr::Ref(reference) => {
            let named = reference.ref_location.strip_prefix(SCHEMAS);
            if let Some(name) = named.filter(|name| shared.contains(*name)) {
                reference.ref_location = format!("{SCHEMAS}{name}{INPUT}");
            }
        }
        RefOr::T(Schema::Object(object)) => object
            .properties
            .values_mut()
            .for_each(|member| redirect(member, shared)),
        RefOr::T(Schema::AllOf(all)) => all.items.iter_mut().for_each(|item| redirect(item, shared)),
        RefOr::T(Schema::Array(array)) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                redirect(items, shared);
            }
        }
        RefOr::T(_) => {}
    }
}

/// The schemas that these refer to, themselves included.
fn below(mut found: BTreeSet<String>, components: &Components) -> BTreeSet<String> {
    let mut to_visit: Vec<_> = found.iter().cloned().collect();
    while let Some(name) = to_visit.pop() {
        let mut next = BTreeSet::new();
        refers(&components.schemas.get(&name), &mut next);
        let new = next.into_iter().filter(|name| found.insert(name.clone()));
        to_visit.extend(new.collect::<Vec<_>>());
    }
    found
}

/// Adds the schemas that a part of the contract refers to.
fn refers(part: &impl serde::Serialize, found: &mut BTreeSet<String>) {
    let mut places = BTreeSet::new();
    // utoipa's model has nothing that JSON could not hold.
    references(&serde_json::to_value(part).unwrap_or_default(), &mut places);
    let names = places.iter().filter_map(|place| place.strip_prefix(SCHEMAS));
    found.extend(names.map(str::to_owned));
}

/// Members that no type asked for are refused.
fn close(schema: &mut Schema) {
    if let Schema::Object(object) = schema
        && !object.properties.is_empty()
        && object.additional_properties.is_none()
    {
        object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
    }
}

fn each_object(schema: &mut Schema, visit: &mut impl FnMut(&mut Object)) {
    match schema {
        Schema::Object(object) => visit(object),
        Schema::AllOf(all) => {
            let parts = all.items.iter_mut().filter_map(|item| match item {
                RefOr::T(schema) => Some(schema),
                RefOr::Ref(_) => None,
            });
            parts.for_each(|part| each_object(part, visit));
        }
        _ => {}
    }
}

fn members(object: &mut Object) {
    for (name, member) in &mut object.properties {
        match member {
            RefOr::T(Schema::Object(text)) if is_unbounded_text(text) => text.max_length = limit(LONGEST, name),
            RefOr::T(Schema::Array(list)) if list.max_items.is_none() => list.max_items = limit(MOST, name),
            _ => {}
        }
    }
}

fn is_unbounded_text(member: &Object) -> bool {
    let is_text = match &member.schema_type {
        SchemaType::Type(kind) => *kind == Type::String,
        SchemaType::Array(kinds) => kinds.contains(&Type::String),
        SchemaType::AnyValue => false,
    };
    is_text && member.max_length.is_none() && member.format.is_none() && member.enum_values.is_none()
}

fn limit(table: &[(&str, usize)], name: &str) -> Option<usize> {
    let row = table.iter().find(|(known, _)| *known == name);
    row.map(|(_, most)| *most)
}

/// What no request of a schema may be, because its members depend on each other.
fn never() -> Vec<(&'static str, Value)> {
    let boxes = [
        "privacy_policy",
        "general_conditions",
        "data_accuracy",
        "electronic_communication",
    ];
    let consents = boxes.map(|name| with(name, false));
    let has = |member: &str| json!({"properties": {member: {}}, "required": [member]});
    let without = |member: &str| json!({"not": has(member)});
    let neither = |one: &str, other: &str| both(without(one), without(other));
    vec![
        (
            "Attribution",
            json!({"anyOf": [
                both(with("liable", "issuer"), has("items")),
                both(with("liable", "driver"), has("corrections")),
                both(with("liable", "driver"), without("items")),
            ]}),
        ),
        (
            "AttestationBody",
            both(json!({"not": with("type", "equivalence")}), without("hours")),
        ),
        ("AttestedLicence", neither("number", "neph")),
        ("Licence", neither("number", "neph")),
        ("Consents", json!({"anyOf": consents})),
        (
            "DeclarationBody",
            json!({"anyOf": [
                both(has("defects"), has("lost_on")),
                both(has("defects"), has("circumstances")),
                neither("defects", "lost_on"),
            ]}),
        ),
        ("TokenForm", json!({"not": with("grant_type", "client_credentials")})),
        (
            "CaseBody",
            json!({"anyOf": [both(with("kind", "cqc"), has("card_id")), both(json!({"not": with("kind", "cqc")}), without("card_id"))]}),
        ),
        (
            "ChoiceBody",
            json!({"anyOf": [
                both(with("choice", "confirm_address"), has("address")),
                both(with("choice", "change_address"), without("address")),
            ]}),
        ),
        (
            "ReturnedLetter",
            json!({"anyOf": [neither("card_number", "tracking_number"), both(has("card_number"), has("tracking_number"))]}),
        ),
    ]
}

/// A schema of what has a member of that value.
fn with(member: &str, value: impl Into<Value>) -> Value {
    json!({"properties": {member: {"const": value.into()}}, "required": [member]})
}

/// A schema of what is of two schemas, written as one: generators of clients stumble over `allOf` without models.
fn both(mut one: Value, other: Value) -> Value {
    let Value::Object(other) = other else { return one };
    for (keyword, value) in other {
        match (keyword.as_str(), one.get_mut(&keyword), value) {
            ("required", Some(Value::Array(required)), Value::Array(more)) => required.extend(more),
            ("properties", Some(Value::Object(properties)), Value::Object(more)) => properties.extend(more),
            ("not", Some(excluded), more) => *excluded = json!({"anyOf": [excluded.clone(), more]}),
            (_, _, value) => one[keyword] = value,
        }
    }
    one
}
