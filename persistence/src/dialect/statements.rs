//! How statements reach the databases: each is prepared once for a connection and then run again and again, on the
//! connection it goes to, as diesel writes it for that database.
//!
//! Diesel prepares anew whatever might have any number of texts: every UPDATE, every INSERT on PostgreSQL, every
//! `eq_any` on SQLite. Here the texts of a statement are as many as the code has ways to write it, so all are kept but
//! the longest.

use std::cell::{Cell, OnceCell};

use diesel::backend::Backend;
use diesel::internal::derives::multiconnection::AstPassHelper as _;
use diesel::pg::Pg;
use diesel::prelude::{PgConnection, QueryResult, Selectable, SqliteConnection};
use diesel::query_builder::{AsQuery, AstPass, Query, QueryFragment, QueryId};
use diesel::query_dsl::LoadQuery;
use diesel::query_dsl::methods::LimitDsl;
use diesel::sqlite::Sqlite;

use super::Connection;

/// In bytes. Longer texts are lists of values, of which there may be one for every length.
const LONGEST_KEPT: usize = 4_096;

/// Runs statements, as diesel's trait of this name does: on either database's connection, or on one that may be of
/// both.
pub trait RunQueryDsl<Conn>: Sized {
    /// Runs a statement; how many rows it changed.
    fn execute(self, connection: &mut Conn) -> QueryResult<usize>
    where
        Conn: Execute<Self>,
    {
        Execute::execute(connection, self)
    }

    /// All rows.
    fn load<'query, U>(self, connection: &mut Conn) -> QueryResult<Vec<U>>
    where
        Conn: Load<'query, Self, U>,
    {
        Load::load(connection, self)
    }

    /// All rows: [`RunQueryDsl::load`], for what also writes.
    fn get_results<'query, U>(self, connection: &mut Conn) -> QueryResult<Vec<U>>
    where
        Conn: Load<'query, Self, U>,
    {
        Load::load(connection, self)
    }

    /// The one row there is; an error where there is none.
    fn get_result<'query, U>(self, connection: &mut Conn) -> QueryResult<U>
    where
        Conn: Load<'query, Self, U>,
    {
        Load::get(connection, self)
    }

    /// The first row; an error where there is none.
    fn first<'query, U>(self, connection: &mut Conn) -> QueryResult<U>
    where
        Self: LimitDsl,
        Conn: Load<'query, <Self as LimitDsl>::Output, U>,
    {
        Load::get(connection, self.limit(1))
    }
}

impl<Q: diesel::RunQueryDsl<Conn>, Conn> RunQueryDsl<Conn> for Q {}

/// A connection that a statement without rows can be run on.
pub trait Execute<Q> {
    /// Runs it; how many rows it changed.
    fn execute(&mut self, statement: Q) -> QueryResult<usize>;
}

/// A connection that rows can be loaded from.
pub trait Load<'query, Q, U> {
    /// All rows.
    fn load(&mut self, query: Q) -> QueryResult<Vec<U>>;

    /// The first row; an error where there is none.
    fn get(&mut self, query: Q) -> QueryResult<U>;
}

macro_rules! runs_on {
    ($Connection:ty, $Backend:ty) => {
        impl<Q: QueryFragment<$Backend> + QueryId> Execute<Q> for $Connection {
            fn execute(&mut self, statement: Q) -> QueryResult<usize> {
                diesel::Connection::execute_returning_count(self, &Prepared::new(statement))
            }
        }

        impl<'query, Q, U> Load<'query, Q, U> for $Connection
        where
            Q: AsQuery,
            Prepared<Q::Query>: LoadQuery<'query, $Connection, U>,
        {
            fn load(&mut self, query: Q) -> QueryResult<Vec<U>> {
                diesel::RunQueryDsl::load(Prepared::new(query.as_query()), self)
            }

            fn get(&mut self, query: Q) -> QueryResult<U> {
                diesel::RunQueryDsl::get_result(Prepared::new(query.as_query()), self)
            }
        }
    };
}

runs_on!(PgConnection, Pg);
runs_on!(SqliteConnection, Sqlite);

