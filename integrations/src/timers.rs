//! Time passing: carries out what is due by itself, in the order of time, and erases what is kept no longer.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use persistence::{Result, Store, due, hub_state, retention, timers};
use tokio::sync::watch;

use crate::dispatcher::system;

/// How many things of one kind are erased in one transaction.
const ERASED_AT_ONCE: i64 = 100;

/// Carries out, until it is told to stop, what is due; once a legal day it erases what is kept no longer. Any number of
/// processes may do so side by side.
pub async fn run(store: Store, rest: Duration, mut stopped: watch::Receiver<bool>) {
    let mut swept = None;
    while !*stopped.borrow() {
        if let Err(error) = once(&store, &mut swept).await {
            tracing::warn!(%error, "what is due could not be carried out yet");
        }
        tokio::select! {
            _ = stopped.changed() => {}
            () = tokio::time::sleep(rest) => {}
        }
    }
}

async fn once(store: &Store, swept: &mut Option<NaiveDate>) -> Result<()> {
    // Another process on this database may have moved the sandbox's clock.
    store.clock().be_ahead(store.read(hub_state::clock_ahead).await?);
    carry_out_until(store, store.clock().now()).await?;
    let today = store.clock().today();
    if *swept != Some(today) {
        erase_expendable(store).await?;
        *swept = Some(today);
    }
    Ok(())
}

/// Moves the sandbox's clock forward to an instant, visiting each instant at which something is due on the way. Once
/// this answers, everything that was due until then is done.
pub async fn advance(store: &Store, until: DateTime<Utc>) -> Result<()> {
    carry_out_until(store, until).await?;
    arrive(store, until).await?;
    erase_expendable(store).await
}

/// Carries out everything that is due at `until` or before, each at its own instant. Passes over what fails, for the
/// next time; gives up where the store itself is in trouble.
async fn carry_out_until(store: &Store, until: DateTime<Utc>) -> Result<()> {
    loop {
        let mut done = 0;
        let mut passed = None;
        while let Some(timer) = next(store, until, passed.take()).await? {
            arrive(store, *timer.due_at).await?;
            let visited = timer.clone();
            match store.write(system(), move |tx| due::carry_out(tx, &visited)).await {
                Ok(carried_out) => done += usize::from(carried_out),
                Err(error) if error.is_passing() => return Err(error),
                Err(error) => tracing::error!(?timer, %error, "a timer could not be carried out"),
            }
            passed = Some(timer);
        }
        // What was done may have set timers that are due by now as well.
        if done == 0 {
            return Ok(());
        }
    }
}

async fn next(store: &Store, until: DateTime<Utc>, passed: Option<timers::Timer>) -> Result<Option<timers::Timer>> {
    store.read(move |db| timers::next_due(db, until, passed.as_ref())).await
}

/// The clock shows at least this instant, and will after a new start.
async fn arrive(store: &Store, instant: DateTime<Utc>) -> Result<()> {
    if !store.clock().advance_to(instant) {
        return Ok(());
    }
    let ahead = store.clock().ahead();
    store
        .write(system(), move |tx| hub_state::keep_clock_ahead(tx, ahead))
        .await
}

/// Erases everything that is kept no longer, a few at a time.
async fn erase_expendable(store: &Store) -> Result<()> {
    for &what in retention::ERASED {
        loop {
            let erased = store.write(system(), move |tx| retention::erase(tx, what, ERASED_AT_ONCE));
            let erased = erased.await?;
            if erased == 0 {
                break;
            }
            tracing::info!(%what, erased, "kept no longer");
        }
    }
    store.write(system(), retention::tidy).await
}
