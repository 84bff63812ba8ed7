//! Every table, and every column of those that hold something of drivers, is in what a driver takes away, or said not to
//! be, with the reason.

use std::collections::BTreeSet;

use api::routes::account_exports::Holdings;
use api::routes::account_exports::inventory::{Holding, INVENTORY};
use tests::databases::Database;

use super::catalog;

#[test]
fn an_export_knows_every_column_there_is() {
    let database = Database::sqlite();
    let there_are: BTreeSet<String> = catalog::columns(&database)
        .iter()
        .filter_map(|line| line.split(" | ").next().map(str::to_owned))
        .collect();
    let known: BTreeSet<String> = INVENTORY
        .iter()
        .flat_map(|(table, holding)| columns(table, *holding, &there_are))
        .collect();
    let unknown: Vec<_> = there_are.difference(&known).collect();
    assert!(
        unknown.is_empty(),
        "say in api/src/routes/account_exports/inventory.rs what an export does with {unknown:?}"
    );
    let gone: Vec<_> = known.difference(&there_are).collect();
    assert!(gone.is_empty(), "there is no such column any more: {gone:?}");
}

/// The columns that a row of the inventory speaks of.
fn columns(table: &str, holding: Holding, there_are: &BTreeSet<String>) -> Vec<String> {
    match holding {
        Holding::Exported { shown, left_out, .. } => {
            let left_out = left_out.iter().map(|(column, _)| column);
            let named = shown.iter().chain(left_out);
            named.map(|column| format!("{table}.{column}")).collect()
        }
        Holding::LeftOut(_) => {
            let own: Vec<_> = there_are
                .iter()
                .filter(|column| column.split('.').next() == Some(table))
                .cloned()
                .collect();
            assert!(!own.is_empty(), "there is no table {table} any more");
            own
        }
    }
}

#[test]
fn whatever_is_left_out_has_a_reason_and_whatever_is_shown_a_place() {
    let sheets: BTreeSet<&str> = Holdings::names().chain(["documents/", "papers/"]).collect();
    let mut tables = BTreeSet::new();
    for (table, holding) in INVENTORY {
        assert!(tables.insert(table), "{table} twice");
        match holding {
            Holding::Exported { to, left_out, .. } => {
                assert!(sheets.contains(to), "{table} goes to {to}, which no archive has");
                assert!(left_out.iter().all(|(_, reason)| !reason.is_empty()), "{table}");
            }
            Holding::LeftOut(reason) => assert!(!reason.is_empty(), "{table}"),
        }
    }
}
