//! Which database, out of its URL.

use std::path::{Path, PathBuf};

use crate::dialect::{Connection, Purpose};
use crate::error::{Error, Result};

/// A database, by its URL. Its `Debug` shows no password.
#[derive(Clone)]
pub enum Target {
    /// `sqlite://path/to/file.db`: `sqlite:///srv/hub.db` is absolute, `sqlite://data/hub.db` is not.
    Sqlite {
        /// The database file.
        file: PathBuf,
    },
    /// `postgres://user:password@host/database?…`, with whatever libpq understands.
    Postgres {
        /// The URL as it was given.
        url: String,
    },
}

impl Target {
    /// Tells the database by the URL's scheme.
    pub fn parse(url: &str) -> Result<Self> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            if path.is_empty() || path.contains(['?', '#']) {
                return Err(Error::Unreachable(
                    "sqlite:// wants the path of a file and nothing else".to_owned(),
                ));
            }
            return Ok(Self::Sqlite { file: path.into() });
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres { url: url.to_owned() });
        }
        // The URL itself may hold a password.
        Err(Error::Unreachable(
            "a database URL starts with sqlite:// or postgres://".to_owned(),
        ))
    }

    /// Whether it is a SQLite file.
    pub fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite { .. })
    }

    /// The folder a SQLite file lies in.
    pub(super) fn folder(&self) -> Option<&Path> {
        match self {
            Self::Sqlite { file } => Some(match file.parent() {
                Some(folder) if folder != Path::new("") => folder,
                _ => Path::new("."),
            }),
            Self::Postgres { .. } => None,
        }
    }

    /// A new connection.
    pub(crate) fn connect(&self, purpose: Purpose) -> diesel::ConnectionResult<Connection> {
        match self {
            Self::Sqlite { file } => Connection::open_sqlite(&file.to_string_lossy(), purpose),
            Self::Postgres { url } => Connection::open_postgres(url),
        }
    }
}

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite { file } => write!(f, "SQLite {}", file.display()),
            Self::Postgres { url } => {
                let place = url.rsplit_once('@').map_or(url.as_str(), |(_, place)| place);
                let place = place.split('?').next().unwrap_or(place);
                write!(f, "PostgreSQL {place}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_tells_the_database() {
        let relative = Target::parse("sqlite://data/hub.db").expect("a target");
        assert_eq!(relative.folder(), Some(Path::new("data")));
        let bare = Target::parse("sqlite://hub.db").expect("a target");
        assert_eq!(bare.folder(), Some(Path::new(".")));
        let absolute = Target::parse("sqlite:///srv/hub.db").expect("a target");
        assert_eq!(absolute.folder(), Some(Path::new("/srv")));
        assert!(Target::parse("mysql://root@localhost/hub").is_err());
        assert!(Target::parse("sqlite://").is_err());
    }

    #[test]
    fn a_password_is_never_shown() {
        let target = Target::parse("postgres://hub:secret@db.example:5432/hub?password=secret").expect("a target");
        assert_eq!(format!("{target:?}"), "PostgreSQL db.example:5432/hub");
    }
}
