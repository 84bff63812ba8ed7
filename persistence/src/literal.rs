//! Words written into a statement instead of bound to it. A partial index serves a statement whose text says what the
//! index's condition says; what is bound is not known when the plan is made.

use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::sql_types::Bool;
use domain::words::Word;

/// Whether a column holds a word.
pub(crate) fn is(column: &str, word: impl Word) -> SqlLiteral<Bool> {
    sql(&format!("{column} = '{}'", word.name()))
}

/// Whether a column holds one of these words.
pub(crate) fn is_any_of(column: &str, words: &[impl Word]) -> SqlLiteral<Bool> {
    sql(&format!("{column} IN ({})", quoted(words)))
}

/// Whether a column holds none of these words.
pub(crate) fn is_none_of(column: &str, words: &[impl Word]) -> SqlLiteral<Bool> {
    sql(&format!("{column} NOT IN ({})", quoted(words)))
}

/// Whether a column holds a word, which is looked at on every row that something else has found. Most rows hold it; SQLite,
/// which keeps no statistics, might find them by it.
pub(crate) fn is_besides(column: &str, word: impl Word) -> SqlLiteral<Bool> {
    sql(&format!("({column} || '') = '{}'", word.name()))
}

fn quoted(words: &[impl Word]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("'{}'", word.name())).collect();
    quoted.join(", ")
}
