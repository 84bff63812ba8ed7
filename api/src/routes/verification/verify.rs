//! `GET /v1/verifications/{code}`

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, Responder as _, get};
use domain::rules::reference;
use domain::words::Word;
use persistence::{Error, cards, certificates};

use super::page::{PageContext, page, unknown};
use super::verification_view::Verification;
use crate::http::middleware::acceptance::is_for_people;
use crate::http::{Code, InLanguage, PathOf, Problem, Reply};
use crate::hub::Hub;

/// Styles of its own; nothing else, and no script.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/// Check a certificate or a card
///
/// By the code on it, with or without its dashes, in any case. Shows what the paper shows and whether it is good today,
/// and nothing else; cards that were returned, superseded or destroyed show as revoked. A browser gets a page, of an
/// unknown code as well (with 404).
#[utoipa::path(
    tag = "verification",
    operation_id = "verify",
    extensions(("x-rate-limit" = json!("verification"))),
    params(("code" = String, Path, description = "The code on the paper, in any case, with or without its dashes.", example = "7K3M9P2QRSTVWXYZ23456789A")),
    responses((status = 404, description = "Nothing bears this code (`not_found`).", content(
        (crate::http::problem::ProblemDocument = "application/problem+json"),
        (String = "text/html")
    )), (status = 200, description = "What the paper shows, and what it is worth today.", content(
        (Verification = "application/json"),
        (String = "text/html")
    )))
)]
#[get("/v1/verifications/{code}")]
pub async fn verify(
    request: HttpRequest,
    hub: Data<Hub>,
    PathOf(typed): PathOf<String>,
    InLanguage(language): InLanguage,
) -> Result<HttpResponse, Problem> {
    let found = find(&hub, &typed).await;
    let prefers_html = is_for_people(request.headers());
    if !prefers_html {
        let (version, verification) = found?;
        return Ok(Reply::ok(&verification).version(version).respond_to(&request));
    }
    let asked = PageContext {
        code: &typed,
        at: hub.clock.now(),
        language,
    };
    let (status, html) = match found {
        Ok((_, verification)) => (StatusCode::OK, page(asked, &verification)),
        Err(problem) if problem.code() == Code::NotFound => (StatusCode::NOT_FOUND, unknown(asked)),
        Err(problem) => return Err(problem),
    };
    Ok(HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_LANGUAGE, language.name()))
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        // What it says holds for the moment it names.
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(html.map_err(Problem::internal)?))
}

async fn find(hub: &Hub, typed: &str) -> Result<(i32, Verification), Problem> {
    let code = reference::parse_verification_code(typed).ok_or_else(Problem::not_found)?;
    hub.read(move |db| {
        let today = db.today();
        if let Some(record) = certificates::by_code(db, &code)? {
            return Ok((record.version, Verification::certificate(record, today)));
        }
        let record = cards::by_code(db, &code)?.ok_or(Error::NotFound)?;
        Ok((record.version, Verification::card(record, today)))
    })
    .await
}
