//! What may stand in the texts people give: names, towns, lines of an address.

use unicode_normalization::UnicodeNormalization;

use super::fault::FaultCode;

/// Characters a name, a town or a line of an address may have.
pub const LONGEST_NAME: usize = 100;

/// A text without what is only accident: spaces around it, several in a row, decomposed accents.
pub fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect()
}

/// A surname: letters of a European script, spaces, hyphens, apostrophes.
pub fn surname(name: &str) -> Option<FaultCode> {
    text(name, |letter| {
        matches!(letter, ' ' | '-' | '\u{2010}' | '\u{2011}' | '\'' | '’' | 'ʼ')
    })
}

/// First names: as a surname; none at all for the few who have none.
pub fn first_names(names: &str) -> Option<FaultCode> {
    if names.is_empty() { None } else { surname(names) }
}

/// A town: as a name, with the digits and signs that towns have (`Paris 15e`, `Lyon (Rhône)`, `St. Gallen`).
pub fn place(town: &str) -> Option<FaultCode> {
    text(town, |letter| {
        letter.is_ascii_digit() || matches!(letter, ' ' | '-' | '‑' | '\'' | '’' | '.' | ',' | '(' | ')' | '/')
    })
}

/// A line of an address: letters, digits and ordinary punctuation.
pub fn line(line: &str) -> Option<FaultCode> {
    text(line, |letter| {
        matches!(
            letter,
            ' '..='~' | '’' | '‑' | '–' | '—' | '°' | 'º' | 'ª' | 'ᵉ' | 'ʳ' | '«' | '»' | '\u{a0}' | '\u{202f}'
        )
    })
}

fn text(text: &str, is_sign: fn(char) -> bool) -> Option<FaultCode> {
    if text.trim().is_empty() {
        return Some(FaultCode::Missing);
    }
    if text.nfc().take(LONGEST_NAME + 1).count() > LONGEST_NAME {
        return Some(FaultCode::TooLong);
    }
    let is_fine = text.nfc().all(|letter| is_european_letter(letter) || is_sign(letter));
    (!is_fine || !text.chars().any(char::is_alphanumeric)).then_some(FaultCode::Characters)
}

/// A letter of the Latin, Greek, Cyrillic, Armenian or Georgian script, or an accent that has no composed form with its
/// letter.
fn is_european_letter(letter: char) -> bool {
    let is_of_these_scripts = matches!(letter,
        'A'..='Z' | 'a'..='z'
        | '\u{aa}' | '\u{ba}' | '\u{c0}'..='\u{24f}' | '\u{250}'..='\u{2af}' | '\u{1e00}'..='\u{1eff}' | '\u{fb00}'..='\u{fb06}'
        | '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}'
        | '\u{400}'..='\u{52f}'
        | '\u{531}'..='\u{587}'
        | '\u{10a0}'..='\u{10ff}' | '\u{1c90}'..='\u{1cbf}');
    let is_accent = matches!(letter, '\u{300}'..='\u{36f}');
    is_accent || (is_of_these_scripts && letter.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::FaultCode::{Characters, Missing, TooLong};
    use super::*;

    #[rstest]
    #[case("Martin", None)]
    #[case("Lefèvre-d’Ormesson", None)]
    #[case("'t Hooft", None)]
    #[case("Þórðarson", None)]
    #[case("Nguyễn", None)]
    #[case("Παπαδόπουλος", None)]
    #[case("Шевченко", None)]
    #[case("Հակոբյան", None)]
    #[case("მაისურაძე", None)]
    #[case("q\u{300}uercy", None)]
    #[case("X", None)]
    #[case("", Some(Missing))]
    #[case("   ", Some(Missing))]
    #[case("-", Some(Characters))]
    #[case("Martin2", Some(Characters))]
    #[case("Martin\0", Some(Characters))]
    #[case("Mar\ntin", Some(Characters))]
    #[case("Martin 🙂", Some(Characters))]
    #[case("<b>Martin</b>", Some(Characters))]
    #[case("Mar\u{202e}tin", Some(Characters))]
    #[case("×÷", Some(Characters))]
    #[case("马丁", Some(Characters))]
    fn names_have_letters_of_european_scripts(#[case] name: &str, #[case] expected: Option<FaultCode>) {
        assert_eq!(surname(name), expected);
    }

    #[test]
    fn names_have_a_hundred_characters_at_most() {
        assert_eq!(surname(&"é".repeat(100)), None);
        assert_eq!(surname(&"e\u{301}".repeat(100)), None, "counted as people see them");
        assert_eq!(surname(&"é".repeat(101)), Some(TooLong));
    }

    #[test]
    fn some_have_no_first_name() {
        assert_eq!(first_names(""), None);
        assert_eq!(first_names("Camille Jeanne"), None);
        assert_eq!(first_names("Camille & Jeanne"), Some(Characters));
    }

    #[rstest]
    #[case("Lyon", None)]
    #[case("Paris 15e", None)]
    #[case("L'Haÿ-les-Roses", None)]
    #[case("St. Gallen (SG)", None)]
    #[case("Lyon; DROP", Some(Characters))]
    #[case("", Some(Missing))]
    fn towns_have_their_signs(#[case] town: &str, #[case] expected: Option<FaultCode>) {
        assert_eq!(place(town), expected);
    }

    #[rstest]
    #[case("12 rue de la République", None)]
    #[case("Bât. B, esc. 2 – 3ᵉ étage", None)]
    #[case("Bât. B / n° 4 : «chez Durand» (1er étage) & fils", None)]
    #[case("12", None)]
    #[case("...", Some(Characters))]
    #[case("12 rue\tde", Some(Characters))]
    fn address_lines_have_punctuation(#[case] given: &str, #[case] expected: Option<FaultCode>) {
        assert_eq!(line(given), expected);
    }

    #[test]
    fn tidying_removes_accidents() {
        assert_eq!(tidy("  Le\u{a0}  Goff\n"), "Le Goff");
        assert_eq!(tidy("Lefe\u{300}vre"), "Lefèvre");
    }
}
