//! The outermost wall: gives the request its id, the client its address; and lets nothing out that is not as the
//! conventions say: errors are problems, responses carry the id and the security headers.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    CROSS_ORIGIN_OPENER_POLICY, CROSS_ORIGIN_RESOURCE_POLICY, HeaderMap, HeaderName, HeaderValue, PERMISSIONS_POLICY,
    REFERRER_POLICY, RETRY_AFTER, STRICT_TRANSPORT_SECURITY, VARY, WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage, ResponseError as _};
use domain::people::Language;
use domain::security_event::SecurityEvent;
use domain::words::Word;
use futures::FutureExt;
use persistence::security::SecurityNote;
use tracing::Instrument as _;

use super::address::ClientAddress;
use super::request::RequestId;
use super::route::Route;
use super::{MiddlewareState, acceptance, operations, trace, uri};
use crate::config::{Profile, Settings};
use crate::http::language;
use crate::http::output::Caching;
use crate::http::problem::{self, Code, Problem, RequestContext};

/// See the module.
pub(super) async fn seal<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let began = Instant::now();
    // What can be read can be asked for without its body; the server leaves the body away.
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let method = request.method().clone();
    let Some(state) = request.app_data::<Data<MiddlewareState>>().cloned() else {
        return Err(Problem::internal("the hub has no app data").into());
    };
    let id = RequestId::of(&request);
    request.extensions_mut().insert(id.clone());
    let address = ClientAddress::of(&request, &state.settings);
    request.extensions_mut().insert(address);
    let route = Route::of(&request);
    request.extensions_mut().insert(route.clone());
    let span = trace::begin(&request, &route);
    let asked = Asked {
        language: language::preferred(request.headers()),
        path: (!uri::is_too_long(request.uri())).then(|| request.uri().path().to_owned()),
        route,
        id: id.clone(),
        as_page: acceptance::is_for_people(request.headers()),
    };
    let context = || asked.context(&state.settings);
    let answered = |status| {
        trace::end(&span, status);
        if status == StatusCode::TOO_MANY_REQUESTS && state.limits.is_to_be_told(address) {
            SecurityNote::of_request(SecurityEvent::RateLimited, Some(id.to_string())).log();
        }
        if let Some(metrics) = &state.metrics {
            metrics
                .requests
                .answered(&method, asked.route.pattern(), status, began.elapsed());
        }
    };
    match AssertUnwindSafe(next.call(request).instrument(span.clone()))
        .catch_unwind()
        .await
    {
        Ok(Ok(response)) => {
            let mut response = finish(response, context);
            set_retry_after(&mut response);
            let status = response.status();
            set_default_headers(response.headers_mut(), status, &id, state.settings.profile);
            answered(response.status());
            Ok(response)
        }
        // No middleware of ours fails, but one that did would bypass everything above.
        Ok(Err(error)) => {
            let problem = problem_of(&error);
            answered(problem.code().status());
            Err(outermost(problem, &id, &state.settings, context()))
        }
        Err(_) => {
            answered(StatusCode::INTERNAL_SERVER_ERROR);
            tracing::error!(request_id = %id, "a handler panicked");
            let problem = Problem::new(Code::Internal);
            Err(outermost(problem, &id, &state.settings, context()))
        }
    }
}

/// What was asked for, as far as a problem would have to tell: few answers are one.
struct Asked {
    language: Language,
    path: Option<String>,
    route: Route,
    id: RequestId,
    as_page: bool,
}

impl Asked {
    fn context(&self, settings: &Settings) -> RequestContext {
        let path = self.path.as_deref();
        RequestContext {
            language: self.language,
            public_url: settings.public_base().to_owned(),
            instance: path.map(|path| operations::without_secrets(path, self.route.pattern())),
            request_id: Some(self.id.to_string()),
            as_page: self.as_page,
        }
    }
}

fn problem_of(error: &Error) -> Problem {
    let problem = error.as_error::<Problem>().cloned();
    problem.unwrap_or_else(|| Problem::new(Code::of_status(error.as_response_error().status_code().as_u16())))
}

