//! Who people are: names, birth, licence, address. The shapes that accounts, cases, cards and papers share.

mod birth_date;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::rules::licence_in_force::CategoryExpiry;
use crate::sector::LicenceCategory;
use crate::words;

pub use birth_date::{BirthDate, BirthDatePrecision};

words! {
    /// The language in which somebody is written to.
    pub enum Language {
        /// French, which is the default.
        French => "fr",
        /// English, in messages and labels.
        English => "en",
    }
}

/// Who somebody is, as their identity document says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Identity {
    /// Surname, as written on the identity document: the birth name, where another is used.
    pub surname: String,
    /// Name used, where it is another than the surname: by marriage, for instance. Left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub usage_name: Option<String>,
    /// First names, space-separated; empty for the few who have none.
    pub first_names: String,
    /// Date of birth, `YYYY-MM-DD`; the month and the day are `00` where they are not known.
    pub birth_date: BirthDate,
    /// Town of birth, as it is printed on the card.
    pub birth_place: String,
    /// Country of birth, ISO 3166-1 alpha-2: `FR`.
    pub birth_country: String,
}

/// A driving licence: its country, number, categories and dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Licence {
    /// The country that issued the licence, ISO 3166-1 alpha-2: `FR`.
    pub country: String,
    /// Number of the licence, normalised; where only the NEPH is known, the NEPH. May be left out where the NEPH is
    /// given.
    #[serde(default)]
    pub number: String,
    /// NEPH: the 12 digits that are a French licence holder's for life. Left out where it is not known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub neph: Option<String>,
    /// The categories held; none for a pupil, who has a NEPH.
    pub categories: Vec<LicenceCategory>,
    /// The day on which the licence was issued. Left out where it is not known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub issued_on: Option<NaiveDate>,
    /// The last day on which the licence is valid. Left out where it is not known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expires_on: Option<NaiveDate>,
    /// Last days of validity of single categories (on the back of the title, column 11), where they are known. Each
    /// category is one of `categories`, named once. Left out where none is known.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub category_expiries: Vec<CategoryExpiry>,
}

/// The person a card or a case is about: who they are, and their driving licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Holder {
    /// Who they are, as their identity document says.
    #[serde(flatten)]
    pub identity: Identity,
    /// Their driving licence: country, number, categories, dates.
    pub licence: Licence,
}

/// A postal address in any country.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Address {
    /// Number and street: `12 rue de la République`.
    pub line1: String,
    /// Building, flat, «chez …»: what helps to find the door. Left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub line2: Option<String>,
    /// Postal code; empty for the countries that have none.
    pub postal_code: String,
    /// Town or city of the address.
    pub city: String,
    /// Country of the address, ISO 3166-1 alpha-2: `FR`.
    pub country: String,
}

/// A company that pays instead of the driver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Company {
    /// Registered name of the company.
    pub name: String,
    /// SIREN of the company: nine digits.
    pub siren: String,
}

/// To whom an invoice is made out: the driver at an address, or a company there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BillingAddress {
    /// The address that stands on the invoice.
    #[serde(flatten)]
    pub address: Address,
    /// The company that pays. Left out where the driver pays.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub company: Option<Company>,
}

impl From<Address> for BillingAddress {
    fn from(address: Address) -> Self {
        Self { address, company: None }
    }
}
