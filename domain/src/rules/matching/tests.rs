use proptest::prelude::*;
use rstest::rstest;

use super::MismatchReason::{
    BirthDateDiffers, LicenceDiffers, NephDiffers, NumbersNotComparable, SeveralAccounts, SurnameAndBirthDateDiffer,
    SurnameAndLicenceDiffer, SurnameDiffers,
};
use super::*;

const NEPH: &str = "130469100002";
const OTHER_NEPH: &str = "150469100009";
const TITLE: Title<'_> = french("13AA00002");
const NEW_TITLE: Title<'_> = french("26BC12345");
const PINK: Title<'_> = french(NEPH);
const OTHER_PINK: Title<'_> = french(OTHER_NEPH);

const fn french(number: &str) -> Title<'_> {
    Title { country: "FR", number }
}

fn born(text: &str) -> BirthDate {
    text.parse().expect("a birth date")
}

fn camille() -> Person<'static> {
    Person {
        birth_date: born("1988-04-17"),
        surname: "MARTIN",
        usage_name: None,
        first_names: "Camille Jeanne",
        neph: None,
        titles: &[TITLE],
    }
}

/// Compares, both ways round.
fn compared(one: &Person<'_>, other: &Person<'_>) -> Match {
    let outcome = compare(one, other);
    assert_eq!(compare(other, one), outcome, "whichever is compared with which");
    outcome
}

#[rstest]
#[case::same("FR", "13AA00002", "1988-04-17", "Martin", Match::Matched)]
#[case::folded("FR", "13AA00002", "1988-04-17", "M´artin", Match::Matched)]
#[case::surname("FR", "13AA00002", "1988-04-17", "Durand", Match::Mismatch(SurnameDiffers))]
#[case::birth("FR", "13AA00002", "1988-07-14", "Martin", Match::Mismatch(BirthDateDiffers))]
#[case::both(
    "FR",
    "13AA00002",
    "1988-07-14",
    "Durand",
    Match::Mismatch(SurnameAndBirthDateDiffer)
)]
#[case::licence("FR", "13AA00003", "1988-04-17", "Martin", Match::Mismatch(LicenceDiffers))]
#[case::country("BE", "13AA00002", "1988-04-17", "Martin", Match::Mismatch(LicenceDiffers))]
#[case::only_the_name("FR", "13AA00003", "1988-07-14", "Martin", Match::Nobody)]
#[case::only_the_day("FR", "13AA00003", "1988-04-17", "Durand", Match::Nobody)]
#[case::nothing("BE", "13AA00002", "1988-07-14", "Durand", Match::Nobody)]
fn who_is_who(
    #[case] country: &str,
    #[case] number: &str,
    #[case] birth_date: &str,
    #[case] surname: &str,
    #[case] expected: Match,
) {
    let titles = [Title { country, number }];
    let account = Person {
        birth_date: born(birth_date),
        surname,
        usage_name: None,
        first_names: "Dominique",
        neph: None,
        titles: &titles,
    };
    assert_eq!(compared(&camille(), &account), expected);
}

#[rstest]
#[case::the_neph(Some(NEPH), &[NEW_TITLE], Some(NEPH), &[TITLE], Match::Matched)]
#[case::a_former_title(None, &[TITLE], Some(NEPH), &[NEW_TITLE, TITLE], Match::Matched)]
#[case::pink_serves_for_both(None, &[PINK], Some(NEPH), &[TITLE], Match::Matched)]
#[case::neph_in_the_titles_place(Some(NEPH), &[PINK], Some(NEPH), &[TITLE], Match::Matched)]
#[case::new_title(None, &[NEW_TITLE], Some(NEPH), &[TITLE], Match::Mismatch(LicenceDiffers))]
#[case::neph_here_title_there(Some(NEPH), &[], None, &[TITLE], Match::Mismatch(NumbersNotComparable))]
#[case::pink_here_title_there(None, &[PINK], None, &[TITLE], Match::Mismatch(NumbersNotComparable))]
#[case::as_kept(Some(NEPH), &[PINK], None, &[TITLE], Match::Mismatch(NumbersNotComparable))]
#[case::nephs_differ(Some(NEPH), &[TITLE], Some(OTHER_NEPH), &[NEW_TITLE], Match::Mismatch(NephDiffers))]
#[case::nephs_differ_whatever_the_title(Some(NEPH), &[TITLE], Some(OTHER_NEPH), &[TITLE], Match::Mismatch(NephDiffers))]
#[case::pinks_differ(None, &[PINK], None, &[OTHER_PINK], Match::Mismatch(NephDiffers))]
#[case::the_neph_given_is_the_neph(Some(NEPH), &[OTHER_PINK], Some(NEPH), &[TITLE], Match::Matched)]
fn numbers_are_the_neph_and_every_title(
    #[case] its_neph: Option<&'static str>,
    #[case] its_titles: &'static [Title<'static>],
    #[case] neph: Option<&'static str>,
    #[case] titles: &'static [Title<'static>],
    #[case] expected: Match,
) {
    let driver = Person {
        neph: its_neph,
        titles: its_titles,
        ..camille()
    };
    let account = Person {
        neph,
        titles,
        ..camille()
    };
    assert_eq!(compared(&driver, &account), expected);
}

