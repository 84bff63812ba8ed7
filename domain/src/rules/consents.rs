//! The four boxes that a driver ticks to open an account (guide; their wording is assumed).

use super::fault::{Fault, FaultCode};
use crate::words;
use crate::words::Word;

words! {
    /// One of the four consents that a driver gives to open an account.
    pub enum Consent {
        /// The driver has read the privacy policy.
        PrivacyPolicy => "privacy_policy",
        /// The driver accepts the general conditions.
        GeneralConditions => "general_conditions",
        /// What the driver declares is accurate.
        DataAccuracy => "data_accuracy",
        /// The driver accepts to be written to electronically.
        ElectronicCommunication => "electronic_communication",
    }
}

impl Consent {
    /// The version of the document that is consented to today: the day it came into force. Changes with the document.
    pub const fn document_version(self) -> &'static str {
        match self {
            Self::PrivacyPolicy | Self::GeneralConditions | Self::DataAccuracy | Self::ElectronicCommunication => {
                "2026-01-01"
            }
        }
    }
}

/// A fault for every consent that was not given: all four are needed.
pub fn check(given: &[Consent]) -> Vec<Fault> {
    Consent::ALL
        .iter()
        .filter(|consent| !given.contains(consent))
        .map(|consent| Fault::new(consent.name(), FaultCode::NotAccepted))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_four_are_needed() {
        assert_eq!(check(Consent::ALL), []);
        assert_eq!(
            check(&[Consent::GeneralConditions, Consent::PrivacyPolicy]),
            [
                Fault::new("data_accuracy", FaultCode::NotAccepted),
                Fault::new("electronic_communication", FaultCode::NotAccepted),
            ]
        );
    }
}
