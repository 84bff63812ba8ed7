//! What is filled in on a page and sent: groups of fields, buttons, and decisions, each of which is a form of its own.

use domain::actor::Role;
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

    /// Whether it is the one that sent this form.
    fn sent(&self, form: &Form) -> bool {
        match (self.name, self.value) {
            (Some(name), Some(value)) => form.values(name).any(|sent| sent == value),
            _ => true,
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
    /// Sets of fields that may be filled in several times over.
    pub rows: Vec<Row>,
}

/// One set of fields out of several alike.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    /// Which.
    pub legend: String,
    /// Its fields.
    pub inputs: Vec<Input>,
}

impl Group {
    /// Every field.
    pub fn inputs_mut(&mut self) -> impl Iterator<Item = &mut Input> {
        let in_rows = self.rows.iter_mut().flat_map(|row| &mut row.inputs);
        self.inputs.iter_mut().chain(in_rows)
    }

    /// Shows what was typed.
    pub fn refill(&mut self, sent: &Form) {
        for input in self.inputs_mut() {
            let values = sent.values(&input.name).map(str::to_owned).collect();
            input.fill(values);
        }
    }
}

/// One of several things to do, each a form of its own.
#[derive(Debug, Serialize)]
pub(super) struct Decision {
    /// What it needs to know.
    pub group: Group,
    button: Button,
    /// The version that whoever decides has seen.
    version: i32,
    /// In which role it is done.
    role: Role,
}

impl Decision {
    /// Something to do in a role, to what is at this version.
    pub fn new(button: Button, role: Role, version: i32) -> Self {
        Self {
            group: Group::default(),
            button,
            version,
            role,
        }
    }

    /// With fields.
    pub fn asking(mut self, inputs: Vec<Input>) -> Self {
        self.group.inputs = inputs;
        self.entitled()
    }

    /// With sets of fields.
    pub fn asking_several(mut self, rows: Vec<Row>) -> Self {
        self.group.rows = rows;
        self.entitled()
    }

    /// With something to know beforehand.
    pub fn noting(mut self, reason: impl Into<String>) -> Self {
        self.group.reason = Some(reason.into());
        self
    }

    /// Fields are announced by what they are for.
    fn entitled(mut self) -> Self {
        let has_fields = self.group.inputs_mut().next().is_some();
        self.group.legend = has_fields.then(|| self.button.label.clone());
        self
    }

    /// Shows what was typed, if this is what was sent.
    pub fn refill(&mut self, sent: &Form) {
        if self.button.sent(sent) {
            self.group.refill(sent);
        }
    }
}

/// What somebody may do.
#[derive(Debug, Serialize)]
pub(super) struct Duties {
    heading: String,
    /// One by one.
    pub decisions: Vec<Decision>,
}

impl Duties {
    /// Decisions under a heading, those that need nothing but a button first.
    pub fn new(heading: impl Into<String>, mut decisions: Vec<Decision>) -> Self {
        decisions.sort_by_key(|decision| decision.group.legend.is_some());
        Self {
            heading: heading.into(),
            decisions,
        }
    }
}
