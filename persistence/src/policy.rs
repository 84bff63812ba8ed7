//! What the operator settles once, and transactions need to know.

use domain::rules::certificate::PeriodStart;
use domain::rules::retention::AuditMonths;

/// The operator's settings that rules depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// From when a certificate's four months count.
    pub certificate_period: PeriodStart,
    /// Who issues cards (field 4c).
    pub issuer: String,
    /// How long the audit trail is kept.
    pub audit_trail: AuditMonths,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            certificate_period: PeriodStart::EndOfTraining,
            issuer: "IN Groupe".to_owned(),
            audit_trail: AuditMonths::default(),
        }
    }
}
