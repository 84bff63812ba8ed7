//! `POST /v1/licence-number-checks`

use actix_web::post;

use domain::labels::Label;
use domain::people::Language;
use domain::rules::licence_number::{self, LicenceFormat, LicenceWarning};
use domain::rules::person;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::http::{Body, InLanguage, Problem, Reply};

/// A driving licence number, as somebody types it.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"country": "FR", "number": "13 AA 00002"}))]
pub struct LicenceNumber {
    /// The country that issued the licence, ISO 3166-1 alpha-2: `FR`.
    country: String,
    /// The number as it was typed, in any case, with or without spaces; in a French one, dashes do not matter either.
    #[validate(length(max = 64))]
    number: String,
}

/// What can be said of a licence number from its form alone; no register is asked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "normalized": "13AA00002", "format": "fr_since_2013", "format_label": "Permis français délivré depuis 2013",
    "valid": true, "warnings": [], "help": [{"format": "fr_since_2013", "format_label": "Permis français délivré depuis 2013",
        "example": "13AA00002", "text": "9 caractères : 2 chiffres, 2 lettres, 5 chiffres. Permis au format carte délivré depuis 2013 : au recto, à la rubrique 5."}]
}))]
pub struct LicenceNumberCheck {
    /// The number as it is kept and compared: in capitals, without spaces, a French one without dashes as well.
    normalized: String,
    /// The form that the number has. Left out where it has none that its country uses.
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<LicenceFormat>,
    /// Label of `format`, in the language of the request, to show to people.
    #[serde(skip_serializing_if = "Option::is_none")]
    format_label: Option<&'static str>,
    /// Whether a licence of this country can have this number.
    valid: bool,
    /// What is odd about the number without making it wrong; empty where nothing is.
    warnings: Vec<LicenceNumberWarning>,
    /// Where on the document the number stands, for each form that its country uses.
    help: Vec<LicenceNumberHelp>,
}

/// Something that is odd about a licence number without making it wrong.
#[derive(Debug, Serialize, ToSchema)]
pub struct LicenceNumberWarning {
    /// What is odd about the number; programs decide by this.
    code: LicenceWarning,
    /// What is odd about the number, in the language of the request, to show to people.
    message: &'static str,
}

/// Where on the document a licence number of one form stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct LicenceNumberHelp {
    /// The form of licence number that is explained.
    format: LicenceFormat,
    /// Label of `format`, in the language of the request, to show to people.
    format_label: &'static str,
    /// An example of a number of this form.
    example: &'static str,
    /// Where on the document the number stands, in the language of the request, to show to people.
    text: &'static str,
}

/// Check a licence number
///
/// The guide's «aide à la saisie»: normalises the number, tells its form, and where on the document it stands.
#[utoipa::path(
    tag = "reference",
    operation_id = "checkLicenceNumber",
    request_body = LicenceNumber,
    responses((status = 200, body = LicenceNumberCheck, description = "What is known of the number."))
)]
#[post("/v1/licence-number-checks")]
pub async fn check_licence_number(
    InLanguage(language): InLanguage,
    Body(body): Body<LicenceNumber>,
) -> Result<Reply, Problem> {
    if let Some(code) = person::country(&body.country) {
        return Err(Problem::at("/country", code));
    }
    let checked = licence_number::check(&body.country, &body.number);
    let view = LicenceNumberCheck {
        valid: checked.is_valid(),
        normalized: checked.normalized,
        format: checked.format,
        format_label: checked.format.map(|format| format.label(language)),
        warnings: checked
            .warnings
            .into_iter()
            .map(|code| LicenceNumberWarning {
                code,
                message: code.label(language),
            })
            .collect(),
        help: help(&body.country, language),
    };
    Ok(Reply::ok(&view))
}

fn help(country: &str, language: Language) -> Vec<LicenceNumberHelp> {
    let formats = licence_number::formats_of(country)
        .iter()
        .map(|format| LicenceNumberHelp {
            format: *format,
            format_label: format.label(language),
            example: format.example(),
            text: format.help(language),
        });
    formats.collect()
}
