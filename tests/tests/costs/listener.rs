//! Hears what connections run and prepare.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};

/// How often an operation is done: what it costs is the least of them, since timers and the dispatcher run beside it.
pub const TIMES: usize = 4;

static HEARD: Mutex<Option<Heard>> = Mutex::new(None);

#[derive(Default)]
struct Heard {
    statements: Vec<String>,
    prepared: Vec<String>,
    /// Every statement that a connection has ever kept.
    kept: HashSet<String>,
}

/// What an operation cost.
#[derive(Debug, Clone)]
pub struct Cost {
    /// What was run.
    pub statements: Vec<String>,
    /// What had to be prepared for it.
    pub prepared: Vec<String>,
}

impl Cost {
    /// The least of several: of the statements run, and of those prepared.
    pub fn least(costs: &[Self]) -> Self {
        let statements = costs.iter().map(|cost| &cost.statements).min_by_key(|all| all.len());
        let prepared = costs.iter().map(|cost| &cost.prepared).min_by_key(|all| all.len());
        Self {
            statements: statements.cloned().unwrap_or_default(),
            prepared: prepared.cloned().unwrap_or_default(),
        }
    }
}

/// Begins to listen, on every connection made from here on.
pub fn listen() {
    set_default_instrumentation(|| Some(Box::new(Listener))).expect("to be the first");
    *heard() = Some(Heard::default());
}

/// What doing something several times costs.
pub async fn costs<F: Future>(operation: impl Fn() -> F) -> Vec<Cost> {
    let mut costs = Vec::new();
    for _ in 0..TIMES {
        costs.push(cost(&operation).await);
    }
    costs
}

/// What doing something once costs.
pub async fn cost<F: Future>(operation: impl FnOnce() -> F) -> Cost {
    quiet().await;
    operation().await;
    taken()
}

/// Waits until what follows from earlier operations (papers, mails) is done.
async fn quiet() {
    for _ in 0..100 {
        let _ = taken();
        tokio::time::sleep(Duration::from_millis(200)).await;
        if taken().statements.is_empty() {
            return;
        }
    }
}

fn taken() -> Cost {
    let mut heard = heard();
    let heard = heard.as_mut().expect("to be listening");
    let statements = std::mem::take(&mut heard.statements);
    let mut prepared = std::mem::take(&mut heard.prepared);
    // What is never kept is prepared each time.
    let is_kept = |statement: &&String| steers(statement) || heard.kept.contains(*statement);
    prepared.extend(statements.iter().filter(|one| !is_kept(one)).cloned());
    Cost { statements, prepared }
}

/// What PostgreSQL is sent without being asked to keep it.
fn steers(statement: &str) -> bool {
    let words = [
        "BEGIN",
        "COMMIT",
        "ROLLBACK",
        "SAVEPOINT",
        "RELEASE",
        "SELECT 1; COMMIT",
    ];
    words.iter().any(|word| statement.starts_with(word))
}

struct Listener;

impl Instrumentation for Listener {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        let mut heard = heard();
        let Some(heard) = heard.as_mut() else { return };
        match event {
            InstrumentationEvent::StartQuery { query, .. } => {
                let text = query.to_string();
                let text = text.split("-- binds").next().unwrap_or_default();
                heard.statements.push(text.trim().to_owned());
            }
            InstrumentationEvent::CacheQuery { sql, .. } => {
                heard.kept.insert(sql.trim().to_owned());
                heard.prepared.push(sql.to_owned());
            }
            _ => {}
        }
    }
}

fn heard() -> MutexGuard<'static, Option<Heard>> {
    HEARD.lock().unwrap_or_else(PoisonError::into_inner)
}
