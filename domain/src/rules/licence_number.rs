//! Licence numbers: normalised, checked per country and format, with help to find them («aide à la saisie» (guide)).
//!
//! A French licence has two: the NEPH, its holder's for life, and the title's own number, new with each title. A pink
//! licence has one number of 12 digits for both.

use unicode_normalization::UnicodeNormalization;

use super::countries::is_country;
use super::fault::{FaultCode, Form, RefusedSign, ValueFault};
use super::signs::in_plain_signs;
use crate::people::Language;
use crate::words;

words! {
    /// Form of a driving licence number.
    pub enum LicenceFormat {
        /// France, 12 digits: a NEPH, or the number of a pink licence.
        FrTwelveDigits => "fr_twelve_digits",
        /// France, `99AA99999`: the number of a licence issued since 2013.
        FrSince2013 => "fr_since_2013",
        /// France, 5 to 19 letters and digits, a digit at least among them: the number of an older licence, as those from
        /// before 1975 bear.
        FrOldForm => "fr_old_form",
        /// Any other country: 5 to 20 of `A-Z 0-9 - /`.
        Foreign => "foreign",
    }
}

words! {
    /// What is odd about a licence number without making it wrong.
    pub enum LicenceWarning {
        /// The number has 12 digits, of which the third and fourth should be a month, 01 to 12.
        UnlikelyMonth => "unlikely_month",
        /// The number has the form of a licence from before 1975: of a newer one, a character is missing or too many.
        OldForm => "old_form",
    }
}

/// A licence number as it is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The number as it is stored and compared.
    pub normalized: String,
    /// Its form, or `None` when it has none that its country uses: it is not valid then.
    pub format: Option<LicenceFormat>,
    /// What is odd about it.
    pub warnings: Vec<LicenceWarning>,
}

impl Checked {
    /// Whether a licence can have this number.
    pub const fn is_valid(&self) -> bool {
        self.format.is_some()
    }
}

/// Nothing longer is worth reading to its end.
const MOST_CHARACTERS: usize = 64;

/// The country whose licences have a NEPH.
pub const FRANCE: &str = "FR";

/// Normalises and checks the number of a licence issued by a country (ISO 3166-1 alpha-2).
pub fn check(country: &str, number: &str) -> Checked {
    let normalized = normalize(country, number);
    let format = formats_of(country)
        .iter()
        .copied()
        .find(|format| has_format(&normalized, *format));
    let warning = match format {
        Some(LicenceFormat::FrTwelveDigits) if !has_likely_month(&normalized) => Some(LicenceWarning::UnlikelyMonth),
        Some(LicenceFormat::FrOldForm) => Some(LicenceWarning::OldForm),
        _ => None,
    };
    Checked {
        normalized,
        format,
        warnings: warning.into_iter().collect(),
    }
}

/// Normalises and checks a NEPH: 12 digits, of French licences only.
pub fn check_neph(neph: &str) -> Checked {
    let checked = check(FRANCE, neph);
    match checked.format {
        Some(LicenceFormat::FrTwelveDigits) => checked,
        _ => Checked {
            format: None,
            warnings: Vec::new(),
            ..checked
        },
    }
}

/// Whether a number, normalised, may be a NEPH: a pink licence's serves for both.
pub fn serves_as_neph(country: &str, normalized: &str) -> bool {
    country == FRANCE && has_format(normalized, LicenceFormat::FrTwelveDigits)
}

/// What is wrong with the number of a licence, normalised or not. Nothing can be said of a country that there is not.
pub fn fault(country: &str, number: &str) -> Option<ValueFault> {
    if !is_country(country) {
        return None;
    }
    let (form, is_dash_taken) = match country {
        FRANCE => (Form::FrenchLicence, false),
        _ => (Form::ForeignLicence, true),
    };
    let is_taken =
        |sign: char| sign.is_ascii_uppercase() || sign.is_ascii_digit() || is_dash_taken && matches!(sign, '-' | '/');
    fault_of(&check(country, number), form, is_taken)
}

