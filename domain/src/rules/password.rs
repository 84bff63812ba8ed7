//! Passwords (CNIL 2022-100): one of three forms, not easily guessed, nothing personal in them.

mod common;

use unicode_normalization::UnicodeNormalization;
use zxcvbn::{Score, zxcvbn};

use super::fault::{Fault, FaultCode};
use super::folding::fold;
use crate::words;

pub use common::mark;

words! {
    /// A form a password may have. Each gives about 80 bits, the recommendation's measure.
    pub enum PasswordForm {
        /// 12 characters of capitals, small letters, digits and special characters.
        FourClasses => "four_classes",
        /// 14 characters of three of these classes.
        ThreeClasses => "three_classes",
        /// A phrase of 7 words.
        Phrase => "phrase",
    }
}

/// Characters a password may have. Hashing takes its time on each one, so there is an end.
pub const MOST_CHARACTERS: usize = 256;

/// Characters whose guessability is estimated: the estimator's time grows faster than the length (a third of a second for
/// 64 ill-meant characters), and what begins well guarded needs no further look.
const ESTIMATED_CHARACTERS: usize = 40;

/// Letters a part of a name needs before its presence says anything.
const SHORTEST_PART: usize = 3;

/// Letters or digits a word of a phrase has at least, so that spelling is not a phrase.
const SHORTEST_WORD: usize = 2;

/// What is guessed first here, beyond the mostly English lists of the estimator.
const GUESSED_FIRST: [&str; 14] = [
    "azerty",
    "azertyuiop",
    "qsdfghjklm",
    "motdepasse",
    "bonjour",
    "doudou",
    "soleil",
    "marseille",
    "chauffeur",
    "conducteur",
    "routier",
    "permis",
    "transport",
    "cqc",
];

/// Who chooses the password.
#[derive(Debug, Clone, Copy)]
pub struct Owner<'a> {
    /// Surname.
    pub surname: &'a str,
    /// First names.
    pub first_names: &'a str,
    /// Email address.
    pub email: &'a str,
}

/// A password as it is hashed: keyboards compose accents differently, so the same text is brought to one form (RFC 8265).
/// To be applied when it is chosen and whenever it is checked.
pub fn normalize(password: &str) -> String {
    password.nfc().collect()
}

/// The forms a password has; it needs one.
pub fn forms(password: &str) -> Vec<PasswordForm> {
    let length = password.chars().count();
    let classes = classes(password);
    let words = words_of(password)
        .filter(|word| word.chars().count() >= SHORTEST_WORD)
        .count();
    [
        (PasswordForm::FourClasses, length >= 12 && classes == 4),
        (PasswordForm::ThreeClasses, length >= 14 && classes >= 3),
        (PasswordForm::Phrase, words >= 7),
    ]
    .into_iter()
    .filter_map(|(form, has_it)| has_it.then_some(form))
    .collect()
}

/// Everything wrong with a normalised password and its confirmation, as faults of `password` and
/// `password_confirmation`. Slow (up to a tenth of a second): not to be called within
/// a transaction, nor on a thread that serves others.
pub fn check(password: &str, confirmation: &str, owner: &Owner<'_>) -> Vec<Fault> {
    let mut found = Vec::new();
    if let Some(code) = fault_of(password, owner) {
        found.push(Fault::new("password", code));
    }
    if password != confirmation {
        found.push(Fault::new("password_confirmation", FaultCode::NotIdentical));
    }
    found
}

/// What is wrong with a normalised password, the plainest reason first.
pub fn fault_of(password: &str, owner: &Owner<'_>) -> Option<FaultCode> {
    if password.is_empty() {
        Some(FaultCode::Missing)
    } else if password.chars().take(MOST_CHARACTERS + 1).count() > MOST_CHARACTERS {
        Some(FaultCode::TooLong)
    } else if forms(password).is_empty() {
        Some(FaultCode::PasswordTooSimple)
    } else if is_personal(password, owner) {
        Some(FaultCode::PasswordPersonal)
    } else {
        let is_phrase = forms(password).contains(&PasswordForm::Phrase);
        let is_guessable = common::is_common(password, is_phrase) || is_guessable(password, owner);
        is_guessable.then_some(FaultCode::PasswordGuessable)
    }
}

