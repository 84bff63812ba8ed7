//! To whom an invoice goes, as somebody types it.

use chrono::NaiveDate;
use domain::people::{Address, BillingAddress, Company};
use domain::rules::company;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::http::{Meaning, Problem};

/// To whom the invoice is made out: the driver at an address, or a company there.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "line1": "4 cours Lafayette", "postal_code": "69003", "city": "Lyon", "country": "FR",
    "company": {"name": "Transports Durand", "siren": "732829320"}
}))]
pub struct BillingAddressBody {
    /// Number and street: `12 rue de la République`.
    pub line1: String,
    /// Building, flat, «chez …»: what helps to find the door.
    pub line2: Option<String>,
    /// Postal code; empty for the countries that have none.
    pub postal_code: String,
    /// Town or city of the address.
    pub city: String,
    /// Country of the address, ISO 3166-1 alpha-2: `FR`.
    pub country: String,
    /// The company that pays, where it is not the driver.
    pub company: Option<Company>,
}

impl Meaning for BillingAddressBody {
    fn judge(self, _: NaiveDate) -> Result<(), Problem> {
        self.check().map(drop)
    }
}

impl BillingAddressBody {
    /// The address and company, tidied, if nothing is wrong with them.
    pub fn check(self) -> Result<BillingAddress, Problem> {
        let billing = company::tidy_billing_address(BillingAddress {
            address: Address {
                line1: self.line1,
                line2: self.line2,
                postal_code: self.postal_code,
                city: self.city,
                country: self.country,
            },
            company: self.company,
        });
        match company::billing_address(&billing) {
            faults if faults.is_empty() => Ok(billing),
            faults => Err(Problem::invalid(faults)),
        }
    }
}
