//! Worked dates.

use rstest::rstest;

use super::*;

#[rstest]
#[case::bridged(&[FIMO, BRIDGING], "2031-11-20", "2031-11-20")]
#[case::then_an_early_fco(&[FIMO, BRIDGING, (Fco, Goods, "2031-05-06")], "2036-11-20", "2036-11-20")]
#[case::or_one_not_early(&[FIMO, BRIDGING, (Fco, Passengers, "2029-02-09")], "2034-02-09", "2034-02-09")]
#[case::or_a_late_one(&[FIMO, BRIDGING, (Fco, Goods, "2032-01-15")], "2037-01-15", "2037-01-15")]
#[case::never_bridged(&[(Fimo, Goods, "2022-05-31"), (Fco, Goods, "2026-11-20")], "2032-05-31", "-")]
#[case::initial_qualification_alone(&[FIMO], "2028-03-14", "-")]
#[case::equivalence(&[(Equivalence, Passengers, "2026-11-20")], "-", "2031-11-20")]
#[case::two_full_qualifications_keep_their_own_terms(
    &[FIMO, (InitialLong, Passengers, "2026-11-20")], "2028-03-14", "2031-11-20")]
#[case::until_one_fco_serves_both(
    &[FIMO, (InitialLong, Passengers, "2024-11-20"), (Fco, Passengers, "2028-01-15")], "2033-03-14", "2033-03-14")]
#[case::the_earliest_old_term_counts(
    &[(Fimo, Goods, "2022-05-31"), (Fimo, Passengers, "2022-09-30"), (Fco, Passengers, "2027-03-31")], "2032-05-31", "2032-05-31")]
#[case::but_not_one_that_is_over(
    &[(Fimo, Goods, "2022-05-31"), (Fimo, Passengers, "2022-09-30"), (Fco, Goods, "2027-06-30")], "2032-09-30", "2032-09-30")]
#[case::a_sector_long_over_comes_back(
    &[(Fimo, Goods, "2010-05-31"), (Fimo, Passengers, "2022-09-30"), (Fco, Passengers, "2026-11-20")], "2032-09-30", "2032-09-30")]
#[case::nobody_loses_a_day(
    &[(Fimo, Goods, "2022-05-31"), (Fco, Goods, "2026-11-20"), BRIDGING], "2032-05-31", "2031-11-20")]
#[case::bridging_of_somebody_unknown(&[BRIDGING], "2031-11-20", "2031-11-20")]
#[case::an_fco_alone_gives_its_own_sector(&[(Fco, Goods, "2026-11-20")], "2031-11-20", "-")]
#[case::and_may_be_renewed_early(&[(Fco, Goods, "2026-11-20"), (Fco, Goods, "2031-05-06")], "2036-11-20", "-")]
#[case::but_gives_no_hold_on_it(
    &[(Fco, Goods, "2026-11-20"), (Fco, Passengers, "2027-01-15")], "2031-11-20", "2032-01-15")]
fn one_term_for_both_sectors(#[case] history: &[Drawn], #[case] goods: &str, #[case] passengers: &str) {
    let written = |day: Option<String>| day.unwrap_or_else(|| "-".to_owned());
    let (found_goods, found_passengers) = current(&Terms::of(&followed(history), &[]));
    assert_eq!(
        (written(found_goods).as_str(), written(found_passengers).as_str()),
        (goods, passengers)
    );
}

#[rstest]
#[case("2023-03-13", false, false)]
#[case("2023-03-14", true, false)]
#[case("2026-11-20", true, true)]
#[case("2031-11-20", true, true)]
#[case("2031-11-21", false, false)]
#[case("2032-01-14", false, false)]
#[case("2032-01-15", true, true)]
#[case("2037-01-15", true, true)]
#[case("2037-01-16", false, false)]
fn a_late_fco_leaves_a_gap(#[case] on: &str, #[case] goods: bool, #[case] passengers: bool) {
    let terms = Terms::of(&followed(&[FIMO, BRIDGING, (Fco, Goods, "2032-01-15")]), &[]);
    let found = (terms.hold_on(Goods, day(on)), terms.hold_on(Passengers, day(on)));
    assert_eq!(found, (goods, passengers));
}

