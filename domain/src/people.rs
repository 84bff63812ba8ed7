//! Who people are: names, birth, licence, address. The shapes that accounts, cases, cards and papers share.

mod birth_date;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::rules::licence_in_force::CategoryExpiry;
use crate::sector::LicenceCategory;
use crate::words;

pub use birth_date::{BirthDate, BirthDatePrecision};

words! {
    /// The language a driver is written to in.
    pub enum Language {
        /// French, the default.
        French => "fr",
        /// English.
        English => "en",
    }
}

/// Who somebody is, as their identity document says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Identity {
    /// Surname, as written on the identity document: the birth name, where another is used.
    pub surname: String,
    /// Name used, where it is another than the surname: by marriage, for instance.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub usage_name: Option<String>,
    /// First names, space-separated; empty for the few who have none.
    pub first_names: String,
    /// Date of birth, as far as it is known.
    pub birth_date: BirthDate,
    /// Town of birth.
    pub birth_place: String,
    /// Country of birth, ISO 3166-1 alpha-2.
    pub birth_country: String,
}

/// A driving licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Licence {
    /// Issuing country, ISO 3166-1 alpha-2.
    pub country: String,
    /// Number of the title, normalised; where only the NEPH is known, the NEPH. May be left out where the NEPH is given.
    #[serde(default)]
    pub number: String,
    /// NEPH: the 12 digits that are a French holder's for life.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub neph: Option<String>,
    /// Categories held; none for a pupil, who has a NEPH.
    pub categories: Vec<LicenceCategory>,
    /// Day of issue.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub issued_on: Option<NaiveDate>,
    /// Last day of validity.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expires_on: Option<NaiveDate>,
    /// Last days of validity of single categories (on the back of the title, column 11), where they are known. Each
    /// category is one of `categories`, named once. Left out where none is known.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub category_expiries: Vec<CategoryExpiry>,
}

/// The person a card, a certificate or a case is about: identity and licence together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Holder {
    /// Who they are.
    #[serde(flatten)]
    pub identity: Identity,
    /// What they may drive.
    pub licence: Licence,
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Address {
    /// Number and street.
    pub line1: String,
    /// Building, flat, «chez …».
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub line2: Option<String>,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub city: String,
    /// Country, ISO 3166-1 alpha-2.
    pub country: String,
}

/// A company that pays for a driver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Company {
    /// Registered name.
    pub name: String,
    /// SIREN, 9 digits.
    pub siren: String,
}

/// To whom an invoice is made out: the driver at an address, or a company there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BillingAddress {
    /// Where.
    #[serde(flatten)]
    pub address: Address,
    /// Company that pays, where it is not the driver.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub company: Option<Company>,
}

impl From<Address> for BillingAddress {
    fn from(address: Address) -> Self {
        Self { address, company: None }
    }
}
