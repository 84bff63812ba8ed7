//! What the operator settles once, and transactions need to know.

use domain::rules::certificate::PeriodStart;

/// The operator's settings that rules depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// From when a certificate's four months count.
    pub certificate_period: PeriodStart,
    /// Who issues cards (field 4c).
    pub issuer: String,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            certificate_period: PeriodStart::EndOfTraining,
            issuer: "IN Groupe".to_owned(),
        }
    }
}
