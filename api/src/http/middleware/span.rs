//! The log's span around each request, and its one line at the end. It names the route's pattern, never the path or
//! the query: both hold secrets (links, verification codes).

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::{Error, HttpMessage};
use integrations::traces;
use tracing::Span;
use tracing::field::Empty;
use tracing_actix_web::RootSpanBuilder;

use super::request::RequestId;
use super::route::Route;
use crate::http::problem::Problem;

/// When the request came in.
struct Began(Instant);

/// Builds the span.
pub(super) struct Pattern;

impl RootSpanBuilder for Pattern {
    fn on_request_start(request: &ServiceRequest) -> Span {
        request.extensions_mut().insert(Began(Instant::now()));
        if !tracing::enabled!(tracing::Level::INFO) {
            return Span::none();
        }
        let route = Route::found(request);
        let id = request.extensions().get::<RequestId>().cloned();
        let trace = traces::current().map(|span| format!("{:032x}", span.trace_id));
        tracing::info_span!(
            "request",
            http.method = %request.method(),
            http.route = route.pattern().unwrap_or("unmatched"),
            request_id = id.as_ref().map(RequestId::as_str),
            trace_id = trace,
            actor = Empty
        )
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        let _entered = span.enter();
        match outcome {
            Ok(response) => {
                let began = response.request().extensions().get::<Began>().map(|began| began.0);
                let micros = began.map(|began| began.elapsed().as_micros());
                let problem = response
                    .response()
                    .error()
                    .and_then(|error| error.as_error::<Problem>());
                let code = problem.map(|problem| problem.code().name());
                let status = response.status().as_u16();
                tracing::info!(http.status = status, problem = code, micros, "answered");
            }
            Err(error) => tracing::error!(%error, "not answered"),
        }
    }
}
