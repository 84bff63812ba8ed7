//! The steps of `docs/operating.md`, «Backup», one function each. Whoever changes a step there changes it here.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tests::postgres;

use crate::process::Process;

/// The file of an embedded database, in the data folder.
const SQLITE: &str = "cqc-hub.sqlite3";

/// Which database a hub keeps its rows in.
#[derive(Debug, Clone, Copy)]
pub enum Kept<'u> {
    /// SQLite, in the data folder.
    Sqlite,
    /// PostgreSQL.
    Postgres {
        /// The address of the hub's database.
        database: &'u str,
        /// The address of one in which nothing is yet.
        empty: &'u str,
    },
}

impl<'u> Kept<'u> {
    /// These settings, and where the database is.
    pub fn settings(self, others: &[(&'static str, &'u str)]) -> Vec<(&'static str, &'u str)> {
        let own = match self {
            Self::Sqlite => None,
            Self::Postgres { database, .. } => Some(("DATABASE_URL", database)),
        };
        others.iter().copied().chain(own).collect()
    }

    /// The settings that are others for a copy.
    pub fn settings_of_copy(self) -> Vec<(&'static str, &'u str)> {
        match self {
            Self::Sqlite => Vec::new(),
            Self::Postgres { empty, .. } => vec![("DATABASE_URL", empty)],
        }
    }
}

/// A backup, and how it went.
pub struct Backup<'u> {
    kept: Kept<'u>,
    folder: TempDir,
    /// When it was begun.
    pub began: Instant,
    /// When it was done.
    pub ended: Instant,
    database_took: Duration,
}

impl<'u> Backup<'u> {
    /// Makes one of a hub that goes on meanwhile.
    pub fn made(hub: &Process, kept: Kept<'u>) -> Result<Self, String> {
        let folder = TempDir::new().map_err(|error| error.to_string())?;
        let began = Instant::now();
        let mut backup = Self {
            kept,
            folder,
            began,
            ended: began,
            database_took: Duration::ZERO,
        };
        backup.copy_files(hub)?;
        let from = Instant::now();
        backup.copy_database(hub)?;
        backup.database_took = from.elapsed();
        backup.copy_files(hub)?;
        backup.ended = Instant::now();
        Ok(backup)
    }

    /// `cqc-hub storage copy --to …`, before the database and again after it.
    fn copy_files(&self, hub: &Process) -> Result<(), String> {
        let files = self.files();
        hub.command(&["storage", "copy", "--to", &files.display().to_string()])
            .map(drop)
    }

    /// `sqlite3 … "VACUUM INTO …"` or `pg_dump --format custom`.
    fn copy_database(&self, hub: &Process) -> Result<(), String> {
        match self.kept {
            Kept::Sqlite => {
                let into = format!("VACUUM INTO '{}'", self.database().display());
                run(Command::new("sqlite3").arg(hub.folder().join(SQLITE)).arg(into))
            }
            Kept::Postgres { database, .. } => {
                let mut dump = Command::new(postgres::tool("pg_dump")?);
                dump.args(["--format", "custom", "--file"]).arg(self.database());
                run(dump.args(["--dbname", database]))
            }
        }
    }

    /// Puts it where a hub is to go on that does not run yet. Answers how long that took.
    pub fn restore(&self, copy: &Process) -> Result<Duration, String> {
        let from = Instant::now();
        match self.kept {
            Kept::Sqlite => {
                let place = copy.folder().join(SQLITE);
                let copied = std::fs::copy(self.database(), place);
                copied.map_err(|error| error.to_string())?;
            }
            Kept::Postgres { empty, .. } => {
                let mut restore = Command::new(postgres::tool("pg_restore")?);
                restore.args(["--clean", "--if-exists", "--exit-on-error"]);
                run(restore.args(["--dbname", empty]).arg(self.database()))?;
            }
        }
        let files = self.files().display().to_string();
        copy.command(&["storage", "copy", "--from", &files])?;
        Ok(from.elapsed())
    }

    fn files(&self) -> PathBuf {
        self.folder.path().join("files")
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join("database")
    }
}

impl fmt::Display for Backup<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rows, (files, bytes)) = (size(&self.database()).1, size(&self.files()));
        let took = self.ended.duration_since(self.began);
        write!(
            f,
            "backup in {:.1} s: database {} kB in {:.1} s, {files} objects of {} kB",
            took.as_secs_f64(),
            rows / 1_000,
            self.database_took.as_secs_f64(),
            bytes / 1_000
        )
    }
}

/// Runs one of the databases' own tools.
fn run(tool: &mut Command) -> Result<(), String> {
    let name = tool.get_program().to_owned();
    let output = tool.output();
    let output = output.map_err(|error| format!("{} cannot be run: {error}", name.display()))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "{}: {}",
        name.display(),
        String::from_utf8_lossy(&output.stderr)
    ))
}

/// How many files there are at a place, and how many bytes they have.
fn size(place: &Path) -> (u64, u64) {
    let Ok(entries) = std::fs::read_dir(place) else {
        return place.metadata().map_or((0, 0), |file| (1, file.len()));
    };
    let sizes = entries.flatten().map(|entry| size(&entry.path()));
    sizes.fold((0, 0), |(files, bytes), (more, others)| (files + more, bytes + others))
}
