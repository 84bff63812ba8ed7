//! Taking over what another register knows of drivers: one line (NDJSON) for each qualification.

use domain::ids::AccountId;
use domain::people::{BirthDate, Language};
use domain::rules::known_qualification::{self, KnownQualification, KnownQualificationSource};
use domain::rules::licence_number;
use domain::rules::person::tidy_neph;
use domain::sector::Sector;
use persistence::known_qualifications::{Imported, Whom, import};
use persistence::{Author, Error, Store, Tx};
use serde::Deserialize;

use crate::http::Problem;

/// One line of a register: whose qualification it is, in which sector, and until when.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    account_id: Option<AccountId>,
    licence: Option<LicenceOf>,
    birth_date: Option<BirthDate>,
    sector: Sector,
    expires_on: chrono::NaiveDate,
    card_number: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct LicenceOf {
    #[serde(default = "france")]
    country: String,
    number: Option<String>,
    neph: Option<String>,
}

fn france() -> String {
    licence_number::FRANCE.to_owned()
}

/// What became of a line: where it is refused, why.
pub type Taken = Result<Imported, String>;

/// Takes one line over, or (`dry_run`) says what would become of it. A line that is empty is nothing.
pub async fn take_line(store: &Store, author: Author, line: &[u8], dry_run: bool) -> Result<Option<Taken>, Error> {
    let Ok(text) = std::str::from_utf8(line) else {
        return Ok(Some(Err("it is not UTF-8".to_owned())));
    };
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Ok(None);
    }
    let (whom, known) = match read(text, store.clock().today()) {
        Ok(read) => read,
        Err(reason) => return Ok(Some(Err(reason))),
    };
    let write = move |tx: &mut Tx<'_>| {
        if dry_run {
            tx.rehearse(|tx| import(tx, &whom, &known))
        } else {
            import(tx, &whom, &known)
        }
    };
    Ok(Some(match store.write(author, write).await? {
        Imported::Nobody => Err("no driver with this account, or licence and birth date".to_owned()),
        Imported::Several => Err("several drivers with this licence and birth date: name the account".to_owned()),
        taken => Ok(taken),
    }))
}

fn read(text: &str, today: chrono::NaiveDate) -> Result<(Whom, KnownQualification), String> {
    let line: Line = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let whom = line
        .whom()
        .ok_or("account_id, or licence (number or neph) and birth_date, is missing")?;
    let known = line.known();
    let faults = known_qualification::check(&known, today);
    if faults.is_empty() {
        Ok((whom, known))
    } else {
        Err(Problem::invalid(faults).on_one_line(Language::English))
    }
}

impl Line {
    fn whom(&self) -> Option<Whom> {
        match (self.account_id, &self.licence, self.birth_date) {
            (Some(id), _, _) => Some(Whom::Account(id)),
            (None, Some(licence), Some(birth_date)) => {
                let country = licence.country.to_ascii_uppercase();
                let number = licence.number.as_deref();
                let number = number.map(|number| licence_number::check(&country, number).normalized);
                let neph = tidy_neph(licence.neph.clone());
                let numbers: Vec<_> = number
                    .map(|number| (country, number))
                    .into_iter()
                    .chain(neph.map(|neph| (france(), neph)))
                    .filter(|(_, number)| !number.is_empty())
                    .collect();
                (!numbers.is_empty()).then_some(Whom::Licence { numbers, birth_date })
            }
            _ => None,
        }
    }

    fn known(&self) -> KnownQualification {
        KnownQualification {
            sector: self.sector,
            expires_on: self.expires_on,
            source: KnownQualificationSource::Imported,
            card_number: self.card_number.clone(),
        }
        .tidied()
    }
}