impl<Q> Execute<Q> for Connection
where
    PgConnection: Execute<Q>,
    SqliteConnection: Execute<Q>,
{
    fn execute(&mut self, statement: Q) -> QueryResult<usize> {
        match self {
            Self::Postgres(postgres) => Execute::execute(postgres, statement),
            Self::Sqlite(sqlite) => Execute::execute(sqlite, statement),
        }
    }
}

impl<'query, Q, U> Load<'query, Q, U> for Connection
where
    PgConnection: Load<'query, Q, U>,
    SqliteConnection: Load<'query, Q, U>,
{
    fn load(&mut self, query: Q) -> QueryResult<Vec<U>> {
        match self {
            Self::Postgres(postgres) => Load::load(postgres, query),
            Self::Sqlite(sqlite) => Load::load(sqlite, query),
        }
    }

    fn get(&mut self, query: Q) -> QueryResult<U> {
        match self {
            Self::Postgres(postgres) => Load::get(postgres, query),
            Self::Sqlite(sqlite) => Load::get(sqlite, query),
        }
    }
}

/// What a record is loaded from, the same on both databases: `cases::table.select(CaseRecord::columns())`.
pub trait Columns: Selectable<Pg> {
    /// The columns, in the order of the record's fields.
    fn columns() -> Self::SelectExpression {
        Self::construct_selection()
    }
}

impl<R: Selectable<Pg>> Columns for R {}

/// A statement that is prepared once: kept by its type where that tells its text, by its text where not.
pub struct Prepared<Q> {
    statement: Q,
    text: OnceCell<String>,
}

impl<Q> Prepared<Q> {
    fn new(statement: Q) -> Self {
        Self {
            statement,
            text: OnceCell::new(),
        }
    }
}

impl<Q: QueryId> QueryId for Prepared<Q> {
    type QueryId = Q::QueryId;

    const HAS_STATIC_QUERY_ID: bool = Q::HAS_STATIC_QUERY_ID;
    const IS_WINDOW_FUNCTION: bool = Q::IS_WINDOW_FUNCTION;
}

impl<Q: Query> Query for Prepared<Q> {
    type SqlType = Q::SqlType;
}

impl<Q, Conn> diesel::RunQueryDsl<Conn> for Prepared<Q> {}

/// What diesel walks a statement for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// To write its text.
    Text,
    /// To collect its values, or to show them.
    Values,
    /// To ask whether it may be kept once it is prepared.
    Question,
}

/// Which pass this is, and the same pass: only the one that writes a text has a builder to hand over.
fn told<'a, 'b, DB: Backend + 'static>(mut out: AstPass<'a, 'b, DB>) -> (Pass, AstPass<'a, 'b, DB>) {
    if out.bind_collector().is_some() || out.debug_binds().is_some() {
        return (Pass::Values, out);
    }
    let writes = Cell::new(false);
    let out = out.cast_database::<DB>(
        |binds| binds,
        |builder| {
            writes.set(true);
            builder
        },
        |backend| backend,
        |lookup| lookup,
    );
    let pass = if writes.get() { Pass::Text } else { Pass::Question };
    (pass, out)
}

/// The statement itself says its values. Its text is handed out as a whole, and so without the statement's doubts
/// whether it may be kept: one that is known by its type is, which need not be found out by walking through it again
/// each time that it is run.
impl<Q, DB> QueryFragment<DB> for Prepared<Q>
where
    DB: Backend + 'static,
    DB::QueryBuilder: Default,
    Q: QueryFragment<DB> + QueryId,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let (pass, mut out) = told(out);
        match pass {
            Pass::Values => return self.statement.walk_ast(out),
            Pass::Text if Q::HAS_STATIC_QUERY_ID => return self.statement.walk_ast(out),
            Pass::Question if Q::HAS_STATIC_QUERY_ID => return Ok(()),
            Pass::Text | Pass::Question => {}
        }
        if self.text.get().is_none() {
            let mut builder = DB::QueryBuilder::default();
            self.statement.to_sql(&mut builder, out.backend())?;
            let _ = self.text.set(diesel::query_builder::QueryBuilder::finish(builder));
        }
        let text = self.text.get().map_or("", String::as_str);
        out.push_sql(text);
        if text.len() > LONGEST_KEPT {
            out.unsafe_to_cache_prepared();
        }
        Ok(())
    }
}