/// How many of the four classes occur. What is neither letter with a case nor digit counts as special.
fn classes(password: &str) -> usize {
    let is_special = |letter: char| !letter.is_uppercase() && !letter.is_lowercase() && !letter.is_ascii_digit();
    [
        password.chars().any(char::is_uppercase),
        password.chars().any(char::is_lowercase),
        password.chars().any(|letter| letter.is_ascii_digit()),
        password.chars().any(is_special),
    ]
    .into_iter()
    .filter(|occurs| *occurs)
    .count()
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Whether a part of the owner's name or of their email's local part stands in the password, written in any manner. Word
/// by word: a name that only arises where two words meet gives nothing away.
fn is_personal(password: &str, owner: &Owner<'_>) -> bool {
    let parts = personal_parts(owner);
    let whole = fold(password);
    let local_part = fold(local_part(owner.email));
    let has_local_part = local_part.chars().count() >= SHORTEST_PART && whole.contains(&local_part);
    has_local_part
        || words_of(password)
            .map(fold)
            .any(|word| parts.iter().any(|part| word.contains(part)))
}

fn personal_parts(owner: &Owner<'_>) -> Vec<String> {
    words_of(owner.surname)
        .chain(words_of(owner.first_names))
        .chain(local_part(owner.email).split(|letter: char| !letter.is_alphabetic()))
        .map(fold)
        .filter(|part| part.chars().count() >= SHORTEST_PART)
        .collect()
}

fn local_part(email: &str) -> &str {
    email.split_once('@').map_or(email, |(local, _)| local)
}

fn is_guessable(password: &str, owner: &Owner<'_>) -> bool {
    let estimated: String = password.chars().take(ESTIMATED_CHARACTERS).collect();
    let mut known = personal_parts(owner);
    known.push(owner.email.to_lowercase());
    known.extend(GUESSED_FIRST.map(str::to_owned));
    let known: Vec<_> = known.iter().map(String::as_str).collect();
    zxcvbn(&estimated, &known).score() < Score::Three
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use rstest::rstest;

    use super::FaultCode::{Missing, PasswordGuessable, PasswordPersonal, PasswordTooSimple, TooLong};
    use super::PasswordForm::{FourClasses, Phrase, ThreeClasses};
    use super::*;

    const CAMILLE: Owner<'_> = Owner {
        surname: "Lefèvre-Martin",
        first_names: "Camille Jo",
        email: "c.dupuis42@example.org",
    };

    #[rstest]
    #[case("Vk7#pQz2!mRt", &[FourClasses])]
    #[case("Vk7#pQz2!mR", &[])]
    #[case("Vk7pQz2mRtwXb4", &[ThreeClasses])]
    #[case("vk7#pqz2!mrtwx", &[ThreeClasses])]
    #[case("Vk7pQz2mRtwXb", &[])]
    #[case("Vk7#pQz2!mRtwx", &[FourClasses, ThreeClasses])]
    #[case("vkpqzmrtwxbvkpqzmrtwxb", &[])]
    #[case("sept mots font bien une longue phrase", &[Phrase])]
    #[case("sept-mots-font-bien-une-longue-phrase", &[Phrase])]
    #[case("six mots font une courte phrase", &[])]
    #[case("a b c d e f g h", &[])]
    #[case("Été#2026-à-Évry", &[FourClasses, ThreeClasses])]
    fn a_password_has_one_of_three_forms(#[case] password: &str, #[case] expected: &[PasswordForm]) {
        assert_eq!(forms(password), expected);
    }

    #[rstest]
    #[case("Vk7#pQz2!mRt", None)]
    #[case("Sandbox-agent-2026!", None)]
    #[case("Sandbox-supervisor-2026!", None)]
    #[case("girafe violette mange souvent onze pizzas froides", None)]
    #[case("", Some(Missing))]
    #[case("Vk7#pQz2", Some(PasswordTooSimple))]
    #[case("Password123!", Some(PasswordGuessable))]
    #[case("Azerty123456!", Some(PasswordGuessable))]
    #[case("Marseille13000!", Some(PasswordGuessable))]
    #[case("Soleil2026!Soleil", Some(PasswordGuessable))]
    #[case("Chouchou#2026#75", Some(PasswordGuessable))]
    #[case("Mot-de-passe-2026!", Some(PasswordGuessable))]
    #[case("un deux trois quatre cinq six sept", Some(PasswordGuessable))]
    #[case("Un-Deux-Trois-Quatre-Cinq-Six-Sept-8", Some(PasswordGuessable))]
    #[case("one two three four five six seven", Some(PasswordGuessable))]
    #[case("2024 2025 2026 2027 2028 2029 2030", Some(PasswordGuessable))]
    #[case("sept chats mangent onze pizzas froides dehors", None)]
    #[case("Motdepasse-2026", Some(PasswordGuessable))]
    #[case("Aa1!Aa1!Aa1!Aa1!", Some(PasswordGuessable))]
    #[case("non non non non non non non", Some(PasswordGuessable))]
    #[case("Vk7#LEFEVREpQz2", Some(PasswordPersonal))]
    #[case("Vk7#martinpQz2!", Some(PasswordPersonal))]
    #[case("Camille-Vk7#pQz2!", Some(PasswordPersonal))]
    #[case("Vk7#Dupuis!pQz2m", Some(PasswordPersonal))]
    #[case("Vk7#c.dupuis42!pQz", Some(PasswordPersonal))]
    #[case("Jo-Vk7#pQz2!mRt", None)]
    #[case("Banjo-Vk7#pQz2!mRt", None)]
    fn passwords_are_judged(#[case] password: &str, #[case] expected: Option<FaultCode>) {
        assert_eq!(fault_of(password, &CAMILLE), expected);
    }

    #[test]
    fn a_name_across_two_words_gives_nothing_away() {
        let eve = Owner {
            surname: "Eve",
            first_names: "",
            email: "x@example.org",
        };
        assert_eq!(fault_of("girafe rose vends souvent onze pizzas froides", &eve), None);
    }

    #[test]
    fn the_confirmation_is_the_same() {
        assert_eq!(check("Vk7#pQz2!mRt", "Vk7#pQz2!mRt", &CAMILLE), []);
        assert_eq!(
            check("court", "Vk7#pQz2!mRt", &CAMILLE),
            [
                Fault::new("password", PasswordTooSimple),
                Fault::new("password_confirmation", FaultCode::NotIdentical),
            ]
        );
        assert_eq!(normalize("e\u{301}te\u{301}"), normalize("été"));
    }

    #[test]
    fn no_password_takes_long_to_judge() {
        let longest: String = "4@8({[<3€6&9#!1|7+0$5%2Aa"
            .chars()
            .cycle()
            .take(MOST_CHARACTERS)
            .collect();
        let started = Instant::now();
        fault_of(&longest, &CAMILLE);
        assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
        assert_eq!(fault_of(&format!("{longest}x"), &CAMILLE), Some(TooLong));
        assert_eq!(fault_of(&"x1 ".repeat(1_000_000), &CAMILLE), Some(TooLong));
    }
}
