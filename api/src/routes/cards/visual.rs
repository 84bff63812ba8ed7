//! A card drawn: its front, each field under the number that the model of the European Union gives it [Directive (EU)
//! 2022/2561, annex II], and over it where it is, unless it is in use.

use domain::card::Stage;
use domain::card::printed::FieldNumber;
use domain::labels::Label;
use domain::people::Language;
use domain::words::Word;
use minijinja::context;
use minijinja::value::{Serde, Value};
use persistence::cards::CardRecord;
use serde::Serialize;

use super::card_view::{FieldView, fields};
use crate::http::templates;

/// Where fields begin, and what they have of width for their values.
const LEFT: usize = 282;
const WIDTH: usize = 500;
/// Where the first line stands, and how far the next.
const TOP: usize = 146;
const LINE: usize = 31;
/// What a letter takes of width, about: capitals a little more, which is what squeezing is for.
const LETTER: usize = 13;

/// A field in its place.
#[derive(Debug, Serialize)]
struct Placed {
    number: FieldNumber,
    x: usize,
    strong: bool,
    lines: Vec<Line>,
}

/// A line of a field; squeezed to a width where it would be too long.
#[derive(Debug, Serialize)]
struct Line {
    text: String,
    y: usize,
    squeezed: Option<usize>,
}

/// Code 95 of a category.
#[derive(Debug, Serialize)]
struct Code {
    category: String,
    value: String,
    x: usize,
    y: usize,
}

/// What stands over a card that is not in use.
#[derive(Debug, Serialize)]
struct Over {
    text: String,
    colour: &'static str,
    size: usize,
}

/// Draws a card's front. `photo` is an address of its bytes (`data:`), where they are at hand.
pub(super) fn draw(
    record: &CardRecord,
    photo: Option<String>,
    specimen: bool,
    language: Language,
) -> Result<String, minijinja::Error> {
    let all = fields(record, language);
    templates::render(
        "visual.xml",
        context! {
            language => language.name(),
            words => words(language),
            number => record.number.as_str(),
            stage => record.stage.label(language),
            fields => Value::from(Serde(placed(&all))),
            codes => Value::from(Serde(codes(&all))),
            stars => Value::from(Serde(stars())),
            photo => photo,
            specimen => specimen,
            over => Value::from(Serde(over(record.stage, language))),
        },
    )
}

fn words(language: Language) -> Value {
    match language {
        Language::French => context! {
            title => "CARTE DE QUALIFICATION DE CONDUCTEUR",
            state => "RÉPUBLIQUE FRANÇAISE",
        },
        Language::English => context! {
            title => "DRIVER QUALIFICATION CARD",
            state => "FRENCH REPUBLIC",
        },
    }
}

/// Fields one under the other, but for the two days, which stand side by side.
fn placed(fields: &[FieldView]) -> Vec<Placed> {
    let mut y = TOP;
    let mut placed = Vec::new();
    for field in fields.iter().filter(|field| field.number != FieldNumber::Code95) {
        let beside = field.number == FieldNumber::ExpiresOn && y > TOP;
        if beside {
            y -= LINE;
        }
        let lines = lines(&field.value, y);
        y += LINE * lines.len();
        placed.push(Placed {
            number: field.number,
            x: if beside { LEFT + WIDTH / 2 } else { LEFT },
            strong: matches!(field.number, FieldNumber::Surname | FieldNumber::CardNumber),
            lines,
        });
    }
    placed
}

/// A value on one line, or on two where it is long.
fn lines(value: &str, y: usize) -> Vec<Line> {
    let most = WIDTH / LETTER;
    let length = value.chars().count();
    let halves = if length > most { halved(value) } else { None };
    let texts = halves.map_or_else(|| vec![value], |(first, second)| vec![first, second]);
    texts
        .into_iter()
        .enumerate()
        .map(|(index, text)| Line {
            squeezed: (text.chars().count() > most).then_some(WIDTH),
            text: text.to_owned(),
            y: y + index * LINE,
        })
        .collect()
}

/// The two parts of a text, broken at the space or hyphen nearest to its middle.
fn halved(text: &str) -> Option<(&str, &str)> {
    let middle = text.len() / 2;
    let breaks = text.char_indices().filter(|(_, letter)| matches!(letter, ' ' | '-'));
    let (at, letter) = breaks.min_by_key(|(at, _)| at.abs_diff(middle))?;
    let end = if letter == '-' { at + 1 } else { at };
    Some((&text[..end], text[end..].trim_start()))
}

/// Up to eight categories, four on a line.
fn codes(fields: &[FieldView]) -> Vec<Code> {
    let codes: Vec<_> = fields.iter().filter(|field| field.category.is_some()).collect();
    let first = if codes.len() > 4 { 470 } else { 484 };
    codes
        .iter()
        .enumerate()
        .map(|(index, field)| Code {
            category: field.category.map(|category| category.to_string()).unwrap_or_default(),
            value: field.value.clone(),
            x: 86 + (index % 4) * 186,
            y: first + (index / 4) * 32,
        })
        .collect()
}

/// The twelve stars around the country's letter.
fn stars() -> Vec<(f64, f64)> {
    let hours = (0..12_u8).map(|hour| f64::from(hour) * std::f64::consts::TAU / 12.0);
    let rounded = |place: f64| (place * 10.0).round() / 10.0;
    hours
        .map(|angle| (rounded(74.0 + 25.0 * angle.sin()), rounded(48.0 - 25.0 * angle.cos())))
        .collect()
}

fn over(stage: Stage, language: Language) -> Option<Over> {
    let colour = match stage {
        Stage::Active => return None,
        Stage::InProduction | Stage::InTransit => "#1f4e9c",
        Stage::Suspended | Stage::Undelivered => "#8a5a00",
        Stage::Returned | Stage::Revoked | Stage::Superseded | Stage::Expired | Stage::Destroyed => "#a4161a",
    };
    let text = stage.label(language).to_uppercase();
    // As large as the card lets it be.
    let size = (1100 / text.chars().count().max(1)).min(64);
    Some(Over { text, colour, size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_take_two_lines_and_no_more_than_there_is() {
        let one = lines("MARTIN", 100);
        assert_eq!((one.len(), one[0].squeezed), (1, None));
        let two = lines("MONTEIRO DE ALBUQUERQUE-WOLFESCHLEGELSTEINHAUSEN", 100);
        assert_eq!(two.len(), 2);
        assert_eq!(
            (two[0].text.as_str(), two[1].y),
            ("MONTEIRO DE ALBUQUERQUE-", 100 + LINE)
        );
        let endless = lines(&"W".repeat(60), 100);
        assert_eq!((endless.len(), endless[0].squeezed), (1, Some(WIDTH)));
        assert_eq!(halved("Ștefănescu Łukasiewicz"), Some(("Ștefănescu", "Łukasiewicz")));
    }

    #[test]
    fn only_a_card_in_use_shows_nothing_over_it() {
        for &stage in Stage::ALL {
            let over = over(stage, Language::French);
            assert_eq!(over.is_none(), stage == Stage::Active, "{stage}");
            assert!(over.is_none_or(|over| over.size >= 40), "{stage} can be read");
        }
    }
}
