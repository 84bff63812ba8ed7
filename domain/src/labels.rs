//! What the words are called on screen and on paper, in French and in English: tables, and nothing else.

mod cases;
mod faults;
mod frontends;
mod lifecycles;
mod refused_files;
mod rules;

use crate::people::Language;
use crate::words::Word;

/// A word with a name people read.
pub trait Label: Word {
    /// Its name in a language.
    fn label(self, language: Language) -> &'static str;
}

/// Writes a table of labels: one line a word, French then English. A word without its line does not compile.
macro_rules! labels {
    ($Word:ty { $( $Variant:ident => $french:literal, $english:literal );+ $(;)? }) => {
        impl $crate::labels::Label for $Word {
            fn label(self, language: $crate::people::Language) -> &'static str {
                match (self, language) {
                    $( (Self::$Variant, $crate::people::Language::French) => $french,
                       (Self::$Variant, $crate::people::Language::English) => $english, )+
                }
            }
        }
    };
}

pub(crate) use labels;

#[cfg(test)]
mod tests {
    use super::*;

    /// Every word of a vocabulary has a French and an English label, and no two words share one.
    fn is_complete<W: Label + std::fmt::Debug>() {
        for &language in Language::ALL {
            let mut seen = std::collections::HashSet::new();
            for &word in W::ALL {
                let label = word.label(language);
                assert!(!label.trim().is_empty(), "{word:?} has no label in {language}");
                assert!(seen.insert(label), "«{label}» stands for two words");
            }
        }
    }

    #[test]
    fn every_word_has_a_label_of_its_own() {
        is_complete::<Language>();
        is_complete::<crate::people::BirthDatePrecision>();
        is_complete::<crate::account::Stage>();
        is_complete::<crate::actor::Role>();
        is_complete::<crate::attestation::Stage>();
        is_complete::<crate::card::printed::FieldNumber>();
        is_complete::<crate::card::RevocationReason>();
        is_complete::<crate::card::Stage>();
        is_complete::<crate::case::Field>();
        is_complete::<crate::case::Kind>();
        is_complete::<crate::case::Stage>();
        is_complete::<crate::case::StepName>();
        is_complete::<crate::case::ViewerAction>();
        is_complete::<crate::entitlement::Stage>();
        is_complete::<crate::export::Stage>();
        is_complete::<crate::oauth::FrontendScope>();
        is_complete::<crate::payment::Alert>();
        is_complete::<crate::payment::Stage>();
        is_complete::<crate::production_order::OrderType>();
        is_complete::<crate::production_order::Stage>();
        is_complete::<crate::rules::accreditation::CentreKind>();
        is_complete::<crate::rules::consents::Consent>();
        is_complete::<crate::rules::defects::Defect>();
        is_complete::<crate::rules::documents::DocumentType>();
        is_complete::<crate::rules::eligibility::IneligibilityReason>();
        is_complete::<crate::rules::fault::FaultCode>();
        is_complete::<crate::rules::fault::Form>();
        is_complete::<crate::rules::fees::Currency>();
        is_complete::<crate::rules::fees::FeeKind>();
        is_complete::<crate::rules::fees::OperationCategory>();
        is_complete::<crate::rules::invoices::InvoiceKind>();
        is_complete::<crate::rules::known_qualification::KnownQualificationSource>();
        is_complete::<crate::rules::licence_number::LicenceFormat>();
        is_complete::<crate::rules::licence_number::LicenceWarning>();
        is_complete::<crate::rules::matching::MismatchReason>();
        is_complete::<crate::rules::media_type::ForeignFormat>();
        is_complete::<crate::rules::password::PasswordForm>();
        is_complete::<crate::rules::retention::Retained>();
        is_complete::<crate::rules::share::ShareItem>();
        is_complete::<crate::rules::share::ShareStatus>();
        is_complete::<crate::rules::plausibility::OverlapDecision>();
        is_complete::<crate::rules::training::TrainingType>();
        is_complete::<crate::rules::verification::VerificationStatus>();
        is_complete::<crate::sector::Sector>();
    }
}
