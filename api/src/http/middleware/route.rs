//! Which route a request is for: worked out once, at the door, by the contract; where that has no such path, actix holds
//! each of its patterns against it.

use std::ops::RangeInclusive;
use std::sync::Arc;

use actix_web::dev::{Extensions, ServiceRequest};
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest};

use super::{MiddlewareState, uri};

/// The route of a request.
#[derive(Debug, Clone)]
pub struct Route {
    /// `/v1/cases/{id}/documents`; none where nothing answers.
    pattern: Option<Arc<str>>,
    /// Whether the contract has it.
    is_in_contract: bool,
}

impl Route {
    /// The route of a request; none is looked for where the path is longer than any that leads somewhere.
    pub(super) fn of(request: &ServiceRequest) -> Self {
        if uri::is_too_long(request.uri()) {
            return Self {
                pattern: None,
                is_in_contract: false,
            };
        }
        let state = request.app_data::<Data<MiddlewareState>>();
        // The path as actix reads it: what need not be percent-encoded is not.
        let known = state.and_then(|state| state.operations.pattern(request.match_info().as_str()));
        Self {
            is_in_contract: known.is_some(),
            pattern: known.or_else(|| request.match_pattern().map(Arc::from)),
        }
    }

    /// The route that was found at the door.
    pub(super) fn found(request: &ServiceRequest) -> Self {
        let found = request.extensions().get::<Self>().cloned();
        found.unwrap_or_else(|| Self::of(request))
    }

    /// The pattern of the route that was found at the door.
    pub fn pattern_of(request: &HttpRequest) -> Option<Arc<str>> {
        let extensions = request.extensions();
        extensions.get::<Self>()?.pattern.clone()
    }

    /// The route's pattern, as the contract writes it; none where nothing answers.
    pub(super) fn pattern(&self) -> Option<&str> {
        self.pattern.as_deref()
    }

    /// Whether a request of these data is for something else than what the contract has.
    pub fn is_beside_contract(request: &Extensions) -> bool {
        !request.get::<Self>().is_some_and(|route| route.is_in_contract)
    }

    /// Whether a request of these data is for one of the routes between two patterns, these included, as texts are ordered.
    pub fn is_within(request: &Extensions, patterns: &RangeInclusive<String>) -> bool {
        let pattern = request.get::<Self>().and_then(Self::pattern);
        pattern.is_some_and(|pattern| patterns.start().as_str() <= pattern && pattern <= patterns.end().as_str())
    }
}
