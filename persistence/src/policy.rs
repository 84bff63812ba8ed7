//! What the operator settles once, and transactions need to know.

use domain::people::Address;
use domain::rules::certificate::PeriodStart;
use domain::rules::invoices::Seller;
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
    /// Whether anybody sends text messages. Where nobody does, mails say it all.
    pub texts: bool,
    /// Whether uploads are scanned for viruses.
    pub scans: bool,
    /// Who sells, as invoices say it.
    pub seller: Seller,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            certificate_period: PeriodStart::default(),
            issuer: "IN Groupe".to_owned(),
            audit_trail: AuditMonths::default(),
            texts: true,
            scans: false,
            seller: specimen(),
        }
    }
}

/// A seller that nobody takes for a real one.
fn specimen() -> Seller {
    Seller {
        name: "CQC Hub SPECIMEN".to_owned(),
        address: Address {
            line1: "1 rue de l’Exemple".to_owned(),
            line2: None,
            postal_code: "75000".to_owned(),
            city: "Paris".to_owned(),
            country: "FR".to_owned(),
        },
        siren: "000000000".to_owned(),
        vat_number: "FR12000000000".to_owned(),
    }
}
