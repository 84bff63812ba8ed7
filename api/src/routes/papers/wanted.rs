//! Which paper somebody wants, and whether it is theirs to have.

use domain::case::Stage;
use domain::ids::{AccountId, AttestationId, CaseId, CertificateId, InvoiceId};
use domain::paper::PaperKind;
use domain::rules::invoices::InvoiceKind;
use persistence::papers::PaperRecord;
use persistence::{Db, attestations, cases, certificates, invoices};
use uuid::Uuid;

use super::serving::Allowed;
use crate::http::{Code, Problem};
use crate::hub::Abort;

/// A paper that drivers may have, by what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Recap(AttestationId),
    Certificate(CertificateId),
    Summary(CaseId),
    ReturnCoupon(CaseId),
    Invoice(InvoiceId),
}

impl Wanted {
    /// The paper that a path of this area leads to.
    pub(super) fn at(path: &str) -> Option<Self> {
        let mut parts = path.strip_prefix("/v1/")?.split('/');
        let (collection, id, file) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        match (collection, file) {
            ("trainings", "recap.pdf") => id.parse().ok().map(Self::Recap),
            ("certificates", "certificate.pdf") => id.parse().ok().map(Self::Certificate),
            ("cases", "summary.pdf") => id.parse().ok().map(Self::Summary),
            ("cases", "return-coupon.pdf") => id.parse().ok().map(Self::ReturnCoupon),
            ("invoices", "invoice.pdf") => id.parse().ok().map(Self::Invoice),
            _ => None,
        }
    }

    /// What a paper that was printed is; none of what drivers are not shown.
    pub(super) fn of(record: &PaperRecord) -> Option<Self> {
        let id = record.subject_id.0;
        match record.kind {
            PaperKind::Recap => Some(Self::Recap(id.into())),
            PaperKind::Certificate => Some(Self::Certificate(id.into())),
            PaperKind::Summary => Some(Self::Summary(id.into())),
            PaperKind::ReturnCoupon => Some(Self::ReturnCoupon(id.into())),
            PaperKind::InvoiceDuplicate | PaperKind::CreditNoteDuplicate => Some(Self::Invoice(id.into())),
            PaperKind::Invoice | PaperKind::CreditNote | PaperKind::CardLetter => None,
        }
    }

    fn subject(self) -> Uuid {
        match self {
            Self::Recap(id) => id.into(),
            Self::Certificate(id) => id.into(),
            Self::Summary(id) | Self::ReturnCoupon(id) => id.into(),
            Self::Invoice(id) => id.into(),
        }
    }

    /// What is printed of it. Stops where it is not the driver's own (not found), or not to be had now.
    pub(super) fn require(self, db: &mut Db<'_>, driver: AccountId) -> Result<Allowed, Abort> {
        Ok(Allowed {
            kind: self.kind(db, driver)?,
            subject: self.subject(),
            account: driver,
        })
    }

    fn kind(self, db: &mut Db<'_>, driver: AccountId) -> Result<PaperKind, Abort> {
        match self {
            Self::Recap(id) => {
                attestations::of_account_by_id(db, driver, id)?;
                Ok(PaperKind::Recap)
            }
            Self::Certificate(id) => match certificates::of_account(db, driver, id)?.revoked_at {
                None => Ok(PaperKind::Certificate),
                Some(_) => Err(Problem::new(Code::CertificateRevoked).into()),
            },
            Self::Summary(id) => match cases::of_account(db, driver, id)?.submitted_at {
                Some(_) => Ok(PaperKind::Summary),
                None => Err(Problem::new(Code::NotSent).into()),
            },
            Self::ReturnCoupon(id) => match cases::of_account(db, driver, id)?.stage {
                Stage::AwaitingCardReturn => Ok(PaperKind::ReturnCoupon),
                stage => {
                    let problem = Problem::new(Code::NotPossibleInStage).member("stage", stage);
                    Err(problem.member("possible_actions", [""; 0]).into())
                }
            },
            Self::Invoice(id) => Ok(match invoices::of_account(db, driver, id)?.kind {
                InvoiceKind::Invoice => PaperKind::InvoiceDuplicate,
                InvoiceKind::CreditNote => PaperKind::CreditNoteDuplicate,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_to_a_paper_or_nowhere() {
        let id = "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e";
        let known = Uuid::parse_str(id).expect("an id");
        for (path, expected) in [
            (format!("/v1/trainings/{id}/recap.pdf"), Wanted::Recap(known.into())),
            (
                format!("/v1/certificates/{id}/certificate.pdf"),
                Wanted::Certificate(known.into()),
            ),
            (format!("/v1/cases/{id}/summary.pdf"), Wanted::Summary(known.into())),
            (
                format!("/v1/cases/{id}/return-coupon.pdf"),
                Wanted::ReturnCoupon(known.into()),
            ),
        ] {
            assert_eq!(Wanted::at(&path), Some(expected), "{path}");
            assert_eq!((expected.subject(), Wanted::at(&format!("{path}/"))), (known, None));
        }
        for path in [
            "",
            "/v1/trainings/x/recap.pdf",
            "/v1/trainings/01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e/summary.pdf",
            "/v1/cases/01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e/documents",
            "https://elsewhere.example/v1/cases/01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e/summary.pdf",
        ] {
            assert_eq!(Wanted::at(path), None, "{path}");
        }
    }
}
