//! What the issuer got wrong on a card: all that is printed on it, to be put right where it is not as it should be.

use domain::card::printed::FieldNumber;
use domain::case::{Corrections, Field};
use domain::labels::Label;
use domain::people::Language;
use domain::sector::Sector;
use domain::words::Word;
use persistence::cards::CardRecord;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use validator::Validate;

use crate::http::Problem;
use crate::http::input::Form;
use crate::routes::pages::inputs::Input;
use crate::routes::pages::page::say;
use crate::routes::pages::sandbox::submitted::{placed, read, value};

/// The corrections that are no list, as their fields are called.
const PLAIN: [&str; 5] = ["surname", "first_names", "birth_date", "birth_place", "licence_number"];

/// The fields, filled in as the card has them.
pub(super) fn fields(card: &CardRecord, language: Language) -> Vec<Input> {
    let (person, licence) = (&card.holder.0.identity, &card.holder.0.licence);
    let text = |label, value: &str, member| Input::new(name(member), label).holding(vec![value.to_owned()]);
    let mut fields = vec![
        text(Field::Surname.label(language), &person.surname, "surname"),
        text(Field::FirstNames.label(language), &person.first_names, "first_names").optional(),
        text(
            Field::BirthDate.label(language),
            &person.birth_date.to_string(),
            "birth_date",
        )
        .of_birth(language),
        text(Field::BirthPlace.label(language), &person.birth_place, "birth_place"),
        text(
            FieldNumber::LicenceNumber.label(language),
            &licence.number,
            "licence_number",
        ),
    ];
    fields.extend(Sector::ALL.iter().map(|sector| {
        let printed = card.sectors.0.iter().find(|one| one.sector == *sector);
        let until = say(language, "dernier jour de validité", "last day of validity");
        let without = say(
            language,
            "Vide\u{a0}: la carte ne porte pas ce secteur.",
            "Empty: the card does not bear this sector.",
        );
        Input::new(of_sector(*sector), format!("{}, {until}", sector.label(language)))
            .of_kind("date")
            .optional()
            .hinting(vec![without.to_owned()])
            .holding(printed.map(|one| one.expires_on.to_string()).into_iter().collect())
    }));
    fields
}

#[derive(Debug, Deserialize, Validate)]
struct Typed {
    corrections: Corrections,
}

/// What the card should say. What was not on the form is left as it is.
pub(super) fn typed(sent: &Form) -> Result<Corrections, Problem> {
    let plain = PLAIN.iter().filter_map(|member| {
        let value = sent.values(&name(member)).next()?.to_owned();
        Some(((*member).to_owned(), Value::from(value)))
    });
    let mut corrections: Map<String, Value> = plain.collect();
    let asks_for_sectors = Sector::ALL
        .iter()
        .any(|sector| sent.values(&of_sector(*sector)).next().is_some());
    if asks_for_sectors {
        let sectors = named(sent).map(|sector| {
            let expires_on = value(sent, &of_sector(sector)).to_owned();
            json!({"sector": sector, "expires_on": expires_on})
        });
        corrections.insert("sectors".to_owned(), sectors.collect());
    }
    let typed: Result<Typed, _> = read(json!({"corrections": corrections}));
    Ok(typed.map_err(|problem| at_fields(problem, sent))?.corrections)
}

/// The same problem, told of the fields.
pub(super) fn at_fields(problem: Problem, sent: &Form) -> Problem {
    let fields: Vec<_> = named(sent).map(of_sector).collect();
    placed(problem, "/corrections/sectors/", &fields)
}

/// The sectors with a last day.
fn named(sent: &Form) -> impl Iterator<Item = Sector> {
    let sectors = Sector::ALL.iter().copied();
    sectors.filter(|sector| !value(sent, &of_sector(*sector)).trim().is_empty())
}

fn name(member: &str) -> String {
    format!("corrections/{member}")
}

fn of_sector(sector: Sector) -> String {
    format!("corrections/sectors/{sector}")
}
