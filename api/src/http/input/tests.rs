//! The extractors of bodies, paths and queries, asked over (pretended) HTTP.

use std::path::Path;

use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::{App, HttpResponse, web};
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;
use validator::Validate;

use crate::sources::rust_sources;

use super::{Body, EmptyBody, OptionalBody, PathOf, QueryOf};

#[derive(Debug, Deserialize)]
enum Colour {
    #[serde(rename = "red")]
    Red,
    #[serde(rename = "blue")]
    Blue,
}

#[derive(Debug, Default, Deserialize, Validate)]
#[expect(dead_code, reason = "only whether it can be read is asked")]
struct Wish {
    colour: Option<Colour>,
}

#[derive(Debug, Deserialize, Validate)]
struct Street {
    #[validate(length(min = 1, max = 5))]
    line1: String,
}

#[derive(Debug, Deserialize, Validate)]
#[expect(dead_code, reason = "only whether it can be read is asked")]
struct Order {
    #[validate(length(min = 2))]
    name: String,
    r#type: Colour,
    #[serde(default)]
    on: Option<NaiveDate>,
    #[validate(nested)]
    #[serde(default)]
    streets: Vec<Street>,
    #[validate(range(min = 1, max = 9))]
    #[serde(default)]
    count: Option<u8>,
    #[serde(default)]
    id: Option<Uuid>,
}

#[derive(Debug, Deserialize, Validate)]
#[expect(dead_code, reason = "only whether it can be read is asked")]
struct Filter {
    #[validate(range(max = 9))]
    count: Option<u8>,
    colour: Option<Colour>,
    open: Option<bool>,
    since: Option<NaiveDate>,
}

/// A handler that says no more than that it was reached.
async fn heard<T>(_: T) -> HttpResponse {
    HttpResponse::NoContent().finish()
}

/// Sends a request to an app with one handler of each kind.
async fn ask(request: TestRequest) -> (StatusCode, Value) {
    let app = init_service(
        App::new()
            .route("/body", web::post().to(heard::<Body<Order>>))
            .route("/list", web::post().to(heard::<Body<Vec<Street>>>))
            .route("/empty", web::post().to(heard::<EmptyBody>))
            .route("/optional", web::post().to(heard::<OptionalBody<Wish>>))
            .route("/path/{id}", web::get().to(heard::<PathOf<Uuid>>))
            .route("/text/{code}", web::get().to(heard::<PathOf<String>>))
            .route("/query", web::get().to(heard::<QueryOf<Filter>>)),
    )
    .await;
    let response = call_service(&app, request.to_request()).await;
    let status = response.status();
    (
        status,
        serde_json::from_slice(&read_body(response).await).unwrap_or(Value::Null),
    )
}

async fn post(path: &str, text: impl Into<String>) -> (StatusCode, Value) {
    let request = TestRequest::post()
        .uri(path)
        .insert_header((CONTENT_TYPE, "application/json"));
    ask(request.set_payload(text.into())).await
}

