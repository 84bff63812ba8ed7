//! The person a card is for, as somebody types it.

use chrono::NaiveDate;
use domain::people::{BirthDate, Holder, Identity, Licence};
use domain::rules::person;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::http::{Meaning, Problem};

/// The person the card is for, as it is to be printed.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "surname": "Martin", "first_names": "Camille Jeanne", "birth_date": "1988-04-17", "birth_place": "Lyon", "birth_country": "FR",
    "licence": {"country": "FR", "number": "13AA00002", "categories": ["C", "CE"], "issued_on": "2013-10-02", "expires_on": "2028-10-02"}
}))]
pub struct HolderBody {
    /// Surname, as written on the identity document.
    pub surname: String,
    /// Name used, where it is another than the surname: by marriage, for instance.
    pub usage_name: Option<String>,
    /// First names, space-separated; empty for the few who have none.
    pub first_names: String,
    /// Date of birth, `YYYY-MM-DD`; the month and the day are `00` where they are not known.
    pub birth_date: BirthDate,
    /// Town of birth, as it is printed on the card.
    pub birth_place: String,
    /// Country of birth, ISO 3166-1 alpha-2: `FR`.
    pub birth_country: String,
    /// The driver's driving licence: country, number, categories, dates.
    pub licence: Licence,
}

impl Meaning for HolderBody {
    fn judge(self, today: NaiveDate) -> Result<(), Problem> {
        self.check(today).map(drop)
    }
}

impl HolderBody {
    /// The holder, tidied, if nothing is wrong with them.
    pub fn check(self, today: NaiveDate) -> Result<Holder, Problem> {
        let holder = person::tidy_holder(Holder {
            identity: Identity {
                surname: self.surname,
                usage_name: self.usage_name,
                first_names: self.first_names,
                birth_date: self.birth_date,
                birth_place: self.birth_place,
                birth_country: self.birth_country,
            },
            licence: self.licence,
        });
        match person::holder(&holder, today) {
            faults if faults.is_empty() => Ok(holder),
            faults => Err(Problem::invalid(faults)),
        }
    }
}
