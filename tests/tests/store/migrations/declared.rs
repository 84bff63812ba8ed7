//! The tables as the code knows them: read out of `persistence/src/schema.rs`, in the lines of [`super::catalog`].

use std::collections::BTreeSet;

const SCHEMA: &str = include_str!("../../../../persistence/src/schema.rs");

/// Every column as PostgreSQL would tell of it.
pub fn columns() -> BTreeSet<String> {
    let mut table = "";
    let mut keys: Vec<&str> = Vec::new();
    let mut columns = BTreeSet::new();
    for line in SCHEMA.lines().map(str::trim) {
        if let Some((name, key)) = line.strip_suffix(") {").and_then(|line| line.split_once(" (")) {
            (table, keys) = (name, key.split(", ").collect());
        } else if let Some((column, marker)) = line.strip_suffix(',').and_then(|line| line.split_once(" -> ")) {
            columns.insert(described(table, column, marker, &keys));
        }
    }
    columns
}

fn described(table: &str, column: &str, marker: &str, keys: &[&str]) -> String {
    let inner = marker.strip_prefix("Nullable<").and_then(|rest| rest.strip_suffix('>'));
    let null = if inner.is_some() { " null" } else { "" };
    let kind = on_postgres(inner.unwrap_or(marker));
    let place = keys.iter().position(|key| *key == column);
    let key = place.map_or_else(String::new, |place| format!(" key {}", place + 1));
    format!("{table}.{column} | {kind}{null}{key}")
}

/// The type that stands for a marker on PostgreSQL.
fn on_postgres(marker: &str) -> &'static str {
    match marker {
        "Id" => "uuid",
        "Instant" => "timestamp with time zone",
        "Json" => "jsonb",
        "Word" | "Text" => "text",
        "Date" => "date",
        "Bool" => "boolean",
        "Integer" => "integer",
        "BigInt" => "bigint",
        "Binary" => "bytea",
        other => panic!("what is {other} on PostgreSQL?"),
    }
}

/// A column of PostgreSQL as SQLite has it.
pub fn on_sqlite(line: &str) -> String {
    let (column, described) = line.split_once(" | ").expect("a column and what is said of it");
    let types = [
        ("timestamp with time zone", "integer"),
        ("uuid", "blob"),
        ("bytea", "blob"),
        ("jsonb", "text"),
        ("date", "text"),
        ("boolean", "integer"),
        ("bigint", "integer"),
    ];
    let found = types.iter().find(|(postgres, _)| described.starts_with(postgres));
    let described = found.map_or_else(
        || described.to_owned(),
        |(postgres, sqlite)| described.replacen(postgres, sqlite, 1),
    );
    format!("{column} | {described}")
}
