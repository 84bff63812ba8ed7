//! What a database says of its own tables, in lines that read the same whichever database says them.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::sql_types::Text;
use tests::databases::Database;

/// The tables but for the history of migrations, which diesel keeps in its own way.
const SQLITE_TABLES: &str = "
    WITH tables AS (
        SELECT name, strict FROM pragma_table_list
        WHERE schema = 'main' AND type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '__diesel*'
    )";

const POSTGRES_TABLES: &str = "
    WITH tables AS (
        SELECT oid, relname::text AS name FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND NOT starts_with(relname, '__diesel')
    )";

/// Every column, generated ones too, with its type, whether it may be empty, and its place in the primary key.
pub fn columns(database: &Database) -> BTreeSet<String> {
    ask(
        database,
        r#"SELECT t.name || '.' || c.name || ' | ' || lower(c.type)
                  || CASE WHEN c."notnull" OR c.pk THEN '' ELSE ' null' END
                  || CASE WHEN c.pk THEN ' key ' || c.pk ELSE '' END AS line
           FROM tables t JOIN pragma_table_xinfo(t.name) c"#,
        "SELECT t.name || '.' || a.attname || ' | ' || format_type(a.atttypid, a.atttypmod)
                || CASE WHEN a.attnotnull THEN '' ELSE ' null' END
                || coalesce((SELECT ' key ' || key.place
                             FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS key (attnum, place)
                             WHERE i.indrelid = t.oid AND i.indisprimary AND key.attnum = a.attnum), '') AS line
         FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped",
    )
}

/// Every index but those of primary keys; those made by a constraint without their names.
pub fn indexes(database: &Database) -> BTreeSet<String> {
    ask(
        database,
        r#"SELECT t.name || ' (' || (SELECT group_concat(name, ', ') FROM pragma_index_info(i.name)) || ')'
                  || CASE WHEN i."unique" THEN ' unique' ELSE '' END
                  || CASE WHEN i.partial THEN ' partial' ELSE '' END
                  || CASE WHEN i.origin = 'c' THEN ' ' || i.name ELSE '' END AS line
           FROM tables t JOIN pragma_index_list(t.name) i WHERE i.origin <> 'pk'"#,
        "SELECT t.name || ' ('
                || (SELECT string_agg(pg_get_indexdef(i.indexrelid, place, false), ', ' ORDER BY place)
                    FROM generate_series(1, i.indnkeyatts) place) || ')'
                || CASE WHEN i.indisunique THEN ' unique' ELSE '' END
                || CASE WHEN i.indpred IS NOT NULL THEN ' partial' ELSE '' END
                || CASE WHEN EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid) THEN ''
                   ELSE ' ' || i.indexrelid::regclass END AS line
         FROM tables t JOIN pg_index i ON i.indrelid = t.oid WHERE NOT i.indisprimary",
    )
}

/// Every reference to another table, and what becomes of the row when the other is deleted.
pub fn references(database: &Database) -> BTreeSet<String> {
    ask(
        database,
        r#"SELECT t.name || ' (' || group_concat(f."from", ', ') || ') -> ' || f."table"
                  || ' (' || group_concat(f."to", ', ') || ') ' || lower(f.on_delete) AS line
           FROM tables t JOIN pragma_foreign_key_list(t.name) f GROUP BY t.name, f.id"#,
        "SELECT t.name || ' (' || pg_temp.names(f.conrelid, f.conkey) || ') -> ' || f.confrelid::regclass
                || ' (' || pg_temp.names(f.confrelid, f.confkey) || ') '
                || CASE f.confdeltype WHEN 'a' THEN 'no action' WHEN 'c' THEN 'cascade' ELSE f.confdeltype::text END
                AS line
         FROM tables t JOIN pg_constraint f ON f.conrelid = t.oid AND f.contype = 'f'",
    )
}

/// Every trigger, by table and name.
pub fn triggers(database: &Database) -> BTreeSet<String> {
    ask(
        database,
        "SELECT tbl_name || ' ' || name AS line FROM sqlite_master WHERE type = 'trigger'",
        "SELECT t.name || ' ' || tgname AS line FROM tables t JOIN pg_trigger ON tgrelid = t.oid WHERE NOT tgisinternal",
    )
}

/// What would behave differently on the other database: tables that take any type, texts in an order of their own.
pub fn peculiarities(database: &Database) -> BTreeSet<String> {
    ask(
        database,
        "SELECT name || ' is not STRICT' AS line FROM tables WHERE NOT strict",
        "SELECT t.name || '.' || a.attname || ' is not COLLATE \"C\"' AS line
         FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
         JOIN pg_collation c ON c.oid = a.attcollation WHERE c.collname <> 'C'",
    )
}

/// The names of all tables.
pub fn tables(database: &Database) -> BTreeSet<String> {
    let all = "SELECT name AS line FROM tables";
    ask(database, all, all)
}

/// The rows of a table, each with the values of those columns, as text.
pub fn rows(database: &Database, table: &str, columns: &[&str]) -> Vec<String> {
    let quoted: Vec<_> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
    let sqlite = format!("SELECT {} AS line FROM \"{table}\"", quoted.join(" || '|' || "));
    let columns: Vec<_> = columns.iter().map(|column| format!("\"{column}\"")).collect();
    let postgres = format!("SELECT ROW({})::text AS line FROM \"{table}\"", columns.join(", "));
    lines(database, &sqlite, &postgres)
}

fn ask(database: &Database, sqlite: &str, postgres: &str) -> BTreeSet<String> {
    let answer = lines(
        database,
        &format!("{SQLITE_TABLES} {sqlite}"),
        &format!("{POSTGRES_TABLES} {postgres}"),
    );
    answer.into_iter().collect()
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn lines(database: &Database, sqlite: &str, postgres: &str) -> Vec<String> {
    let found = if database.is_sqlite() {
        let mut connection = database.connect_to_sqlite();
        diesel::sql_query(sqlite).load::<Line>(&mut connection)
    } else {
        let mut connection = database.connect_to_postgres();
        diesel::sql_query(POSTGRES_NAMES)
            .execute(&mut connection)
            .expect("a function");
        diesel::sql_query(postgres).load::<Line>(&mut connection)
    };
    let found = found.unwrap_or_else(|error| panic!("{error}: {sqlite}{postgres}"));
    found.into_iter().map(|Line { line }| line).collect()
}

/// The columns of a table with these numbers; for one connection.
const POSTGRES_NAMES: &str = "
    CREATE FUNCTION pg_temp.names(of_table oid, numbers int2[]) RETURNS text LANGUAGE sql AS $$
        SELECT string_agg(a.attname, ', ' ORDER BY place)
        FROM unnest(numbers) WITH ORDINALITY AS n (number, place)
        JOIN pg_attribute a ON a.attrelid = of_table AND a.attnum = n.number
    $$";
