//! Which methods and media types there are at which path, as the contract says.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::{OpenApi, RefOr};

/// The contract's paths, to look things up in.
#[derive(Debug, Default)]
pub struct Table {
    /// By pattern (`/v1/cases/{id}`), then by method: the media types of its successful answers.
    paths: HashMap<String, BTreeMap<&'static str, BTreeSet<String>>>,
}

impl Table {
    /// The table of a contract.
    pub fn of(contract: &OpenApi) -> Self {
        let paths = contract.paths.paths.iter().map(|(path, item)| {
            let methods = operations(item).into_iter();
            (
                path.clone(),
                methods
                    .map(|(method, operation)| (method, media_types(operation)))
                    .collect(),
            )
        });
        Self { paths: paths.collect() }
    }

    /// The methods of a concrete path, if the contract has such a path.
    pub fn methods(&self, path: &str) -> Option<Vec<&'static str>> {
        let methods: BTreeSet<_> = self
            .paths
            .iter()
            .filter(|(pattern, _)| matches(pattern, path))
            .flat_map(|(_, methods)| methods.keys().copied())
            .collect();
        if methods.is_empty() {
            return None;
        }
        let head = methods.contains("GET").then_some("HEAD");
        Some(methods.into_iter().chain(head).chain(["OPTIONS"]).collect())
    }

    /// The media types in which an operation answers.
    pub fn media_types(&self, pattern: &str, method: &str) -> Option<&BTreeSet<String>> {
        self.paths.get(pattern)?.get(method)
    }
}

/// The operations of a path, by method.
pub fn operations(item: &PathItem) -> Vec<(&'static str, &Operation)> {
    let all = [
        ("DELETE", &item.delete),
        ("GET", &item.get),
        ("PATCH", &item.patch),
        ("POST", &item.post),
        ("PUT", &item.put),
    ];
    all.into_iter()
        .filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
        .collect()
}

fn media_types(operation: &Operation) -> BTreeSet<String> {
    let successes = operation
        .responses
        .responses
        .iter()
        .filter(|(status, _)| status.starts_with('2'));
    let responses = successes.filter_map(|(_, response)| match response {
        RefOr::T(response) => Some(response),
        RefOr::Ref(_) => None,
    });
    responses
        .flat_map(|response| response.content.keys().cloned())
        .collect()
}

/// Whether a path is of a pattern: segment by segment, `{…}` standing for any one that is not empty.
fn matches(pattern: &str, path: &str) -> bool {
    let (mut pattern, mut path) = (pattern.split('/'), path.split('/'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return true,
            (Some(expected), Some(found)) if expected == found || (expected.starts_with('{') && !found.is_empty()) => {}
            _ => return false,
        }
    }
}

/// The path as it may be shown and kept: what opens a door (a link's token, a paper's code) is left out.
pub(super) fn without_secrets(path: &str, pattern: Option<&str>) -> String {
    let Some(pattern) = pattern else { return path.to_owned() };
    let mut expected = pattern.split('/');
    let segments = path.split('/').map(|segment| match expected.next() {
        Some("{token}") => "~",
        Some("{code}") if pattern.starts_with("/v1/verifications/") => "~",
        _ => segment,
    });
    segments.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_stands_for_one_segment() {
        assert!(matches("/v1/cases/{id}", "/v1/cases/7"));
        assert!(!matches("/v1/cases/{id}", "/v1/cases/"));
        assert!(!matches("/v1/cases/{id}", "/v1/cases/7/documents"));
        assert!(!matches("/v1/cases", "/v1/case"));
    }

    #[test]
    fn what_opens_doors_is_not_shown() {
        assert_eq!(
            without_secrets("/v1/passwords/abc", Some("/v1/passwords/{token}")),
            "/v1/passwords/~"
        );
        assert_eq!(without_secrets("/v1/cases/7", Some("/v1/cases/{id}")), "/v1/cases/7");
        assert_eq!(without_secrets("/nowhere", None), "/nowhere");
    }
}
