//! What a driver declares about a card, as somebody types it.

use chrono::NaiveDate;
use domain::case::{Declaration, DeclaredDefect, FaultyCard, Kind, MissingCard};
use domain::rules::FaultCode;
use domain::rules::defects::Defect;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::http::{Fault, Problem};

/// What the driver declares of a card. The kind of the case says which members belong: `lost_on` and `circumstances` to
/// a loss or a theft, `defects` to a faulty card.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "lost_on": "2026-11-20", "circumstances": "Tombée du camion à la station-service.", "return_commitment": true
}))]
pub struct DeclarationBody {
    /// The day on which the card was lost or stolen, as far as its driver knows. Required for a loss or a theft.
    pub lost_on: Option<NaiveDate>,
    /// How the card was lost or stolen, in the driver's words. For a loss or a theft only.
    #[schema(max_length = 1_000)]
    pub circumstances: Option<String>,
    /// What is wrong with the card: any number of defects, each once but `other`. Required for a faulty card.
    #[validate(nested, length(max = 100))]
    #[schema(min_items = 1, max_items = 100)]
    pub defects: Option<Vec<DefectBody>>,
    /// The box that the driver ticks: a card that is found again, or is faulty, will be given back.
    pub return_commitment: bool,
}

/// What a driver declared of a card: `lost_on` and `circumstances` of one that is lost or stolen, `defects` of a faulty one.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "lost_on": "2026-11-20", "circumstances": "Tombée du camion à la station-service.", "return_commitment": true
}))]
pub struct CaseDeclaration {
    /// The day on which the card was lost or stolen, as far as its driver knows. Left out of a faulty card.
    #[serde(skip_serializing_if = "Option::is_none")]
    lost_on: Option<NaiveDate>,
    /// How the card was lost or stolen, in the driver's words. Left out where nothing was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    circumstances: Option<String>,
    /// What is wrong with the card, one defect after the other. Left out of a lost or stolen card.
    #[serde(skip_serializing_if = "Option::is_none")]
    defects: Option<Vec<DeclaredDefect>>,
    /// Whether the driver will give the card back, should it be found or because it is faulty.
    return_commitment: bool,
}

impl CaseDeclaration {
    /// The declaration of a case, as it is kept.
    pub fn of(kept: serde_json::Value) -> Option<Self> {
        serde_json::from_value(kept)
            .inspect_err(|error| tracing::error!(%error, "a declaration that cannot be read"))
            .ok()
    }
}

/// A defect of a card, as its driver declares it.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"field": "surname", "comment": "Il manque le trait d’union."}))]
pub struct DefectBody {
    /// What is wrong with the card: the part of it that is not as it should be.
    pub field: Defect,
    /// What is wrong with it, in the driver's words. Required where `field` is `other`.
    #[schema(max_length = 1_000)]
    pub comment: Option<String>,
}

impl DeclarationBody {
    /// The declaration that cases of a kind take.
    pub fn about(self, kind: Kind) -> Result<Declaration, Problem> {
        match kind {
            Kind::Quality => self.faulty(),
            Kind::Loss | Kind::Theft | Kind::Cqc | Kind::Undelivered | Kind::NonDelivery => self.missing(),
        }
    }

    fn missing(self) -> Result<Declaration, Problem> {
        let misplaced = self.defects.is_some().then_some("/defects");
        let Some(lost_on) = self.lost_on.filter(|_| misplaced.is_none()) else {
            return Err(refused(misplaced, self.lost_on.is_none().then_some("/lost_on")));
        };
        Ok(Declaration::Missing(MissingCard {
            lost_on,
            circumstances: self.circumstances,
            return_commitment: self.return_commitment,
        }))
    }

    fn faulty(self) -> Result<Declaration, Problem> {
        let lost_on = self.lost_on.is_some().then_some("/lost_on");
        let misplaced = lost_on.or(self.circumstances.is_some().then_some("/circumstances"));
        let is_missing = self.defects.is_none();
        let Some(defects) = self.defects.filter(|_| misplaced.is_none()) else {
            return Err(refused(misplaced, is_missing.then_some("/defects")));
        };
        Ok(Declaration::Faulty(FaultyCard {
            defects: defects.into_iter().map(DeclaredDefect::from).collect(),
            return_commitment: self.return_commitment,
        }))
    }
}

fn refused(misplaced: Option<&str>, missing: Option<&str>) -> Problem {
    let misplaced = misplaced.map(|place| Fault::at(place, FaultCode::NotAskedFor));
    let missing = missing.map(|place| Fault::at(place, FaultCode::Missing));
    Problem::invalid(misplaced.into_iter().chain(missing))
}

impl From<DefectBody> for DeclaredDefect {
    fn from(body: DefectBody) -> Self {
        Self {
            field: body.field,
            comment: body.comment,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(json: serde_json::Value) -> DeclarationBody {
        serde_json::from_value(json).expect("a declaration")
    }

    fn places(problem: &Problem) -> Vec<String> {
        let place = |fault: &Fault| format!("{:?}", fault.place);
        problem.faults().iter().map(place).collect()
    }

    #[test]
    fn each_kind_takes_its_own_members() {
        let lost = || body(serde_json::json!({"lost_on": "2026-11-20", "return_commitment": true}));
        assert!(lost().about(Kind::Loss).is_ok() && lost().about(Kind::Theft).is_ok());
        let problem = lost().about(Kind::Quality).expect_err("no defects");
        assert_eq!(
            places(&problem).len(),
            2,
            "one that does not belong, one that is missing"
        );

        let faulty = || body(serde_json::json!({"defects": [{"field": "photo"}], "return_commitment": true}));
        assert!(faulty().about(Kind::Quality).is_ok());
        assert_eq!(places(&faulty().about(Kind::Loss).expect_err("no day")).len(), 2);
    }
}
