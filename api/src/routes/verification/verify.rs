//! `GET /v1/verifications/{code}`

use actix_web::HttpRequest;
use actix_web::get;
use actix_web::http::header::{CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY};
use actix_web::web::Data;
use domain::rules::reference;
use domain::words::Word;
use persistence::{Error, cards, certificates};

use super::page::page;
use super::verification_view::Verification;
use crate::http::house::acceptance::Ranges;
use crate::http::{Answer, InLanguage, PathOf, Problem};
use crate::hub::Hub;

/// Check a certificate or a card
///
/// By the code on it, with or without its dashes, in any case. Shows what the paper shows and whether it is good today,
/// and nothing else; cards that were returned, superseded or destroyed show as revoked. A browser gets a page.
#[utoipa::path(
    tag = "verification",
    operation_id = "verify",
    params(("code" = String, Path, description = "The code on the paper.", example = "7K3M9P2QRSTVWXYZ23456789A")),
    responses((status = 200, description = "What it is worth today.", content(
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
) -> Result<Answer, Problem> {
    let code = reference::parse_verification_code(&typed).ok_or_else(Problem::not_found)?;
    let found = hub.read(move |db| {
        let today = db.today();
        if let Some(record) = certificates::by_code(db, &code)? {
            return Ok((record.version, Verification::certificate(record, today)));
        }
        let record = cards::by_code(db, &code)?.ok_or(Error::NotFound)?;
        Ok((record.version, Verification::card(record, today)))
    });
    let (version, verification) = found.await?;
    let prefers_html = Ranges::of(request.headers())
        .is_some_and(|ranges| ranges.weight("text/html") > ranges.weight("application/json"));
    let answer = if prefers_html {
        let html = page(&verification, language).map_err(Problem::internal)?;
        Answer::bytes("text/html; charset=utf-8", html)
            .header(&CONTENT_LANGUAGE, language.name())
            .header(
                &CONTENT_SECURITY_POLICY,
                "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
            )
    } else {
        Answer::ok(&verification)
    };
    Ok(answer.version(version))
}
