//! The process is killed in the middle of its work, again and again: whatever it answered is there afterwards.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tempfile::TempDir;
use tests::postgres::Server;
use tokio::task::JoinSet;

use super::held;
use crate::Scale;
use crate::process::Process;
use crate::wire;

/// How many write at the same time.
const WRITERS: usize = 8;
/// PostgreSQL as an operator runs it, but for the size.
const CAREFUL: &str = "-c shared_buffers=64MB";

/// With the embedded database.
pub async fn on_sqlite(scale: Scale) -> Result<String, String> {
    kills(scale, &[]).await
}

/// With a database server, which lives on.
pub async fn on_postgres(scale: Scale) -> Result<String, String> {
    let server = Server::start(CAREFUL)?;
    let database = server.database();
    kills(scale, &[("DATABASE_URL", database.url())]).await
}

async fn kills(scale: Scale, settings: &[(&str, &str)]) -> Result<String, String> {
    let mut hub = Process::start_in(TempDir::new().expect("a folder"), settings).await;
    let answered = Arc::new(AtomicUsize::new(0));
    let kills = scale.of(20, 3);
    for _ in 0..kills {
        let mut writing = JoinSet::new();
        for _ in 0..WRITERS {
            writing.spawn(write_until_it_ends(hub.base.clone(), answered.clone()));
        }
        tokio::time::sleep(Duration::from_millis(700)).await;
        hub.kill();
        writing.join_all().await;
        hub.kill_and_start().await;
        let expected = answered.load(Ordering::Relaxed);
        let found = accounts(&hub).await;
        held(found >= expected, || {
            format!("{expected} registrations answered, {found} found")
        })?;
    }
    Ok(format!(
        "{kills} kills, {} answers, every one kept",
        answered.load(Ordering::Relaxed)
    ))
}

/// Registers people until nobody answers any more; counts those that were answered.
async fn write_until_it_ends(base: String, answered: Arc<AtomicUsize>) {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    loop {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let registration = crate::attacks::registration(number % 60_000);
        let request = wire::http().post(format!("{base}/v1/accounts")).json(&registration);
        match wire::send(request).await {
            Some((202, _)) => answered.fetch_add(1, Ordering::Relaxed),
            Some(_) => continue,
            None => return,
        };
    }
}

/// How many accounts wait to be analysed, but for those that the sandbox brought along.
async fn accounts(hub: &Process) -> usize {
    use tests::Reading as _;
    use tests::hub::AGENT;
    let agent = tests::roles::Agent::sign_in(&hub.anyone(), AGENT.0, AGENT.1).await;
    let mut path = "/v1/back-office/accounts?stage=pending_review&limit=100".to_owned();
    let mut found = 0;
    loop {
        let page = agent.get(&path).await.ok();
        found += page.items().len();
        let Some(cursor) = page["next_cursor"].as_str() else {
            return found;
        };
        path = format!("/v1/back-office/accounts?stage=pending_review&limit=100&cursor={cursor}");
    }
}
