//! The people of a crowd, each of them a number.

use chrono::{Days, NaiveDate};
use domain::people::{Address, BirthDate, BirthDatePrecision, Holder, Identity, Language, Licence};
use domain::sector::LicenceCategory;
use persistence::accounts::Profile;
use serde_json::{Value, json};

use super::chance::pick;

/// The password of everybody.
pub const PASSWORD: &str = "Gravier-7-phares-bleus!";

/// Where everybody has their email.
pub(super) const DOMAIN: &str = "crowd.example";

const SURNAMES: &[&str] = &[
    "Martin",
    "Bernard",
    "Thomas",
    "Robert",
    "Petit",
    "Dubois",
    "Moreau",
    "Laurent",
    "Lefèvre",
    "Garcia",
    "Roux",
    "Fournier",
    "Girard",
    "Bonnet",
    "Dupont",
    "Lambert",
    "Fontaine",
    "Rousseau",
    "Vincent",
    "Muller",
    "Faure",
    "André",
    "Mercier",
    "Blanc",
    "Guérin",
    "Boyer",
    "Garnier",
    "Chevalier",
    "Legrand",
    "Gauthier",
    "Perrin",
    "Morel",
];
const FIRST_NAMES: &[&str] = &[
    "Camille",
    "Dominique",
    "Claude",
    "Marie",
    "Jean",
    "Nathalie",
    "Philippe",
    "Isabelle",
    "Michel",
    "Sylvie",
    "Alain",
    "Catherine",
    "Patrick",
    "Martine",
    "Nicolas",
    "Christine",
    "Christophe",
    "Françoise",
    "Pierre",
    "Valérie",
];
const TOWNS: &[(&str, &str)] = &[
    ("75012", "Paris"),
    ("69003", "Lyon"),
    ("13002", "Marseille"),
    ("31000", "Toulouse"),
    ("44000", "Nantes"),
    ("67000", "Strasbourg"),
    ("33000", "Bordeaux"),
    ("59000", "Lille"),
    ("35000", "Rennes"),
    ("29200", "Brest"),
];
const STREETS: &[&str] = &[
    "rue de la Gare",
    "avenue de la République",
    "rue des Tilleuls",
    "place du Marché",
];

/// A driver, by their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Driver {
    /// Their number.
    pub number: u32,
}

impl Driver {
    /// The email to sign in with.
    pub fn email(self) -> String {
        format!("driver{}@{DOMAIN}", self.number)
    }

    /// Two surnames in one: there are a thousand of them.
    pub fn surname(self) -> String {
        format!("{}-{}", pick(SURNAMES, self.number, 1), pick(SURNAMES, self.number, 2))
    }

    /// Two first names.
    pub fn first_names(self) -> String {
        format!(
            "{} {}",
            pick(FIRST_NAMES, self.number, 3),
            pick(FIRST_NAMES, self.number, 4)
        )
    }

    /// Between 1960 and 1999.
    pub fn birth_date(self) -> NaiveDate {
        let first = NaiveDate::from_ymd_opt(1960, 1, 1).unwrap_or_default();
        // Neighbours are not born in a row.
        first + Days::new(u64::from(self.number) * 7_919 % 14_600)
    }

    /// The number of a French licence since 2013, nobody else's.
    pub fn licence_number(self) -> String {
        let letter = |digit: u32| char::from(b'A' + u8::try_from(digit % 26).unwrap_or_default());
        let series = self.number / 100_000;
        let year = 13 + series / 676 % 12;
        format!(
            "{year}{}{}{:05}",
            letter(series / 26),
            letter(series),
            self.number % 100_000
        )
    }

    /// Where they live.
    pub fn address(self) -> Address {
        let (postal_code, city) = *pick(TOWNS, self.number, 5);
        Address {
            line1: format!("{} {}", self.number % 90 + 1, pick(STREETS, self.number, 6)),
            line2: None,
            postal_code: postal_code.to_owned(),
            city: city.to_owned(),
            country: "FR".to_owned(),
        }
    }

    /// What a training centre writes down of them.
    pub fn as_attested(self) -> Value {
        json!({
            "surname": self.surname().to_uppercase(), "first_names": self.first_names(), "birth_date": self.birth_date(),
            "licence": {"country": "FR", "number": self.licence_number()},
        })
    }

    /// Who they are, and their licence.
    pub(super) fn holder(self) -> Holder {
        Holder {
            identity: Identity {
                surname: self.surname(),
                usage_name: None,
                first_names: self.first_names(),
                birth_date: BirthDate::from_parts(self.birth_date(), BirthDatePrecision::Day),
                birth_place: pick(TOWNS, self.number, 7).1.to_owned(),
                birth_country: "FR".to_owned(),
            },
            licence: Licence {
                country: "FR".to_owned(),
                number: self.licence_number(),
                neph: None,
                categories: vec![LicenceCategory::B, LicenceCategory::C, LicenceCategory::Ce],
                issued_on: NaiveDate::from_ymd_opt(2018, 3, 12),
                expires_on: NaiveDate::from_ymd_opt(2033, 3, 12),
                category_expiries: Vec::new(),
            },
        }
    }

    /// What their account says of them.
    pub(super) fn profile(self) -> Profile {
        Profile {
            email: self.email(),
            language: Language::French,
            phone: Some(format!("+336{:08}", self.number % 100_000_000)),
            holder: self.holder(),
            address: self.address(),
        }
    }
}
