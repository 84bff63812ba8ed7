//! How problems look in the contract.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::card;
use domain::ids::{AttestationId, CaseId, ItemId};
use domain::labels::Label as _;
use domain::people::Language;
use domain::rules::documents::DocumentType;
use domain::rules::eligibility::SectorEligibility;
use domain::rules::fault::FaultCode;
use domain::sector::Sector;
use domain::words::Word as _;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::{Code, FaultKind as _, InputFault};

/// An error, as RFC 9457 describes them. Programs decide by `code`. Some codes bring members of their own, named below; more
/// may come, as may codes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem, example = json!({
    "type": "https://hub.example.org/problems/invalid", "title": "Invalid data", "status": 422, "code": "invalid",
    "instance": "/v1/accounts", "request_id": "7f3c9a52-6f1e-4c55-9d57-1f0c2ad0b1a4",
    "errors": [{"pointer": "/licence/number", "code": "missing", "message": "This field is required."}]
}))]
pub struct ProblemDocument {
    /// The address of a page that explains this code: `/problems/{code}`.
    #[serde(rename = "type")]
    #[schema(format = "uri")]
    pub kind: String,
    /// What kind of problem it is, the same at each occurrence, in the language of the request.
    pub title: String,
    /// The HTTP status code of the response.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// The stable name of the problem; programs decide by this.
    #[schema(value_type = ProblemCode)]
    pub code: String,
    /// What happened this time, for people, in the language of the request.
    #[schema(nullable = false)]
    pub detail: Option<String>,
    /// The path that was asked for.
    #[schema(format = "uri-reference", nullable = false)]
    pub instance: Option<String>,
    /// Identifier of the request, to be quoted when asking about it.
    #[schema(nullable = false)]
    pub request_id: Option<String>,
    /// The refused values, of `invalid`: the first 50.
    #[schema(nullable = false)]
    pub errors: Option<Vec<ProblemError>>,
    /// The stage that the account, case, card or order is in, of `not_possible_in_stage` and other refusals for the stage.
    #[schema(nullable = false)]
    pub stage: Option<String>,
    /// The actions that are possible at that stage, of `not_possible_in_stage` and other refusals for the stage.
    #[schema(nullable = false)]
    pub possible_actions: Option<Vec<String>>,
    /// Why there is no right to a card, sector by sector, of `no_entitlement`.
    #[schema(nullable = false)]
    pub entitlements: Option<Vec<SectorEligibility>>,
    /// The steps and documents that are missing, by name, of `incomplete`.
    #[schema(nullable = false)]
    pub missing: Option<Vec<String>>,
    /// The documents that are being scanned for viruses, of `documents_being_scanned`.
    #[schema(nullable = false)]
    pub documents: Option<Vec<DocumentType>>,
    /// Identifier of the case that is open, of `case_in_the_way`.
    #[schema(nullable = false)]
    pub case_id: Option<CaseId>,
    /// Identifier of the attestation that has this reference, of `reference_taken`.
    #[schema(nullable = false)]
    pub attestation_id: Option<AttestationId>,
    /// The sectors concerned, of `licence_category`, `licence_expired` and `previous_expiry_needed`.
    #[schema(nullable = false)]
    pub sectors: Option<Vec<Sector>>,
    /// The last day of the licence, of `licence_expired`, where it is the licence that has ended.
    #[schema(nullable = false)]
    pub expired_on: Option<NaiveDate>,
    /// Identifiers of the items that are not answered, of `items_left`.
    #[schema(nullable = false)]
    pub items: Option<Vec<ItemId>>,
    /// The stage of the card, of `card_stage`.
    #[schema(nullable = false)]
    pub card_stage: Option<card::Stage>,
}

/// One refused value. It stands either at a `pointer` in the body or in a query `parameter`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemError {
    /// Where in the body, as an RFC 6901 pointer; empty for the whole.
    #[schema(nullable = false)]
    pub pointer: Option<String>,
    /// Name of the query parameter.
    #[schema(nullable = false)]
    pub parameter: Option<String>,
    /// What is wrong with the value, stable.
    #[schema(value_type = ProblemErrorCode)]
    pub code: String,
    /// What is wrong with the value and the form to write, for people, in the language of the request.
    pub message: String,
}

/// Every code of a problem, with its status and title.
#[derive(Debug)]
pub struct ProblemCode;

impl PartialSchema for ProblemCode {
    fn schema() -> RefOr<Schema> {
        let rows = Code::ALL.iter().map(|code| {
            let row = code.row();
            (row.name, format!("{} ({})", row.en.title, row.status))
        });
        enumerated("The stable name of a problem, with its title and status.", rows)
    }
}

impl ToSchema for ProblemCode {
    fn name() -> Cow<'static, str> {
        "ProblemCode".into()
    }
}

/// Every code of a refused value, with its meaning.
#[derive(Debug)]
pub struct ProblemErrorCode;

impl PartialSchema for ProblemErrorCode {
    fn schema() -> RefOr<Schema> {
        let rules = FaultCode::ALL
            .iter()
            .map(|code| (code.name(), code.label(Language::English).to_owned()));
        let forms = InputFault::ALL
            .iter()
            .map(|fault| (fault.name(), fault.message().speak(Language::English).to_owned()));
        // Where both have a name, it means the same.
        let rows: BTreeMap<_, _> = rules.chain(forms).collect();
        enumerated("The stable name of what is wrong with a value, with its message.", rows)
    }
}

impl ToSchema for ProblemErrorCode {
    fn name() -> Cow<'static, str> {
        "ProblemErrorCode".into()
    }
}

fn enumerated(what: &str, rows: impl IntoIterator<Item = (&'static str, String)>) -> RefOr<Schema> {
    let (names, lines): (Vec<_>, Vec<_>) = rows
        .into_iter()
        .map(|(name, meaning)| (name, format!("- `{name}`: {meaning}")))
        .unzip();
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(format!("{what} More may come.\n\n{}", lines.join("\n"))))
        .enum_values(Some(names))
        .build()
        .into()
}

/// An occurrence of a problem, as it is answered in English.
pub fn example(code: Code) -> Value {
    let row = code.row();
    let mut example = json!({
        "type": format!("https://hub.example.org/problems/{}", row.name), "title": row.en.title, "status": row.status,
        "code": row.name, "request_id": "7f3c9a52-6f1e-4c55-9d57-1f0c2ad0b1a4",
    });
    if code == Code::Invalid {
        example["errors"] =
            json!([{"pointer": "/licence/number", "code": "missing", "message": "This field is required."}]);
    }
    example
}
