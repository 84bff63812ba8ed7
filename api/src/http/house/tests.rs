//! The house, asked over (pretended) HTTP.

use std::sync::Mutex;

use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::test::{TestRequest, call_service, init_service, read_body, try_call_service};
use actix_web::{App, HttpResponse, error, get, post};
use serde_json::{Value, json};
use utoipa_actix_web::AppExt;

use super::*;
use crate::config::Sources;
use crate::http::{Answer, Code, IfMatch, PathOf, Problem, RequiredIfMatch};

/// A thing at version 3
///
/// For tests.
#[utoipa::path(params(("id" = i32, Path)), responses((status = 200, body = Object, content_type = "application/json")))]
#[get("/v1/things/{id}")]
async fn thing(PathOf(id): PathOf<i32>) -> Answer {
    Answer::ok(&json!({"id": id, "text": "x".repeat(2000)})).version(3)
}

/// Changes nothing
///
/// For tests.
#[utoipa::path(params(("id" = i32, Path)), responses((status = 204)))]
#[post("/v1/things/{id}")]
async fn touch(if_match: IfMatch) -> Result<Answer, Problem> {
    if if_match.holds(3) {
        Ok(Answer::no_content())
    } else {
        Err(Problem::new(Code::Stale))
    }
}

/// Decides nothing
///
/// For tests.
#[utoipa::path(responses((status = 204)))]
#[post("/v1/decisions")]
async fn decide(RequiredIfMatch(if_match): RequiredIfMatch) -> Result<Answer, Problem> {
    if if_match.holds(3) {
        Ok(Answer::no_content())
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

fn house(settings: Settings, contract: &OpenApi) -> House {
    let limits = Arc::new(Limits::new(&settings.rates));
    House::new(settings, limits, contract)
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
        .service(touch)
        .service(decide)
        .service(fail);
    let (routes, contract) = routes.split_for_parts();
    let app = init_service(build(routes, Data::new(house(settings, &contract)))).await;
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
    let app = init_service(build(routes, Data::new(house(settings, &contract)))).await;
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

#[actix_web::test]
async fn a_sane_request_id_is_kept_and_another_replaced() {
    let kept = ask(get("/v1/things/7").insert_header(("x-request-id", "frontend:42"))).await;
    assert_eq!(header(&kept, "x-request-id"), "frontend:42");
    for bad in ["", "a b", "{}", &"x".repeat(129)] {
        let replaced = header(
            &ask(get("/v1/things/7").insert_header(("x-request-id", bad))).await,
            "x-request-id",
        );
        assert_eq!(replaced.len(), 36, "{bad}: {replaced}");
    }
}

#[actix_web::test]
async fn accept_is_heeded() {
    for (accept, status) in [
        ("application/json", 200),
        ("text/html, */*;q=0.1", 200),
        ("text/html", 406),
        ("*/*, application/json;q=0", 406),
        ("nonsense", 200),
    ] {
        let response = ask(get("/v1/things/7").insert_header(("accept", accept))).await;
        assert_eq!(response.status().as_u16(), status, "{accept}");
    }
    let nothing = get("/v1/things/7").insert_header(("accept-encoding", "identity;q=0, *;q=0"));
    assert_eq!(problem(nothing).await["code"], "not_acceptable");
}

#[actix_web::test]
async fn a_tag_follows_the_encoding_and_comes_back_without_it() {
    let plain = header(&ask(get("/v1/things/7")).await, "etag");
    assert!(plain.starts_with("\"3-"));
    for encoding in ["gzip", "br", "zstd"] {
        let response = ask(get("/v1/things/7").insert_header(("accept-encoding", encoding))).await;
        assert_eq!(header(&response, "content-encoding"), encoding);
        let marked = header(&response, "etag");
        assert_eq!(marked, format!("{}-{encoding}\"", plain.trim_end_matches('"')));

        for held in [
            marked.clone(),
            format!("W/{marked}"),
            format!("\"1-x\", {marked}"),
            "*".to_owned(),
        ] {
            let response = ask(get("/v1/things/7").insert_header(("if-none-match", held.as_str()))).await;
            assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{held}");
            assert!(header(&response, "etag").starts_with(plain.trim_end_matches('"')));
        }
        let touched = ask(TestRequest::post()
            .uri("/v1/things/7")
            .insert_header(("if-match", marked)))
        .await;
        assert_eq!(touched.status(), StatusCode::NO_CONTENT);
    }
    let changed = ask(get("/v1/things/8").insert_header(("if-none-match", plain))).await;
    assert_eq!(changed.status(), StatusCode::OK);
}

#[actix_web::test]
async fn if_match_compares_versions() {
    for (name, value, status) in [
        ("if-match", "\"3-whatever\"", 204),
        ("if-match", "\"2-a\", \"3-b\"", 204),
        ("if-match", "*", 204),
        ("if-match", "\"2-a\"", 412),
        ("if-match", "\"33-a\"", 412),
        ("if-match", "W/\"3-a\"", 412),
        ("if-match", "\"something else\"", 412),
        ("if-match", "3-a", 400),
        ("if-match", "\"3-a", 400),
        ("if-none-match", "*", 412),
        ("if-none-match", "\"2-a\"", 204),
    ] {
        let response = ask(TestRequest::post().uri("/v1/things/7").insert_header((name, value))).await;
        assert_eq!(response.status().as_u16(), status, "{name}: {value}");
    }
    assert_eq!(
        problem(TestRequest::post().uri("/v1/decisions")).await["code"],
        "precondition_required"
    );
    let two = TestRequest::post()
        .uri("/v1/decisions")
        .append_header(("if-match", "\"2-a\""))
        .append_header(("if-match", "\"3-a\""));
    assert_eq!(ask(two).await.status(), StatusCode::NO_CONTENT);
}

#[actix_web::test]
async fn every_response_is_safe_by_its_headers() {
    let response = ask(get("/v1/things/7")).await;
    assert_eq!(header(&response, "x-content-type-options"), "nosniff");
    assert_eq!(header(&response, "cache-control"), "private, no-cache");
    assert!(header(&response, "content-security-policy").contains("default-src 'none'"));
    assert_eq!(header(&response, "strict-transport-security"), "");
    let production = [
        ("PROFILE", "production"),
        ("CONTACT", "contact@hub.example.org"),
        ("PUBLIC_URL", "https://hub.example.org"),
        ("MAIL", "smtp://mail.example.org"),
        ("SECRET", "0123456789abcdef0123456789abcdef"),
    ];
    let response = ask_with(&production, vec![get("/v1/nowhere")]).await.remove(0);
    assert!(header(&response, "strict-transport-security").starts_with("max-age="));
}

#[actix_web::test]
async fn scripts_of_configured_origins_may_read() {
    let origins = [("CORS_ORIGINS", "https://www.example.org")];
    let from = |origin: &'static str| get("/v1/nowhere").insert_header(("origin", origin));
    let responses = ask_with(
        &origins,
        vec![from("https://www.example.org"), from("https://evil.example.org")],
    )
    .await;
    assert_eq!(
        header(&responses[0], "access-control-allow-origin"),
        "https://www.example.org"
    );
    let exposed = header(&responses[0], "access-control-expose-headers").to_lowercase();
    for name in [
        "etag",
        "location",
        "link",
        "retry-after",
        "ratelimit",
        "x-request-id",
        "idempotency-replayed",
    ] {
        assert!(exposed.contains(name), "{name}");
    }
    assert_eq!(header(&responses[1], "access-control-allow-origin"), "");
    assert_eq!(responses[1].status(), StatusCode::NOT_FOUND);

    let preflight = |origin: &'static str| {
        let request = TestRequest::default()
            .method(actix_web::http::Method::OPTIONS)
            .uri("/v1/things/7");
        request
            .insert_header(("origin", origin))
            .insert_header(("access-control-request-method", "POST"))
    };
    let responses = ask_with(
        &origins,
        vec![
            preflight("https://www.example.org"),
            preflight("https://evil.example.org"),
        ],
    )
    .await;
    assert_eq!(responses[0].status(), StatusCode::OK);
    assert!(header(&responses[0], "access-control-allow-methods").contains("PATCH"));
    assert_eq!(header(&responses[1], "content-type"), "application/problem+json");

    let local = ask(get("/v1/nowhere").insert_header(("origin", "http://localhost:5173"))).await;
    assert_eq!(header(&local, "access-control-allow-origin"), "http://localhost:5173");
}

#[actix_web::test]
async fn too_many_requests_wait() {
    let rate = [("RATE_GENERAL", "2/60"), ("TRUSTED_PROXIES", "203.0.113.9")];
    let from =
        |client: &'static str| get("/v1/things/7").insert_header(("x-forwarded-for", HeaderValue::from_static(client)));
    let requests = vec![
        from("198.51.100.1"),
        from("198.51.100.1"),
        from("198.51.100.1"),
        from("198.51.100.2"),
    ];
    let responses = ask_with(&rate, requests).await;
    let statuses: Vec<_> = responses.iter().map(|response| response.status().as_u16()).collect();
    assert_eq!(statuses, [200, 200, 429, 200]);
    assert_eq!(header(&responses[0], "ratelimit"), "\"general\";r=1;t=30");
    assert_eq!(header(&responses[0], "ratelimit-policy"), "\"general\";q=2;w=60");
    assert!(header(&responses[2], "ratelimit").starts_with("\"general\";r=0;t="));
    let wait: u64 = header(&responses[2], "retry-after").parse().expect("seconds");
    assert!((1..=30).contains(&wait));
}

#[test]
fn attempts_for_one_email_are_counted_together() {
    let environment = [("CQC_HUB_RATE_SIGN_IN_EMAIL".to_owned(), "1/60".to_owned())].into();
    let settings = Settings::load(&Sources {
        environment,
        ..Sources::default()
    })
    .expect("settings");
    let limits = Limits::new(&settings.rates);
    assert!(limits.sign_in_as("camille@example.org").is_ok());
    assert_eq!(
        limits.sign_in_as(" Camille@Example.org").expect_err("refused").code(),
        Code::RateLimited
    );
    assert!(limits.sign_in_as("other@example.org").is_ok());
    assert!(limits.link_to("camille@example.org").is_ok());
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
    let guard = tracing::subscriber::set_default(lines.finish());
    for how in ["library", "internal", "panic-not", "s3cr3t-t0ken"] {
        ask(get(&format!("/v1/failures/{how}?q=s3cr3t-query")).insert_header(("x-request-id", "trace-me"))).await;
    }
    drop(guard);
    let log = String::from_utf8(log.0.lock().expect("the log").clone()).expect("UTF-8");
    assert!(
        log.contains("/v1/failures/{token}") && log.contains("trace-me") && log.contains("\"problem\":\"internal\""),
        "{log}"
    );
    assert!(!log.contains("s3cr3t"), "{log}");
}
