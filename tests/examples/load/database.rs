//! The database that the hub is measured on.

use tempfile::TempDir;
use tests::postgres;

/// Settings of a private cluster: durable, as an operator's.
const DURABLE: &str = "-c shared_buffers=256MB";

/// A database, and what goes with this program.
pub struct Database {
    /// Its address.
    pub url: String,
    /// Where the hub keeps its files, on a disk: what is durable waits for it.
    pub folder: TempDir,
}

impl Database {
    /// The one that is named, a private cluster's, or a file's in a temporary folder.
    pub fn of(named: Option<&str>) -> Self {
        let folder = TempDir::new().expect("a folder");
        let url = match named {
            None => format!("sqlite://{}", folder.path().join("hub.db").display()),
            Some("postgres") => private_cluster(),
            Some(url) => url.to_owned(),
        };
        Self { url, folder }
    }
}

fn private_cluster() -> String {
    let server = postgres::Server::start(DURABLE).unwrap_or_else(|reason| panic!("no PostgreSQL: {reason}"));
    // It goes with this program, and its database with it.
    let server: &'static postgres::Server = Box::leak(Box::new(server));
    let database: &'static _ = Box::leak(Box::new(server.empty_database()));
    database.url().to_owned()
}
