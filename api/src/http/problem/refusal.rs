//! What the domain refuses, as problems: one arm a reason.

use domain::labels::Label;
use domain::lifecycle::{Reason, Refusal};
use domain::people::Language;
use domain::rules::fault::FaultCode;

use super::{Code, Problem};

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let problem = match refusal.reason {
            // What the caller left out of the body is the body's fault, whatever the stage.
            Reason::NoItems => return Self::at("/items", FaultCode::Missing),
            Reason::NoReason => return Self::at("/reason", FaultCode::Missing),
            Reason::NoTrackingNumber => return Self::at("/tracking_number", FaultCode::Missing),
            Reason::ConsentMissing => return Self::at("/consents", FaultCode::NotAccepted),
            Reason::WrongRole(role) => {
                let (fr, en) = (role.label(Language::French), role.label(Language::English));
                return Self::new(Code::Forbidden).because(format!("Réservé : {fr}."), format!("Reserved for: {en}."));
            }
            Reason::WrongStage => Self::new(Code::NotPossibleInStage),
            Reason::NotAskedFor => Self::new(Code::NotAskedFor),
            Reason::NotAssignee => Self::new(Code::NotAssignee),
            Reason::InTheWay(case) => Self::new(Code::CaseInTheWay).member("case_id", case),
            Reason::NoEntitlement(sectors) => Self::new(Code::NoEntitlement).member("entitlements", sectors),
            Reason::EntitlementLost => Self::new(Code::EntitlementLost),
            Reason::Incomplete(missing) => Self::new(Code::Incomplete).member("missing", missing),
            Reason::BeingScanned(documents) => Self::new(Code::DocumentsBeingScanned).member("documents", documents),
            Reason::LicenceCategory(sectors) => Self::new(Code::LicenceCategory).member("sectors", sectors),
            Reason::LicenceExpired { on, sectors } => {
                let problem = Self::new(Code::LicenceExpired).member("sectors", sectors);
                match on {
                    Some(day) => problem.member("expired_on", day),
                    None => problem,
                }
            }
            Reason::PreviousExpiryNeeded(sectors) => Self::new(Code::PreviousExpiryNeeded).member("sectors", sectors),
            Reason::ItemsLeft(items) => Self::new(Code::ItemsLeft).member("items", items),
            Reason::EmailInUse => Self::new(Code::EmailInUse),
            Reason::LicenceInUse => Self::new(Code::LicenceInUse),
            Reason::CaseOpen => Self::new(Code::CaseOpen),
            Reason::NewerCardActive => Self::new(Code::NewerCardActive),
            Reason::NotOver => Self::new(Code::NotOver),
            Reason::CardStage(stage) => Self::new(Code::CardStage).member("card_stage", stage),
            Reason::StillExpected => Self::new(Code::CardStillExpected),
            Reason::CardReplaced => Self::new(Code::CardReplaced),
            Reason::OtherCard => Self::new(Code::CardMismatch),
            Reason::SameAddress => Self::new(Code::SameAddress),
            Reason::NothingToPay => Self::new(Code::NothingToPay),
            Reason::OtherAmount => Self::new(Code::OtherAmount),
        };
        let problem = problem.member("possible_actions", refusal.possible);
        match refusal.stage {
            Some(stage) => problem.member("stage", stage),
            None => problem,
        }
    }
}
