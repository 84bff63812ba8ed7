//! Rules that are no lifecycle: each a pure function, with its source.

pub mod accreditation;
pub mod attested;
pub mod certificate;
pub mod company;
pub mod consents;
pub mod contact;
pub mod countries;
pub mod defects;
pub mod documents;
pub mod due;
pub mod e_reporting;
pub mod eligibility;
pub mod expiry;
pub mod fault;
pub mod fees;
pub mod folding;
pub mod hours;
pub mod invoices;
pub mod known_qualification;
pub mod licence_in_force;
pub mod licence_number;
pub mod matching;
pub mod media_type;
pub mod password;
pub mod person;
pub mod phone;
pub mod plausibility;
pub mod reference;
pub mod refused_file;
pub mod retention;
pub mod signs;
pub mod terms;
pub mod text;
pub mod training;
pub mod verification;

pub use fault::{Fault, FaultCode, ValueFault};
