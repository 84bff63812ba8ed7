//! The state, asked over (pretended) HTTP.

mod errors;
mod negotiation;
mod traffic;

use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderName;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::{App, HttpResponse, error, get, post};
use persistence::time::SystemClock;
use serde_json::{Value, json};
use utoipa_actix_web::AppExt;

use super::*;
use crate::config::Sources;
use crate::http::{Code, IfMatch, PathOf, Problem, Reply, RequiredIfMatch};

/// A thing at version 3
///
/// For tests.
#[utoipa::path(params(("id" = i32, Path)), responses((status = 200, body = Object, content_type = "application/json")))]
#[get("/v1/things/{id}")]
async fn thing(PathOf(id): PathOf<i32>) -> Reply {
    Reply::ok(&json!({"id": id, "text": "x".repeat(2000)})).version(3)
}

/// A thing in two forms
///
/// For tests.
#[utoipa::path(responses((status = 200, content((Object = "application/json"), (String = "application/yaml")))))]
#[get("/v1/forms")]
async fn forms() -> Reply {
    Reply::ok(&json!({}))
}

/// Changes nothing
///
/// For tests.
#[utoipa::path(params(("id" = i32, Path)), responses((status = 204)))]
#[post("/v1/things/{id}")]
async fn touch(if_match: IfMatch) -> Result<Reply, Problem> {
    if if_match.holds(3) {
        Ok(Reply::no_content())
    } else {
        Err(Problem::new(Code::Stale))
    }
}

/// Decides nothing
///
/// For tests.
#[utoipa::path(responses((status = 204)))]
#[post("/v1/decisions")]
async fn decide(RequiredIfMatch(if_match): RequiredIfMatch) -> Result<Reply, Problem> {
    if if_match.holds(3) {
        Ok(Reply::no_content())
    } else {
        Err(Problem::new(Code::Stale))
    }
}

/// Fails
///
/// For tests.
#[utoipa::path(params(("token" = String, Path)), responses((status = 204)))]
#[get("/v1/failures/{token}")]
async fn fail(PathOf(how): PathOf<String>) -> Result<HttpResponse, actix_web::Error> {
    match how.as_str() {
        "panic" => panic!("on purpose"),
        "library" => Err(error::ErrorBadRequest("words of a library")),
        "internal" => Err(Problem::internal("a password").into()),
        "database" => Err(error::ErrorInternalServerError("a password")),
        "page" => Ok(HttpResponse::NotFound()
            .content_type("text/html; charset=utf-8")
            .body("<p>")),
        _ => Ok(HttpResponse::Conflict().body("plain")),
    }
}

fn state_of(settings: Settings, contract: OpenApi) -> MiddlewareState {
    let limits = Limits::new(&settings.rates, &SystemClock::new(), "a secret").expect("limits");
    MiddlewareState::new(settings, Arc::new(limits), || contract)
}

async fn ask_with(variables: &[(&str, &str)], requests: Vec<TestRequest>) -> Vec<ServiceResponse<BoxBody>> {
    let environment = variables
        .iter()
        .map(|(name, value)| (format!("CQC_HUB_{name}"), (*value).to_owned()))
        .collect();
    let settings = Settings::load(&Sources {
        environment,
        ..Sources::default()
    })
    .expect("settings");
    let routes = App::new()
        .into_utoipa_app()
        .service(thing)
        .service(forms)
        .service(touch)
        .service(decide)
        .service(fail);
    let (routes, contract) = routes.split_for_parts();
    let app = init_service(build(routes, Data::new(state_of(settings, contract)))).await;
    let mut responses = Vec::new();
    for request in requests {
        let request = request
            .peer_addr("203.0.113.9:4711".parse().expect("an address"))
            .to_request();
        responses.push(call_service(&app, request).await);
    }
    responses
}

async fn ask(request: TestRequest) -> ServiceResponse<BoxBody> {
    ask_with(&[], vec![request]).await.remove(0)
}

async fn problem(request: TestRequest) -> Value {
    let response = ask(request).await;
    assert_eq!(header(&response, "content-type"), "application/problem+json");
    assert_eq!(header(&response, "cache-control"), "no-store");
    let (status, id) = (response.status(), header(&response, "x-request-id"));
    let document: Value = serde_json::from_slice(&read_body(response).await).expect("JSON");
    assert_eq!(document["status"], status.as_u16());
    assert_eq!(document["request_id"], id);
    document
}

fn header(response: &ServiceResponse<BoxBody>, name: &'static str) -> String {
    let value = response.headers().get(HeaderName::from_static(name));
    value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned()
}

fn get(uri: &str) -> TestRequest {
    TestRequest::get().uri(uri)
}
