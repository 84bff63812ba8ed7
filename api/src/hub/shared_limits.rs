//! Limits that all processes on a database count together, and that outlast a restart. Requests are counted in memory, and
//! wait for nothing; behind their back each process tells the database what it counted, and learns what others did.
//!
//! While the database cannot be reached, each process counts by itself, and tells it all afterwards.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use persistence::rate_limits::{self, Kept};
use persistence::time::SystemClock;
use persistence::{Result, Store, Tx};
use tokio::sync::Mutex;
use tokio::task::AbortHandle;

use super::Hub;
use super::opening::system;
use crate::http::middleware::limits::{Limits, Untold};

/// How often processes tell each other what they counted.
const EVERY: Duration = Duration::from_secs(1);

/// How often a process that has nobody to tell it keeps what it counted: so much may be lost when it is killed.
const EVERY_ALONE: Duration = Duration::from_secs(5);

/// How many keys are told of at once; more wait, those that used least of their quota.
const TOLD_AT_ONCE: usize = 1_000;

/// How many keys that nobody needs any more are forgotten at once: more than are told of.
const FORGOTTEN_AT_ONCE: i64 = 2_000;

/// How many keys that others told of are read at once.
const READ_AT_ONCE: i64 = 10_000;

/// How many keys are read at the start: of those that lie in memory, so many have to wait.
const READ_AT_THE_START: i64 = 100_000;

/// How much of what was read before is read again: others' clocks may be behind, and their transactions take a moment.
const OVERLAP: TimeDelta = TimeDelta::seconds(5);

/// How long telling it one last time may keep the hub from stopping.
const LAST: Duration = Duration::from_secs(3);

/// How often the log is told that it does not work.
const WARN_EVERY: Duration = Duration::from_mins(1);

/// Limits that are told of.
#[derive(Debug)]
pub struct SharedLimits {
    exchange: Arc<Exchange>,
    task: AbortHandle,
}

impl Hub {
    /// Takes up what was counted before, and goes on telling what is counted from now on.
    pub async fn share_limits(&self) -> Result<SharedLimits> {
        let now = self.system.now();
        let exchange = Arc::new(Exchange {
            limits: self.limits.clone(),
            store: self.store.clone(),
            system: self.system.clone(),
            read_at: Mutex::new(now),
        });
        let kept = self.store.read(|db| rate_limits::not_whole(db, READ_AT_THE_START));
        exchange.learn(&kept.await?);
        let every = if self.store.is_alone() { EVERY_ALONE } else { EVERY };
        let task = tokio::spawn(exchange.clone().go_on(every)).abort_handle();
        Ok(SharedLimits { exchange, task })
    }
}

impl SharedLimits {
    /// Tells it one last time.
    pub async fn stop(self) {
        let last = async {
            // Nothing is cut off: whoever tells it just now holds this.
            let mut read_at = self.exchange.read_at.lock().await;
            self.task.abort();
            self.exchange.run(&mut read_at).await
        };
        match tokio::time::timeout(LAST, last).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "what was counted last for limits is lost"),
            Err(_) => tracing::warn!("what was counted last for limits is lost: the database does not answer"),
        }
        self.task.abort();
    }
}

#[derive(Debug)]
struct Exchange {
    limits: Arc<Limits>,
    store: Store,
    system: SystemClock,
    /// Until when it is known what others told.
    read_at: Mutex<DateTime<Utc>>,
}

impl Exchange {
    async fn go_on(self: Arc<Self>, every: Duration) {
        let mut warned_at: Option<Instant> = None;
        loop {
            tokio::time::sleep(every).await;
            let mut read_at = self.read_at.lock().await;
            if let Err(error) = self.run(&mut read_at).await
                && warned_at.is_none_or(|at| at.elapsed() >= WARN_EVERY)
            {
                tracing::warn!(%error, "limits are counted by each process itself until the database answers");
                warned_at = Some(Instant::now());
            }
        }
    }

