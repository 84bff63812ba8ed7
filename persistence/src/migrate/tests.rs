use std::collections::BTreeSet;
use std::path::PathBuf;

use aws_lc_rs::digest::{SHA256, digest};

use crate::digest::hexadecimal;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("migrations")
}

fn names_in(tree: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder().join(tree)).expect("a tree of migrations");
    entries
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn what_was_released_never_changes() {
    let released = std::fs::read_to_string(folder().join("released.sha256")).expect("the list");
    assert!(released.lines().count() >= 16);
    for line in released.lines() {
        let (expected, file) = line.split_once("  ").expect("a checksum and a file");
        let text = std::fs::read(folder().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let checksum = hexadecimal(digest(&SHA256, &text).as_ref());
        assert_eq!(checksum, expected, "{file} was released: add a migration instead");
    }
}

#[test]
fn both_trees_go_the_same_steps() {
    let steps = names_in("sqlite");
    assert_eq!(steps, names_in("postgres"));
    let numbers: Vec<_> = steps
        .iter()
        .map(|name| name.split('_').next().unwrap_or_default())
        .collect();
    let expected: Vec<_> = (1..=steps.len()).map(|number| format!("{number:04}")).collect();
    assert_eq!(numbers, expected, "numbers without a gap, each given once");
}