/// What is wrong with a NEPH given with a licence of a country.
pub fn neph_fault(country: &str, neph: &str) -> Option<ValueFault> {
    match fault_of(&check_neph(neph), Form::Neph, |sign| sign.is_ascii_digit()) {
        None if country != FRANCE => Some(ValueFault::of_form(FaultCode::Malformed, Form::Neph)),
        found => found,
    }
}

fn fault_of(checked: &Checked, form: Form, is_taken: impl Fn(char) -> bool) -> Option<ValueFault> {
    if checked.normalized.is_empty() {
        return Some(FaultCode::Missing.into());
    }
    (!checked.is_valid()).then(|| ValueFault {
        code: FaultCode::Malformed,
        refused: RefusedSign::first_in(&checked.normalized, is_taken),
        form: Some(form),
    })
}

/// The formats a country's numbers take: the ones to offer help for.
pub fn formats_of(country: &str) -> &'static [LicenceFormat] {
    match country {
        FRANCE => &[
            LicenceFormat::FrTwelveDigits,
            LicenceFormat::FrSince2013,
            LicenceFormat::FrOldForm,
        ],
        other if is_country(other) => &[LicenceFormat::Foreign],
        _ => &[],
    }
}

impl LicenceFormat {
    /// A number of this form, to show as an example.
    pub const fn example(self) -> &'static str {
        match self {
            Self::FrTwelveDigits => "130469100002",
            Self::FrSince2013 => "13AA00002",
            Self::FrOldForm => "822146819",
            Self::Foreign => "B072RRE2I55",
        }
    }

    /// Where on the document the number stands.
    pub const fn help(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::FrTwelveDigits, Language::French) => {
                "12 chiffres. Permis rose à trois volets : sur le premier volet, à la rubrique 5, à gauche de la photo. \
                 Permis au format carte : au verso, en haut à gauche, sur deux lignes de six chiffres (numéro NEPH, \
                 attribué à vie ; il figure aussi sur l’attestation d’inscription au permis et le relevé d’information)."
            }
            (Self::FrTwelveDigits, Language::English) => {
                "12 digits. Pink three-part licence: on the first part, in field 5, left of the photo. \
                 Card licence: on the back, top left, on two lines of six digits (NEPH number, yours for life; it also \
                 stands on the certificate of registration for the driving test and on the «relevé d’information»)."
            }
            (Self::FrSince2013, Language::French) => {
                "9 caractères : 2 chiffres, 2 lettres, 5 chiffres. \
                 Permis au format carte délivré depuis 2013 : au recto, à la rubrique 5."
            }
            (Self::FrSince2013, Language::English) => {
                "9 characters: 2 digits, 2 letters, 5 digits. Card licence issued since 2013: on the front, in field 5."
            }
            (Self::FrOldForm, Language::French) => {
                "De 5 à 19 lettres et chiffres. Permis ancien, délivré avant 1975 : sur le premier volet, \
                 à la rubrique 5 ou après « Permis n° »."
            }
            (Self::FrOldForm, Language::English) => {
                "5 to 19 letters and digits. Old licence, issued before 1975: on the first part, in field 5 or after \
                 «Permis n°»."
            }
            (Self::Foreign, Language::French) => {
                "De 5 à 20 caractères : lettres, chiffres, tirets et barres obliques. \
                 Sur un permis de modèle européen : au recto, à la rubrique 5."
            }
            (Self::Foreign, Language::English) => {
                "5 to 20 characters: letters, digits, dashes and slashes. \
                 On a licence of the European model: on the front, in field 5."
            }
        }
    }
}

