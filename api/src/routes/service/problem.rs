//! `GET /problems`, `GET /problems/{code}`

use actix_web::HttpRequest;
use actix_web::get;
use actix_web::http::header::{CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY};
use domain::people::Language;
use domain::words::Word;
use minijinja::context;
use minijinja::value::{Serde, Value};
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

impl ProblemExplanation {
    fn of(code: Code, language: Language) -> Self {
        let wording = code.row().wording(language);
        Self {
            code: code.name(),
            status: code.row().status,
            title: wording.title,
            explanation: wording.explanation,
        }
    }
}

/// Every problem that the hub can answer with, by status.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"items": [
    {"code": "stale", "status": 412, "title": "Stale version", "explanation": "The resource has changed since …"}
]}))]
pub struct ProblemExplanations {
    /// The explanations of all problems, by status and then by code.
    items: Vec<ProblemExplanation>,
}

/// List all problems
///
/// Every `code` that a problem can have, with its status and what it means: a page for people, or the same as JSON for
/// whoever prefers that.
#[utoipa::path(
    tag = "service",
    operation_id = "listProblems",
    responses((status = 200, description = "Every problem that the hub can answer with, by status.", content(
        (ProblemExplanations = "application/json"),
        (String = "text/html")
    )))
)]
#[get("/problems")]
pub async fn list(request: HttpRequest, InLanguage(language): InLanguage) -> Result<Reply, Problem> {
    let mut items: Vec<_> = Code::ALL
        .iter()
        .map(|code| ProblemExplanation::of(*code, language))
        .collect();
    items.sort_by_key(|one| (one.status, one.code));
    let all = ProblemExplanations { items };
    answer(&request, language, &all, || all_as_html(&all, language))
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
    let explanation = ProblemExplanation::of(code, language);
    answer(&request, language, &explanation, || html(&explanation, language))
}

/// As JSON for whoever prefers that, and as a page.
fn answer(
    request: &HttpRequest,
    language: Language,
    json: &impl Serialize,
    html: impl FnOnce() -> Result<String, Problem>,
) -> Result<Reply, Problem> {
    let answer = if prefers(request.headers(), "application/json", "text/html") {
        Reply::ok(json)
    } else {
        Reply::bytes("text/html; charset=utf-8", html()?).header(&CONTENT_SECURITY_POLICY, PAGE_POLICY)
    };
    Ok(answer
        .version(0)
        .header(&CONTENT_LANGUAGE, language.name())
        .public_for(3600))
}

fn all_as_html(all: &ProblemExplanations, language: Language) -> Result<String, Problem> {
    let title = match language {
        Language::French => "Les problèmes, par statut",
        Language::English => "Problems, by status",
    };
    let page = templates::render(
        "problems.html",
        context! { language => language.name(), title, items => Value::from(Serde(&all.items)) },
    );
    page.map_err(Problem::internal)
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
