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

/// What the code of a problem means, and what to do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"code": "stale", "status": 412, "title": "Stale version", "explanation": "The resource has changed since …"}))]
pub struct ProblemExplanation {
    /// The code of the problem that is explained.
    code: &'static str,
    /// The HTTP status with which the problem comes.
    status: u16,
    /// Title of the problem, the same at each occurrence, in the language of the request.
    title: &'static str,
    /// When the problem happens, and what to do, in the language of the request.
    explanation: &'static str,
}

/// What a problem means
///
/// Where the `type` of a problem leads: a page for people, or the same as JSON for whoever prefers that.
#[utoipa::path(
    tag = "service",
    operation_id = "getProblemExplanation",
    params(("code" = String, Path, description = "The `code` of the problem: `not_possible_in_stage`.", example = "stale")),
    responses((status = 200, description = "What the problem means, and what to do.", content(
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
