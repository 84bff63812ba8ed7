//! The Rust types that stand in the columns of [`super::types`]: typed ids, words, instants, JSON.

use std::io::Write as _;

use chrono::{DateTime, Utc};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::BigInt;
use diesel::sqlite::{Sqlite, SqliteValue};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::connection::{MultiBackend, MultiRawValue};
use super::types::{Id, Instant, Json};

/// What a type needs, besides its encoding on each database, to stand in a column of `$Marker`.
macro_rules! stored_as {
    ($Marker:ty, $Type:ty) => {
        const _: () = {
            use diesel::deserialize::{FromSql, Queryable, Result as Read};
            use diesel::serialize::{IsNull, Output, Result as Written, ToSql};
            use $crate::dialect::{MultiBackend, MultiRawValue};

            impl ToSql<$Marker, MultiBackend> for $Type {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> Written {
                    out.set_value((<$Marker>::default(), self));
                    Ok(IsNull::No)
                }
            }

            impl FromSql<$Marker, MultiBackend> for $Type {
                fn from_sql(value: MultiRawValue<'_>) -> Read<Self> {
                    value.from_sql::<Self, $Marker>()
                }
            }

            impl<DB: diesel::backend::Backend> Queryable<$Marker, DB> for $Type
            where
                Self: FromSql<$Marker, DB>,
            {
                type Row = Self;

                fn build(row: Self) -> Read<Self> {
                    Ok(row)
                }
            }
        };
    };
}

/// Lets typed ids (anything that is `From<Uuid>` and `Into<Uuid>`) stand in [`Id`] columns.
macro_rules! stored_ids {
    ($($Type:ty),+ $(,)?) => { $(
        const _: () = {
            use std::io::Write as _;

            use diesel::deserialize::{FromSql, Result as Read};
            use diesel::pg::{Pg, PgValue};
            use diesel::serialize::{IsNull, Output, Result as Written, ToSql};
            use diesel::sqlite::{Sqlite, SqliteValue};
            use uuid::Uuid;
            use $crate::dialect::Id;

            impl ToSql<Id, Pg> for $Type {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> Written {
                    out.write_all(Uuid::from(*self).as_bytes())?;
                    Ok(IsNull::No)
                }
            }

            impl ToSql<Id, Sqlite> for $Type {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> Written {
                    out.set_value(Uuid::from(*self).as_bytes().to_vec());
                    Ok(IsNull::No)
                }
            }

            impl FromSql<Id, Pg> for $Type {
                fn from_sql(value: PgValue<'_>) -> Read<Self> {
                    Ok(Uuid::from_slice(value.as_bytes())?.into())
                }
            }

            impl FromSql<Id, Sqlite> for $Type {
                fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> Read<Self> {
                    Ok(Uuid::from_slice(value.read_blob())?.into())
                }
            }
        };

        $crate::dialect::stored_as!($crate::dialect::Id, $Type);
    )+ };
}

/// Lets vocabularies stand in [`Word`](super::Word) columns, by the names they are shown and read by.
macro_rules! stored_words {
    ($($Type:ty),+ $(,)?) => { $(
        const _: () = {
            use std::io::Write as _;

            use diesel::deserialize::{FromSql, Result as Read};
            use diesel::pg::{Pg, PgValue};
            use diesel::serialize::{IsNull, Output, Result as Written, ToSql};
            use diesel::sqlite::{Sqlite, SqliteValue};
            use $crate::dialect::Word;

            impl ToSql<Word, Pg> for $Type {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> Written {
                    out.write_all(self.to_string().as_bytes())?;
                    Ok(IsNull::No)
                }
            }

            impl ToSql<Word, Sqlite> for $Type {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> Written {
                    out.set_value(self.to_string());
                    Ok(IsNull::No)
                }
            }

            impl FromSql<Word, Pg> for $Type {
                fn from_sql(value: PgValue<'_>) -> Read<Self> {
                    Ok(std::str::from_utf8(value.as_bytes())?.parse()?)
                }
            }

            impl FromSql<Word, Sqlite> for $Type {
                fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> Read<Self> {
                    Ok(value.read_text().parse()?)
                }
            }
        };

        $crate::dialect::stored_as!($crate::dialect::Word, $Type);
    )+ };
}

pub(crate) use {stored_as, stored_ids, stored_words};

/// PostgreSQL counts from 1 January 2000.
const POSTGRES_EPOCH_MICROS: i64 = 946_684_800_000_000;

