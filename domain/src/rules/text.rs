//! What may stand in the texts people give: names, towns, lines of an address.
//!
//! Each field has a function that tidies it, and one that judges the tidied text. What is plain in another dress
//! ([`super::signs`]) is never refused; what is refused is named, with its place.

use unicode_normalization::UnicodeNormalization;

use super::fault::{FaultCode, Form, RefusedSign, ValueFault};
use super::signs::{in_plain_signs, is_quotation_mark};

/// Characters a name, a town or a line of an address may have.
pub const LONGEST_NAME: usize = 100;

/// A text in plain signs, without what is only accident: spaces around it, several in a row, decomposed accents.
pub fn tidy(text: &str) -> String {
    let plain = in_plain_signs(text);
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    // An accent on a space is what is left of an acute or grave typed as an apostrophe: N ́Guessan.
    words.replace(" \u{301}", "'").replace(" \u{300}", "'").nfc().collect()
}

/// A name: tidied, with spaces where others put commas or semicolons between first names (`Camille, Jeanne`).
pub fn tidy_name(name: &str) -> String {
    tidy(&in_plain_signs(name).replace([',', ';'], " "))
}

/// A line of an address: tidied, with plain quotation marks (`Résidence "Les Pins"`).
pub fn tidy_line(line: &str) -> String {
    tidy(line).replace(is_quotation_mark, "\"")
}

/// A surname, tidied: letters of a European script, spaces, hyphens, apostrophes, full stops, interpuncts.
pub fn surname(name: &str) -> Option<ValueFault> {
    text(name, Form::Name, |letter| {
        matches!(
            letter,
            ' ' | '-' | '\u{2010}' | '\u{2011}' | '\'' | '’' | 'ʼ' | '.' | '·'
        )
    })
}

/// First names, tidied: as a surname; none at all for the few who have none.
pub fn first_names(names: &str) -> Option<ValueFault> {
    if names.is_empty() { None } else { surname(names) }
}

/// A town, tidied: as a name, with the digits and signs that towns have (`Paris 15e`, `Lyon (Rhône)`, `St. Gallen`).
pub fn place(town: &str) -> Option<ValueFault> {
    text(town, Form::Place, |letter| {
        letter.is_ascii_digit()
            || matches!(
                letter,
                ' ' | '-' | '‑' | '\'' | '’' | '.' | ',' | '(' | ')' | '/' | '·' | '&' | '°'
            )
    })
}

/// A line of an address, tidied: letters, digits and ordinary punctuation.
pub fn line(line: &str) -> Option<ValueFault> {
    text(line, Form::AddressLine, |letter| {
        matches!(
            letter,
            ' '..='~' | '’' | '‑' | '–' | '—' | '°' | 'º' | 'ª' | 'ᵉ' | 'ʳ' | '«' | '»' | '·' | '\u{a0}' | '\u{202f}'
        )
    })
}

