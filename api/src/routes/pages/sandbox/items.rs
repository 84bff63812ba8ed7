//! Several things to put right, asked for at once: a row for each, and empty rows are none.

use domain::case::{Field, ItemTarget};
use domain::people::Language;
use domain::rules::documents::DocumentType;
use domain::words::Word;
use persistence::cases::NewItem;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use validator::Validate;

use super::submitted::{placed, read, value};
use crate::http::Problem;
use crate::http::input::Form;
use crate::routes::items::{self, RequestedItem};
use crate::routes::pages::forms::Row;
use crate::routes::pages::inputs::Input;
use crate::routes::pages::page::say;

/// As many as can be asked for at once here. More can be asked for later, and by the JSON route.
const ROWS: usize = 5;

/// The rows, each for one of the things that can be asked for.
pub(super) fn rows(can_be_asked: fn(ItemTarget) -> bool, language: Language) -> Vec<Row> {
    let say = |fr, en| say(language, fr, en);
    let fields = Field::ALL.iter().copied().map(ItemTarget::Field);
    let documents = DocumentType::ALL.iter().copied().map(ItemTarget::Document);
    let targets = fields.chain(documents).chain([ItemTarget::Question]);
    let targets = targets.filter(|target| can_be_asked(*target));
    let options = targets.map(|target| (target.to_string(), target.label(language).to_owned()));
    let none = (String::new(), say("Rien", "Nothing").to_owned());
    let options: Vec<_> = std::iter::once(none).chain(options).collect();
    let rows = (0..ROWS).map(|row| {
        let legend = format!("{} {}", say("Élément", "Item"), row + 1);
        let field = |member, label: &str| {
            Input::new(name(row, member), label).spoken_of_as(format!("{legend}, {}", label.to_lowercase()))
        };
        let target = field("target", say("Ce qui est à corriger", "What to correct"));
        let reason = field("reason", say("Pourquoi, dit au conducteur", "Why, told to the driver"));
        Row {
            inputs: vec![target.one_of(options.clone()), reason.of_kind("textarea")],
            legend,
        }
    });
    rows.collect()
}

/// What was asked for.
pub(super) fn asked(sent: &Form, can_be_asked: fn(ItemTarget) -> bool) -> Result<Vec<NewItem>, Problem> {
    let (rows, items): (Vec<_>, Vec<_>) = filled(sent).unzip();
    let checked = read(json!({"items": items})).and_then(|asked: Chosen| items::check(asked.items, can_be_asked));
    checked.map_err(|problem| placed(problem, "/items/", &rows))
}

#[derive(Debug, Deserialize, Validate)]
struct Chosen {
    #[validate(nested)]
    items: Vec<RequestedItem>,
}

fn name(row: usize, member: &str) -> String {
    format!("items/{row}/{member}")
}

/// The rows in which there is anything, and their items. A target that was not chosen is missing.
fn filled(sent: &Form) -> impl Iterator<Item = (String, Value)> {
    (0..ROWS).filter_map(|row| {
        let (target, reason) = (name(row, "target"), name(row, "reason"));
        let (target, reason) = (value(sent, &target), value(sent, &reason));
        let mut item = Map::from_iter([("reason".to_owned(), reason.into())]);
        if !target.is_empty() {
            item.insert("target".to_owned(), target.into());
        }
        (!target.is_empty() || !reason.trim().is_empty()).then(|| (format!("items/{row}"), item.into()))
    })
}