/// A problem that stands for the response, with the headers that every response has.
fn outermost(problem: Problem, id: &RequestId, settings: &Settings, context: RequestContext) -> Error {
    let problem = problem.in_context(context);
    let mut response = problem.error_response();
    let status = response.status();
    set_default_headers(response.headers_mut(), status, id, settings.profile);
    InternalError::from_response(problem, response).into()
}

/// Makes a problem of every error that is not one yet, and tells each what it answers.
fn finish<B: MessageBody + 'static>(
    response: ServiceResponse<B>,
    context: impl FnOnce() -> RequestContext,
) -> ServiceResponse<BoxBody> {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response.map_into_boxed_body();
    }
    let problem = match response.response().error() {
        Some(error) => match error.as_error::<Problem>() {
            Some(problem) => problem.clone(),
            None => foreign(status, error),
        },
        None if is_deliberate(response.headers()) => return response.map_into_boxed_body(),
        None => Problem::new(Code::of_status(status.as_u16())),
    };
    let problem = problem.in_context(context());
    response.map_body(|head, _| {
        head.status = problem.code().status();
        let headers = head.headers_mut();
        headers.remove(CONTENT_ENCODING);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(problem.media_type()));
        if problem.is_page() {
            headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(problem::PAGE_POLICY));
        }
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(problem.language().name()));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        for (name, value) in problem.own_headers() {
            headers.insert(name, value);
        }
        if status == StatusCode::UNAUTHORIZED && !headers.contains_key(WWW_AUTHENTICATE) {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        BoxBody::new(problem.body())
    })
}

/// An error that a library made. What it says of a 4xx is no secret, but nor is it ours to promise.
fn foreign(status: StatusCode, error: &Error) -> Problem {
    if status.is_server_error() {
        return Problem::internal(error);
    }
    tracing::debug!(%error, "refused by a library");
    Problem::new(Code::of_status(status.as_u16()))
}

/// A handler may answer an error in a form of its own: a page for a browser, RFC 6749's errors.
fn is_deliberate(headers: &HeaderMap) -> bool {
    let media_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    ["application/json", problem::MEDIA_TYPE, "text/html"]
        .iter()
        .any(|known| media_type.starts_with(known))
}

/// Whoever is told to come back is told when.
fn set_retry_after(response: &mut ServiceResponse<BoxBody>) {
    let is_passing = matches!(
        response.status(),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
    );
    if is_passing && !response.headers().contains_key(RETRY_AFTER) {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from_static("2"));
    }
}

/// What a browser may load for a response: nothing, where the handler does not say otherwise.
const NOTHING: &str = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/// What pages of ours ask of the browser: no camera, no place, nothing that the machine has.
const PERMISSIONS: &str = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";

/// The headers that every response has, where the handler did not choose its own. 304 says nothing of what a page may
/// load: what it says would take the place of what came with the page (RFC 9111, 3.2), which is then kept from its scripts.
fn set_default_headers(headers: &mut HeaderMap, status: StatusCode, id: &RequestId, profile: Profile) {
    let usual = [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (X_FRAME_OPTIONS, "DENY"),
        (CROSS_ORIGIN_OPENER_POLICY, "same-origin"),
        (CROSS_ORIGIN_RESOURCE_POLICY, "same-origin"),
        (PERMISSIONS_POLICY, PERMISSIONS),
        (CONTENT_SECURITY_POLICY, NOTHING),
        (CACHE_CONTROL, Caching::PERSONAL),
    ];
    for (name, value) in usual {
        let would_replace = status == StatusCode::NOT_MODIFIED && name == CONTENT_SECURITY_POLICY;
        if !would_replace && !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    headers.append(
        VARY,
        HeaderValue::from_static("accept, accept-encoding, accept-language"),
    );
    if let Ok(id) = HeaderValue::from_str(id.as_str()) {
        headers.insert(HeaderName::from_static(RequestId::HEADER), id);
    }
    if profile == Profile::Production {
        headers.insert(
            STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
    }
}
