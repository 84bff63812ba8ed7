//! Every test that touches the store runs on both databases, each time on a fresh one.

use std::path::Path;
use std::sync::OnceLock;

use diesel::{Connection as _, PgConnection, SqliteConnection};
use persistence::store::Target;
use persistence::{Options, Store, migrate};
use tempfile::TempDir;

use crate::postgres;

/// One test's database, with every migration applied. It goes when this is dropped.
pub struct Database {
    url: String,
    _backing: Backing,
}

/// What goes with the test.
#[expect(dead_code, reason = "held until the test is over")]
enum Backing {
    Sqlite(TempDir),
    Postgres(postgres::Database<'static>),
    /// It was there before, and stays.
    Nothing,
}

impl Database {
    /// A SQLite file in a folder of its own.
    pub fn sqlite() -> Self {
        static MIGRATED: OnceLock<Vec<u8>> = OnceLock::new();
        let folder = folder();
        let file = folder.path().join("hub.db");
        let url = format!("sqlite://{}", file.display());
        let migrated = MIGRATED.get_or_init(|| {
            migrate::run_on(&Target::parse(&url).expect("a database URL")).expect("migrations");
            std::fs::read(&file).expect("the file just made")
        });
        std::fs::write(&file, migrated).expect("a new file");
        Self {
            url,
            _backing: Backing::Sqlite(folder),
        }
    }

    /// A database on the tests' PostgreSQL server, if there is one.
    pub fn postgres() -> Option<Self> {
        let database = postgres::server()?.database();
        Some(Self {
            url: database.url().to_owned(),
            _backing: Backing::Postgres(database),
        })
    }

    /// A SQLite file in which nothing is yet.
    pub fn empty_sqlite() -> Self {
        let folder = folder();
        Self {
            url: format!("sqlite://{}", folder.path().join("hub.db").display()),
            _backing: Backing::Sqlite(folder),
        }
    }

    /// A database on the tests' PostgreSQL server in which nothing is yet, if there is a server.
    pub fn empty_postgres() -> Option<Self> {
        let database = postgres::server()?.empty_database();
        Some(Self {
            url: database.url().to_owned(),
            _backing: Backing::Postgres(database),
        })
    }

    /// The database at an address; it stays when this is dropped.
    pub fn at(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            _backing: Backing::Nothing,
        }
    }

    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether it is a SQLite file.
    pub fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite:")
    }

    /// A connection of one's own to a SQLite file.
    pub fn connect_to_sqlite(&self) -> SqliteConnection {
        let file = self.url.trim_start_matches("sqlite://");
        SqliteConnection::establish(file).expect("the file just made")
    }

    /// A connection of one's own to a database on a PostgreSQL server.
    pub fn connect_to_postgres(&self) -> PgConnection {
        PgConnection::establish(&self.url).expect("the database just made")
    }

    /// Opens it as a server would.
    pub fn open(&self, options: &Options) -> Store {
        Store::open(&self.url, options).expect("the database just made")
    }

    /// Tells a test's story on this database.
    pub fn run<Story: Future<Output = ()>>(self, story: impl FnOnce(Self) -> Story) {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime")
            .block_on(story(self));
    }
}

/// A folder that goes when it is dropped: in memory, where the machine has such a place. Hundreds of tests that wait for
/// a disk wait long.
pub fn folder() -> TempDir {
    let in_memory = Path::new("/dev/shm");
    let made = if in_memory.is_dir() {
        TempDir::new_in(in_memory)
    } else {
        TempDir::new()
    };
    made.expect("a temporary folder")
}

/// Makes two tests of each `async fn story(database: Database)` named: one on SQLite, one on PostgreSQL.
#[macro_export]
macro_rules! on_both {
    ($($story:ident),+ $(,)?) => { $(
        mod $story {
            #[test]
            fn on_sqlite() {
                $crate::databases::Database::sqlite().run(super::$story);
            }

            #[test]
            fn on_postgres() {
                if let Some(database) = $crate::databases::Database::postgres() {
                    database.run(super::$story);
                }
            }
        }
    )+ };
}
