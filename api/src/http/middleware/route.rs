//! Which route a request is for: worked out once, at the door, by the contract; where that has no such path, actix holds
//! each of its patterns against it.

use std::sync::Arc;

use actix_web::dev::{Extensions, ServiceRequest};
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest};

use super::{MiddlewareState, uri};

/// The route of a request; none where nothing answers.
#[derive(Debug, Clone)]
pub struct Route(Option<Found>);

#[derive(Debug, Clone)]
struct Found {
    /// `/v1/cases/{id}/documents`
    pattern: Arc<str>,
    /// How long its stem is: `/v1/cases`.
    stem: usize,
}

impl Route {
    /// The route of a request; none is looked for where the path is longer than any that leads somewhere.
    pub(super) fn of(request: &ServiceRequest) -> Self {
        if uri::is_too_long(request.uri()) {
            return Self(None);
        }
        let state = request.app_data::<Data<MiddlewareState>>();
        // The path as actix reads it: what need not be percent-encoded is not.
        let known = state.and_then(|state| state.operations.pattern(request.match_info().as_str()));
        let pattern = known.or_else(|| request.match_pattern().map(Arc::from));
        Self(pattern.map(|pattern| Found {
            stem: stem_of(&pattern).len(),
            pattern,
        }))
    }

    /// The route that was found at the door.
    pub(super) fn found(request: &ServiceRequest) -> Self {
        let found = request.extensions().get::<Self>().cloned();
        found.unwrap_or_else(|| Self::of(request))
    }

    /// The pattern of the route that was found at the door.
    pub fn pattern_of(request: &HttpRequest) -> Option<Arc<str>> {
        let extensions = request.extensions();
        let found = extensions.get::<Self>()?.0.as_ref()?;
        Some(found.pattern.clone())
    }

    /// The route's pattern, as the contract writes it; none where nothing answers.
    pub(super) fn pattern(&self) -> Option<&str> {
        self.0.as_ref().map(|found| &*found.pattern)
    }

    /// Whether a request of these data is for a route of this stem.
    pub fn has_stem(request: &Extensions, stem: &str) -> bool {
        let found = request.get::<Self>().and_then(|route| route.0.as_ref());
        found.is_some_and(|found| &found.pattern[..found.stem] == stem)
    }
}

/// What a pattern begins with: its first three segments, as far as none is a parameter (`/v1/back-office/cases`, `/v1/cases`).
pub fn stem_of(pattern: &str) -> &str {
    let segments = pattern.split_inclusive('/').take(4);
    let literal = segments.take_while(|segment| !segment.starts_with('{'));
    let end = literal.map(str::len).sum();
    pattern[..end].trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::stem_of;

    #[test]
    fn a_stem_is_what_stands_before_the_first_parameter() {
        for (pattern, stem) in [
            ("/", ""),
            ("/health/live", "/health/live"),
            ("/v1/cases", "/v1/cases"),
            ("/v1/cases/{id}", "/v1/cases"),
            ("/v1/cases/{id}/documents/{type}", "/v1/cases"),
            ("/v1/sessions/current", "/v1/sessions/current"),
            ("/v1/back-office/cases/{id}/approval", "/v1/back-office/cases"),
            ("/v1/back-office/fees/drafts/now", "/v1/back-office/fees"),
        ] {
            assert_eq!(stem_of(pattern), stem, "{pattern}");
        }
    }
}
