//! Names as they are compared: without what people write differently.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::signs::in_plain_signs;

/// A text without case, accents, hyphens, spaces, apostrophes, interpuncts, ligatures, and without what cannot be seen.
/// Two names are compared by their folds. Letters of every European script stay; nothing is transliterated.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in in_plain_signs(text).nfkd().flat_map(char::to_lowercase).nfkd() {
        match spelt_out(letter) {
            Some(letters) => folded.push_str(letters),
            None if letter.is_alphanumeric() && !is_combining_mark(letter) => folded.push(letter),
            None => {}
        }
    }
    folded
}

/// Letters that no decomposition of Unicode reduces to plain ones.
const fn spelt_out(letter: char) -> Option<&'static str> {
    Some(match letter {
        'œ' => "oe",
        'æ' => "ae",
        'ß' => "ss",
        'þ' => "th",
        'ł' => "l",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ŧ' => "t",
        'ŋ' => "n",
        'ĸ' => "k",
        'ə' => "e",
        'ς' => "σ",
        // Apostrophes and accents that Unicode calls letters.
        '\u{2b0}'..='\u{2ff}' => "",
        _ => return None,
    })
}

/// Whether two names are the same when folded. A name without a letter is no name's equal.
pub fn same_name(one: &str, other: &str) -> bool {
    let folded = fold(one);
    !folded.is_empty() && folded == fold(other)
}

/// Whether two lists of first names are the same as far as both go: `Camille` is who `Camille Jeanne` is, `Jean` is not
/// who `Jeanne` is. No first name at all is nobody's.
pub fn same_first_names(one: &str, other: &str) -> bool {
    let names = |names: &str| -> Vec<String> {
        let plain = in_plain_signs(names);
        let parts = plain.split(|sign: char| !sign.is_alphanumeric() && !is_combining_mark(sign));
        parts.map(fold).filter(|name| !name.is_empty()).collect()
    };
    let (one_by_one, other_by_one) = (names(one), names(other));
    let both = one_by_one.len().min(other_by_one.len());
    both > 0 && (one_by_one[..both] == other_by_one[..both] || same_name(one, other))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("MARTIN", "martin")]
    #[case("Müller", "muller")]
    #[case("Lefèvre", "LEFEVRE")]
    #[case("Lefe\u{300}vre", "lefèvre")]
    #[case("Saint-Exupéry", "SAINT EXUPERY")]
    #[case("Saint‑Exupéry", "SaintExupery")]
    #[case("d’Arc", "D'ARC")]
    #[case("O`Neill", "oneill")]
    #[case("OʼNeill", "oneill")]
    #[case("N´Guessan", "N'GUESSAN")]
    #[case("N \u{301}Guessan", "NGuessan")]
    #[case("Nꞌ Guessan", "n’guessan")]
    #[case("Col·lell", "COLLELL")]
    #[case("Co\u{140}lell", "Col·lell")]
    #[case("Colꞏlell", "Col-lell")]
    #[case("Camille, Jeanne", "Camille Jeanne")]
    #[case("\u{202a}Mar\u{ad}tin\u{202c}", "MARTIN")]
    #[case("ＭＡＲＴＩＮ", "Martin")]
    #[case("ŉ", "n")]
    #[case("  Le   Goff ", "LEGOFF")]
    #[case("Le\u{a0}Goff", "Le Goff")]
    #[case("Cœur", "COEUR")]
    #[case("Lætitia", "LAETITIA")]
    #[case("Strauß", "STRAUSS")]
    #[case("STRAUẞ", "Strauss")]
    #[case("Wałęsa", "WALESA")]
    #[case("Sørensen", "Sorensen")]
    #[case("Åström", "astrom")]
    #[case("Đorđević", "DORDEVIC")]
    #[case("Þórður Guðmundsson", "Thordur Gudmundsson")]
    #[case("Yılmaz", "YILMAZ")]
    #[case("İnönü", "inonu")]
    #[case("Ğ", "g")]
    #[case("Novotný", "NOVOTNY")]
    #[case("Kovačič", "kovacic")]
    #[case("Öztürk", "OZTURK")]
    #[case("Țepeș", "TEPES")]
    #[case("Ţepeş", "Țepeș")]
    #[case("Nuñez", "NUNEZ")]
    #[case("Gonçalves", "goncalves")]
    #[case("Borġ Ħamrun", "BORG HAMRUN")]
    #[case("Παπαδόπουλος", "ΠΑΠΑΔΟΠΟΥΛΟΣ")]
    #[case("Иванов-Петров", "ИВАНОВ ПЕТРОВ")]
    #[case("Ŋ", "n")]
    #[case("ﬁliol", "FILIOL")]
    fn what_people_write_differently_folds_to_the_same(#[case] one: &str, #[case] other: &str) {
        assert_eq!(fold(one), fold(other));
        assert!(same_name(one, other));
    }

    #[rstest]
    #[case("Martin", "Martins")]
    #[case("Petit", "Petitjean")]
    #[case("", "")]
    #[case("-", "'")]
    fn other_names_stay_others(#[case] one: &str, #[case] other: &str) {
        assert!(!same_name(one, other));
    }

    #[rstest]
    #[case("Camille", "CAMILLE JEANNE", true)]
    #[case("Camille, Jeanne", "camille jeanne", true)]
    #[case("Jean-Pierre", "Jean Pierre Marie", true)]
    #[case("Jean-Pierre", "JeanPierre", true)]
    #[case("Jean", "Jeanne", false)]
    #[case("Jeanne", "Camille Jeanne", false)]
    #[case("Élodie", "E\u{301}LODIE", true)]
    #[case("", "", false)]
    #[case("", "Camille", false)]
    fn first_names_are_compared_as_far_as_both_go(#[case] one: &str, #[case] other: &str, #[case] expected: bool) {
        assert_eq!(same_first_names(one, other), expected);
        assert_eq!(same_first_names(other, one), expected);
    }

    proptest! {
        #[test]
        fn folding_settles_at_once(text in "\\PC{0,40}") {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded.clone());
            prop_assert!(folded.chars().all(char::is_alphanumeric));
        }

        #[test]
        fn case_and_separators_never_matter(name in "[A-Za-zÀ-ÖØ-öø-žȘ-țА-яΑ-ώ]{1,20}", between in "[-' ’.\u{a0}]{0,3}") {
            prop_assert_eq!(fold(&name.to_uppercase()), fold(&name));
            prop_assert_eq!(fold(&name.to_lowercase()), fold(&name));
            let spread: String = name.chars().flat_map(|letter| std::iter::once(letter).chain(between.chars())).collect();
            prop_assert_eq!(fold(&spread), fold(&name));
        }
    }
}
