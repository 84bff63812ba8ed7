//! No two types are one schema: the second would silently take the place of the first.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::sources::rust_sources;

/// The names of the schemas that a source declares: what `as = …` says, or the type's own.
fn schemas(text: &str) -> Vec<String> {
    let declared = text.split("derive(").skip(1).filter(|rest| {
        rest.split_once(")]")
            .is_some_and(|(derived, _)| derived.contains("ToSchema"))
    });
    let named = declared.filter_map(|rest| {
        let behind = rest
            .split_once("pub struct ")
            .or_else(|| rest.split_once("pub enum "))?;
        let attributes = behind.0;
        let own = behind.1.split(|letter: char| !letter.is_alphanumeric()).next()?;
        let other = attributes
            .split_once("schema(as = ")
            .and_then(|(_, rest)| rest.split(|letter: char| !letter.is_alphanumeric()).next());
        Some(other.unwrap_or(own).to_owned())
    });
    named.collect()
}

#[test]
fn no_two_types_share_a_schema() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let mut owners: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for folder in ["api/src", "domain/src", "persistence/src"] {
        for (source, text) in rust_sources(&root.join(folder)) {
            for name in schemas(&text) {
                owners.entry(name).or_default().push(source.clone());
            }
        }
    }
    assert!(owners.len() > 100, "{} schemas", owners.len());
    let shared: Vec<_> = owners.iter().filter(|(_, sources)| sources.len() > 1).collect();
    assert!(shared.is_empty(), "{shared:#?}");
}
