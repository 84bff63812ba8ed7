//! When a database cannot do its work for a reason of its own, and how each one says so.
//!
//! Diesel passes on what a database says, not its code: neither PostgreSQL's SQLSTATE nor SQLite's result code. So the
//! texts are what conditions are known by. SQLite's are part of this program; PostgreSQL's come in English, or in
//! French from a server set up so whose role may not choose the language (see the session's settings).

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// Why a database cannot do its work just now. It is nothing about what it was asked to do: the same will succeed once
/// somebody has made room, or time has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Condition {
    /// No room is left on a disk.
    #[error("disk full")]
    DiskFull,
    /// The disk, or whatever lies under the files, fails.
    #[error("input/output error")]
    InputOutput,
    /// Memory, connections or open files have run out.
    #[error("out of resources")]
    OutOfResources,
    /// It takes no writes: a standby, or files that may not be written.
    #[error("read-only")]
    ReadOnly,
    /// It is being shut down or started, or its connection is lost.
    #[error("not connected")]
    NotConnected,
    /// Others held what was needed for too long.
    #[error("waited too long")]
    WaitedTooLong,
}

/// What a message of a condition starts and ends with; either may be empty.
type Sign = (&'static str, &'static str);

/// PostgreSQL's conditions by SQLSTATE [PostgreSQL, appendix A], and the signs of each.
const POSTGRES: &[(&str, Condition, &[Sign])] = &[
    (
        "53100",
        Condition::DiskFull,
        &[
            ("", "No space left on device"),
            ("", "Aucun espace disponible sur le périphérique"),
            ("", "Disk quota exceeded"),
            ("", "Débordement du quota d'espace disque"),
            ("could not extend file", ""),
            ("n'a pas pu étendre le fichier", ""),
        ],
    ),
    (
        "53000",
        Condition::OutOfResources,
        &[
            ("", "Too many open files"),
            ("", "Trop de fichiers ouverts"),
            ("", "Too many open files in system"),
            ("", "Trop de fichiers ouverts dans le système"),
        ],
    ),
    (
        "53200",
        Condition::OutOfResources,
        &[
            ("out of memory", ""),
            ("mémoire épuisée", ""),
            ("out of shared memory", ""),
            ("mémoire partagée épuisée", ""),
            ("", "Cannot allocate memory"),
            ("", "Ne peut allouer de la mémoire"),
        ],
    ),
    (
        "53300",
        Condition::OutOfResources,
        &[
            ("sorry, too many clients already", ""),
            ("désolé, trop de clients sont déjà connectés", ""),
            ("remaining connection slots are reserved", ""),
            ("too many connections for", ""),
        ],
    ),
    (
        "53400",
        Condition::OutOfResources,
        &[
            ("temporary file size exceeds", ""),
            ("la taille du fichier temporaire dépasse", ""),
        ],
    ),
    // libpq's own words for a connection that broke while an answer was awaited: it speaks the language of the hub's
    // process, which sets none.
    (
        "08006",
        Condition::NotConnected,
        &[
            ("server closed the connection unexpectedly", ""),
            ("could not receive data from server", ""),
            ("could not send data to server", ""),
            ("no connection to the server", ""),
            ("SSL connection has been closed unexpectedly", ""),
            ("SSL SYSCALL error", ""),
        ],
    ),
    (
        "58030",
        Condition::InputOutput,
        &[("", "Input/output error"), ("", "Erreur d'entrée/sortie")],
    ),
    (
        "55P03",
        Condition::WaitedTooLong,
        &[("could not obtain lock", ""), ("n'a pas pu obtenir un verrou", "")],
    ),
    (
        "57014",
        Condition::WaitedTooLong,
        &[("canceling statement due to", ""), ("annulation de la requête", "")],
    ),
    (
        "57P01",
        Condition::NotConnected,
        &[("terminating connection", ""), ("arrêt des connexions", "")],
    ),
    (
        "57P03",
        Condition::NotConnected,
        &[("the database system is", ""), ("le système de base de données", "")],
    ),
];

/// SQLite's conditions by primary result code, and the text of each.
const SQLITE: &[(i32, Condition, &str)] = &[
    (5, Condition::WaitedTooLong, "database is locked"),
    (6, Condition::WaitedTooLong, "database table is locked"),
    (7, Condition::OutOfResources, "out of memory"),
    (8, Condition::ReadOnly, "attempt to write a readonly database"),
    (10, Condition::InputOutput, "disk I/O error"),
    (13, Condition::DiskFull, "database or disk is full"),
    (14, Condition::InputOutput, "unable to open database file"),
    (15, Condition::WaitedTooLong, "locking protocol"),
];

