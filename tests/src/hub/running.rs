//! The server itself, started in this very process as `cqc-hub serve` starts it.

use std::collections::HashMap;
use std::path::Path;

use api::config::{Settings, Sources};
use api::server::Server;
use persistence::time::SystemClock;
use tempfile::TempDir;

use crate::databases::{self, Database};

/// A server and what it stands on.
pub(super) struct Running {
    /// Its address, as URLs begin.
    pub(super) base: String,
    /// Real time, as the server sees it: it stands still until a story lets it pass.
    pub(super) clock: SystemClock,
    server: Server,
    folder: TempDir,
    /// Goes last: the server is connected to it.
    _database: Database,
}

impl Running {
    pub(super) async fn start(database: Database) -> Self {
        let folder = databases::folder();
        let clock = SystemClock::standing_at(super::BEGINNING.parse().expect("an instant"));
        let server = Server::start_at(settings(&database, folder.path()), clock.clone());
        let server = server.await.expect("a server");
        Self {
            base: format!("http://{}", server.address),
            clock,
            server,
            folder,
            _database: database,
        }
    }

    pub(super) async fn stop(self) {
        self.server.stop().await.expect("a server that stops");
    }

    pub(super) fn files_kept(&self) -> usize {
        files_in(&self.folder.path().join("files"))
    }
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running")
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}

/// The sandbox, on a port that the system chooses, as small as it can be: many of them share two cores.
fn settings(database: &Database, folder: &Path) -> Settings {
    let environment = HashMap::from([
        ("CQC_HUB_LISTEN", "127.0.0.1:0".to_owned()),
        ("CQC_HUB_DATA_DIR", folder.display().to_string()),
        ("CQC_HUB_DATABASE_URL", database.url().to_owned()),
        ("CQC_HUB_DATABASE_CONNECTIONS", "4".to_owned()),
        ("CQC_HUB_WORKERS", "1".to_owned()),
        ("CQC_HUB_SHUTDOWN_SECONDS", "0".to_owned()),
    ]);
    let sources = Sources {
        environment: environment
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        ..Sources::default()
    };
    Settings::load(&sources).expect("settings of the sandbox")
}

fn files_in(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| {
            if entry.path().is_dir() {
                files_in(&entry.path())
            } else {
                1
            }
        })
        .sum()
}
