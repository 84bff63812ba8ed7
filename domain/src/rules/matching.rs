//! Whether an attestation's driver and an account's are the same person.
//!
//! | number in common | birth date | surname | first names | |
//! |---|---|---|---|---|
//! | yes | yes | yes | | the same, unless their NEPHs differ: an agent decides |
//! | yes | yes | no | | an agent decides: a name changed, or is misspelt |
//! | yes | no | yes | | an agent decides |
//! | yes | no | no | | an agent decides: whoever typed the number may be wrong |
//! | no | yes | yes | | an agent decides: the licence is new, or only one of NEPH and title is known on each side |
//! | no | yes | no | yes | an agent decides, unless their NEPHs differ: name and licence are new at once |
//! | anything else | | | | somebody else |
//!
//! Birth dates are compared on what is known of both; where that is not the whole day and no number is in common, first
//! names have to agree too, since a year alone is shared by too many. Surnames are the birth name or the name in use,
//! folded. Numbers are the NEPH and every title's number an account was ever known by; a pink licence's 12 digits are
//! both. What an agent once decided is remembered: a yes as an alias, whose names, date and numbers are the account's from
//! then on; a no for that account alone.

use super::folding::{same_first_names, same_name};
use super::licence_number::{FRANCE, serves_as_neph};
use crate::people::BirthDate;
use crate::words;

/// A number that stands on the title of a licence, normalised (see [`super::licence_number`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Title<'a> {
    /// Country that issued the licence.
    pub country: &'a str,
    /// Number of the licence.
    pub number: &'a str,
}

/// What is compared. Numbers are normalised already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person<'a> {
    /// Date of birth.
    pub birth_date: BirthDate,
    /// Surname, as written.
    pub surname: &'a str,
    /// Name used, as written, where it is another.
    pub usage_name: Option<&'a str>,
    /// First names, as written.
    pub first_names: &'a str,
    /// NEPH, where it is known.
    pub neph: Option<&'a str>,
    /// Titles' numbers: of an account, every one it was ever known by.
    pub titles: &'a [Title<'a>],
}

impl<'a> Person<'a> {
    fn surnames(&self) -> impl Iterator<Item = &'a str> {
        [Some(self.surname), self.usage_name].into_iter().flatten()
    }

    /// The NEPHs of this person: the one that was given; if none was, each number that serves as one.
    fn nephs(&self) -> impl Iterator<Item = &'a str> + Clone {
        let given = self.neph;
        let serving = self
            .titles
            .iter()
            .filter(move |title| given.is_none() && serves_as_neph(title.country, title.number))
            .map(|title| title.number);
        given.into_iter().chain(serving)
    }

    /// Every number: the NEPH as one of France.
    fn numbers(&self) -> impl Iterator<Item = Title<'a>> + Clone {
        let neph = self.neph.map(|number| Title {
            country: FRANCE,
            number,
        });
        let titles = self.titles.iter().copied();
        neph.into_iter().chain(titles).filter(|title| !title.number.is_empty())
    }

    fn shares_number_with(&self, other: &Person<'_>) -> bool {
        self.numbers().any(|number| other.numbers().any(|its| its == number))
    }

    fn shares_surname_with(&self, other: &Person<'_>) -> bool {
        self.surnames()
            .any(|name| other.surnames().any(|its| same_name(name, its)))
    }

    /// Whether no number of a title is known that is not a NEPH as well.
    fn has_only_nephs(&self) -> bool {
        self.numbers()
            .all(|number| Some(number.number) == self.neph || serves_as_neph(number.country, number.number))
    }
}

