//! What a form of the desk asks for, read by the checks of the JSON routes.

use domain::case::{Field, ItemTarget};
use domain::people::Language;
use domain::rules::documents::DocumentType;
use domain::words::Word;
use persistence::cases::NewItem;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use validator::Validate;

use crate::http::input::{Form, read_document};
use crate::http::{Code, FaultCode, Problem};
use crate::routes::items::{self, RequestedItem};
use crate::routes::pages::inputs::Input;
use crate::routes::pages::page::{Button, Decision, Group, say};
use crate::routes::reason::Reason;

/// The button that was pressed.
const ACTION: &str = "action";

/// The action that was asked for.
pub(super) fn action<A: Word>(sent: &Form) -> Result<A, Problem> {
    let named = sent.values(ACTION).next().and_then(A::from_name);
    named.ok_or_else(|| Problem::at(format!("/{ACTION}"), FaultCode::Invalid))
}

/// What was seen, as JSON routes are told it by `If-Match`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen(Option<i32>);

impl Seen {
    /// The version that the form was made of.
    pub fn of(sent: &Form) -> Self {
        Self(sent.values("version").next().and_then(|version| version.parse().ok()))
    }

    /// Stops where it is another by now.
    pub fn require(self, version: i32) -> Result<(), Problem> {
        if self.0 == Some(version) {
            Ok(())
        } else {
            Err(Problem::new(Code::Stale))
        }
    }
}

/// A form with one button.
pub(super) fn decision<A: Word>(action: A, label: &'static str, inputs: Vec<Input>, version: i32) -> Decision {
    let group = Group {
        legend: (!inputs.is_empty()).then(|| label.to_owned()),
        inputs,
        ..Group::default()
    };
    Decision {
        group,
        button: Button::answering(label, ACTION, action.name()),
        version,
    }
}

/// The field for why something is refused.
pub(super) fn reason_field(language: Language) -> Input {
    let label = say(language, "Motif, dit au conducteur", "Reason, told to the driver");
    Input::new("reason", label).of_kind("textarea")
}

/// Why something is refused.
pub(super) fn reason(sent: &Form) -> Result<String, Problem> {
    let reason: Reason = read(json!({"reason": value(sent, "reason")}))?;
    Ok(reason.reason.trim().to_owned())
}

/// The fields for one thing to put right, of those that can be asked for.
pub(super) fn item_fields(can_be_asked: fn(ItemTarget) -> bool, language: Language) -> Vec<Input> {
    let fields = Field::ALL.iter().copied().map(ItemTarget::Field);
    let documents = DocumentType::ALL.iter().copied().map(ItemTarget::Document);
    let targets = fields.chain(documents).chain([ItemTarget::Question]);
    let targets = targets.filter(|target| can_be_asked(*target));
    let options = targets.map(|target| (target.to_string(), target.label(language)));
    vec![
        Input::new(
            "target",
            say(language, "Ce qui est à corriger", "What is to be corrected"),
        )
        .one_of(options.collect())
        .standing_at("items/0/target".to_owned()),
        Input::new(
            "item_reason",
            say(language, "Pourquoi, dit au conducteur", "Why, told to the driver"),
        )
        .of_kind("textarea")
        .standing_at("items/0/reason".to_owned()),
    ]
}

#[derive(Debug, Deserialize, Validate)]
struct Asked {
    #[validate(nested)]
    items: Vec<RequestedItem>,
}

/// One thing to put right.
pub(super) fn items(sent: &Form, can_be_asked: fn(ItemTarget) -> bool) -> Result<Vec<NewItem>, Problem> {
    let item = json!({"target": value(sent, "target"), "reason": value(sent, "item_reason")});
    let asked: Asked = read(json!({"items": [item]}))?;
    items::check(asked.items, can_be_asked)
}

/// What a field holds.
pub(super) fn value<'f>(sent: &'f Form, name: &'f str) -> &'f str {
    sent.values(name).next().unwrap_or_default()
}

fn read<T: serde::de::DeserializeOwned + Validate>(document: Value) -> Result<T, Problem> {
    let document: Map<String, Value> = match document {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    read_document(&document)
}