fn text(text: &str, form: Form, is_sign: fn(char) -> bool) -> Option<ValueFault> {
    if text.trim().is_empty() {
        return Some(FaultCode::Missing.into());
    }
    if text.nfc().take(LONGEST_NAME + 1).count() > LONGEST_NAME {
        return Some(ValueFault::of_form(FaultCode::TooLong, form));
    }
    let refused = RefusedSign::first_in(text, |letter| is_european_letter(letter) || is_sign(letter));
    let has_letter = text.chars().any(char::is_alphanumeric);
    (refused.is_some() || !has_letter).then_some(ValueFault {
        code: FaultCode::Characters,
        refused,
        form: Some(form),
    })
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
    use proptest::prelude::*;
    use rstest::rstest;

    use super::FaultCode::{Characters, Missing, TooLong};
    use super::*;

    fn code(fault: Option<ValueFault>) -> Option<FaultCode> {
        fault.map(|fault| fault.code)
    }

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
        assert_eq!(code(surname(name)), expected);
    }

    #[rstest]
    #[case("Col·lell", "Col·lell")]
    #[case("Co\u{140}lell", "Col·lell")]
    #[case("Col•lell", "Col·lell")]
    #[case("dr. Szabó", "dr. Szabó")]
    #[case("N´Guessan", "N'Guessan")]
    #[case("N \u{301}Guessan", "N'Guessan")]
    #[case("N`Diaye", "N'Diaye")]
    #[case("d’Arc", "d'Arc")]
    #[case("Saint–Exupéry", "Saint-Exupéry")]
    #[case("\u{202a}Martin\u{202c}", "Martin")]
    #[case("\u{feff}Mar\u{ad}tin\u{200b}", "Martin")]
    #[case("Le\u{a0} Goff ,", "Le Goff")]
    #[case("ＭＡＲＴＩＮ", "MARTIN")]
    #[case("Camille, Jeanne", "Camille Jeanne")]
    #[case("Camille,Jeanne ; Marie", "Camille Jeanne Marie")]
    #[case("Camille،Jeanne", "Camille Jeanne")]
    fn names_are_taken_as_people_type_them(#[case] typed: &str, #[case] kept: &str) {
        assert_eq!(tidy_name(typed), kept);
        assert_eq!(surname(kept), None);
    }

    #[rstest]
    #[case(surname("Martin ☃"), "U+2603 ☃", 8)]
    #[case(surname("Mar\u{7}tin"), "U+0007", 4)]
    #[case(first_names("Camille & Jeanne"), "U+0026 &", 9)]
    #[case(surname("e\u{301}e\u{301}2"), "U+0032 2", 3)]
    #[case(surname("马丁"), "U+9A6C 马", 1)]
    #[case(place("Lyon; DROP"), "U+003B ;", 5)]
    #[case(line("12 rue €"), "U+20AC €", 8)]
    fn what_is_refused_is_named_with_its_place(
        #[case] fault: Option<ValueFault>,
        #[case] sign: &str,
        #[case] position: usize,
    ) {
        let refused = fault.and_then(|fault| fault.refused).expect("a refused sign");
        assert_eq!((refused.to_string().as_str(), refused.position), (sign, position));
    }

    #[test]
    fn names_have_a_hundred_characters_at_most() {
        assert_eq!(surname(&"é".repeat(100)), None);
        assert_eq!(surname(&"e\u{301}".repeat(100)), None, "counted as people see them");
        assert_eq!(code(surname(&"é".repeat(101))), Some(TooLong));
    }

    #[test]
    fn some_have_no_first_name() {
        assert_eq!(first_names(""), None);
        assert_eq!(first_names("Camille Jeanne"), None);
        assert_eq!(code(first_names("Camille & Jeanne")), Some(Characters));
    }

    #[rstest]
    #[case("Lyon", None)]
    #[case("Paris 15e", None)]
    #[case("L'Haÿ-les-Roses", None)]
    #[case("St. Gallen (SG)", None)]
    #[case("Lyon; DROP", Some(Characters))]
    #[case("", Some(Missing))]
    fn towns_have_their_signs(#[case] town: &str, #[case] expected: Option<FaultCode>) {
        assert_eq!(code(place(town)), expected);
    }

    #[rstest]
    #[case("Abidjan – Cocody", "Abidjan - Cocody")]
    #[case("Paris 15ᵉ", "Paris 15e")]
    #[case("L´Haÿ‑les‑Roses", "L'Haÿ-les-Roses")]
    #[case("Vilanova i la Geltrú, Co\u{140}legi", "Vilanova i la Geltrú, Col·legi")]
    fn towns_are_taken_as_people_type_them(#[case] typed: &str, #[case] kept: &str) {
        assert_eq!(tidy(typed), kept);
        assert_eq!(place(kept), None);
    }

    #[rstest]
    #[case("12 rue de la République", None)]
    #[case("Bât. B, esc. 2 – 3ᵉ étage", None)]
    #[case("Bât. B / n° 4 : «chez Durand» (1er étage) & fils", None)]
    #[case("12", None)]
    #[case("...", Some(Characters))]
    #[case("12 rue\tde", Some(Characters))]
    fn address_lines_have_punctuation(#[case] given: &str, #[case] expected: Option<FaultCode>) {
        assert_eq!(code(line(given)), expected);
    }

    #[rstest]
    #[case("Résidence “Les Pins”", "Résidence \"Les Pins\"")]
    #[case("Haus „Zur Post‟", "Haus \"Zur Post\"")]
    #[case("Résidence « Les Pins »", "Résidence « Les Pins »")]
    #[case("Bât. B — 3ᵉ étage • porte ②".trim_end_matches('②'), "Bât. B - 3e étage · porte")]
    #[case("№ 12 l’Orée", "No 12 l'Orée")]
    fn lines_are_taken_as_people_type_them(#[case] typed: &str, #[case] kept: &str) {
        assert_eq!(tidy_line(typed), kept);
        assert_eq!(line(kept), None);
    }

    #[test]
    fn tidying_removes_accidents() {
        assert_eq!(tidy("  Le\u{a0}  Goff\n"), "Le Goff");
        assert_eq!(tidy("Lefe\u{300}vre"), "Lefèvre");
    }

    proptest! {
        #[test]
        fn tidying_settles_at_once(
            text in "\\PC{0,40}|[\u{0}-\u{500}\u{1d00}-\u{3100}\u{a780}-\u{a790}\u{fe00}-\u{ffff}]{0,30}|[ aé,\u{300}\u{301}\u{200b}´]{0,12}",
        ) {
            for tidy in [tidy, tidy_name, tidy_line] {
                let once = tidy(&text);
                prop_assert_eq!(tidy(&once), once);
            }
        }
    }
}