/// Upper-cased, without spaces and invisible marks; French numbers without dashes as well, foreign ones with plain ones.
fn normalize(country: &str, number: &str) -> String {
    let is_dropped = |letter: char| letter.is_whitespace() || (country == FRANCE && letter == '-');
    let start: String = number.chars().take(16 * MOST_CHARACTERS).collect();
    in_plain_signs(&start)
        .nfkc()
        .filter(|letter| !is_dropped(*letter))
        .take(MOST_CHARACTERS)
        .flat_map(char::to_uppercase)
        .collect()
}

fn has_format(normalized: &str, format: LicenceFormat) -> bool {
    let bytes = normalized.as_bytes();
    match format {
        LicenceFormat::FrTwelveDigits => bytes.len() == 12 && bytes.iter().all(u8::is_ascii_digit),
        LicenceFormat::FrSince2013 => {
            bytes.len() == 9
                && bytes[..2].iter().all(u8::is_ascii_digit)
                && bytes[2..4].iter().all(u8::is_ascii_uppercase)
                && bytes[4..].iter().all(u8::is_ascii_digit)
        }
        LicenceFormat::FrOldForm => {
            (5..=19).contains(&bytes.len())
                && bytes
                    .iter()
                    .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
                && bytes.iter().any(u8::is_ascii_digit)
        }
        LicenceFormat::Foreign => {
            let is_allowed =
                |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'/');
            (5..=20).contains(&bytes.len())
                && bytes.iter().all(is_allowed)
                && bytes.iter().any(u8::is_ascii_alphanumeric)
        }
    }
}

