//! What is printed on a card, under the numbers that the model of the European Union gives its fields
//! [Directive (EU) 2022/2561, annex II].

use chrono::NaiveDate;

use crate::people::{Holder, Identity};
use crate::rules::expiry::SectorExpiry;
use crate::sector::LicenceCategory;
use crate::words;

words! {
    /// Number of a field, as printed on the card.
    pub enum FieldNumber {
        /// Surname of the card's holder.
        Surname => "1",
        /// First names of the card's holder.
        FirstNames => "2",
        /// Date and place of birth of the holder.
        Birth => "3",
        /// Day on which the card was issued.
        IssuedOn => "4a",
        /// Last day of the card's validity.
        ExpiresOn => "4b",
        /// Authority that issued the card.
        Issuer => "4c",
        /// Number of the holder's driving licence.
        LicenceNumber => "5a",
        /// Number of the card itself.
        CardNumber => "5b",
        /// Code 95 beside a licence category, with the last day of its sector.
        Code95 => "10",
    }
}

/// One field as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedField {
    /// Its number on the card.
    pub number: FieldNumber,
    /// The category it stands beside: field 10 has one line for each.
    pub category: Option<LicenceCategory>,
    /// What is printed.
    pub value: String,
}

/// What a card's fields are made of.
#[derive(Debug, Clone, Copy)]
pub struct Imprint<'a> {
    /// Whose it is.
    pub holder: &'a Holder,
    /// Its number.
    pub number: &'a str,
    /// Who issued it.
    pub issuer: &'a str,
    /// The day of issue.
    pub issued_on: NaiveDate,
    /// Its last day.
    pub expires_on: NaiveDate,
    /// Its sectors, each with its own last day.
    pub sectors: &'a [SectorExpiry],
}

/// The fields in the order of the card. A field that would be empty is left out.
pub fn fields(card: Imprint<'_>) -> Vec<PrintedField> {
    let Identity {
        surname, first_names, ..
    } = &card.holder.identity;
    let front = [
        (FieldNumber::Surname, surname.clone()),
        (FieldNumber::FirstNames, first_names.clone()),
        (FieldNumber::Birth, birth(&card.holder.identity)),
        (FieldNumber::IssuedOn, printed_date(card.issued_on)),
        (FieldNumber::ExpiresOn, printed_date(card.expires_on)),
        (FieldNumber::Issuer, card.issuer.to_owned()),
        (FieldNumber::LicenceNumber, card.holder.licence.number.clone()),
        (FieldNumber::CardNumber, card.number.to_owned()),
    ];
    let front = front.into_iter().map(|(number, value)| PrintedField {
        number,
        category: None,
        value,
    });
    front
        .chain(codes(card.holder, card.sectors))
        .filter(|field| !field.value.is_empty())
        .collect()
}

/// Code 95 beside each category the driver holds in a sector of the card, with that sector's last day.
fn codes<'a>(holder: &'a Holder, sectors: &'a [SectorExpiry]) -> impl Iterator<Item = PrintedField> + 'a {
    let held = &holder.licence.categories;
    sectors.iter().flat_map(move |one| {
        let fitting = one.sector.licence_categories().iter();
        fitting
            .filter(|category| held.contains(category))
            .map(|category| PrintedField {
                number: FieldNumber::Code95,
                category: Some(*category),
                value: format!("95({})", one.expires_on.format("%d.%m.%y")),
            })
    })
}

fn birth(identity: &Identity) -> String {
    let date = identity.birth_date.printed('.');
    if identity.birth_place.is_empty() {
        date
    } else {
        format!("{date} {}", identity.birth_place)
    }
}

fn printed_date(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::Licence;
    use crate::sector::Sector;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_card_of_two_sectors() {
        let holder = Holder {
            identity: Identity {
                surname: "Martin".to_owned(),
                usage_name: None,
                first_names: String::new(),
                birth_date: day("1988-04-17").into(),
                birth_place: "Lyon".to_owned(),
                birth_country: "FR".to_owned(),
            },
            licence: Licence {
                country: "FR".to_owned(),
                number: "13AA00002".to_owned(),
                neph: None,
                categories: vec![
                    LicenceCategory::B,
                    LicenceCategory::Ce,
                    LicenceCategory::C,
                    LicenceCategory::D,
                ],
                issued_on: None,
                expires_on: None,
                category_expiries: Vec::new(),
            },
        };
        let sectors = [
            SectorExpiry {
                sector: Sector::Goods,
                expires_on: day("2030-03-14"),
            },
            SectorExpiry {
                sector: Sector::Passengers,
                expires_on: day("2031-11-20"),
            },
        ];
        let imprint = Imprint {
            holder: &holder,
            number: "FR261234567A",
            issuer: "IN Groupe",
            issued_on: day("2026-11-22"),
            expires_on: day("2031-11-20"),
            sectors: &sectors,
        };
        let lines: Vec<_> = fields(imprint)
            .into_iter()
            .map(|field| {
                let category = field
                    .category
                    .map(|category| format!(" {category}"))
                    .unwrap_or_default();
                format!("{}{category}: {}", field.number, field.value)
            })
            .collect();
        let expected = [
            "1: Martin",
            "3: 17.04.1988 Lyon",
            "4a: 22.11.2026",
            "4b: 20.11.2031",
            "4c: IN Groupe",
            "5a: 13AA00002",
            "5b: FR261234567A",
            "10 C: 95(14.03.30)",
            "10 CE: 95(14.03.30)",
            "10 D: 95(20.11.31)",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_birth_date_known_in_part_is_printed_as_the_licence_does() {
        let mut identity = Identity {
            surname: "Traoré".to_owned(),
            usage_name: None,
            first_names: "Awa".to_owned(),
            birth_date: "1975-00-00".parse().expect("a birth date"),
            birth_place: "Abidjan - Cocody".to_owned(),
            birth_country: "CI".to_owned(),
        };
        assert_eq!(birth(&identity), "00.00.1975 Abidjan - Cocody");
        identity.birth_date = "1975-06-00".parse().expect("a birth date");
        assert_eq!(birth(&identity), "00.06.1975 Abidjan - Cocody");
    }
}