/// The refused places with their codes.
async fn refused(path: &str, body: Value) -> Vec<String> {
    let (status, problem) = post(path, body.to_string()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
    places(&problem)
}

fn places(problem: &Value) -> Vec<String> {
    let faults = problem["errors"].as_array().expect("a list of errors");
    let place = |fault: &Value| {
        fault["pointer"]
            .as_str()
            .or(fault["parameter"].as_str())
            .map(str::to_owned)
    };
    faults
        .iter()
        .map(|f| format!("{} {}", place(f).expect("a place"), f["code"].as_str().expect("a code")))
        .collect()
}

#[actix_web::test]
async fn a_good_body_reaches_the_handler() {
    let body = json!({"name": "ab", "type": "red", "on": "2026-02-28", "streets": [{"line1": "x"}], "count": 3});
    assert_eq!(post("/body", body.to_string()).await.0, StatusCode::NO_CONTENT);
}

#[actix_web::test]
async fn what_does_not_fit_the_type_is_refused_at_its_place() {
    assert_eq!(refused("/body", json!({"type": "red"})).await, ["/name missing"]);
    assert_eq!(
        refused("/body", json!({"name": null, "type": "red"})).await,
        ["/name null"]
    );
    assert_eq!(
        refused("/body", json!({"name": 5, "type": "red"})).await,
        ["/name wrong_type"]
    );
    assert_eq!(
        refused("/body", json!({"name": "ab", "type": "green"})).await,
        ["/type unknown_value"]
    );
    assert_eq!(
        refused("/body", json!({"name": "ab", "type": "red", "on": "2026-02-30"})).await,
        ["/on date"]
    );
    assert_eq!(
        refused("/body", json!({"name": "ab", "type": "red", "on": 3})).await,
        ["/on wrong_type"]
    );
    assert_eq!(
        refused("/body", json!({"name": "ab", "type": "red", "id": "7"})).await,
        ["/id id"]
    );
    assert_eq!(
        refused("/body", json!({"name": "ab", "type": "red", "count": 300})).await,
        ["/count out_of_range"]
    );
    assert_eq!(
        refused(
            "/body",
            json!({"name": "ab", "type": "red", "streets": [{"line1": "x"}, {}]})
        )
        .await,
        ["/streets/1/line1 missing"]
    );
    assert_eq!(refused("/body", json!("text")).await, [" wrong_type"]);
    assert_eq!(refused("/body", json!([])).await, [" wrong_type"]);
}

#[actix_web::test]
async fn unknown_fields_are_refused_however_deep() {
    let body = json!({"name": "ab", "type": "red", "nme": 1, "streets": [{"line1": "x", "a/b": 2}]});
    assert_eq!(
        refused("/body", body).await,
        ["/nme unknown_field", "/streets/0/a~1b unknown_field"]
    );
}

#[actix_web::test]
async fn every_failed_check_is_listed() {
    let body = json!({"name": "a", "type": "red", "streets": [{"line1": "ok"}, {"line1": ""}, {"line1": "toolong"}], "count": 10});
    assert_eq!(
        refused("/body", body).await,
        [
            "/count too_large",
            "/name too_short",
            "/streets/1/line1 too_short",
            "/streets/2/line1 too_long"
        ]
    );
    assert_eq!(refused("/list", json!([{"line1": ""}])).await, ["/0/line1 too_short"]);
    let (_, problem) = post("/body", json!({"name": "a", "type": "red"}).to_string()).await;
    assert_eq!(problem["errors"][0]["message"], "Trop court : au moins 2.");
}

#[actix_web::test]
async fn what_is_no_json_or_none_at_all_is_400() {
    assert_eq!(post("/body", "{").await.1["code"], "malformed_json");
    assert_eq!(post("/body", "").await.1["code"], "body_missing");
    assert_eq!(ask(TestRequest::post().uri("/body")).await.1["code"], "body_missing");
}

#[actix_web::test]
async fn other_types_are_415() {
    for (name, value) in [
        (CONTENT_TYPE, "text/plain"),
        (CONTENT_TYPE, "application/json; charset=iso-8859-1"),
        (CONTENT_TYPE, "application/x-www-form-urlencoded"),
    ] {
        let request = TestRequest::post()
            .uri("/body")
            .insert_header((name, value))
            .set_payload("{}");
        assert_eq!(ask(request).await.0, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{value}");
    }
    assert_eq!(
        ask(TestRequest::post().uri("/body").set_payload("{}")).await.0,
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
    let request = TestRequest::post()
        .uri("/body")
        .insert_header((CONTENT_TYPE, "Application/JSON; Charset=\"UTF-8\""))
        .set_payload(r#"{"name": "ab", "type": "blue"}"#);
    assert_eq!(ask(request).await.0, StatusCode::NO_CONTENT);
}

#[actix_web::test]
async fn a_body_has_a_limit() {
    let body = json!({"name": "a".repeat(super::BODY_LIMIT), "type": "red"});
    assert_eq!(post("/body", body.to_string()).await.0, StatusCode::PAYLOAD_TOO_LARGE);
}

#[actix_web::test]
async fn an_action_without_a_body_hears_none() {
    assert_eq!(ask(TestRequest::post().uri("/empty")).await.0, StatusCode::NO_CONTENT);
    for nothing in ["{}", "null", " null\n", "\u{feff}null"] {
        assert_eq!(post("/empty", nothing).await.0, StatusCode::NO_CONTENT, "{nothing}");
        assert_eq!(post("/optional", nothing).await.0, StatusCode::NO_CONTENT, "{nothing}");
    }
    assert_eq!(
        ask(TestRequest::post().uri("/optional")).await.0,
        StatusCode::NO_CONTENT
    );
    assert_eq!(refused("/optional", json!({"a": 1})).await, ["/a unknown_field"]);
    assert_eq!(refused("/empty", json!({"a": 1})).await, [" body_unexpected"]);
    assert_eq!(refused("/empty", json!([])).await, [" body_unexpected"]);
}

#[actix_web::test]
async fn an_id_that_is_none_names_nothing() {
    assert_eq!(
        ask(TestRequest::get().uri("/path/not-an-id")).await.0,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        ask(TestRequest::get().uri("/text/a%00b")).await.0,
        StatusCode::NOT_FOUND
    );
    let good = "/path/01975b1c-7d4e-7aaa-8bbb-0123456789ab";
    assert_eq!(ask(TestRequest::get().uri(good)).await.0, StatusCode::NO_CONTENT);
}

#[actix_web::test]
async fn queries_name_the_parameter() {
    assert_eq!(
        ask(TestRequest::get().uri("/query?count=3&colour=red&open=true&since=2026-02-28"))
            .await
            .0,
        StatusCode::NO_CONTENT
    );
    for (query, expected) in [
        ("count=x", "count wrong_type"),
        ("count=", "count wrong_type"),
        ("open=yes", "open wrong_type"),
        ("since=2026-02-30", "since date"),
        ("count=300", "count out_of_range"),
        ("count=10", "count too_large"),
        ("colour=green", "colour unknown_value"),
        ("count=1&count=2", "count repeated"),
        ("size=1", "size unknown_parameter"),
        ("colour=%00", "colour null_character"),
    ] {
        let (status, problem) = ask(TestRequest::get().uri(&format!("/query?{query}"))).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert_eq!(places(&problem), [expected], "{query}");
    }
}

/// `Bytes`, `String` and the like are extractors too, and what a handler takes through them is unpacked and has limits
/// of actix's own.
#[test]
fn what_may_be_repeated_says_so_in_the_contract_and_nothing_else_does() {
    let mut keys = 0;
    for (file, text) in rust_sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/routes")) {
        for operation in text.split("#[utoipa::path(").skip(1) {
            let (declared, handler) = operation.split_once("\n)]").expect("the end of the attribute");
            let says_so = declared.contains("IdempotencyKeyParameter");
            let takes_it = signatures(handler)
                .next()
                .is_some_and(|taken| taken.contains(": Idempotency"));
            assert_eq!(says_so, takes_it, "{}: Idempotency and its parameter", file.display());
            keys += usize::from(says_so);
        }
    }
    assert!(keys > 30, "{keys} operations take a key");
}

#[test]
fn handlers_take_bodies_through_the_extractors_of_this_module_alone() {
    let mut handlers = 0;
    for (file, text) in rust_sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/routes")) {
        for parameters in signatures(&text) {
            handlers += 1;
            let raw = ["Bytes", "BytesMut", "String", "Vec<u8>", "Payload", "Multipart"];
            let taken = raw.iter().find(|raw| {
                let mut types = parameters.split(',').filter_map(|parameter| parameter.split_once(':'));
                types.any(|(_, named)| named.trim().rsplit("::").next() == Some(**raw))
            });
            assert_eq!(taken, None, "{}: a handler takes ({parameters})", file.display());
        }
    }
    assert!(handlers > 100, "{handlers} handlers");
}

/// What stands between the brackets of each handler.
fn signatures(text: &str) -> impl Iterator<Item = &str> {
    let methods = ["\n#[get(", "\n#[post(", "\n#[put(", "\n#[patch(", "\n#[delete("];
    let behind = methods.into_iter().flat_map(|method| text.split(method).skip(1));
    behind.map(|behind| {
        let (_, from_name) = behind.split_once("async fn ").expect("a handler");
        let (_, parameters) = from_name.split_once('(').expect("parameters");
        parameters.split_once(") ->").expect("an answer").0
    })
}
