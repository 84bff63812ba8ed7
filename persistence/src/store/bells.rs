//! Bells that ring when a write of this process has put something into the outbox: one for each lane, so that only those
//! wake who have something to do.

use std::collections::BTreeSet;

use tokio::sync::watch;

use crate::outbox::Lane;

/// A bell for each lane of the outbox.
#[derive(Debug, Default)]
pub(super) struct Bells {
    papers: watch::Sender<()>,
    exports: watch::Sender<()>,
    scans: watch::Sender<()>,
    webhooks: watch::Sender<()>,
    others: watch::Sender<()>,
}

impl Bells {
    /// The bell of a lane, for whoever waits for it.
    pub(super) fn hear(&self, lane: Lane) -> watch::Receiver<()> {
        self.of(lane).subscribe()
    }

    pub(super) fn ring(&self, lanes: &BTreeSet<Lane>) {
        for lane in lanes {
            self.of(*lane).send_replace(());
        }
    }

    const fn of(&self, lane: Lane) -> &watch::Sender<()> {
        match lane {
            Lane::Papers => &self.papers,
            Lane::Exports => &self.exports,
            Lane::Scans => &self.scans,
            Lane::Webhooks => &self.webhooks,
            Lane::Others => &self.others,
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::words::Word as _;

    use super::*;

    #[test]
    fn who_waits_for_a_lane_hears_of_it_and_of_no_other() {
        let bells = Bells::default();
        for rung in Lane::ALL {
            let waiting = Lane::ALL.iter().map(|lane| (*lane, bells.hear(*lane)));
            let waiting: Vec<_> = waiting.collect();
            bells.ring(&BTreeSet::from([*rung]));
            for (lane, bell) in waiting {
                let is_heard = bell.has_changed().expect("a bell");
                assert_eq!(is_heard, lane == *rung, "{lane:?} where {rung:?} rings");
            }
        }
    }
}
