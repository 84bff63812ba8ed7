//! Answers and pages, asked over (pretended) HTTP.

use actix_web::http::StatusCode;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::{App, HttpRequest, Responder, web};
use serde::Deserialize;
use serde_json::{Value, json};
use validator::Validate;

use super::*;

#[derive(Debug, Clone, Deserialize, Validate)]
struct Filter {
    /// Only numbers that can be divided by this.
    #[validate(range(min = 1))]
    by: Option<u16>,
}

/// The numbers from 1 to 45, by pages.
async fn numbers(list: Listing<Filter, u16>) -> Reply {
    let by = list.filter.by.unwrap_or(1);
    let after = list.after.unwrap_or(0);
    let wanted = usize::try_from(list.fetch()).expect("a size");
    let rows: Vec<u16> = (1..=45)
        .filter(|number| *number > after && number % by == 0)
        .take(wanted)
        .collect();
    list.answer(rows, |number| *number, |number| json!({ "number": number }))
}

async fn ask(query: &str) -> (StatusCode, String, Value) {
    let app = init_service(App::new().route("/v1/numbers", web::get().to(numbers))).await;
    let response = call_service(
        &app,
        TestRequest::get().uri(&format!("/v1/numbers{query}")).to_request(),
    )
    .await;
    let link = response
        .headers()
        .get("link")
        .and_then(|link| link.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let status = response.status();
    (
        status,
        link,
        serde_json::from_slice(&read_body(response).await).expect("JSON"),
    )
}

#[actix_web::test]
async fn a_cursor_belongs_to_its_list_and_filter() {
    let (_, _, first) = ask("?by=2").await;
    let cursor = first["next_cursor"].as_str().expect("a cursor");
    for (query, status) in [
        (format!("?cursor={cursor}&by=2"), StatusCode::OK),
        (format!("?by=2&limit=5&cursor={cursor}"), StatusCode::OK),
        (format!("?by=1&cursor={cursor}"), StatusCode::UNPROCESSABLE_ENTITY),
        (format!("?cursor={cursor}"), StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        assert_eq!(ask(&query).await.0, status, "{query}");
    }
}

#[actix_web::test]
async fn a_list_is_walked_page_by_page() {
    let (_, link, first) = ask("?by=2").await;
    assert_eq!(first["items"].as_array().map(Vec::len), Some(20));
    let cursor = first["next_cursor"].as_str().expect("a cursor");
    assert_eq!(
        link,
        format!("</v1/numbers?by=2&limit=20&cursor={cursor}>; rel=\"next\"")
    );

    let next = link
        .split(['<', '>'])
        .nth(1)
        .and_then(|address| address.strip_prefix("/v1/numbers"))
        .expect("an address");
    let (_, link, last) = ask(next).await;
    assert_eq!(last, json!({"items": [{"number": 42}, {"number": 44}]}));
    assert_eq!(link, "");
}

#[actix_web::test]
async fn a_page_that_is_exactly_full_may_be_the_last() {
    let (_, link, all) = ask("?limit=45").await;
    assert_eq!(all["items"].as_array().map(Vec::len), Some(45));
    assert!(all.get("next_cursor").is_none() && link.is_empty());
}

#[actix_web::test]
async fn what_a_list_cannot_be_asked_is_refused_by_name() {
    for (query, expected) in [
        ("?limit=0", "limit wrong_type"),
        ("?limit=101", "limit wrong_type"),
        ("?limit=ten", "limit wrong_type"),
        ("?limit=1&limit=2", "limit repeated"),
        ("?cursor=%C3%A9", "cursor cursor"),
        ("?cursor=bm9uc2Vuc2U", "cursor cursor"),
        ("?cursor=", "cursor cursor"),
        ("?by=0", "by too_small"),
        ("?page=2", "page unknown_parameter"),
    ] {
        let (status, _, problem) = ask(query).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        let fault = &problem["errors"][0];
        let found = format!(
            "{} {}",
            fault["parameter"].as_str().expect("a name"),
            fault["code"].as_str().expect("a code")
        );
        assert_eq!(found, expected, "{query}");
    }
    let (_, _, problem) = ask("?limit=0&by=0&page=2").await;
    assert_eq!(problem["errors"].as_array().map(Vec::len), Some(3), "{problem}");
}

#[test]
fn a_kept_answer_is_the_same_again() {
    let answer = Reply::created("/v1/cases/7", &json!({"id": 7}))
        .version(1)
        .never_stored();
    let kept = serde_json::to_value(answer.stored_headers()).expect("JSON");
    let headers = serde_json::from_value(kept).expect("headers");
    let again = Reply::stored(answer.status_code().as_u16(), headers, answer.body().to_vec());
    let request: HttpRequest = TestRequest::post().to_http_request();
    let (first, second) = (answer.respond_to(&request), again.respond_to(&request));
    assert_eq!(first.status(), StatusCode::CREATED);
    assert_eq!(first.status(), second.status());
    let texts = |response: &actix_web::HttpResponse| {
        let mut all: Vec<_> = response
            .headers()
            .iter()
            .map(|(name, value)| format!("{name}: {value:?}"))
            .collect();
        all.sort();
        all
    };
    assert_eq!(texts(&first), texts(&second));
    assert_eq!(texts(&first).len(), 4);
}

#[actix_web::test]
async fn an_answer_that_cannot_be_written_is_an_internal_error() {
    let impossible = std::collections::HashMap::from([(vec![1], 1)]);
    let response = Reply::ok(&impossible).respond_to(&TestRequest::get().to_http_request());
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
}
