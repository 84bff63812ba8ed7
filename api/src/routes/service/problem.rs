//! `GET /problems/{code}`

use actix_web::HttpRequest;
use actix_web::get;
use actix_web::http::header::{CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY};
use domain::people::Language;
use domain::words::Word;
use minijinja::context;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::middleware::acceptance::prefers;
use crate::http::problem::{PAGE_POLICY, status_label};
use crate::http::templates;
use crate::http::{Code, InLanguage, PathOf, Problem, Reply};

/// What a problem's code means.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"code": "stale", "status": 412, "title": "Stale version", "explanation": "The resource has changed since …"}))]
pub struct ProblemExplanation {
    /// The code.
    code: &'static str,
    /// The HTTP status it comes with.
    status: u16,
    /// Its title.
    title: &'static str,
    /// When it happens, and what to do.
    explanation: &'static str,
}

/// What a problem means
///
/// Where the `type` of a problem leads: a page for people, or the same as JSON for whoever prefers that.
#[utoipa::path(
    tag = "service",
    operation_id = "getProblemExplanation",
    params(("code" = String, Path, description = "The problem's code.", example = "stale")),
    responses((status = 200, description = "The explanation.", content(
        (ProblemExplanation = "application/json"),
        (String = "text/html")
    )))
)]
#[get("/problems/{code}")]
pub async fn explain(
    request: HttpRequest,
    PathOf(name): PathOf<String>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let code = Code::from_name(&name).ok_or_else(Problem::not_found)?;
    let wording = code.row().wording(language);
    let explanation = ProblemExplanation {
        code: code.name(),
        status: code.row().status,
        title: wording.title,
        explanation: wording.explanation,
    };
    let answer = if prefers(request.headers(), "application/json", "text/html") {
        Reply::ok(&explanation)
    } else {
        Reply::bytes("text/html; charset=utf-8", html(&explanation, language)?)
            .header(&CONTENT_SECURITY_POLICY, PAGE_POLICY)
    };
    Ok(answer
        .version(0)
        .header(&CONTENT_LANGUAGE, language.name())
        .public_for(3600))
}

fn html(explanation: &ProblemExplanation, language: Language) -> Result<String, Problem> {
    let page = templates::render(
        "problem.html",
        context! {
            language => language.name(),
            status_label => status_label().speak(language),
            title => explanation.title,
            explanation => explanation.explanation,
            code => explanation.code,
            status => explanation.status,
        },
    );
    page.map_err(Problem::internal)
}