    async fn run(&self, read_at: &mut DateTime<Utc>) -> Result<()> {
        let untold = self.limits.take_untold(TOLD_AT_ONCE);
        if !untold.is_empty() {
            let told = self.tell(untold.clone()).await;
            if told.is_err() {
                self.limits.give_back(&untold);
            }
            self.learn(&told?);
        }
        if !self.store.is_alone() {
            let now = self.system.now();
            let since = now.min(*read_at) - OVERLAP;
            let read = self
                .store
                .ask(move |db| rate_limits::written_since(db, since, READ_AT_ONCE));
            self.learn(&read.await?);
            *read_at = now;
        }
        Ok(())
    }

    /// Applies what was counted here to what is kept; where the keys stand then.
    async fn tell(&self, untold: Vec<Untold>) -> Result<Vec<Kept>> {
        let is_alone = self.store.is_alone();
        let tell = move |tx: &mut Tx<'_>| {
            let known = if is_alone { HashMap::new() } else { known(tx, &untold)? };
            let kept: Vec<_> = untold.iter().map(|one| kept(one, &known)).collect();
            rate_limits::put(tx, &kept)?;
            rate_limits::forget_whole(tx, FORGOTTEN_AT_ONCE)?;
            Ok(kept)
        };
        self.store.write(system(), tell).await
    }

    fn learn(&self, kept: &[Kept]) {
        for one in kept {
            let key = one.key.cast_unsigned();
            self.limits.learn(&one.counter, key, micros(one.whole_at));
        }
    }
}

/// What others have told of some keys. Until the transaction ends they tell nothing more.
fn known(tx: &mut Tx<'_>, untold: &[Untold]) -> Result<HashMap<i64, DateTime<Utc>>> {
    rate_limits::lock(tx)?;
    let keys: Vec<_> = untold.iter().map(|one| one.key.cast_signed()).collect();
    rate_limits::whole_at(tx, &keys)
}

/// Where a key stands after what was counted here, upon what is known of it.
fn kept(untold: &Untold, known: &HashMap<i64, DateTime<Utc>>) -> Kept {
    let key = untold.key.cast_signed();
    let known = known.get(&key).copied().map(micros);
    let whole_at = i64::try_from(untold.upon(known)).unwrap_or(i64::MAX);
    Kept {
        key,
        counter: untold.counter.to_owned(),
        whole_at: DateTime::from_timestamp_micros(whole_at).unwrap_or_default(),
    }
}

fn micros(instant: DateTime<Utc>) -> u64 {
    u64::try_from(instant.timestamp_micros()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;
    use crate::http::ClientAddress;
    use crate::hub::tests::settings;

    #[actix_web::test]
    async fn without_a_database_a_process_counts_by_itself() {
        let folder = tempfile::tempdir().expect("a folder");
        let strict = settings(&folder, &[("RATE_SIGN_IN_EMAIL", "3/900")]);
        let hub = Hub::open(strict).await.expect("a hub");
        let shared = hub.share_limits().await.expect("limits");
        let exchange = shared.exchange.clone();
        let from = ClientAddress(IpAddr::from(Ipv4Addr::LOCALHOST));
        let is_looked_at = || hub.limits.sign_in_as("camille@example.org", from, true).is_ok();

        let mut read_at = exchange.read_at.lock().await;
        assert!(is_looked_at());
        exchange.run(&mut read_at).await.expect("told");
        let kept = hub.store.read(|db| rate_limits::not_whole(db, 9)).await.expect("read");
        assert_eq!(kept.len(), 1);
        assert_eq!(kept[0].counter, "wrong-passwords");
        drop(read_at);

        hub.close().await;
        let mut read_at = exchange.read_at.lock().await;
        assert!(is_looked_at() && is_looked_at() && !is_looked_at());
        exchange.run(&mut read_at).await.expect_err("closed");
        assert!(!is_looked_at());
        assert_eq!(hub.limits.take_untold(9).len(), 1, "told later");
        drop(read_at);
        shared.stop().await;
    }
}
