//! Passwords that are tried first: those that leaked most often, and the same with something hung on.

use std::collections::BTreeSet;

use super::words_of;
use crate::rules::folding::fold;

/// The 19,640 passwords that leaked most often, as Royce Williams counted them in «Have I Been Pwned» (November 2018),
/// and as Django 5.2 hands them out: of each no more than [`mark`], in ascending order. Made anew by
/// `cargo run -p domain --example common_passwords < LIST > domain/src/rules/password/commonest.bin`, a password a line.
static COMMONEST: &[u8] = include_bytes!("commonest.bin");

/// Bytes of a mark: one password in fifty million is taken for one of the list by mistake.
pub const MARK: usize = 5;

/// Letters that a word has before it says anything.
const SHORTEST_WORD: usize = 3;

/// Words that a phrase has which are no numbers.
const TELLING_WORDS: usize = 5;

/// How people count, in the languages of the portal.
const NUMBERS: [&str; 34] = [
    "zero", "un", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze", "quinze", "seize", "vingt", "trente", "cent", "mille", "one", "two", "three", "four", "five",
    "seven", "eight", "nine", "ten", "eleven", "twelve", "hundred",
];

/// Whether a password is one of the commonest, one of their words with digits and signs hung on (`Marseille13000!`), or a
/// phrase that only counts or repeats itself.
pub(super) fn is_common(password: &str, has_form_of_phrase: bool) -> bool {
    let is_one = is_listed(&password.to_lowercase());
    is_one || (is_word_with_trimmings(password) && !has_form_of_phrase) || (has_form_of_phrase && counts(password))
}

fn is_word_with_trimmings(password: &str) -> bool {
    // «Mot-de-passe-2026!» is one word only without its signs.
    is_one_listed(password) || is_one_listed(&fold(password))
}

/// Whether a text holds one word, as often as it may be, and that is listed.
fn is_one_listed(text: &str) -> bool {
    let words = text.split(|sign: char| !sign.is_alphabetic()).map(fold);
    let words: BTreeSet<_> = words.filter(|word| word.chars().count() >= SHORTEST_WORD).collect();
    words.len() == 1 && words.iter().all(|word| is_listed(word))
}

fn counts(phrase: &str) -> bool {
    let words: BTreeSet<_> = words_of(phrase).map(fold).collect();
    let is_number = |word: &String| NUMBERS.contains(&word.as_str()) || word.chars().all(char::is_numeric);
    words.iter().filter(|word| !is_number(word)).count() < TELLING_WORDS
}

fn is_listed(word: &str) -> bool {
    let (marks, _) = COMMONEST.as_chunks::<MARK>();
    marks.binary_search(&mark(word)).is_ok()
}

/// What the list keeps of a password: the first bits of its FNV-1a hash.
pub fn mark(word: &str) -> [u8; MARK] {
    let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let [first, second, third, fourth, fifth, ..] = hash.to_be_bytes();
    [first, second, third, fourth, fifth]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order_and_knows_its_words() {
        let (marks, rest) = COMMONEST.as_chunks::<MARK>();
        assert!(rest.is_empty() && marks.len() > 19_000, "{}", marks.len());
        assert!(marks.is_sorted());
        for word in ["azerty", "marseille", "soleil", "motdepasse", "123456"] {
            assert!(is_listed(word), "{word}");
        }
        for word in ["girafe-violette", "vk7#pqz2!mrt", ""] {
            assert!(!is_listed(word), "{word}");
        }
    }
}
