//! What can go wrong with what is kept.

use std::fmt::Display;
use std::path::PathBuf;

use aws_lc_rs::error::Unspecified;
use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error as DieselError};
use domain::lifecycle::Refusal;
use domain::rules::Fault;

use crate::dialect::Condition;

/// What the functions of this crate answer.
pub type Result<T> = std::result::Result<T, Error>;

/// What can go wrong with what is kept.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The domain refuses it in this stage.
    #[error(transparent)]
    Refused(Box<Refusal>),

    /// What was given is refused, field by field.
    #[error("refused: {}", .0.iter().map(|fault| fault.field.as_ref()).collect::<Vec<_>>().join(", "))]
    Invalid(Vec<Fault>),

    /// There is no such thing, or it belongs to somebody else.
    #[error("there is no such thing")]
    NotFound,

    /// It was changed since the caller saw it.
    #[error("it was changed meanwhile and is now at version {current}")]
    Stale {
        /// The version it is at.
        current: i32,
    },

    /// Something that may exist only once exists already. See [`Error::collides_on`].
    #[error("exists already: {constraint}")]
    Collision {
        /// PostgreSQL: the constraint's or index's name. SQLite: `table.column`, several joined by `, `.
        constraint: String,
    },

    /// The store can take no more just now, or is being shut down. Nothing was written; trying again may help.
    #[error("the store can take no more just now")]
    Busy,

    /// The same request, sent before under the same key, still runs.
    #[error("the same request still runs")]
    StillRunning,

    /// The connection was lost while it committed: whether the write is kept cannot be told. Never run it again
    /// without looking first.
    #[error("the connection was lost while it committed: whether the write is kept cannot be told")]
    OutcomeUnknown,

    /// Two transactions got into each other's way, and the database undid this one (PostgreSQL's 40001 and 40P01).
    /// The store runs such a write again; what still comes out as this inside a write must be passed on to it.
    #[error("undone in favour of another transaction: {0}")]
    Contended(#[source] DieselError),

    /// The database cannot do its work just now, for a reason of its own: its disk is full, it takes no writes.
    /// Nothing was written; the same succeeds once the reason is gone.
    #[error("the database cannot work just now ({condition}): {source}")]
    Unavailable {
        /// The reason.
        condition: Condition,
        /// What the database said.
        #[source]
        source: DieselError,
    },

    /// The database refused or failed: a defect.
    #[error("the database failed: {0}")]
    Database(#[source] DieselError),

    /// What is stored does not read as what it should be.
    #[error("stored data cannot be read: {0}")]
    Corrupt(String),

    /// The code that was handed to the store panicked. Nothing was written.
    #[error("a defect in the program: {0}")]
    Panicked(String),

    /// The database could not be opened.
    #[error("the database cannot be opened: {0}")]
    Unreachable(String),

    /// The data folder belongs to another process that is running.
    #[error("{} is in use by another process", .folder.display())]
    InUse {
        /// The folder.
        folder: PathBuf,
    },
}

/// What gives random bytes, keys and seals says no more than this.
impl From<Unspecified> for Error {
    fn from(_: Unspecified) -> Self {
        Self::Corrupt("the machine's cryptography does not work".to_owned())
    }
}

impl Error {
    /// What is sealed does not open: another secret closed it, or it is spoilt.
    pub(crate) fn unopened(what: impl Display) -> Self {
        Self::Corrupt(format!("{what} does not open with this CQC_HUB_SECRET"))
    }

    /// Whether something that may exist only once exists already.
    pub const fn is_collision(&self) -> bool {
        matches!(self, Self::Collision { .. })
    }

    /// Whether this is the collision on a constraint: its name on PostgreSQL, its columns (`"cards.number"`) on
    /// SQLite. A primary key's name is `table_pkey`; a partial index goes by its own name and by its columns.
    pub fn collides_on(&self, name: &str, columns: &str) -> bool {
        matches!(self, Self::Collision { constraint } if constraint == name || constraint == columns)
    }

    /// Whether no room was left on a disk.
    pub const fn is_for_want_of_room(&self) -> bool {
        matches!(
            self,
            Self::Unavailable {
                condition: Condition::DiskFull,
                ..
            }
        )
    }

    /// Whether it says nothing about what was asked: the store is in trouble, and the same may succeed later.
    pub const fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Busy | Self::Contended(_) | Self::OutcomeUnknown | Self::Unavailable { .. } | Self::Unreachable(_)
        )
    }
}

/// What a closure handed to the store may fail with: an error of its caller's, in which the store's own has a place.
pub trait TransactionError: From<Error> + Send + 'static {
    /// The store's own error, where that is what it is.
    fn into_store_error(self) -> std::result::Result<Error, Self>;
}

