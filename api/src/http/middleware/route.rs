//! Which route a request is for: worked out once, at the door, by the contract; where that has no such path, actix holds
//! each of its patterns against it.

use std::sync::Arc;

use actix_web::HttpMessage;
use actix_web::dev::ServiceRequest;
use actix_web::web::Data;

use super::{MiddlewareState, uri};

/// The pattern of the route (`/v1/cases/{id}`); none where nothing answers.
#[derive(Debug, Clone)]
pub(super) struct Route(Option<Arc<str>>);

impl Route {
    /// The route of a request; none is looked for where the path is longer than any that leads somewhere.
    pub(super) fn of(request: &ServiceRequest) -> Self {
        if uri::is_too_long(request.uri()) {
            return Self(None);
        }
        let state = request.app_data::<Data<MiddlewareState>>();
        let known = state.and_then(|state| state.operations.pattern(request.path()));
        Self(known.or_else(|| request.match_pattern().map(Arc::from)))
    }

    /// The route that was found at the door.
    pub(super) fn found(request: &ServiceRequest) -> Self {
        let found = request.extensions().get::<Self>().cloned();
        found.unwrap_or_else(|| Self::of(request))
    }

    /// The route's pattern, as the contract writes it; none where nothing answers.
    pub(super) fn pattern(&self) -> Option<&str> {
        self.0.as_deref()
    }
}
