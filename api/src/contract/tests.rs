//! What holds for the contract as a whole.

use std::collections::BTreeSet;

use utoipa::openapi::RefOr;

use super::*;
use crate::http::house::table::operations;

fn each(mut check: impl FnMut(&str, &str, &utoipa::openapi::path::Operation)) {
    let contract = document(Profile::Sandbox);
    for (path, item) in &contract.paths.paths {
        for (method, operation) in operations(item) {
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
                .any(|status| status.starts_with('2')),
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
            "/problems/",
            "/sandbox",
        ];
        assert!(known.iter().any(|prefix| path.starts_with(prefix)), "{path}");
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
fn every_body_has_an_example_or_a_schema_with_one() {
    let contract = document(Profile::Sandbox);
    each(|method, path, operation| {
        if let Some(RefOr::T(body)) = &operation.request_body {
            for content in body.content.values() {
                let RefOr::T(content) = content else { continue };
                let own = content.example.is_some() || !content.examples.is_empty();
                let of_schema = serde_json::to_value(&content.schema).unwrap_or_default();
                let name = of_schema["$ref"]
                    .as_str()
                    .and_then(|place| place.rsplit('/').next())
                    .unwrap_or_default();
                let schema = contract
                    .components
                    .as_ref()
                    .and_then(|components| components.schemas.get(name));
                let schema = serde_json::to_value(schema).unwrap_or_default();
                assert!(
                    own || !schema["example"].is_null() || !schema["examples"].is_null(),
                    "{method} {path}: an example"
                );
            }
        }
    });
}
