//! The statements that a hub ran, as it sent them to its database.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{LazyLock, Mutex, Once, PoisonError};

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use tests::databases::Database;

/// By the address of the database.
static RUN: LazyLock<Mutex<BTreeMap<String, BTreeSet<String>>>> = LazyLock::new(Mutex::default);

/// What is run on one database.
pub struct Recording {
    database: String,
}

/// Records what is run on a database from now on, by connections that are still to be made.
pub fn of(database: &Database) -> Recording {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        set_default_instrumentation(|| Some(Box::new(Recorder::default()))).expect("nobody records yet");
    });
    let address = database.url().trim_start_matches("sqlite://");
    run(|run| run.insert(address.to_owned(), BTreeSet::new()));
    Recording {
        database: address.to_owned(),
    }
}

impl Recording {
    /// The statements that were run, each once, without what was bound to them.
    pub fn statements(&self) -> Vec<String> {
        run(|run| run.get(&self.database).into_iter().flatten().cloned().collect())
    }
}

fn run<T>(with: impl FnOnce(&mut BTreeMap<String, BTreeSet<String>>) -> T) -> T {
    with(&mut RUN.lock().unwrap_or_else(PoisonError::into_inner))
}

/// What watches one connection.
#[derive(Default)]
struct Recorder {
    url: String,
}

impl Instrumentation for Recorder {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => url.clone_into(&mut self.url),
            InstrumentationEvent::StartQuery { query, .. } => {
                let query = query.to_string();
                let statement = query.split(" -- binds").next().unwrap_or_default().trim();
                run(|run| {
                    // PostgreSQL's address is followed by settings of the connection.
                    let recording = run.iter_mut().find(|(database, _)| self.url.starts_with(*database));
                    if let Some((_, statements)) = recording {
                        statements.insert(statement.to_owned());
                    }
                });
            }
            _ => {}
        }
    }
}
