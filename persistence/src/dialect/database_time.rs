//! The database's own time, as an expression: nobody has to ask for it before it is compared or written.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::pg::Pg;
use diesel::pg::data_types::PgInterval;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::Interval;
use diesel::sqlite::Sqlite;

use super::stored::At;
use super::types::Instant;

/// Real time as all processes on a database share it, or so much later: PostgreSQL's own as it is when the statement
/// comes in, or the machine's where one process has the database to itself.
#[derive(Debug, Clone, Copy)]
pub struct DatabaseTime {
    here: At,
    later: PgInterval,
}

impl DatabaseTime {
    /// Where the machine's time is this.
    pub(crate) fn here(now: DateTime<Utc>) -> Self {
        Self {
            here: At(now),
            later: PgInterval::from_microseconds(0),
        }
    }

    /// The time once a pause has passed.
    #[must_use]
    pub fn after(self, pause: TimeDelta) -> Self {
        let pause_in_microseconds = pause.num_microseconds().unwrap_or(i64::MAX);
        let microseconds = self.later.microseconds.saturating_add(pause_in_microseconds);
        Self {
            here: At(*self.here + pause),
            later: PgInterval::from_microseconds(microseconds),
        }
    }
}

impl Expression for DatabaseTime {
    type SqlType = Instant;
}

impl ValidGrouping<()> for DatabaseTime {
    type IsAggregate = is_aggregate::Never;
}

impl<Source> SelectableExpression<Source> for DatabaseTime {}
impl<Source> AppearsOnTable<Source> for DatabaseTime {}

/// One text on each database, whatever the pause is.
impl QueryId for DatabaseTime {
    type QueryId = Self;

    const HAS_STATIC_QUERY_ID: bool = true;
}

impl QueryFragment<Pg> for DatabaseTime {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("(statement_timestamp() + ");
        out.push_bind_param::<Interval, _>(&self.later)?;
        out.push_sql(")");
        Ok(())
    }
}

impl QueryFragment<Sqlite> for DatabaseTime {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_bind_param::<Instant, _>(&self.here)
    }
}