/// An instant as it is written and compared: `timers::due_at.le(At(db.now()))`. Cut to microseconds.
///
/// Reading needs no wrapper: a `DateTime<Utc>` can be loaded from an [`Instant`] column. Only the crate that defines a
/// type may say that it is a value and no query of its own, so writing does: give a struct that is inserted a field
/// `At`, or `Option<At>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = Instant)]
pub struct At(pub DateTime<Utc>);

impl From<DateTime<Utc>> for At {
    fn from(instant: DateTime<Utc>) -> Self {
        Self(instant)
    }
}

impl ToSql<Instant, Pg> for At {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let micros = self.0.timestamp_micros() - POSTGRES_EPOCH_MICROS;
        ToSql::<BigInt, Pg>::to_sql(&micros, &mut out.reborrow())
    }
}

impl ToSql<Instant, Sqlite> for At {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.timestamp_micros());
        Ok(IsNull::No)
    }
}

impl ToSql<Instant, MultiBackend> for At {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((Instant, self));
        Ok(IsNull::No)
    }
}

impl FromSql<Instant, Pg> for DateTime<Utc> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let micros: i64 = FromSql::<BigInt, Pg>::from_sql(value)?;
        // PostgreSQL's `infinity` ends up outside, as does whatever else no calendar holds.
        micros
            .checked_add(POSTGRES_EPOCH_MICROS)
            .and_then(Self::from_timestamp_micros)
            .ok_or_else(|| "an instant beyond what dates can hold".into())
    }
}

impl FromSql<Instant, Sqlite> for DateTime<Utc> {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Self::from_timestamp_micros(value.read_long()).ok_or_else(|| "an instant beyond what dates can hold".into())
    }
}

impl FromSql<Instant, MultiBackend> for DateTime<Utc> {
    fn from_sql(value: MultiRawValue<'_>) -> deserialize::Result<Self> {
        value.from_sql::<Self, Instant>()
    }
}

impl<DB: diesel::backend::Backend> FromSql<Instant, DB> for At
where
    DateTime<Utc>: FromSql<Instant, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        DateTime::<Utc>::from_sql(value).map(Self)
    }
}

impl std::ops::Deref for At {
    type Target = DateTime<Utc>;

    fn deref(&self) -> &DateTime<Utc> {
        &self.0
    }
}

/// The id of anything, where a column holds ids of several kinds. Like [`At`] it is needed for writing and comparing
/// only: a `Uuid` can be loaded from an [`Id`] column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression)]
#[diesel(sql_type = Id)]
pub struct AnyId(pub Uuid);

impl AnyId {
    /// Forgets what the id is of.
    pub fn of(id: impl Into<Uuid>) -> Self {
        Self(id.into())
    }
}

impl From<Uuid> for AnyId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

impl From<AnyId> for Uuid {
    fn from(id: AnyId) -> Self {
        id.0
    }
}

stored_ids!(AnyId, Uuid);

/// A value kept as a JSON document, in a [`Json`] column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Json)]
pub struct Stored<T>(pub T);

impl<T> Stored<T> {
    /// The value itself.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> std::ops::Deref for Stored<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> From<T> for Stored<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Serialize + std::fmt::Debug> ToSql<Json, Pg> for Stored<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        // The version of jsonb's wire format.
        out.write_all(&[1])?;
        serde_json::to_writer(out, &self.0)?;
        Ok(IsNull::No)
    }
}

impl<T: Serialize + std::fmt::Debug> ToSql<Json, Sqlite> for Stored<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(serde_json::to_string(&self.0)?);
        Ok(IsNull::No)
    }
}

impl<T: Serialize + std::fmt::Debug + Send + Sync + 'static> ToSql<Json, MultiBackend> for Stored<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((Json, self));
        Ok(IsNull::No)
    }
}

impl<T: DeserializeOwned> FromSql<Json, Pg> for Stored<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        match value.as_bytes() {
            [1, document @ ..] => Ok(Self(serde_json::from_slice(document)?)),
            _ => Err("jsonb in a format this program does not know".into()),
        }
    }
}

impl<T: DeserializeOwned> FromSql<Json, Sqlite> for Stored<T> {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(Self(serde_json::from_str(value.read_text())?))
    }
}

impl<T: DeserializeOwned> FromSql<Json, MultiBackend> for Stored<T> {
    fn from_sql(value: MultiRawValue<'_>) -> deserialize::Result<Self> {
        value.from_sql::<Self, Json>()
    }
}
