//! Requests by their route, and how long they took.

use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use prometheus::{HistogramVec, Registry, register_histogram_vec_with_registry};

/// In seconds: half a millisecond to ten seconds, which no request takes.
const BUCKETS: [f64; 12] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 10.0,
];

/// Histograms of durations, by method, pattern of the route, and status. Clones are the same.
#[derive(Debug, Clone)]
pub struct Requests(HistogramVec);

impl Requests {
    pub(super) fn register(registry: &Registry) -> prometheus::Result<Self> {
        Ok(Self(register_histogram_vec_with_registry!(
            "cqc_hub_http_request_duration_seconds",
            "Requests by method, route and status, and how long they took until the answer's head was sent.",
            &["method", "route", "status"],
            BUCKETS.to_vec(),
            registry
        )?))
    }

    /// A request was answered. A method that no route has is not told apart from others: a stranger can send any.
    pub fn answered(&self, method: &Method, route: Option<&str>, status: StatusCode, took: Duration) {
        let method = match *method {
            Method::GET | Method::POST | Method::PUT | Method::PATCH | Method::DELETE | Method::OPTIONS => {
                method.as_str()
            }
            _ => "other",
        };
        self.0
            .with_label_values(&[method, route.unwrap_or("unmatched"), status.as_str()])
            .observe(took.as_secs_f64());
    }
}
