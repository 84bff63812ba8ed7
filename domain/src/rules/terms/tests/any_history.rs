//! Whatever a driver followed, and however it became known.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;
use crate::rules::known_qualification::KnownQualification;
use crate::time::{days_after, years_after};
use crate::words::Word as _;

/// A training as it is known, whoever posts it when.
#[derive(Debug, Clone)]
struct Posted {
    training_type: TrainingType,
    sector: Sector,
    ended_on: NaiveDate,
    hours: u32,
    withdrawn: bool,
}

fn any_sector() -> impl Strategy<Value = Sector> {
    prop::sample::select(Sector::ALL)
}

/// Ends fall on one day of some thirty, so that days are shared; most trainings are parts of FCOs.
fn any_posted() -> impl Strategy<Value = Posted> {
    let kinds = prop_oneof![
        2 => prop::sample::select(TrainingType::ALL),
        1 => Just(Fco),
        3 => Just(FcoSequence),
    ];
    let hours = prop::sample::select(&[7_u32, 7, 14, 21, 28, 35][..]);
    (kinds, any_sector(), 0_u64..40, hours, prop::bool::weighted(0.2)).prop_map(
        |(training_type, sector, quarter, hours, withdrawn)| Posted {
            training_type,
            sector,
            ended_on: days_after(day("2020-01-15"), quarter * 100),
            hours,
            withdrawn,
        },
    )
}

fn any_known() -> impl Strategy<Value = Vec<KnownQualification>> {
    let one = (any_sector(), 0_u64..40).prop_map(|(sector, quarter)| KnownQualification {
        sector,
        expires_on: days_after(day("2022-03-10"), quarter * 100),
        source: KnownQualificationSource::Imported,
        card_number: None,
    });
    prop::collection::vec(one, 0..3)
}

fn as_followed((index, posted): (usize, &Posted)) -> Followed {
    Followed {
        attestation: id(index + 1),
        training_type: posted.training_type,
        sector: posted.sector,
        started_on: posted.ended_on - TimeDelta::days(i64::from(posted.hours.div_ceil(7)) - 1),
        ended_on: posted.ended_on,
        hours: posted.hours,
        counts: !posted.withdrawn,
        printed: Vec::new(),
        counted_in: None,
    }
}

fn history(posted: &[Posted]) -> Vec<Followed> {
    posted.iter().enumerate().map(as_followed).collect()
}

/// All that terms say, but for which attestation of several that say the same.
fn said(terms: &Terms) -> impl PartialEq + std::fmt::Debug + use<> {
    let mut gains: Vec<_> = terms
        .gains
        .iter()
        .map(|gain| {
            (
                gain.ended_on,
                gain.training_type,
                gain.sectors
                    .iter()
                    .map(|one| (one.sector, one.expires_on))
                    .collect::<Vec<_>>(),
                gain.previous_expiry_unknown,
            )
        })
        .collect();
    gains.sort_unstable();
    let hours: Vec<_> = Sector::ALL
        .iter()
        .map(|&sector| terms.hours_done(sector, day("2031-01-15")))
        .collect();
    let completed: Vec<_> = terms.completions.iter().map(|one| one.ended_on).collect();
    (gains, terms.current.clone(), hours, completed)
}

/// Makes cards of all that is due, as approving does: terms are printed, hours used.
fn print(history: &mut [Followed], terms: &Terms) {
    for training in history.iter_mut() {
        if let Some(gain) = terms.gained_by(training.attestation) {
            training.printed.clone_from(&gain.sectors);
        }
        let used_by = terms
            .completions
            .iter()
            .find(|one| one.counted.contains(&training.attestation));
        training.counted_in = used_by.map(|completion| completion.by);
    }
}

