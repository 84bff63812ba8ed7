//! Lanes: what waits in one is found there, and nowhere else.

use chrono::TimeDelta;
use domain::words::Word as _;
use persistence::outbox::{self, Kind, Lane};
use tests::databases::Database;
use tests::on_both;

use super::scribe::{Note, author};

async fn every_kind_is_found_in_its_lane_and_in_no_other(database: Database) {
    let store = database.open(&persistence::Options::default());
    for &kind in Kind::ALL {
        let bells: Vec<_> = Lane::ALL
            .iter()
            .map(|lane| (*lane, store.outbox_signal(*lane)))
            .collect();
        let note = Note {
            text: kind.name().to_owned(),
        };
        let put = store.write(author(), move |tx| outbox::enqueue(tx, kind, None, None, &note));
        put.await.expect("kept");
        for (lane, bell) in bells {
            let is_rung = bell.has_changed().expect("a bell");
            assert_eq!(is_rung, lane == kind.lane(), "{kind:?} rings in {lane:?}");
        }
    }
    for &lane in Lane::ALL {
        let kinds: Vec<_> = Kind::ALL.iter().copied().filter(|kind| kind.lane() == lane).collect();
        let claim = store.write(author(), move |tx| {
            let due = outbox::is_due(tx, lane, Kind::ALL)?;
            Ok((due, outbox::claim(tx, lane, Kind::ALL, &[], 100, TimeDelta::zero())?))
        });
        let (is_due, claimed) = claim.await.expect("claimed");
        let mut found: Vec<_> = claimed.iter().map(|message| message.kind).collect();
        found.sort_unstable();
        assert!(is_due && found == kinds, "{lane:?} has {found:?}");
    }
}

on_both!(every_kind_is_found_in_its_lane_and_in_no_other);
