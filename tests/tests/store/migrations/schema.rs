//! Both trees of migrations make one schema, and it is the one that the code knows.

use std::collections::BTreeSet;

use tests::databases::Database;

use super::{catalog, declared};

/// Closed vocabularies are read by the databases alone.
const VOCABULARY: &str = "_stages";

#[test]
fn the_code_knows_every_column_and_no_other() {
    let Some(postgres) = Database::postgres() else { return };
    let made: BTreeSet<_> = catalog::columns(&postgres)
        .into_iter()
        .filter(|line| !line.split('.').next().is_some_and(|table| table.ends_with(VOCABULARY)))
        .collect();
    let known = declared::columns();
    assert!(known.len() > 300, "so few columns read: {}", known.len());
    same(&known, &made, "schema.rs", "PostgreSQL");
}

#[test]
fn both_trees_make_the_same_columns() {
    let Some(postgres) = Database::postgres() else { return };
    let columns = catalog::columns(&postgres);
    let expected = columns.iter().map(|line| declared::on_sqlite(line)).collect();
    same(
        &expected,
        &catalog::columns(&Database::sqlite()),
        "PostgreSQL",
        "SQLite",
    );
}

#[test]
fn both_trees_make_the_same_indexes_references_and_triggers() {
    let Some(postgres) = Database::postgres() else { return };
    let sqlite = Database::sqlite();
    for of in [catalog::indexes, catalog::references, catalog::triggers] {
        let found = of(&postgres);
        assert!(!found.is_empty());
        same(&found, &of(&sqlite), "PostgreSQL", "SQLite");
    }
}

#[test]
fn both_trees_make_the_same_vocabularies() {
    let Some(postgres) = Database::postgres() else { return };
    let sqlite = Database::sqlite();
    let tables = catalog::tables(&postgres);
    for table in tables.iter().filter(|table| table.ends_with(VOCABULARY)) {
        let words = |database| {
            let rows = catalog::rows(database, table, &["name"]).into_iter();
            rows.map(|row| row.trim_matches(['\'', '(', ')']).to_owned()).collect()
        };
        same(&words(&postgres), &words(&sqlite), "PostgreSQL", "SQLite");
    }
}

#[test]
fn neither_database_has_ways_of_its_own() {
    let databases = [Some(Database::sqlite()), Database::postgres()];
    for database in databases.into_iter().flatten() {
        assert_eq!(catalog::peculiarities(&database), BTreeSet::new());
    }
}

#[track_caller]
fn same(one: &BTreeSet<String>, other: &BTreeSet<String>, name: &str, other_name: &str) {
    let missing: Vec<_> = one.difference(other).collect();
    let extra: Vec<_> = other.difference(one).collect();
    assert!(
        missing.is_empty() && extra.is_empty(),
        "only in {name}: {missing:#?}\nonly in {other_name}: {extra:#?}"
    );
}
