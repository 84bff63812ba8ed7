//! What holds for the contract as a whole.

mod compatibility;
mod examples;
mod names;
mod wording;

use std::collections::BTreeSet;

use serde_json::Value;
use utoipa::openapi::RefOr;

use super::*;
use crate::http::middleware::limits::Group;
use crate::http::middleware::operations::{NOT_COUNTED, limit_named, methods_of};

/// The contract as clients read it.
fn contract() -> Value {
    serde_json::to_value(document(Profile::Sandbox)).expect("JSON")
}

/// A part of the contract, or what it refers to.
fn resolved<'c>(contract: &'c Value, part: &'c Value) -> &'c Value {
    match part["$ref"].as_str() {
        Some(place) => contract
            .pointer(place.trim_start_matches('#'))
            .expect("a place in the contract"),
        None => part,
    }
}

fn each(mut check: impl FnMut(&str, &str, &utoipa::openapi::path::Operation)) {
    let contract = document(Profile::Sandbox);
    for (path, item) in &contract.paths.paths {
        for (method, operation) in methods_of(item) {
            check(method, path, operation);
        }
    }
}

#[test]
fn the_committed_contract_is_current() {
    let committed = include_str!("../../../openapi.yaml");
    assert!(
        committed == yaml(&document(Profile::Sandbox)),
        "openapi.yaml is stale: cargo run -- openapi > openapi.yaml"
    );
}

#[test]
fn every_limit_that_a_handler_names_is_one() {
    let mut named = BTreeSet::new();
    each(|method, path, operation| {
        let Some(name) = limit_named(operation) else { return };
        assert!(
            name == NOT_COUNTED || Group::named(name).is_some(),
            "{method} {path} counts where nothing counts: {name}"
        );
        named.insert(name.to_owned());
    });
    let expected = ["links", "none", "registration", "sign-in", "tokens", "verification"];
    assert!(named.iter().eq(expected), "{named:?}");
}

#[test]
fn every_operation_is_described() {
    let mut ids = BTreeSet::new();
    each(|method, path, operation| {
        let id = operation.operation_id.clone().unwrap_or_default();
        assert!(
            !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric()),
            "{method} {path}: operation id `{id}`"
        );
        assert!(ids.insert(id.clone()), "{id} twice");
        assert!(
            operation.summary.as_ref().is_some_and(|text| !text.is_empty()),
            "{id}: a summary"
        );
        assert!(
            operation.description.as_ref().is_some_and(|text| !text.is_empty()),
            "{id}: a description"
        );
        assert!(
            operation
                .responses
                .responses
                .keys()
                .any(|status| status.starts_with('2') || status == "303"),
            "{id}: a success"
        );
        let tags = operation.tags.clone().unwrap_or_default();
        assert_eq!(tags.len(), 1, "{id}: exactly one tag, not {tags:?}");
    });
    let contract = document(Profile::Sandbox);
    let described: BTreeSet<_> = contract.tags.iter().flatten().map(|tag| tag.name.clone()).collect();
    each(|_, _, operation| {
        let tag = &operation.tags.iter().flatten().next().cloned().unwrap_or_default();
        assert!(described.contains(tag), "`{tag}` is no chapter of contract/tags.rs");
    });
}

#[test]
fn paths_are_plural_kebab_case_under_v1_or_known() {
    each(|_, path, _| {
        let known = [
            "/v1/",
            "/health/",
            "/oauth/",
            "/.well-known/",
            "/openapi.",
            "/problems",
            "/sandbox",
        ];
        assert!(
            path == "/" || known.iter().any(|prefix| path.starts_with(prefix)),
            "{path}"
        );
        let well_spelt = |segment: &str| {
            segment.starts_with('{')
                || segment
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-._".contains(&byte))
        };
        assert!(path.split('/').all(well_spelt), "{path}");
    });
}

#[test]
fn every_json_body_has_an_example() {
    let contract = document(Profile::Sandbox);
    let has_example = |schema: &Value| !schema["example"].is_null() || !schema["examples"].is_null();
    let resolve = |schema: &Value| {
        let place = schema["$ref"]
            .as_str()
            .or(schema["items"]["$ref"].as_str())
            .unwrap_or_default();
        let name = place.rsplit('/').next().unwrap_or_default();
        let named = contract
            .components
            .as_ref()
            .and_then(|components| components.schemas.get(name));
        serde_json::to_value(named).unwrap_or_default()
    };
    each(|method, path, operation| {
        let Some(RefOr::T(body)) = &operation.request_body else {
            return;
        };
        let json = body
            .content
            .iter()
            .filter(|(media_type, _)| media_type.ends_with("json") && !media_type.contains("nd"));
        for (_, content) in json {
            let content = serde_json::to_value(content).unwrap_or_default();
            let schema = resolve(&content["schema"]);
            assert!(
                has_example(&content) || has_example(&schema),
                "{method} {path}: an example"
            );
        }
    });
}

fn tells_of_tag(operation: &utoipa::openapi::path::Operation) -> bool {
    let tagged = |response: &RefOr<utoipa::openapi::Response>| match response {
        RefOr::T(response) => response.headers.contains_key("ETag"),
        RefOr::Ref(_) => false,
    };
    operation.responses.responses.values().any(tagged)
}

#[test]
fn what_has_versions_says_so() {
    each(|method, path, operation| {
        let is_conditional = operation.responses.responses.contains_key("304");
        assert_eq!(
            is_conditional,
            method == "GET" && tells_of_tag(operation),
            "{method} {path}"
        );
    });
    let mut tagged = BTreeSet::new();
    each(|method, path, operation| {
        if tells_of_tag(operation) {
            tagged.insert(format!("{method} {path}"));
        }
    });
    for one in [
        "GET /v1/account",
        "PATCH /v1/account",
        "GET /v1/certificates/{id}/certificate.pdf",
        "POST /v1/cases",
        "PUT /v1/back-office/fees",
        "POST /v1/production-orders/{id}/start",
    ] {
        assert!(tagged.contains(one), "{one}");
    }
    for other in [
        "GET /v1/cases",
        "GET /v1/cases/{id}/payments",
        "GET /v1/passwords/{token}",
        "POST /v1/sessions",
    ] {
        assert!(!tagged.contains(other), "{other}");
    }
}

#[test]
fn null_is_for_what_a_change_takes_away() {
    let contract = serde_json::to_value(document(Profile::Sandbox)).expect("JSON");
    let schemas = &contract["components"]["schemas"];
    for member in [
        &schemas["AccountChange"]["properties"]["phone"],
        &schemas["TrainingCentreChanges"]["properties"]["contact_email"],
    ] {
        assert_eq!(member["type"], serde_json::json!(["string", "null"]), "{member}");
        assert!(member.get("x-null-takes-away").is_none(), "{member}");
    }
    assert_eq!(schemas["TrainingCentreChanges"]["properties"]["name"]["type"], "string");
}

/// YAML 1.1, which many still read, takes these for booleans where they stand without quotes.
#[test]
fn no_name_is_a_boolean_to_older_readers_of_yaml() {
    let yaml = yaml(&document(Profile::Sandbox));
    for line in yaml.lines() {
        let line = line.trim_start().trim_start_matches("- ");
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let named = if name == "name" { value.trim() } else { name };
        assert!(!is_boolean_of_yaml_1_1(named), "{line}");
    }
    assert!(yaml.contains("        'y':"), "the coordinate of a key");
}
