//! What a database says it would do for a statement, and what is wrong with that.

use std::collections::BTreeSet;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::Text;
use tests::databases::Database;

/// Tables that grow with nobody's use of the hub.
const SMALL: [&str; 10] = [
    "hub_state",
    "staff",
    "signing_keys",
    "storage_keys",
    "training_centres",
    "accreditations",
    "machine_clients",
    "frontends",
    "fees",
    "__diesel_schema_migrations",
];

/// What belongs to one of these is little: whatever else is asked of it may be looked at row by row.
const OWNERS: [&str; 11] = [
    "id",
    "account_id",
    "staff_id",
    "case_id",
    "card_id",
    "subject_card_id",
    "attestation_id",
    "subject_id",
    "reference",
    "external_reference",
    "number",
];

/// Looked for among all that wait for a driver, by their stage, when an account becomes active: few, as far as centres know
/// whom they train.
const AMONG_WAITING: &str = "`attestations`.`stage` IN (?, ?, ?)) AND ((";

/// What nearly all rows hold that are found by something else: the kinds of a lane of the outbox, but for those that a
/// process was not told how to carry out; and that an export is over which is so old.
const BESIDES: [(&str, &str); 2] = [("outbox", "kind"), ("account_exports", "stage")];

/// What is wrong with the plans of these statements: each fault with its statement and its plan.
pub fn faults(database: &Database, statements: &[String]) -> Vec<String> {
    let statements = statements.iter().filter(|statement| looks_for_rows(statement));
    if database.is_sqlite() {
        let mut connection = database.connect_to_sqlite();
        statements.filter_map(|one| on_sqlite(&mut connection, one)).collect()
    } else {
        let mut connection = database.connect_to_postgres();
        // What is dear on a large table is forbidden on an empty one; and no plan may hang on what is bound.
        let settings = "SET enable_seqscan = off; SET enable_sort = off; SET plan_cache_mode = force_generic_plan;";
        connection.batch_execute(settings).expect("settings");
        statements.filter_map(|one| on_postgres(&mut connection, one)).collect()
    }
}

/// Whether a statement looks for rows. `1=0` looks for none of an empty list.
fn looks_for_rows(statement: &str) -> bool {
    let verbs = ["SELECT", "UPDATE", "DELETE"];
    verbs.iter().any(|verb| statement.starts_with(verb))
        && (statement.contains(" FROM ") || statement.contains(" WHERE "))
        && !statement.contains("1=0")
        && !statement.contains(AMONG_WAITING)
}

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    line: String,
}

fn on_sqlite(connection: &mut SqliteConnection, statement: &str) -> Option<String> {
    let steps: Vec<Step> = diesel::sql_query(format!("EXPLAIN QUERY PLAN {statement}"))
        .load(connection)
        .unwrap_or_else(|error| panic!("{error}: {statement}"));
    let plan: Vec<_> = steps.into_iter().map(|step| step.detail).collect();
    let is_page = statement.contains(" LIMIT ");
    let is_whole = |step: &String| {
        let table = step.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next());
        // A page of a list without filters goes along an index until it is full.
        table.is_some_and(|table| !SMALL.contains(&table) && table != "CONSTANT")
            && !(is_page && step.contains(" USING "))
    };
    let sorts = is_page && plan.iter().any(|step| step.starts_with("USE TEMP B-TREE FOR"));
    let found: BTreeSet<&str> = plan.iter().flat_map(|step| found_by(step)).collect();
    let what = if plan.iter().any(is_whole) {
        "looks at a whole table".to_owned()
    } else if sorts {
        "sorts a list".to_owned()
    } else {
        format!(
            "passes over rows with another {}",
            left_out(&compared(statement), &found, is_page)?
        )
    };
    Some(told(&what, statement, &plan))
}

/// A column that a statement compares, and should be found by, and is not. What has an owner is found by the owner; a page
/// of anything else by all that is asked of it, and other rows by something.
fn left_out<'a>(compared: &[&'a str], found: &BTreeSet<&str>, is_page: bool) -> Option<&'a str> {
    let is_owner = |column: &&&str| OWNERS.contains(*column);
    let is_missing = |column: &&&str| !found.contains(**column);
    if OWNERS.iter().any(|owner| found.contains(owner)) {
        return None;
    }
    let owner = compared.iter().find(is_owner);
    let missing = owner.or_else(|| compared.iter().find(is_missing))?;
    let is_found = !is_page && owner.is_none() && compared.iter().any(|column| found.contains(column));
    (!is_found).then_some(missing)
}

/// The columns that a step finds rows by: `stage` and `kind` of `SEARCH … USING INDEX … (stage=? AND kind=?)`.
fn found_by(step: &str) -> Vec<&str> {
    let Some((_, columns)) = step.split_once(" (") else {
        return Vec::new();
    };
    let columns = columns.split([' ', ')']);
    columns.filter_map(|column| column.strip_suffix("=?")).collect()
}

/// The columns of tables that grow which a statement compares with something bound to it: `` `cases`.`stage` = ? ``, or
/// with any of several: `` `outbox`.`kind` IN (?, ?) ``.
fn compared(statement: &str) -> Vec<&str> {
    let conditions = statement.split_once(" WHERE ").map_or("", |(_, conditions)| conditions);
    let before = [" = ?", " IN (?"].map(|comparison| {
        let pieces: Vec<_> = conditions.split(comparison).collect();
        pieces.split_last().map_or(Vec::new(), |(_, before)| before.to_vec())
    });
    let columns = before.into_iter().flatten().filter_map(|piece| {
        let mut names = piece.strip_suffix('`')?.rsplit('`');
        let (column, _, table) = (names.next()?, names.next()?, names.next()?);
        (!SMALL.contains(&table) && !BESIDES.contains(&(table, column))).then_some(column)
    });
    columns.collect()
}

fn on_postgres(connection: &mut PgConnection, statement: &str) -> Option<String> {
    let arguments = (1..100)
        .take_while(|place| statement.contains(&format!("${place}")))
        .count();
    let arguments = match arguments {
        0 => String::new(),
        some => format!("({})", vec!["NULL"; some].join(", ")),
    };
    let prepared = connection.batch_execute(&format!("PREPARE explained AS {statement}"));
    prepared.unwrap_or_else(|error| panic!("{error}: {statement}"));
    let lines: Vec<Line> = diesel::sql_query(format!("EXPLAIN (COSTS OFF) EXECUTE explained{arguments}"))
        .load(connection)
        .unwrap_or_else(|error| panic!("{error}: {statement}"));
    connection
        .batch_execute("DEALLOCATE explained")
        .expect("prepared before");
    let plan: Vec<_> = lines.into_iter().map(|line| line.line).collect();
    let is_whole = |line: &String| {
        let table = line
            .split_once("Seq Scan on ")
            .and_then(|(_, rest)| rest.split(' ').next());
        table.is_some_and(|table| !SMALL.contains(&table))
    };
    let sorts = |line: &String| statement.contains(" LIMIT ") && line.contains("Sort Key");
    let what = if plan.iter().any(is_whole) {
        "looks at a whole table"
    } else {
        plan.iter().any(sorts).then_some("sorts a list")?
    };
    Some(told(what, statement, &plan))
}

fn told(what: &str, statement: &str, plan: &[String]) -> String {
    // From where the columns are named to where they come from is of no interest.
    let (_, rest) = statement.split_once(" FROM ").unwrap_or(("", statement));
    format!("{what}: {}… {rest}\n  {}", &statement[..6], plan.join("\n  "))
}
