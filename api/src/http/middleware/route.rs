//! Which route a request is for: worked out once, at the door, by the contract; where that has no such path, actix holds
//! each of its patterns against it.

use std::sync::Arc;

use actix_web::HttpMessage;
use actix_web::dev::ServiceRequest;
use actix_web::web::Data;

use super::MiddlewareState;

/// The pattern of the route (`/v1/cases/{id}`); none where nothing answers.
#[derive(Debug, Clone)]
pub(super) struct Route(Option<Arc<str>>);

impl Route {
    /// Finds it.
    pub(super) fn of(request: &ServiceRequest) -> Self {
        let state = request.app_data::<Data<MiddlewareState>>();
        let known = state.and_then(|state| state.operations.pattern(request.path()));
        Self(known.or_else(|| request.match_pattern().map(Arc::from)))
    }

    /// What was found at the door.
    pub(super) fn found(request: &ServiceRequest) -> Self {
        let found = request.extensions().get::<Self>().cloned();
        found.unwrap_or_else(|| Self::of(request))
    }

    /// The pattern.
    pub(super) fn pattern(&self) -> Option<&str> {
        self.0.as_deref()
    }
}
