//! How problems look in the contract.

use serde::Serialize;
use utoipa::ToSchema;

/// An error, as RFC 9457 describes them. Some codes bring members of their own; the page at `type` explains each.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem, example = json!({
    "type": "https://hub.example.org/problems/invalid", "title": "Données invalides", "status": 422, "code": "invalid",
    "instance": "/v1/accounts", "request_id": "7f3c9a52-6f1e-4c55-9d57-1f0c2ad0b1a4",
    "errors": [{"pointer": "/licence/number", "code": "missing", "message": "Ce champ est obligatoire."}]
}))]
pub struct ProblemDocument {
    /// The address of a page that explains this code.
    #[serde(rename = "type")]
    #[schema(format = "uri")]
    pub kind: String,
    /// What kind of problem it is, the same at each occurrence.
    pub title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// The stable name of the problem; programs decide by this.
    pub code: String,
    /// What happened this time, for people.
    #[schema(nullable = false)]
    pub detail: Option<String>,
    /// What was asked for.
    #[schema(format = "uri-reference", nullable = false)]
    pub instance: Option<String>,
    /// The request's id, to be quoted when asking about it.
    #[schema(nullable = false)]
    pub request_id: Option<String>,
    /// The refused values, for `invalid`.
    #[schema(nullable = false)]
    pub errors: Option<Vec<ProblemError>>,
    /// The stage things are at, for `not_possible_in_stage`.
    #[schema(nullable = false)]
    pub stage: Option<String>,
    /// What is possible at that stage, for `not_possible_in_stage`.
    #[schema(nullable = false)]
    pub possible_actions: Option<Vec<String>>,
}

/// One refused value. It stands either at a `pointer` in the body or in a query `parameter`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemError {
    /// Where in the body, as an RFC 6901 pointer; empty for the whole.
    #[schema(nullable = false)]
    pub pointer: Option<String>,
    /// Which query parameter.
    #[schema(nullable = false)]
    pub parameter: Option<String>,
    /// What is wrong, stable.
    pub code: String,
    /// The same, for people.
    pub message: String,
}
