//! What there is to read on a page: facts and other things under headings, and a way out.

use serde::Serialize;

/// Something told under a heading.
#[derive(Debug, Default, Serialize)]
pub(super) struct Section {
    heading: String,
    note: Option<String>,
    facts: Vec<Fact>,
    items: Vec<String>,
}

/// A datum with its name.
#[derive(Debug, Serialize)]
pub(super) struct Fact {
    name: String,
    value: String,
}

/// Where to go from here.
#[derive(Debug, Serialize)]
pub(super) struct Link {
    label: String,
    href: String,
}

impl Section {
    /// A heading.
    pub fn new(heading: impl Into<String>) -> Self {
        Self {
            heading: heading.into(),
            ..Self::default()
        }
    }

    /// With a remark.
    pub fn noting(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// With data.
    pub fn with_facts(mut self, facts: Vec<Fact>) -> Self {
        self.facts = facts;
        self
    }

    /// With things one by one.
    pub fn with_items(mut self, items: Vec<String>) -> Self {
        self.items = items;
        self
    }
}

impl Fact {
    /// A datum.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
        }
    }
}

impl Link {
    /// A link to a web address.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
        }
    }
}
