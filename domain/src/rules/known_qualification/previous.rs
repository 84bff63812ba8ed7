//! What an agent answers where an FCO renews a term that nobody knows.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{KnownQualification, KnownQualificationSource, term};
use crate::rules::fault::FaultCode;
use crate::sector::Sector;

/// The answer that stands for no earlier term.
const NONE: &str = "none";

/// Until when the qualification held that an FCO renews: a date (`YYYY-MM-DD`), or `none` where there was none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum PreviousExpiry {
    /// Until this day, that day included.
    On(NaiveDate),
    /// There is no earlier term: the new one counts from the training.
    None,
}

/// Text that is neither a date nor `none`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither a date (YYYY-MM-DD) nor `{NONE}`")]
pub struct UnknownPreviousExpiry(pub String);

impl PreviousExpiry {
    /// What is wrong with the answer, given on a legal date.
    pub fn fault(self, today: NaiveDate) -> Option<FaultCode> {
        match self {
            Self::On(expires_on) => term(expires_on, today),
            Self::None => None,
        }
    }

    /// The qualification that becomes known by the answer of an agent who read the old card.
    pub fn qualification(self, sector: Sector, card_number: Option<String>) -> Option<KnownQualification> {
        match self {
            Self::On(expires_on) => Some(KnownQualification {
                sector,
                expires_on,
                source: KnownQualificationSource::CardShown,
                card_number,
            }),
            Self::None => None,
        }
    }
}

impl fmt::Display for PreviousExpiry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On(expires_on) => expires_on.fmt(f),
            Self::None => f.write_str(NONE),
        }
    }
}

impl FromStr for PreviousExpiry {
    type Err = UnknownPreviousExpiry;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == NONE {
            return Ok(Self::None);
        }
        let unknown = |_| UnknownPreviousExpiry(text.to_owned());
        text.parse().map(Self::On).map_err(unknown)
    }
}

impl TryFrom<String> for PreviousExpiry {
    type Error = UnknownPreviousExpiry;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<PreviousExpiry> for String {
    fn from(answer: PreviousExpiry) -> Self {
        answer.to_string()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for PreviousExpiry {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some(
                "Until when the qualification held that an FCO renews: a date (`YYYY-MM-DD`), or `none` where there was none.",
            ))
            .pattern(Some(r"^([0-9]{4}-[0-9]{2}-[0-9]{2}|none)$"))
            .examples(["2027-05-31", NONE])
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for PreviousExpiry {}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[rstest]
    #[case("2027-05-31", PreviousExpiry::On(day("2027-05-31")))]
    #[case("none", PreviousExpiry::None)]
    fn an_answer_is_a_date_or_none(#[case] text: &str, #[case] answer: PreviousExpiry) {
        let read: PreviousExpiry = serde_json::from_value(json!(text)).expect("an answer");
        assert_eq!(read, answer);
        assert_eq!(serde_json::to_value(answer).expect("JSON"), json!(text));
    }

    #[rstest]
    #[case(json!("None"))]
    #[case(json!(""))]
    #[case(json!("31/05/2027"))]
    #[case(json!(null))]
    fn anything_else_is_no_answer(#[case] text: serde_json::Value) {
        assert!(serde_json::from_value::<PreviousExpiry>(text).is_err());
    }

    #[test]
    fn a_date_makes_a_qualification_known() {
        let answer = PreviousExpiry::On(day("2027-05-31"));
        let known = answer.qualification(Sector::Passengers, Some("DE123".to_owned()));
        let expected = KnownQualification {
            sector: Sector::Passengers,
            expires_on: day("2027-05-31"),
            source: KnownQualificationSource::CardShown,
            card_number: Some("DE123".to_owned()),
        };
        assert_eq!(known, Some(expected));
        assert_eq!(PreviousExpiry::None.qualification(Sector::Passengers, None), None);
    }

    #[test]
    fn no_card_lasts_longer_than_six_years() {
        let today = day("2026-11-22");
        assert_eq!(PreviousExpiry::None.fault(today), None);
        assert_eq!(PreviousExpiry::On(day("2032-11-22")).fault(today), None);
        assert_eq!(
            PreviousExpiry::On(day("2032-11-23")).fault(today),
            Some(FaultCode::TooLate)
        );
    }
}
