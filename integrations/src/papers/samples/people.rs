//! The people of the samples.

use chrono::NaiveDate;
use domain::people::{Address, BirthDate, Holder, Identity, Licence};
use domain::sector::LicenceCategory;

use super::super::facts::{Addressee, Centre, Sender};

/// Somebody whom papers are about.
#[derive(Debug, Clone)]
pub(super) struct Person {
    surname: String,
    first_names: String,
    birth_place: String,
    address: Address,
}

/// A day, given as numbers that make one.
pub(super) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

pub(super) fn sender() -> Sender {
    Sender {
        name: "Hub PRO Transport".to_owned(),
        address: address("38 avenue de New York", "75016", "Paris", "FR"),
        contact: "contact-cqc@example.org".to_owned(),
    }
}

pub(super) fn centre() -> Centre {
    Centre {
        name: "ABSKILL Lyon".to_owned(),
        accreditation_number: "AGR-69-2024-017".to_owned(),
    }
}

pub(super) fn address(line1: &str, postal_code: &str, city: &str, country: &str) -> Address {
    Address {
        line1: line1.to_owned(),
        line2: None,
        postal_code: postal_code.to_owned(),
        city: city.to_owned(),
        country: country.to_owned(),
    }
}

impl Person {
    fn new(surname: &str, first_names: &str, birth_place: &str, address: Address) -> Self {
        Self {
            surname: surname.to_owned(),
            first_names: first_names.to_owned(),
            birth_place: birth_place.to_owned(),
            address,
        }
    }

    pub(super) fn camille() -> Self {
        let home = Address {
            line2: Some("Bât. B, 3ᵉ étage".to_owned()),
            ..address("12 rue de la République", "69001", "Lyon", "FR")
        };
        Self::new("Martin", "Camille Jeanne", "Lyon", home)
    }

    /// As long as names, towns and lines of an address may be: 100 characters.
    pub(super) fn longest() -> Self {
        let surname =
            "Wolfeschlegelsteinhausenbergerdorff-Montmorency-Luxembourg de La Rochefoucauld d’Estissac et Liancou";
        let first_names =
            "Marie-Antoinette Josèphe-Jeanne Élisabeth Philippine Hélène Adélaïde Charlotte-Félicité Bénédicte Œl";
        let town =
            "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson-lès-Llanfairpwllgwyngyllgogerychwyrndrobwllllantysilio";
        let home = Address {
            line2: Some(
                "Résidence des Hauts de la Vallée de la Chevreuse, bâtiment Magnolia, escalier 12, appartement n° 123"
                    .to_owned(),
            ),
            ..address(
                "1234 bis, avenue du Maréchal-de-Lattre-de-Tassigny prolongée jusqu’au rond-point des Quatre-Vents 12",
                "51290",
                town,
                "FR",
            )
        };
        Self::new(surname, first_names, town, home)
    }

    pub(super) fn without_first_name() -> Self {
        Self::new(
            "Suryanto",
            "",
            "Jakarta",
            address("5 quai Duguay-Trouin", "35000", "Rennes", "FR"),
        )
    }

    pub(super) fn polish() -> Self {
        Self::new(
            "Święcicki-Żądło",
            "Łukasz Zbigniew",
            "Łódź",
            address("ul. Piotrkowska 104", "90-926", "Łódź", "PL"),
        )
    }

    pub(super) fn romanian() -> Self {
        Self::new(
            "Țurcanu",
            "Ștefan Mihăiță",
            "Piatra Neamț",
            address("3 place Bellecour", "69002", "Lyon", "FR"),
        )
    }

    pub(super) fn greek() -> Self {
        Self::new(
            "Παπαδόπουλος",
            "Γεώργιος Ιωάννης",
            "Θεσσαλονίκη",
            address("Οδός Τσιμισκή 45", "546 23", "Θεσσαλονίκη", "GR"),
        )
    }

    pub(super) fn bulgarian() -> Self {
        Self::new(
            "Щърбанова",
            "Йорданка Жечева",
            "Пловдив",
            address("бул. Витоша 15", "1000", "София", "BG"),
        )
    }

    pub(super) fn georgian() -> Self {
        Self::new(
            "მაისურაძე",
            "ნინო",
            "თბილისი",
            address("8 rue des Tanneurs", "67000", "Strasbourg", "FR"),
        )
    }

    pub(super) fn armenian() -> Self {
        Self::new(
            "Հակոբյան",
            "Արմեն",
            "Երևան",
            address("27 cours Mirabeau", "13100", "Aix-en-Provence", "FR"),
        )
    }

    pub(super) fn address(&self) -> Address {
        self.address.clone()
    }

    pub(super) fn addressee(&self) -> Addressee {
        Addressee {
            surname: self.surname.clone(),
            first_names: self.first_names.clone(),
            address: self.address(),
        }
    }

    pub(super) fn birth_date() -> BirthDate {
        day(1988, 4, 17).into()
    }

    pub(super) fn holder(&self) -> Holder {
        Holder {
            identity: Identity {
                surname: self.surname.clone(),
                usage_name: None,
                first_names: self.first_names.clone(),
                birth_date: Self::birth_date(),
                birth_place: self.birth_place.clone(),
                birth_country: "FR".to_owned(),
            },
            licence: Licence {
                country: "FR".to_owned(),
                number: "13AA00002".to_owned(),
                neph: None,
                categories: vec![
                    LicenceCategory::B,
                    LicenceCategory::C,
                    LicenceCategory::Ce,
                    LicenceCategory::D,
                    LicenceCategory::De,
                ],
                issued_on: Some(day(2013, 10, 2)),
                expires_on: Some(day(2028, 10, 2)),
                category_expiries: Vec::new(),
            },
        }
    }
}
