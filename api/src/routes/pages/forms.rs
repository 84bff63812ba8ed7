//! What is filled in on a page and sent: groups of fields, and buttons.

use serde::Serialize;

use super::inputs::Input;
use crate::http::input::Form;

/// What sends the form.
#[derive(Debug, Serialize)]
pub(super) struct Button {
    label: String,
    /// What it adds to the form: a name and a value.
    name: Option<&'static str>,
    value: Option<&'static str>,
}

impl Button {
    /// A button.
    pub fn new(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            name: None,
            value: None,
        }
    }

    /// One of several, each of which answers something else.
    pub fn answering(label: impl Into<String>, name: &'static str, value: &'static str) -> Self {
        Self {
            name: Some(name),
            value: Some(value),
            ..Self::new(label)
        }
    }
}

/// Fields that belong together.
#[derive(Debug, Default, Serialize)]
pub(super) struct Group {
    /// What they are about.
    pub legend: Option<String>,
    /// Why they are asked for.
    pub reason: Option<String>,
    /// The fields.
    pub inputs: Vec<Input>,
}

impl Group {
    /// Shows what was typed.
    pub fn refill(&mut self, sent: &Form) {
        for input in &mut self.inputs {
            let values = sent.values(&input.name).map(str::to_owned).collect();
            input.fill(values);
        }
    }
}