impl Condition {
    /// The condition that an error is a sign of, if it is not about what was asked.
    pub(crate) fn of(error: &DieselError) -> Option<Self> {
        match error {
            DieselError::DatabaseError(DatabaseErrorKind::ReadOnlyTransaction, _) => Some(Self::ReadOnly),
            DieselError::DatabaseError(DatabaseErrorKind::ClosedConnection, _) => Some(Self::NotConnected),
            // The statement never reached the server. More parameters than it can count are another matter.
            DieselError::DatabaseError(DatabaseErrorKind::UnableToSendCommand, information) => {
                (!information.message().starts_with("number of parameters")).then_some(Self::NotConnected)
            }
            DieselError::DatabaseError(DatabaseErrorKind::Unknown, information) => Self::told_by(information.message()),
            // A full disk ends SQLite's transaction by itself: there is nothing left to be rolled back, and why it was
            // is what COMMIT came to grief on.
            DieselError::RollbackErrorOnCommit { commit_error, .. } => Self::of(commit_error),
            _ => None,
        }
    }

    fn told_by(message: &str) -> Option<Self> {
        let message = message.trim_end();
        let of_sqlite = SQLITE.iter().find(|(_, _, text)| message.starts_with(text));
        let is_sign = |(start, end): &Sign| message.starts_with(start) && message.ends_with(end);
        let of_postgres = || POSTGRES.iter().find(|(_, _, signs)| signs.iter().any(is_sign));
        of_sqlite.map(|row| row.1).or_else(|| of_postgres().map(|row| row.1))
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::CStr;

    use super::*;

    fn unknown(message: &str) -> DieselError {
        DieselError::DatabaseError(DatabaseErrorKind::Unknown, Box::new(message.to_owned()))
    }

    /// The texts are SQLite's own: a later version that says something else is noticed here.
    #[test]
    fn sqlite_says_so_in_the_words_of_this_table() {
        for (code, condition, text) in SQLITE {
            #[expect(unsafe_code, reason = "it answers a static text for any number")]
            let said = unsafe { CStr::from_ptr(libsqlite3_sys::sqlite3_errstr(*code)) };
            assert_eq!(said.to_str().expect("text"), *text, "result code {code}");
            assert_eq!(Condition::of(&unknown(text)), Some(*condition));
        }
    }

    #[test]
    fn postgresql_says_so_in_english_or_french() {
        for (message, condition) in [
            (
                "could not extend file \"base/16384/16402\": No space left on device",
                Condition::DiskFull,
            ),
            (
                "could not extend file \"base/16384/16402\": wrote only 4096 of 8192 bytes at block 12",
                Condition::DiskFull,
            ),
            (
                "could not write to file \"pg_wal/xlogtemp.71\": No space left on device",
                Condition::DiskFull,
            ),
            (
                "n'a pas pu écrire dans le fichier « base/1 » : Aucun espace disponible sur le périphérique",
                Condition::DiskFull,
            ),
            ("out of shared memory", Condition::OutOfResources),
            ("mémoire épuisée", Condition::OutOfResources),
            (
                "could not read block 7 in file \"base/1\": Input/output error",
                Condition::InputOutput,
            ),
            ("canceling statement due to statement timeout", Condition::WaitedTooLong),
            (
                "annulation de la requête à cause du délai écoulé pour l'obtention des verrous",
                Condition::WaitedTooLong,
            ),
            (
                "terminating connection due to administrator command",
                Condition::NotConnected,
            ),
            ("the database system is shutting down", Condition::NotConnected),
            (
                "server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally\n\tbefore or while processing the request.\n",
                Condition::NotConnected,
            ),
        ] {
            assert_eq!(Condition::of(&unknown(message)), Some(condition), "{message}");
        }
    }

    #[test]
    fn a_full_disk_is_known_behind_a_rollback_that_found_nothing_to_do() {
        let error = DieselError::RollbackErrorOnCommit {
            rollback_error: Box::new(unknown("cannot rollback - no transaction is active")),
            commit_error: Box::new(unknown("database or disk is full")),
        };
        assert_eq!(Condition::of(&error), Some(Condition::DiskFull));
    }

    #[test]
    fn what_is_wrong_with_a_statement_is_no_condition_of_the_database() {
        for message in [
            "division by zero",
            "no such table: cases",
            "database disk image is malformed",
            "invalid input syntax for type uuid: \"No space left on device, she said\"",
        ] {
            assert_eq!(Condition::of(&unknown(message)), None, "{message}");
        }
        let too_many = DieselError::DatabaseError(
            DatabaseErrorKind::UnableToSendCommand,
            Box::new("number of parameters must be between 0 and 65535\n".to_owned()),
        );
        assert_eq!(Condition::of(&too_many), None);
    }
}
