//! Every error is a problem, and no secret is told.

use std::sync::Mutex;

use actix_web::test::try_call_service;

use super::*;

#[actix_web::test]
async fn a_browser_is_shown_a_page() {
    let browser = (
        "accept",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    );
    let nowhere = ask(get("/v1/failures/nothing")
        .insert_header(browser)
        .insert_header(("accept-language", "en")))
    .await;
    assert_eq!(nowhere.status(), StatusCode::CONFLICT);
    assert_eq!(header(&nowhere, "content-type"), "text/html; charset=utf-8");
    assert!(header(&nowhere, "content-security-policy").contains("style-src"));
    let page = String::from_utf8(actix_web::test::read_body(nowhere).await.to_vec()).expect("text");
    assert!(
        page.starts_with("<!doctype html>") && page.contains("lang=\"en\""),
        "{page}"
    );
    // A client that takes anything has the document.
    let client = ask(get("/v1/failures/nothing").insert_header(("accept", "*/*"))).await;
    assert_eq!(header(&client, "content-type"), "application/problem+json");
}

#[actix_web::test]
async fn an_unknown_path_is_404_and_another_method_405() {
    let document = problem(get("/v1/nowhere")).await;
    assert_eq!(document["type"], "http://127.0.0.1:8080/problems/not_found");
    assert_eq!(document["instance"], "/v1/nowhere");
    assert_eq!(problem(get("/v1/things/seven")).await["code"], "not_found");

    let response = ask(TestRequest::delete().uri("/v1/things/7")).await;
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(header(&response, "allow"), "GET, POST, HEAD, OPTIONS");
    let response = ask(TestRequest::default()
        .method(actix_web::http::Method::OPTIONS)
        .uri("/v1/decisions"))
    .await;
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
    assert_eq!(header(&response, "allow"), "POST, OPTIONS");
}

#[actix_web::test]
async fn what_can_be_read_can_be_asked_for_without_its_body() {
    let response = ask(TestRequest::default()
        .method(actix_web::http::Method::HEAD)
        .uri("/v1/things/7"))
    .await;
    assert_eq!(response.status(), StatusCode::OK);
}

#[actix_web::test]
async fn every_error_becomes_a_problem_without_internals() {
    for (how, status, code) in [
        ("library", 400, "malformed_request"),
        ("internal", 500, "internal"),
        ("database", 500, "internal"),
        ("other", 409, "conflict"),
    ] {
        let document = problem(get(&format!("/v1/failures/{how}"))).await;
        assert_eq!(
            (document["status"].as_u64(), document["code"].as_str()),
            (Some(status), Some(code)),
            "{how}"
        );
        assert!(!document.to_string().contains("password") && !document.to_string().contains("library"));
        assert_eq!(document["instance"], "/v1/failures/~", "a token is shown");
    }
    let page = ask(get("/v1/failures/page")).await;
    assert_eq!(header(&page, "content-type"), "text/html; charset=utf-8");
}

#[actix_web::test]
async fn a_panic_is_an_internal_error() {
    let settings = Settings::load(&Sources::default()).expect("settings");
    let (routes, contract) = App::new().into_utoipa_app().service(fail).split_for_parts();
    let app = init_service(build(routes, Data::new(state_of(settings, contract)))).await;
    let request = get("/v1/failures/panic")
        .insert_header(("x-request-id", "abc-1"))
        .to_request();
    let error = try_call_service(&app, request)
        .await
        .expect_err("refused")
        .error_response();
    assert_eq!(error.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let body = actix_web::body::to_bytes(error.into_body()).await.expect("a body");
    let document: Value = serde_json::from_slice(&body).expect("JSON");
    assert_eq!(
        (&document["code"], &document["request_id"]),
        (&json!("internal"), &json!("abc-1"))
    );
}

#[actix_web::test]
async fn the_language_of_problems_is_the_callers() {
    assert_eq!(problem(get("/v1/nowhere")).await["title"], "Introuvable");
    let english = problem(get("/v1/nowhere").insert_header(("accept-language", "en-IE"))).await;
    assert_eq!(english["title"], "Not found");
}

/// Where the log of a test goes.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the log").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[actix_web::test]
async fn the_log_names_the_route_and_no_secret() {
    let log = Log::default();
    let writer = log.clone();
    let lines = tracing_subscriber::fmt()
        .json()
        .with_writer(move || writer.clone())
        .with_max_level(tracing::Level::TRACE);
    // For the whole process: a subscriber for one thread may miss what another thread's tests touched first.
    lines.try_init().expect("no other test takes the log");
    for how in ["library", "internal", "panic-not", "s3cr3t-t0ken"] {
        ask(get(&format!("/v1/failures/{how}?q=s3cr3t-query")).insert_header(("x-request-id", "trace-me"))).await;
    }
    let log = String::from_utf8(log.0.lock().expect("the log").clone()).expect("UTF-8");
    assert!(
        log.contains("/v1/failures/{token}") && log.contains("trace-me") && log.contains("\"problem\":\"internal\""),
        "{log}"
    );
    assert!(!log.contains("s3cr3t"), "{log}");
}

#[actix_web::test]
async fn an_address_has_an_end() {
    for uri in [
        format!("/v1/things/{}", "7".repeat(5_000)),
        format!("/?{}", "a".repeat(5_000)),
    ] {
        let problem = problem(get(&uri)).await;
        assert_eq!(problem["code"], "uri_too_long");
        assert!(problem.get("instance").is_none(), "{problem}");
    }
}
