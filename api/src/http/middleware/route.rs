//! Which route a request is for: worked out once, at the door, since every pattern is held against the path for it.

use std::rc::Rc;

use actix_web::HttpMessage;
use actix_web::dev::ServiceRequest;

/// The pattern of the route (`/v1/cases/{id}`); none where nothing answers.
#[derive(Debug, Clone)]
pub(super) struct Route(Option<Rc<str>>);

impl Route {
    /// Finds it.
    pub(super) fn of(request: &ServiceRequest) -> Self {
        Self(request.match_pattern().map(Rc::from))
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