words! {
    /// In what an attestation and the driver that it nearly matches differ.
    pub enum MismatchReason {
        /// The licence is the same; the surname is another.
        SurnameDiffers => "surname_differs",
        /// The licence is the same; the birth date is another.
        BirthDateDiffers => "birth_date_differs",
        /// The licence is the same; surname and birth date are others.
        SurnameAndBirthDateDiffer => "surname_and_birth_date_differ",
        /// Surname and birth date are the same; the licence is another.
        LicenceDiffers => "licence_differs",
        /// The NEPH, which is for life, is another; the rest seems the same person's.
        NephDiffers => "neph_differs",
        /// Surname and birth date are the same; of one the NEPH is known, of the other the licence's number.
        NumbersNotComparable => "numbers_not_comparable",
        /// First names and birth date are the same; surname and licence are others.
        SurnameAndLicenceDiffer => "surname_and_licence_differ",
        /// Several accounts are this person's.
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

/// What the numbers of two people say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numbers {
    /// One is in common.
    InCommon,
    /// None is, though numbers of one kind are known of both.
    Different,
    /// Of one the NEPH is known, of the other the title's number.
    NotComparable,
}

/// What two people have in common.
#[derive(Debug, Clone, Copy)]
struct Common {
    numbers: Numbers,
    nephs_differ: bool,
    birth_date: bool,
    /// Whether the birth date is the same to the letter, and not just on what is known of both.
    same_date: bool,
    surname: bool,
    first_names: bool,
}

impl Common {
    /// Between a driver and an account, by everybody the account is known to be.
    fn of(driver: &Person<'_>, known: &[&Person<'_>]) -> Self {
        let is_any = |is: &dyn Fn(&Person<'_>) -> bool| known.iter().any(|person| is(person));
        let nephs = || known.iter().flat_map(|person| person.nephs());
        let know_nephs = driver.nephs().next().is_some() && nephs().next().is_some();
        let numbers = if is_any(&|person| person.shares_number_with(driver)) {
            Numbers::InCommon
        } else if know_nephs || !driver.has_only_nephs() && is_any(&|person| !person.has_only_nephs()) {
            Numbers::Different
        } else {
            Numbers::NotComparable
        };
        Self {
            numbers,
            nephs_differ: know_nephs && !driver.nephs().any(|neph| nephs().any(|its| its == neph)),
            birth_date: is_any(&|person| person.birth_date.agrees_with(driver.birth_date)),
            same_date: is_any(&|person| person.birth_date == driver.birth_date),
            surname: is_any(&|person| person.shares_surname_with(driver)),
            first_names: is_any(&|person| same_first_names(person.first_names, driver.first_names)),
        }
    }

    fn outcome(self) -> Match {
        let has_number = self.numbers == Numbers::InCommon;
        match (has_number, self.birth_date, self.surname) {
            (true, true, true) if self.nephs_differ => Match::Mismatch(MismatchReason::NephDiffers),
            (true, true, true) => Match::Matched,
            (true, true, false) => Match::Mismatch(MismatchReason::SurnameDiffers),
            (true, false, true) => Match::Mismatch(MismatchReason::BirthDateDiffers),
            (true, false, false) => Match::Mismatch(MismatchReason::SurnameAndBirthDateDiffer),
            (false, true, true) if self.same_date || self.first_names => Match::Mismatch(self.other_number()),
            (false, true, false) if self.same_date && self.first_names && !self.nephs_differ => {
                Match::Mismatch(MismatchReason::SurnameAndLicenceDiffer)
            }
            (false, _, _) => Match::Nobody,
        }
    }

    fn other_number(self) -> MismatchReason {
        match self.numbers {
            _ if self.nephs_differ => MismatchReason::NephDiffers,
            Numbers::NotComparable => MismatchReason::NumbersNotComparable,
            Numbers::InCommon | Numbers::Different => MismatchReason::LicenceDiffers,
        }
    }
}

/// Compares an attestation's driver with an account's. Whichever is compared with which, the outcome is the same.
pub fn compare(driver: &Person<'_>, account: &Person<'_>) -> Match {
    Common::of(driver, &[account]).outcome()
}

/// An account that an attestation may be about, and what agents decided about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate<'a, Id> {
    /// Which account.
    pub id: Id,
    /// Its driver.
    pub person: Person<'a>,
    /// Drivers as attestations described them that an agent said are this one: the remembered yes.
    pub aliases: &'a [Person<'a>],
    /// Whether an agent said of this attestation that its driver is not this one: the remembered no.
    pub dismissed: bool,
}

impl<'a, Id> Candidate<'a, Id> {
    /// An account about which no agent decided anything yet.
    pub const fn new(id: Id, person: Person<'a>) -> Self {
        Self {
            id,
            person,
            aliases: &[],
            dismissed: false,
        }
    }

    /// Compares an attestation's driver with this account's, by every name, date and number the account is known by.
    pub fn compare(&self, driver: &Person<'_>) -> Match {
        if self.dismissed {
            return Match::Nobody;
        }
        let known: Vec<_> = std::iter::once(&self.person).chain(self.aliases).collect();
        Common::of(driver, &known).outcome()
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

/// Compares an attestation's driver with every account that shares a number or a birth date. One match outweighs any
/// number of mismatches; two matches are for an agent. Of mismatches the first comes closest; those without number and
/// surname in common come last.
pub fn among<'a, Id: Copy>(driver: &Person<'_>, accounts: impl IntoIterator<Item = Candidate<'a, Id>>) -> Found<Id> {
    use MismatchReason::{SeveralAccounts, SurnameAndLicenceDiffer};
    let mut found = Found::Nobody;
    for account in accounts {
        let id = account.id;
        found = match (account.compare(driver), found) {
            (Match::Matched, Found::Matched(first) | Found::Mismatch(first, SeveralAccounts)) => {
                Found::Mismatch(first, SeveralAccounts)
            }
            (Match::Matched, _) => Found::Matched(id),
            (Match::Mismatch(reason), Found::Nobody) => Found::Mismatch(id, reason),
            (Match::Mismatch(reason), Found::Mismatch(_, SurnameAndLicenceDiffer))
                if reason != SurnameAndLicenceDiffer =>
            {
                Found::Mismatch(id, reason)
            }
            (Match::Mismatch(_) | Match::Nobody, before) => before,
        };
    }
    found
}

#[cfg(test)]
mod tests;
