//! The loop over a lane of the outbox: claim what is due, carry it out side by side, rest until somebody rings.

use std::sync::Arc;

use persistence::outbox::{self, Claimed, Lane};
use persistence::{Result, Store};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::Options;
use super::attempt::{AttemptContext, delta, system};
use super::counters::Counters;
use super::handler::Handlers;
use super::in_hand::InHand;

/// Runs until it is told to stop, and then until what is being carried out has ended.
pub(super) async fn run(
    store: Store,
    lane: Lane,
    handlers: Handlers,
    options: Options,
    counters: Arc<Counters>,
    mut stopped: watch::Receiver<bool>,
) {
    let context = AttemptContext {
        store,
        lane,
        handlers,
        options,
        counters,
        in_hand: InHand::default(),
    };
    let mut to_take_back = context.store.is_alone();
    let mut rung = context.store.outbox_signal(lane);
    let mut work = JoinSet::new();
    while !*stopped.borrow() {
        if to_take_back {
            to_take_back = take_back(&context).await.is_err();
        }
        if !to_take_back && begin(&context, &mut work).await {
            continue;
        }
        tokio::select! {
            _ = stopped.changed() => {}
            // The store outlives its signal.
            Ok(()) = rung.changed() => {}
            () = tokio::time::sleep(options.rest) => {}
            // The next message of the same key may go now.
            Some(_) = work.join_next() => {}
        }
    }
    drain(work, options).await;
}

/// What the process before this one had in hand, where there is but one at a time, nobody works on any more.
async fn take_back(context: &AttemptContext) -> Result<()> {
    let kinds = context.handlers.kinds();
    let taken = context.store.write(system(), move |tx| outbox::take_back(tx, &kinds));
    match taken.await {
        Ok(0) => Ok(()),
        Ok(taken) => {
            tracing::info!(
                taken,
                "messages that were in hand when the hub ended are taken up again"
            );
            Ok(())
        }
        Err(error) => {
            tracing::warn!(%error, "what was in hand when the hub ended cannot be taken up yet");
            Err(error)
        }
    }
}

/// Claims messages and sets out on them. Says whether there may be more to claim at once.
///
/// Claims are made for many at a time, each of them being a transaction: with half of the places taken it waits.
async fn begin(context: &AttemptContext, work: &mut JoinSet<()>) -> bool {
    while work.try_join_next().is_some() {}
    let places = context.options.at_once;
    let free = places - work.len().min(places);
    if free * 2 < places {
        return false;
    }
    let claimed_at = Instant::now();
    match claim(context, free).await {
        Ok(claimed) => {
            let found = claimed.len();
            for message in claimed {
                work.spawn(context.clone().attempt(message, claimed_at));
            }
            found == free
        }
        Err(error) => {
            tracing::warn!(%error, "nothing could be claimed from the outbox");
            false
        }
    }
}

async fn claim(context: &AttemptContext, most: usize) -> Result<Vec<Claimed>> {
    let (lane, kinds) = (context.lane, context.handlers.kinds());
    let sought = kinds.clone();
    // Looking costs much less than a write that finds nothing.
    let looked = context.store.search(move |db| outbox::is_due(db, lane, &sought));
    if !looked.await? {
        return Ok(Vec::new());
    }
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let lease = delta(context.options.lease);
    let in_hand = context.in_hand.all();
    let claim = context.store.write(system(), move |tx| {
        outbox::claim(tx, lane, &kinds, &in_hand, most, lease)
    });
    claim.await
}

async fn drain(mut work: JoinSet<()>, options: Options) {
    let drained = async { while work.join_next().await.is_some() {} };
    if tokio::time::timeout(options.drain, drained).await.is_err() {
        tracing::warn!(
            cut_off = work.len(),
            "messages were cut off by the shutdown; they are attempted again later"
        );
    }
}
