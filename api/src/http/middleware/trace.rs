//! The span of a request in traces: what was asked for, under whose span, and what was answered. It names the route's
//! pattern and never the path, the query, the caller or the request's id, which the caller chooses.

use actix_web::dev::ServiceRequest;
use actix_web::http::header::HeaderMap;
use actix_web::http::{Method, StatusCode};
use integrations::traces;
use persistence::traces::{TARGET, Traceparent};
use tracing::field::Empty;
use tracing::{Level, Span};

use super::route::Route;

/// Begins the span; none where no traces are wanted.
pub(super) fn begin(request: &ServiceRequest, route: &Route) -> Span {
    if !tracing::span_enabled!(target: TARGET, Level::INFO) {
        return Span::none();
    }
    let (method, pattern) = (name_of(request.method()), route.pattern());
    traces::span(parent(request.headers()), || {
        let name = pattern.map(|pattern| format!("{method} {pattern}"));
        tracing::info_span!(
            target: TARGET,
            "request",
            otel.name = name.as_deref().unwrap_or(method),
            otel.kind = "server",
            otel.status_code = Empty,
            http.request.method = method,
            http.route = pattern,
            http.response.status_code = Empty
        )
    })
}

/// Notes what was answered: a refusal is no error of the hub.
pub(super) fn end(span: &Span, status: StatusCode) {
    span.record("http.response.status_code", i64::from(status.as_u16()));
    if status.is_server_error() {
        span.record("otel.status_code", "error");
    }
}

/// The span in which the caller asks. Of several none is believed [W3C Trace Context, 3.2].
fn parent(headers: &HeaderMap) -> Option<Traceparent> {
    let mut given = headers.get_all(Traceparent::HEADER);
    let only = given.next().filter(|_| given.next().is_none())?;
    Traceparent::parse(only.to_str().ok()?)
}

/// A method that no route has is not told apart from others: a stranger can send any.
fn name_of(method: &Method) -> &str {
    match *method {
        Method::GET | Method::POST | Method::PUT | Method::PATCH | Method::DELETE | Method::OPTIONS => method.as_str(),
        _ => "_OTHER",
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn one_parent_is_believed() {
        let name = HeaderName::from_static(Traceparent::HEADER);
        let one = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0cc902b7-01";
        let mut headers = HeaderMap::new();
        assert_eq!(parent(&headers), None);
        headers.append(name.clone(), HeaderValue::from_static(one));
        assert_eq!(parent(&headers), Traceparent::parse(one));
        headers.append(name, HeaderValue::from_static(one));
        assert_eq!(parent(&headers), None);
    }
}