#[rstest]
#[case::usage_name_attested("LEROY", None, &[TITLE], Match::Matched)]
#[case::birth_name_attested("Martin", None, &[TITLE], Match::Matched)]
#[case::both_attested("Petit", Some("Leroy"), &[TITLE], Match::Matched)]
#[case::usage_name_and_new_licence("LEROY", None, &[NEW_TITLE], Match::Mismatch(LicenceDiffers))]
fn either_name_is_a_surname(
    #[case] surname: &'static str,
    #[case] usage_name: Option<&'static str>,
    #[case] titles: &'static [Title<'static>],
    #[case] expected: Match,
) {
    let attested = Person {
        surname,
        usage_name,
        titles,
        ..camille()
    };
    let account = Person {
        usage_name: Some("Leroy"),
        ..camille()
    };
    assert_eq!(compared(&attested, &account), expected);
}

#[rstest]
#[case::married("Camille Jeanne", "1988-04-17", Match::Mismatch(SurnameAndLicenceDiffer))]
#[case::one_first_name("CAMILLE", "1988-04-17", Match::Mismatch(SurnameAndLicenceDiffer))]
#[case::separated_otherwise("Camille, Jeanne", "1988-04-17", Match::Mismatch(SurnameAndLicenceDiffer))]
#[case::other_first_name("Jeanne", "1988-04-17", Match::Nobody)]
#[case::no_first_name("", "1988-04-17", Match::Nobody)]
#[case::other_day("Camille Jeanne", "1988-04-18", Match::Nobody)]
#[case::only_the_year("Camille Jeanne", "1988-00-00", Match::Nobody)]
fn a_new_name_and_a_new_licence_are_for_an_agent(
    #[case] first_names: &'static str,
    #[case] birth_date: &str,
    #[case] expected: Match,
) {
    let attested = Person {
        birth_date: born(birth_date),
        surname: "LEROY",
        first_names,
        titles: &[NEW_TITLE],
        ..camille()
    };
    assert_eq!(compared(&attested, &camille()), expected);
    let one = Person {
        neph: Some(NEPH),
        ..attested
    };
    let other = Person {
        neph: Some(OTHER_NEPH),
        ..camille()
    };
    assert_eq!(compared(&one, &other), Match::Nobody, "their NEPHs differ");
}

#[rstest]
#[case::year("1975-00-00", "1975-06-14", &[TITLE], "Camille", Match::Matched)]
#[case::month("1975-06-00", "1975-06-14", &[TITLE], "Camille", Match::Matched)]
#[case::invented_otherwise("1975-01-01", "1975-06-14", &[TITLE], "Camille", Match::Mismatch(BirthDateDiffers))]
#[case::other_month("1975-07-00", "1975-06-14", &[TITLE], "Camille", Match::Mismatch(BirthDateDiffers))]
#[case::both_unknown("1975-00-00", "1975-00-00", &[NEW_TITLE], "Camille", Match::Mismatch(LicenceDiffers))]
#[case::new_licence("1975-00-00", "1975-06-14", &[NEW_TITLE], "Camille", Match::Mismatch(LicenceDiffers))]
#[case::a_namesake_of_the_year("1975-00-00", "1975-06-14", &[NEW_TITLE], "Awa", Match::Nobody)]
fn birth_dates_match_on_what_is_known(
    #[case] attested: &str,
    #[case] known: &str,
    #[case] titles: &'static [Title<'static>],
    #[case] first_names: &'static str,
    #[case] expected: Match,
) {
    let attested = Person {
        birth_date: born(attested),
        titles,
        first_names,
        ..camille()
    };
    let account = Person {
        birth_date: born(known),
        ..camille()
    };
    assert_eq!(compared(&attested, &account), expected);
}

