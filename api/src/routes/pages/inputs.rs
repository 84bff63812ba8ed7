//! The fields of a form, and those that each datum of an account is entered in.

use domain::case::Field;
use domain::people::Language;
use domain::sector::LicenceCategory;
use domain::words::Word;
use serde::Serialize;

use super::page::say;
use crate::http::input::Part;

/// One field of a form.
#[derive(Debug, Default, Serialize)]
pub(super) struct Input {
    /// Its name, and the place of its value in the document.
    pub name: String,
    /// What it is called.
    pub label: String,
    kind: &'static str,
    autocomplete: &'static str,
    /// What a browser takes, as a regular expression; empty where it takes everything.
    pattern: &'static str,
    optional: bool,
    values: Vec<String>,
    choices: Vec<&'static str>,
    hints: Vec<String>,
    /// What is wrong with it.
    pub errors: Vec<String>,
    /// Where else in the document it is spoken of.
    #[serde(skip)]
    place: Option<String>,
}

impl Input {
    /// A line of text.
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            kind: "text",
            ..Self::default()
        }
    }

    /// Of another kind.
    pub fn of_kind(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self
    }

    /// What a browser may fill it with.
    pub fn filled_with(mut self, autocomplete: &'static str) -> Self {
        self.autocomplete = autocomplete;
        self
    }

    /// A birth date: as text, since no calendar of a browser's holds a day that is not known.
    pub fn of_birth(mut self, language: Language) -> Self {
        self.pattern = r"\d{4}-\d{2}-\d{2}";
        let form = say(
            language,
            "AAAA-MM-JJ\u{a0}; 00 pour le jour ou le mois que vos papiers ne disent pas, par exemple 1975-00-00.",
            "YYYY-MM-DD; 00 for a day or month that your papers do not give, for instance 1975-00-00.",
        );
        self.hinting(vec![form.to_owned()])
    }

    /// May be left empty.
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// With something to know.
    pub fn hinting(mut self, hints: Vec<String>) -> Self {
        self.hints = hints;
        self
    }

    /// With a value.
    pub fn holding(mut self, values: Vec<String>) -> Self {
        self.fill(values);
        self
    }

    /// Gives it a value.
    pub fn fill(&mut self, values: Vec<String>) {
        self.values = values;
    }

    /// Under another place of the document than its name says.
    pub fn standing_at(mut self, place: String) -> Self {
        self.place = Some(place);
        self
    }

    fn place(&self) -> &str {
        self.place.as_deref().unwrap_or(&self.name)
    }

    /// Whether a place of the document is this field, or within it.
    pub fn is_at(&self, place: &str) -> bool {
        let rest = place.strip_prefix(self.place());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Whether this field is within a place of the document.
    pub fn is_below(&self, place: &str) -> bool {
        let rest = self.place().strip_prefix(place);
        rest.is_some_and(|rest| rest.starts_with('/'))
    }
}

/// What becomes of each field in the document.
pub(super) fn part(name: &str) -> Part {
    match name {
        "licence/categories" => Part::Element,
        "address/line2" | "licence/number" | "licence/neph" | "licence/issued_on" | "licence/expires_on" => {
            Part::Optional
        }
        _ if name.starts_with(COMMENT) => Part::Elsewhere,
        _ => Part::Text,
    }
}

/// Before the id of the item that the words are about.
pub(super) const COMMENT: &str = "comment/";

/// The fields in which a datum of an account is corrected.
pub(super) fn of_field(field: Field, language: Language) -> Vec<Input> {
    let say = |fr, en| say(language, fr, en);
    let country = || say("Pays (code à deux lettres)", "Country (two-letter code)");
    match field {
        Field::Surname => vec![
            Input::new("surname", say("Nom", "Surname")).filled_with("family-name"),
            Input::new("usage_name", say("Nom d’usage", "Name used")).optional(),
        ],
        Field::FirstNames => {
            let first_names = Input::new("first_names", say("Prénoms", "First names"));
            vec![first_names.filled_with("given-name").optional()]
        }
        Field::BirthDate => {
            let birth_date = Input::new("birth_date", say("Date de naissance", "Date of birth"));
            vec![birth_date.of_birth(language).filled_with("bday")]
        }
        Field::BirthPlace => vec![Input::new("birth_place", say("Commune de naissance", "Town of birth"))],
        Field::BirthCountry => vec![Input::new("birth_country", country())],
        Field::Phone => {
            let phone = Input::new("phone", say("Téléphone", "Phone"));
            vec![phone.of_kind("tel").filled_with("tel").optional()]
        }
        Field::Email => {
            let email = Input::new("email", say("Adresse électronique", "Email address"));
            vec![email.of_kind("email").filled_with("email")]
        }
        Field::Address => vec![
            Input::new("address/line1", say("Numéro et voie", "Number and street")).filled_with("address-line1"),
            Input::new("address/line2", say("Complément d’adresse", "Building, flat"))
                .filled_with("address-line2")
                .optional(),
            Input::new("address/postal_code", say("Code postal", "Postal code")).filled_with("postal-code"),
            Input::new("address/city", say("Commune", "Town")).filled_with("address-level2"),
            Input::new("address/country", country()).filled_with("country"),
        ],
        Field::Licence => {
            let mut categories = Input::new("licence/categories", say("Catégories", "Categories")).of_kind("checkbox");
            categories.choices = LicenceCategory::ALL.iter().map(|category| category.name()).collect();
            vec![
                Input::new("licence/number", say("Numéro de permis", "Licence number")).optional(),
                Input::new("licence/neph", say("NEPH (12 chiffres)", "NEPH (12 digits)")).optional(),
                Input::new("licence/country", country()),
                categories,
                Input::new("licence/issued_on", say("Date de délivrance", "Day of issue"))
                    .of_kind("date")
                    .optional(),
                Input::new("licence/expires_on", say("Fin de validité", "Last day of validity"))
                    .of_kind("date")
                    .optional(),
            ]
        }
        // A case has these, an account does not.
        Field::DeliveryAddress | Field::BillingAddress => Vec::new(),
    }
}
