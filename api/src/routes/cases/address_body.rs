//! A postal address, as somebody types it.

use chrono::NaiveDate;
use domain::people::Address;
use domain::rules::{Fault, person};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::http::{Meaning, Problem};

/// A postal address in any country.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "line1": "12 rue de la République", "line2": "Bât. B", "postal_code": "69001", "city": "Lyon", "country": "FR"
}))]
pub struct AddressBody {
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
}

impl Meaning for AddressBody {
    fn judge(self, _: NaiveDate) -> Result<(), Problem> {
        self.check().map(drop)
    }
}

impl AddressBody {
    /// The address, tidied, if nothing is wrong with it.
    pub fn check(self) -> Result<Address, Problem> {
        self.tidied().map_err(Problem::invalid)
    }

    /// The same, where it is a member of a larger body.
    pub fn check_within(self, member: &str) -> Result<Address, Problem> {
        let within = |faults: Vec<Fault>| Problem::invalid(faults.into_iter().map(|fault| fault.within(member)));
        self.tidied().map_err(within)
    }

    fn tidied(self) -> Result<Address, Vec<Fault>> {
        let address = person::tidy_address(Address {
            line1: self.line1,
            line2: self.line2,
            postal_code: self.postal_code,
            city: self.city,
            country: self.country,
        });
        match person::address(&address) {
            faults if faults.is_empty() => Ok(address),
            faults => Err(faults),
        }
    }
}