#[test]
fn what_an_agent_decided_is_remembered() {
    let leroy = Person {
        surname: "LEROY",
        titles: &[NEW_TITLE],
        ..camille()
    };
    let undecided = Candidate::new(1, camille());
    assert_eq!(undecided.compare(&leroy), Match::Mismatch(SurnameAndLicenceDiffer));

    let aliases = [leroy];
    let accepted = Candidate {
        aliases: &aliases,
        ..undecided
    };
    assert_eq!(accepted.compare(&leroy), Match::Matched, "it happens once");
    assert_eq!(accepted.compare(&camille()), Match::Matched, "and she is who she was");
    let old_licence = Person {
        titles: &[TITLE],
        ..leroy
    };
    assert_eq!(
        accepted.compare(&old_licence),
        Match::Matched,
        "under any name with any number"
    );
    let durand = Person {
        surname: "Durand",
        ..leroy
    };
    let reason = Match::Mismatch(SurnameDiffers);
    assert_eq!(accepted.compare(&durand), reason, "but under no other");
    let with_neph = Candidate {
        person: Person {
            neph: Some(NEPH),
            ..camille()
        },
        ..accepted
    };
    let other_neph = Person {
        neph: Some(OTHER_NEPH),
        ..leroy
    };
    let reason = Match::Mismatch(NephDiffers);
    assert_eq!(with_neph.compare(&other_neph), reason, "NEPHs that differ never match");
    let accepted_neph = [other_neph];
    let accepted_too = Candidate {
        aliases: &accepted_neph,
        ..with_neph
    };
    assert_eq!(
        accepted_too.compare(&other_neph),
        Match::Matched,
        "until an agent says so"
    );

    let refused = Candidate {
        dismissed: true,
        ..accepted
    };
    assert_eq!(refused.compare(&leroy), Match::Nobody);
    assert_eq!(refused.compare(&camille()), Match::Nobody);
    assert_eq!(
        among(&leroy, [refused, Candidate { id: 2, ..accepted }]),
        Found::Matched(2)
    );
}

#[test]
fn a_match_outweighs_mismatches_and_two_matches_are_for_an_agent() {
    const OTHER: &[Title<'_>] = &[french("13AA00003")];
    let driver = camille();
    let other_licence = Person {
        titles: OTHER,
        ..driver
    };
    let other_name = Person {
        surname: "Durand",
        ..driver
    };
    let married = Person {
        titles: OTHER,
        ..other_name
    };
    let stranger = Person {
        first_names: "Dominique",
        ..married
    };
    let found = |accounts: &[Person<'static>]| {
        let accounts = accounts.iter().copied().enumerate();
        among(&driver, accounts.map(|(id, person)| Candidate::new(id, person)))
    };

    assert_eq!(found(&[]), Found::Nobody);
    assert_eq!(found(&[stranger]), Found::Nobody);
    assert_eq!(found(&[other_licence, driver, other_name]), Found::Matched(1));
    assert_eq!(
        found(&[stranger, other_licence, other_name]),
        Found::Mismatch(1, LicenceDiffers)
    );
    assert_eq!(found(&[married]), Found::Mismatch(0, SurnameAndLicenceDiffer));
    assert_eq!(
        found(&[married, other_licence]),
        Found::Mismatch(1, LicenceDiffers),
        "first names alone come last"
    );
    let several = Found::Mismatch(1, SeveralAccounts);
    assert_eq!(found(&[other_name, driver, driver]), several);
    assert_eq!(found(&[other_name, driver, driver, other_licence, driver]), several);
}

proptest! {
    #[test]
    fn nobody_is_matched_without_number_birth_date_and_surname(
        number in 0..4_usize, neph in 0..3_usize, day in 0..4_usize, name in 0..2_usize, first in 0..2_usize,
    ) {
        let titles: [&[Title<'_>]; 4] = [&[TITLE], &[NEW_TITLE], &[PINK], &[]];
        let account = Person {
            titles: titles[number],
            neph: [None, Some(NEPH), Some(OTHER_NEPH)][neph],
            birth_date: born(["1988-04-17", "1988-04-00", "1988-00-00", "1987-00-00"][day]),
            surname: ["Martin", "Leroy"][name],
            first_names: ["Camille", "Awa"][first],
            ..camille()
        };
        let driver = Person { neph: Some(NEPH), ..camille() };
        let outcome = compared(&driver, &account);
        let in_common = neph == 1 || number == 0 || number == 2;
        if outcome == Match::Matched {
            prop_assert!(in_common && neph != 2 && day != 3 && name == 0);
        } else {
            prop_assert!(!(in_common && neph != 2 && day != 3 && name == 0));
        }
    }
}