#[rstest]
#[case::early("2027-05-31", "2032-05-31")]
#[case::days_before_the_end("2026-11-30", "2031-11-30")]
#[case::a_day_too_early("2027-11-21", "2031-11-20")]
#[case::late("2026-11-19", "2031-11-20")]
fn an_fco_renews_the_card_of_another_issuer(#[case] card: &str, #[case] term: &str) {
    let fco = followed(&[(Fco, Goods, "2026-11-20")]);
    let terms = Terms::of(&fco, &[card_until(Goods, card)]);
    assert_eq!(current(&terms), (Some(term.to_owned()), None));
    assert!(!terms.gains[0].previous_expiry_unknown);
    assert_eq!(terms.gains.len(), 1, "what is known gives no card");
}

#[test]
fn a_card_of_another_issuer_for_both_sectors_is_renewed_in_both() {
    let card = [card_until(Goods, "2027-05-31"), card_until(Passengers, "2019-01-31")];
    let terms = Terms::of(&followed(&[(Fco, Goods, "2026-11-20")]), &card);
    assert_eq!(
        terms.gains[0].sectors,
        [on(Goods, "2032-05-31"), on(Passengers, "2032-05-31")]
    );
    assert_eq!(terms.gains[0].named_sectors(), [Goods, Passengers]);
}

#[test]
fn what_is_known_holds_whoever_knows_it() {
    let terms = Terms::of(&[], &[card_until(Goods, "2027-05-31")]);
    assert_eq!(terms.current, [on(Goods, "2027-05-31")]);
    assert!(terms.hold_on(Goods, day("2027-05-31")) && !terms.hold_on(Goods, day("2027-06-01")));
    assert!(!terms.hold_on(Passengers, day("2026-11-22")));
}

#[test]
fn each_training_says_what_it_gives() {
    let terms = Terms::of(&followed(&[(Fco, Goods, "2031-05-06"), BRIDGING, FIMO]), &[]);
    let found: Vec<_> = terms
        .gains
        .iter()
        .map(|gain| (gain.attestation, gain.training_type, gain.sectors.as_slice()))
        .collect();
    let expected: [(_, _, &[_]); 3] = [
        (id(3), Fimo, &[on(Goods, "2028-03-14")]),
        (
            id(2),
            Bridging,
            &[on(Goods, "2031-11-20"), on(Passengers, "2031-11-20")],
        ),
        (id(1), Fco, &[on(Goods, "2036-11-20"), on(Passengers, "2036-11-20")]),
    ];
    assert_eq!(found, expected);
}

#[rstest]
#[case::nothing_before(&[(Fco, Goods, "2026-11-20")], &[], true)]
#[case::a_card(&[(Fco, Goods, "2026-11-20")], &[card_until(Goods, "2019-05-31")], false)]
#[case::a_card_for_the_other_sector(&[(Fco, Goods, "2026-11-20")], &[card_until(Passengers, "2027-05-31")], true)]
#[case::an_initial_training(&[(Fco, Goods, "2026-11-20"), (Fimo, Goods, "2015-05-31")], &[], false)]
#[case::bridged_into_it(&[(Fco, Goods, "2026-11-20"), (Bridging, Passengers, "2022-05-31")], &[], false)]
#[case::no_fco(&[(Fimo, Goods, "2026-11-20")], &[], false)]
fn an_fco_of_which_no_earlier_term_is_known_awaits_an_answer(
    #[case] history: &[Drawn],
    #[case] known: &[KnownQualification],
    #[case] unknown: bool,
) {
    let terms = Terms::of(&followed(history), known);
    let gain = terms.gained_by(id(1)).expect("a gain");
    assert_eq!(gain.previous_expiry_unknown, unknown);
    assert_eq!(gain.awaits_answer(None), unknown);
    assert!(!gain.awaits_answer(Some(PreviousExpiry::None)));
}