impl TransactionError for Error {
    fn into_store_error(self) -> std::result::Result<Error, Self> {
        Ok(self)
    }
}

impl From<DieselError> for Error {
    fn from(error: DieselError) -> Self {
        use DatabaseErrorKind as Kind;

        match error {
            DieselError::NotFound => Self::NotFound,
            DieselError::DatabaseError(Kind::UniqueViolation | Kind::ExclusionViolation, information) => {
                Self::Collision {
                    constraint: constraint(&*information),
                }
            }
            DieselError::DatabaseError(Kind::SerializationFailure, _) => Self::Contended(error),
            DieselError::DatabaseError(_, ref information) if is_deadlock(&**information) => Self::Contended(error),
            DieselError::DeserializationError(error) => Self::Corrupt(error.to_string()),
            error => match Condition::of(&error) {
                Some(condition) => in_condition(condition, error),
                None => Self::Database(error),
            },
        }
    }
}

/// Whoever waited too long, or lost the connection, comes back and finds it otherwise; everything else somebody has to
/// put right.
fn in_condition(condition: Condition, source: DieselError) -> Error {
    match condition {
        Condition::NotConnected | Condition::WaitedTooLong => {
            tracing::warn!(error = %source, %condition, "the database did not answer");
            Error::Busy
        }
        condition => Error::Unavailable { condition, source },
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<diesel::ConnectionError> for Error {
    fn from(error: diesel::ConnectionError) -> Self {
        Self::Unreachable(error.to_string())
    }
}

/// The violated constraint's name, or on SQLite the columns out of `UNIQUE constraint failed: a.b, a.c`.
fn constraint(information: &dyn DatabaseErrorInformation) -> String {
    if let Some(name) = information.constraint_name() {
        return name.to_owned();
    }
    let message = information.message();
    let columns = message
        .rsplit_once("constraint failed: ")
        .map_or(message, |(_, columns)| columns);
    columns.trim_start_matches("index ").trim_matches('\'').to_owned()
}

/// Whether PostgreSQL ended the transaction to break a deadlock. Diesel does not pass on the SQLSTATE and the message
/// may be in the server's language, but the details always list who waits for whom, a line each, two processes a line.
fn is_deadlock(information: &dyn DatabaseErrorInformation) -> bool {
    information.message() == "deadlock detected" || information.details().is_some_and(lists_who_waits_for_whom)
}

fn lists_who_waits_for_whom(details: &str) -> bool {
    let numbers = |line: &str| {
        line.split(|c: char| !c.is_ascii_digit())
            .filter(|digits| !digits.is_empty())
            .count()
    };
    details.lines().count() >= 2 && details.lines().all(|line| numbers(line) >= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violation(message: &str) -> Error {
        Error::from(DieselError::DatabaseError(
            DatabaseErrorKind::UniqueViolation,
            Box::new(message.to_owned()),
        ))
    }

    #[test]
    fn a_collision_on_sqlite_names_its_columns_or_its_index() {
        let error = violation("UNIQUE constraint failed: cards.year, cards.number");
        assert!(error.collides_on("cards_year_number", "cards.year, cards.number"));
        assert!(!error.collides_on("cards_pkey", "cards.id"));
        assert!(violation("UNIQUE constraint failed: index 'accounts_email'").collides_on("accounts_email", ""));
    }

    #[test]
    fn a_deadlock_is_known_in_any_language() {
        assert!(lists_who_waits_for_whom(
            "Le processus 6184 attend ShareLock sur transaction 742 ; bloqué par le processus 6185.\n\
             Le processus 6185 attend ShareLock sur transaction 741 ; bloqué par le processus 6184."
        ));
        assert!(!lists_who_waits_for_whom(
            "Key (id)=(1) is not present in table \"cases\"."
        ));
    }

    #[test]
    fn a_lock_that_is_not_had_in_time_is_no_defect() {
        let locked = DieselError::DatabaseError(DatabaseErrorKind::Unknown, Box::new("database is locked".to_owned()));
        assert!(matches!(Error::from(locked), Error::Busy));
    }

    #[test]
    fn a_full_disk_is_no_defect() {
        let message = "database or disk is full".to_owned();
        let full = Error::from(DieselError::DatabaseError(
            DatabaseErrorKind::Unknown,
            Box::new(message),
        ));
        let condition = Condition::DiskFull;
        assert!(full.is_passing() && matches!(full, Error::Unavailable { condition: found, .. } if found == condition));
    }
}
