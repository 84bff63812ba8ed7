//! Reading JSON in tests: by pointer, and loudly where something else is there.

use serde_json::Value;

/// What tests ask of a JSON document.
pub trait Reading {
    /// What stands at a pointer.
    fn at(&self, pointer: &str) -> &Value;
    /// The text at a pointer.
    fn text(&self, pointer: &str) -> String;
    /// The list at a pointer.
    fn list(&self, pointer: &str) -> &[Value];
    /// The texts of the list at a pointer.
    fn texts(&self, pointer: &str) -> Vec<String>;
    /// Its `id`.
    fn id(&self) -> String {
        self.text("/id")
    }
    /// Its `stage`.
    fn stage(&self) -> String {
        self.text("/stage")
    }
    /// Its `items`.
    fn items(&self) -> &[Value] {
        self.list("/items")
    }
    /// The one item it has.
    fn only_item(&self) -> &Value;
}

impl Reading for Value {
    #[track_caller]
    fn at(&self, pointer: &str) -> &Value {
        self.pointer(pointer)
            .unwrap_or_else(|| panic!("nothing at {pointer} in {self:#}"))
    }

    #[track_caller]
    fn text(&self, pointer: &str) -> String {
        let found = self.at(pointer).as_str();
        found
            .unwrap_or_else(|| panic!("no text at {pointer} in {self:#}"))
            .to_owned()
    }

    #[track_caller]
    fn list(&self, pointer: &str) -> &[Value] {
        self.at(pointer)
            .as_array()
            .unwrap_or_else(|| panic!("no list at {pointer} in {self:#}"))
    }

    #[track_caller]
    fn texts(&self, pointer: &str) -> Vec<String> {
        self.list(pointer).iter().map(|text| text.text("")).collect()
    }

    #[track_caller]
    fn only_item(&self) -> &Value {
        match self.items() {
            [item] => item,
            items => panic!("{} items where one is expected: {self:#}", items.len()),
        }
    }
}
