//! Whether an attestation's driver and an account's are the same person.
//!
//! Licence number and birth date equal, surname equal when folded: the same. Licence equal but the rest not, or surname
//! and birth date equal but the licence not: an agent decides. Anything else: somebody else.

use super::folding::same_name;
use crate::words;
use chrono::NaiveDate;

/// What is compared. Licence numbers are normalised already (see [`super::licence_number`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person<'a> {
    /// Country that issued the licence.
    pub licence_country: &'a str,
    /// Number of the licence.
    pub licence_number: &'a str,
    /// Date of birth.
    pub birth_date: NaiveDate,
    /// Surname, as written.
    pub surname: &'a str,
}

words! {
    /// Why an agent has to decide.
    pub enum MismatchReason {
        /// The licence is the same, the surname is not.
        SurnameDiffers => "surname_differs",
        /// The licence is the same, the birth date is not.
        BirthDateDiffers => "birth_date_differs",
        /// The licence is the same, the person seems another.
        SurnameAndBirthDateDiffer => "surname_and_birth_date_differ",
        /// Surname and birth date are the same, the licence is not.
        LicenceDiffers => "licence_differs",
        /// Several accounts are this person.
        SeveralAccounts => "several_accounts",
    }
}

/// What comparing two people gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// The same person.
    Matched,
    /// Perhaps: an agent decides.
    Mismatch(MismatchReason),
    /// Somebody else.
    Nobody,
}

/// Compares an attestation's driver with an account's.
pub fn compare(driver: &Person<'_>, account: &Person<'_>) -> Match {
    let licence = driver.licence_country == account.licence_country && driver.licence_number == account.licence_number;
    let birth_date = driver.birth_date == account.birth_date;
    let surname = same_name(driver.surname, account.surname);
    match (licence, birth_date, surname) {
        (true, true, true) => Match::Matched,
        (true, true, false) => Match::Mismatch(MismatchReason::SurnameDiffers),
        (true, false, true) => Match::Mismatch(MismatchReason::BirthDateDiffers),
        (true, false, false) => Match::Mismatch(MismatchReason::SurnameAndBirthDateDiffer),
        (false, true, true) => Match::Mismatch(MismatchReason::LicenceDiffers),
        (false, _, _) => Match::Nobody,
    }
}

/// What an attestation finds among several accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found<Id> {
    /// It belongs to this account.
    Matched(Id),
    /// An agent decides; this account comes closest.
    Mismatch(Id, MismatchReason),
    /// No account yet: it waits.
    Nobody,
}

/// Compares an attestation's driver with every account that shares a licence, or a surname and a birth date. One match
/// outweighs any number of mismatches; two matches are for an agent.
pub fn among<'a, Id: Copy>(driver: &Person<'_>, accounts: impl IntoIterator<Item = (Id, Person<'a>)>) -> Found<Id> {
    let mut found = Found::Nobody;
    for (id, account) in accounts {
        found = match (compare(driver, &account), found) {
            (Match::Nobody, before) | (Match::Mismatch(_), before @ (Found::Matched(_) | Found::Mismatch(..))) => {
                before
            }
            (Match::Mismatch(reason), Found::Nobody) => Found::Mismatch(id, reason),
            (Match::Matched, Found::Matched(first) | Found::Mismatch(first, MismatchReason::SeveralAccounts)) => {
                Found::Mismatch(first, MismatchReason::SeveralAccounts)
            }
            (Match::Matched, _) => Found::Matched(id),
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const BORN: NaiveDate = NaiveDate::from_ymd_opt(1988, 4, 17).expect("a date");
    const BORN_OTHERWISE: NaiveDate = NaiveDate::from_ymd_opt(1988, 7, 14).expect("a date");
    const DRIVER: Person<'_> = Person {
        licence_country: "FR",
        licence_number: "13AA00002",
        birth_date: BORN,
        surname: "MARTIN",
    };

    #[rstest]
    #[case::same("FR", "13AA00002", BORN, "Martin", Match::Matched)]
    #[case::surname("FR", "13AA00002", BORN, "Durand", Match::Mismatch(MismatchReason::SurnameDiffers))]
    #[case::birth(
        "FR",
        "13AA00002",
        BORN_OTHERWISE,
        "Martin",
        Match::Mismatch(MismatchReason::BirthDateDiffers)
    )]
    #[case::both(
        "FR",
        "13AA00002",
        BORN_OTHERWISE,
        "Durand",
        Match::Mismatch(MismatchReason::SurnameAndBirthDateDiffer)
    )]
    #[case::licence("FR", "13AA00003", BORN, "Martin", Match::Mismatch(MismatchReason::LicenceDiffers))]
    #[case::country("BE", "13AA00002", BORN, "Martin", Match::Mismatch(MismatchReason::LicenceDiffers))]
    #[case::only_the_name("FR", "13AA00003", BORN_OTHERWISE, "Martin", Match::Nobody)]
    #[case::only_the_day("FR", "13AA00003", BORN, "Durand", Match::Nobody)]
    #[case::nothing("BE", "13AA00002", BORN_OTHERWISE, "Durand", Match::Nobody)]
    fn who_is_who(
        #[case] licence_country: &str,
        #[case] licence_number: &str,
        #[case] birth_date: NaiveDate,
        #[case] surname: &str,
        #[case] expected: Match,
    ) {
        let account = Person {
            licence_country,
            licence_number,
            birth_date,
            surname,
        };
        assert_eq!(compare(&DRIVER, &account), expected);
        assert_eq!(compare(&account, &DRIVER), expected, "whichever is compared with which");
    }

    #[test]
    fn a_match_outweighs_mismatches_and_two_matches_are_for_an_agent() {
        let other_licence = Person {
            licence_number: "13AA00003",
            ..DRIVER
        };
        let other_name = Person {
            surname: "Durand",
            ..DRIVER
        };
        let stranger = Person {
            licence_number: "13AA00003",
            surname: "Durand",
            ..DRIVER
        };
        let found = |accounts: &[Person<'static>]| among(&DRIVER, accounts.iter().copied().enumerate());

        assert_eq!(found(&[]), Found::Nobody);
        assert_eq!(found(&[stranger]), Found::Nobody);
        assert_eq!(found(&[other_licence, DRIVER, other_name]), Found::Matched(1));
        assert_eq!(
            found(&[stranger, other_licence, other_name]),
            Found::Mismatch(1, MismatchReason::LicenceDiffers)
        );
        let several = Found::Mismatch(1, MismatchReason::SeveralAccounts);
        assert_eq!(found(&[other_name, DRIVER, DRIVER]), several);
        assert_eq!(found(&[other_name, DRIVER, DRIVER, other_licence, DRIVER]), several);
    }
}