/// A NEPH, like the number of a pink licence, begins with two digits of the year and two of the month.
fn has_likely_month(twelve_digits: &str) -> bool {
    twelve_digits
        .get(2..4)
        .and_then(|digits| digits.parse().ok())
        .is_some_and(|month: u8| (1..=12).contains(&month))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::LicenceFormat::{Foreign, FrOldForm, FrSince2013, FrTwelveDigits};
    use super::*;

    #[rstest]
    #[case("FR", "13AA00002", "13AA00002", Some(FrSince2013))]
    #[case("FR", "13aa00002", "13AA00002", Some(FrSince2013))]
    #[case("FR", " 13 AA-000.02", "13AA000.02", None)]
    #[case("FR", "13 AA\u{a0}000‑02", "13AA00002", Some(FrSince2013))]
    #[case("FR", "１３ＡＡ００００２", "13AA00002", Some(FrSince2013))]
    #[case("FR", "2106 9210 6990", "210692106990", Some(FrTwelveDigits))]
    #[case("FR", "21-06-92-10-69-90", "210692106990", Some(FrTwelveDigits))]
    #[case("FR", "\u{202a}13 AA 00002\u{202c}\u{feff}", "13AA00002", Some(FrSince2013))]
    #[case("FR", "822146819", "822146819", Some(FrOldForm))]
    #[case("FR", "123 456-a", "123456A", Some(FrOldForm))]
    #[case("FR", "75 12345", "7512345", Some(FrOldForm))]
    #[case("FR", "12345", "12345", Some(FrOldForm))]
    #[case("FR", "1234", "1234", None)]
    #[case("FR", "1234567890123456789", "1234567890123456789", Some(FrOldForm))]
    #[case("FR", "12345678901234567890", "12345678901234567890", None)]
    #[case("FR", "MARTIN", "MARTIN", None)]
    #[case("FR", "21069210699", "21069210699", Some(FrOldForm))]
    #[case("FR", "2106921069900", "2106921069900", Some(FrOldForm))]
    #[case("FR", "13A000002", "13A000002", Some(FrOldForm))]
    #[case("FR", "13ÉÀ00002", "13ÉÀ00002", None)]
    #[case("FR", "", "", None)]
    #[case("BE", "0812 345678", "0812345678", Some(Foreign))]
    #[case("DE", "b072rre2i55", "B072RRE2I55", Some(Foreign))]
    #[case("PL", "01234/12/1465", "01234/12/1465", Some(Foreign))]
    #[case("PT", "L–12345678 9", "L-123456789", Some(Foreign))]
    #[case("IT", "U1A2", "U1A2", None)]
    #[case("IT", "U1A2B", "U1A2B", Some(Foreign))]
    #[case("ES", "12345678901234567890", "12345678901234567890", Some(Foreign))]
    #[case("ES", "123456789012345678901", "123456789012345678901", None)]
    #[case("ES", "-----", "-----", None)]
    #[case("ES", "1234_5678", "1234_5678", None)]
    #[case("XX", "12345678", "12345678", None)]
    #[case("fr", "13AA00002", "13AA00002", None)]
    fn numbers_are_normalised_and_recognised(
        #[case] country: &str,
        #[case] number: &str,
        #[case] normalized: &str,
        #[case] format: Option<LicenceFormat>,
    ) {
        let checked = check(country, number);
        assert_eq!((checked.normalized.as_str(), checked.format), (normalized, format));
        assert_eq!(checked.is_valid(), format.is_some());
        let is_old = checked.warnings == [LicenceWarning::OldForm];
        assert_eq!(is_old, format == Some(FrOldForm), "{:?}", checked.warnings);
    }

    #[rstest]
    #[case("1304 6910 0002", "130469100002", true)]
    #[case("13-04-69-10-00-02", "130469100002", true)]
    #[case("13AA00002", "13AA00002", false)]
    #[case("13046910000", "13046910000", false)]
    #[case("", "", false)]
    fn a_neph_has_twelve_digits(#[case] neph: &str, #[case] normalized: &str, #[case] valid: bool) {
        let checked = check_neph(neph);
        assert_eq!((checked.normalized.as_str(), checked.is_valid()), (normalized, valid));
        assert_eq!(checked.warnings, []);
        assert_eq!(neph_fault("FR", neph).is_none(), valid);
        assert!(neph_fault("BE", neph).is_some(), "a NEPH is French");
    }

    #[rstest]
    #[case("FR", "13AA000.02", Some('.'))]
    #[case("FR", "13/AA/00002", Some('/'))]
    #[case("FR", "1234", None)]
    #[case("ES", "1234_5678", Some('_'))]
    #[case("ES", "1/2-", None)]
    fn what_is_refused_in_a_number_is_named(
        #[case] country: &str,
        #[case] number: &str,
        #[case] expected: Option<char>,
    ) {
        let fault = fault(country, number).expect("a fault");
        assert_eq!(fault.code, FaultCode::Malformed);
        assert_eq!(fault.refused.map(|refused| refused.sign), expected);
        assert!(fault.form.is_some());
    }

    #[rstest]
    #[case("210092106990", true)]
    #[case("210192106990", false)]
    #[case("211292106990", false)]
    #[case("211392106990", true)]
    fn an_unlikely_month_is_a_warning(#[case] number: &str, #[case] warned: bool) {
        let checked = check("FR", number);
        assert!(checked.is_valid());
        assert_eq!(checked.warnings.contains(&LicenceWarning::UnlikelyMonth), warned);
    }

    #[test]
    fn every_example_has_the_format_it_shows() {
        for (country, format, warnings) in [
            ("FR", FrTwelveDigits, vec![]),
            ("FR", FrSince2013, vec![]),
            ("FR", FrOldForm, vec![LicenceWarning::OldForm]),
            ("DE", Foreign, vec![]),
        ] {
            let checked = check(country, format.example());
            assert_eq!((checked.format, checked.warnings), (Some(format), warnings));
        }
    }

    #[test]
    fn a_long_text_is_not_read_to_its_end() {
        assert!(check("DE", &"1".repeat(1_000_000)).normalized.len() <= MOST_CHARACTERS);
    }

    proptest! {
        #[test]
        fn normalising_settles_at_once(number in "\\PC{0,30}", french: bool) {
            let country = if french { "FR" } else { "DE" };
            let once = check(country, &number);
            if once.is_valid() {
                prop_assert_eq!(check(country, &once.normalized), once);
            }
        }
    }
}
