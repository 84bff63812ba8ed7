//! Which hours count, and what an FCO in sequences gives.

use super::*;

/// A sequence of 7 hours in June 2025, a whole FCO, and four sequences until May 2030.
const SEQUENCES: [Drawn; 6] = [
    (FcoSequence, Goods, "2025-06-06"),
    (Fco, Goods, "2026-01-16"),
    (FcoSequence, Goods, "2027-03-05"),
    (FcoSequence, Goods, "2028-03-03"),
    (FcoSequence, Goods, "2029-03-02"),
    (FcoSequence, Goods, "2030-05-17"),
];

/// 28 hours instead of 7.
fn lasting_four_days(sequence: &mut Followed) {
    sequence.hours = 28;
    sequence.started_on = sequence.ended_on - chrono::TimeDelta::days(3);
}

#[test]
fn hours_before_the_last_renewal_count_no_more() {
    let terms = Terms::of(&followed(&SEQUENCES), &[]);
    assert_eq!(terms.completions, []);
    assert_eq!(terms.hours_done(Goods, day("2030-05-17")), 28);
    assert_eq!(terms.hours_done(Passengers, day("2030-05-17")), 0);
    assert_eq!(current(&terms), (Some("2031-01-16".to_owned()), None));
}

#[test]
fn nor_those_of_the_very_day_nor_those_before_a_bridging() {
    let same_day = followed(&[(FcoSequence, Goods, "2026-11-20"), BRIDGING]);
    assert_eq!(Terms::of(&same_day, &[]).hours_done(Goods, day("2026-11-22")), 0);
    let other_sector = followed(&[(FcoSequence, Goods, "2026-11-19"), (Fimo, Passengers, "2026-11-20")]);
    assert_eq!(
        Terms::of(&other_sector, &[]).hours_done(Goods, day("2026-11-22")),
        7,
        "another sector's initial training renews nothing"
    );
}

#[test]
fn a_card_of_another_issuer_counts_as_a_renewal_unless_it_is_known_already() {
    let sequence = followed(&[(FcoSequence, Goods, "2025-06-06")]);
    let hours = |known: &[_]| Terms::of(&sequence, known).hours_done(Goods, day("2026-11-22"));
    assert_eq!(hours(&[card_until(Goods, "2031-01-16")]), 0);
    assert_eq!(hours(&[card_until(Goods, "2027-05-31")]), 7);

    let early = followed(&[
        (Fimo, Goods, "2022-05-31"),
        (Fco, Goods, "2026-11-20"),
        (FcoSequence, Goods, "2027-02-19"),
    ]);
    let own_card = [card_until(Goods, "2032-05-31")];
    assert_eq!(Terms::of(&early, &own_card).hours_done(Goods, day("2027-11-22")), 7);
}

#[test]
fn sequences_complete_an_fco_for_both_sectors() {
    let mut history = followed(&[
        FIMO,
        BRIDGING,
        (FcoSequence, Passengers, "2031-01-10"),
        (FcoSequence, Goods, "2030-02-10"),
        (FcoSequence, Goods, "2031-03-10"),
    ]);
    lasting_four_days(&mut history[3]);
    let terms = Terms::of(&history, &[]);
    let gain = terms.gained_by(id(5)).expect("a completed FCO");
    assert_eq!((gain.training_type, gain.ended_on), (Fco, day("2031-03-10")));
    assert_eq!(gain.sectors, [on(Goods, "2036-11-20"), on(Passengers, "2036-11-20")]);
    assert_eq!(terms.completions[0].counted, [id(4), id(5)]);
    assert_eq!(
        terms.hours_done(Passengers, day("2031-03-10")),
        0,
        "renewed by the sequences in the other sector"
    );
}

#[test]
fn of_one_day_the_longer_sequence_counts_first_whoever_posted_it() {
    let mut history = followed(&[(FcoSequence, Goods, "2026-01-10"); 3]);
    lasting_four_days(&mut history[2]);
    let terms = Terms::of(&history, &[]);
    assert_eq!(terms.completions[0].counted, [id(3), id(1)]);
    assert_eq!(terms.hours_done(Goods, day("2026-01-10")), 0);
}

#[test]
fn hours_that_a_card_was_made_of_stay_used() {
    let mut history = followed(&[
        (FcoSequence, Goods, "2026-08-01"),
        (FcoSequence, Goods, "2026-09-01"),
        (FcoSequence, Goods, "2026-08-15"),
        (FcoSequence, Goods, "2026-10-01"),
    ]);
    lasting_four_days(&mut history[1]);
    history[1].printed = vec![on(Goods, "2031-09-01")];
    history[0].counted_in = Some(id(2));
    history[1].counted_in = Some(id(2));
    history[0].counts = false;
    let terms = Terms::of(&history, &[]);
    assert_eq!(terms.completions[0].counted, [id(1), id(2)]);
    assert_eq!(terms.gains.len(), 1);
    assert_eq!(terms.hours_done(Goods, day("2026-11-22")), 7, "what came after it");
}

#[test]
fn hours_counted_in_what_was_never_printed_are_counted_anew() {
    let mut history = followed(&[(FcoSequence, Goods, "2026-08-01"), (FcoSequence, Goods, "2026-09-01")]);
    lasting_four_days(&mut history[1]);
    for sequence in &mut history {
        sequence.counted_in = Some(id(2));
    }
    assert_eq!(Terms::of(&history, &[]).completions[0].counted, [id(1), id(2)]);
    history[0].counts = false;
    assert_eq!(Terms::of(&history, &[]).completions, []);
}