proptest! {
    #[test]
    fn the_order_of_posting_does_not_matter(
        (posted, shuffled) in prop::collection::vec(any_posted(), 0..14)
            .prop_flat_map(|posted| (Just(posted.clone()), Just(posted).prop_shuffle())),
        known in any_known(),
    ) {
        let reversed: Vec<_> = known.iter().rev().cloned().collect();
        let terms = Terms::of(&history(&posted), &known);
        prop_assert_eq!(said(&terms), said(&Terms::of(&history(&shuffled), &reversed)));
    }

    #[test]
    fn what_was_withdrawn_before_it_was_printed_might_as_well_never_have_been(
        posted in prop::collection::vec(any_posted(), 0..14),
        known in any_known(),
    ) {
        let standing: Vec<_> = posted.iter().filter(|one| !one.withdrawn).cloned().collect();
        prop_assert_eq!(
            said(&Terms::of(&history(&posted), &known)),
            said(&Terms::of(&history(&standing), &known))
        );
    }

    #[test]
    fn what_is_printed_never_shrinks(
        posted in prop::collection::vec(any_posted(), 1..14),
        printed in any::<prop::sample::Index>(),
        withdrawn in prop::collection::vec(prop::bool::ANY, 14),
        known in any_known(),
        order in prop::collection::vec(any::<u32>(), 14),
    ) {
        let mut history = history(&posted);
        let first = printed.index(history.len()) + 1;
        let early = Terms::of(&history[..first], &[]);
        print(&mut history[..first], &early);
        for (training, withdrawn) in history.iter_mut().zip(withdrawn) {
            training.counts &= !withdrawn;
        }
        let later = Terms::of(&history, &known);
        for gain in &early.gains {
            let still = later.gained_by(gain.attestation).expect("still there");
            for one in &gain.sectors {
                prop_assert_eq!(still.until(one.sector), Some(one.expires_on));
            }
        }
        for one in &early.current {
            prop_assert!(later.until(one.sector) >= Some(one.expires_on));
        }
        let mut shuffled: Vec<_> = order.iter().zip(&history).collect();
        shuffled.sort_by_key(|(order, _)| **order);
        let shuffled: Vec<_> = shuffled.into_iter().map(|(_, training)| training.clone()).collect();
        prop_assert_eq!(later, Terms::of(&shuffled, &known));
    }

    #[test]
    fn printing_changes_no_term(posted in prop::collection::vec(any_posted(), 0..14), known in any_known()) {
        let mut history = history(&posted);
        let terms = Terms::of(&history, &known);
        print(&mut history, &terms);
        let printed = Terms::of(&history, &known);
        for gain in &terms.gains {
            let now = printed.gained_by(gain.attestation).expect("still there");
            prop_assert_eq!(&now.sectors, &gain.sectors);
        }
        prop_assert_eq!(&terms.completions, &printed.completions);
    }

    #[test]
    fn every_training_gives_five_to_six_years(posted in prop::collection::vec(any_posted(), 0..14)) {
        let terms = Terms::of(&history(&posted), &[]);
        for gain in &terms.gains {
            let own = gain.sectors.iter().map(|one| one.expires_on);
            for last in own {
                prop_assert!(years_after(gain.ended_on, 5) <= last, "less than five years");
                prop_assert!(last <= years_after(gain.ended_on, 6), "more than six years");
            }
        }
    }

    #[test]
    fn hours_count_once_within_five_years_and_after_the_last_renewal(
        posted in prop::collection::vec(any_posted(), 0..20),
        known in any_known(),
    ) {
        let history = history(&posted);
        let terms = Terms::of(&history, &known);
        let mut used: Vec<AttestationId> = Vec::new();
        for completion in &terms.completions {
            let counted: Vec<_> = history.iter().filter(|one| completion.counted.contains(&one.attestation)).collect();
            prop_assert!(counted.iter().map(|one| one.hours).sum::<u32>() >= 35);
            let sector = counted[0].sector;
            for one in &counted {
                prop_assert!(one.counts && one.sector == sector);
                prop_assert!(completion.ended_on <= years_after(one.ended_on, 5));
                let renewed_between = terms.gains.iter().any(|gain| {
                    gain.attestation != completion.by
                        && gain.until(sector).is_some()
                        && (one.ended_on..completion.ended_on).contains(&gain.ended_on)
                });
                prop_assert!(!renewed_between, "renewed since");
            }
            used.extend(&completion.counted);
        }
        let uses = used.len();
        used.sort_unstable();
        used.dedup();
        prop_assert_eq!(used.len(), uses, "an hour counted twice");
    }
}
