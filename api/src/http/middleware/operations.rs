//! What handlers declare about their operations: which methods and media types there are at which path, and which limit
//! counts. Read from the contract, where each of these stands once.
//!
//! Paths are compared segment by segment, as the contract writes them: actix's `ResourceDef` compiles a regular
//! expression per pattern, for a question that only a 404 or a 405 asks.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use domain::oauth::FrontendScope;
use domain::words::Word as _;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::{OpenApi, RefOr};

use super::limits::Group;

/// The member of an operation that names its limit: `extensions(("x-rate-limit" = json!("sign-in")))`.
const RATE_LIMIT: &str = "x-rate-limit";

/// The contract's operations, to look things up in.
#[derive(Debug, Default)]
pub struct Operations {
    /// By pattern (`/v1/cases/{id}`), then by method.
    paths: HashMap<Arc<str>, BTreeMap<&'static str, Declared>>,
    /// The patterns with parameters, by what their paths share; those with fewer parameters first.
    patterns: HashMap<Shape, Vec<Arc<str>>>,
}

/// What all paths of a pattern have in common: how many segments there are, and the hash of the second one (`cases`); no hash
/// where the pattern has a parameter there.
type Shape = (usize, Option<u64>);

fn shape(path: &str) -> Shape {
    let second = path.split('/').nth(2);
    let hash = second.filter(|segment| !segment.starts_with('{')).map(|segment| {
        let mut hasher = DefaultHasher::new();
        segment.hash(&mut hasher);
        hasher.finish()
    });
    (path.split('/').count(), hash)
}

/// What one operation declares.
#[derive(Debug)]
struct Declared {
    /// The media types of its successful answers.
    media_types: BTreeSet<String>,
    /// Where its requests count; the general limit where it names none.
    limit: Option<Group>,
    /// The scope with which a frontend may ask for it; none where it takes everything.
    scope: Option<FrontendScope>,
}

impl Operations {
    /// The operations of a contract.
    pub fn of(contract: &OpenApi) -> Self {
        let paths = contract.paths.paths.iter().map(|(path, item)| {
            let methods = methods_of(item).into_iter();
            let declared = methods.map(|(method, operation)| (method, Declared::by(operation)));
            (Arc::from(path.as_str()), declared.collect())
        });
        let paths: HashMap<Arc<str>, _> = paths.collect();
        let mut patterns: HashMap<Shape, Vec<Arc<str>>> = HashMap::new();
        for pattern in paths.keys().filter(|pattern| pattern.contains('{')) {
            patterns.entry(shape(pattern)).or_default().push(pattern.clone());
        }
        for alike in patterns.values_mut() {
            alike.sort_by_key(|pattern| (pattern.matches('{').count(), pattern.clone()));
        }
        Self { paths, patterns }
    }

    /// The pattern of a concrete path, if the contract has one: what is written so rather than what it would match as well.
    pub fn pattern(&self, path: &str) -> Option<Arc<str>> {
        if let Some((written_so, _)) = self.paths.get_key_value(path) {
            return Some(written_so.clone());
        }
        let (segments, second) = shape(path);
        let alike = [(segments, second), (segments, None)].into_iter();
        let mut alike = alike.filter_map(|shape| self.patterns.get(&shape)).flatten();
        alike.find(|pattern| matches(pattern, path)).cloned()
    }

    /// The limit that counts an operation's requests; none where they are not counted.
    pub fn limit(&self, pattern: &str, method: &str) -> Option<Group> {
        let declared = self.paths.get(pattern).and_then(|methods| methods.get(method));
        declared.map_or(Some(Group::General), |declared| declared.limit)
    }

    /// The scope with which a frontend may ask for an operation; none where nothing less than everything will do.
    pub fn scope(&self, pattern: &str, method: &str) -> Option<FrontendScope> {
        self.paths.get(pattern)?.get(method)?.scope
    }

    /// The methods of a concrete path, if the contract has such a path: of the one that is written so (`/v1/sessions/current`)
    /// rather than of patterns that it would match as well.
    pub fn methods(&self, path: &str) -> Option<Vec<&'static str>> {
        let matching = self.paths.iter().filter(|(pattern, _)| matches(pattern, path));
        let methods: BTreeSet<_> = match self.paths.get(path) {
            Some(written_so) => written_so.keys().copied().collect(),
            None => matching.flat_map(|(_, methods)| methods.keys().copied()).collect(),
        };
        if methods.is_empty() {
            return None;
        }
        let head = methods.contains("GET").then_some("HEAD");
        Some(methods.into_iter().chain(head).chain(["OPTIONS"]).collect())
    }

    /// Whether the contract has a path that is written so, without parameters.
    pub fn has_path(&self, path: &str) -> bool {
        self.paths.contains_key(path)
    }

    /// The media types in which an operation answers.
    pub fn media_types(&self, pattern: &str, method: &str) -> Option<&BTreeSet<String>> {
        let declared = self.paths.get(pattern)?.get(method)?;
        Some(&declared.media_types)
    }
}

impl Declared {
    fn by(operation: &Operation) -> Self {
        Self {
            media_types: media_types(operation),
            limit: match limit_named(operation) {
                Some(NOT_COUNTED) => None,
                name => Some(name.and_then(Group::named).unwrap_or(Group::General)),
            },
            scope: scope_named(operation).as_deref().and_then(FrontendScope::from_name),
        }
    }
}

/// The name of a limit that does not count.
pub const NOT_COUNTED: &str = "none";

/// The name of the limit that an operation declares.
pub fn limit_named(operation: &Operation) -> Option<&str> {
    operation.extensions.as_ref()?.get(RATE_LIMIT)?.as_str()
}

/// The security scheme of frontends that somebody authorised: `security(("frontend" = ["cases"]))`.
pub const FRONTEND: &str = "frontend";

/// The name of the scope that an operation declares for frontends.
pub fn scope_named(operation: &Operation) -> Option<String> {
    let requirements = serde_json::to_value(operation.security.as_ref()?).ok()?;
    let schemes = requirements.as_array()?.iter();
    let mut scopes = schemes.filter_map(|one| one.get(FRONTEND)?.get(0)?.as_str().map(str::to_owned));
    scopes.next()
}

/// The operations of a path, by method.
pub fn methods_of(item: &PathItem) -> Vec<(&'static str, &Operation)> {
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
    fn every_pattern_is_found_by_its_paths() {
        let operations = Operations::of(&crate::contract::document(crate::config::Profile::Sandbox));
        for pattern in operations.paths.keys() {
            let segments = pattern.split('/').map(|segment| match segment {
                parameter if parameter.starts_with('{') => "0190d4e6-7a3b",
                literal => literal,
            });
            let path = segments.collect::<Vec<_>>().join("/");
            assert_eq!(operations.pattern(&path).as_ref(), Some(pattern), "{path}");
        }
        for nowhere in ["", "/v1", "/v1/nothing/7", "/v1/cases/7/", "/v1//7"] {
            assert_eq!(operations.pattern(nowhere), None, "{nowhere}");
        }
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
