//! Telephone numbers: whatever people type, one E.164 number, by the numbering plans of every country.
//!
//! The plans are those of libphonenumber (crate `phonenumber`), which reads nothing here but digits. A number counts as
//! one where its country has numbers of its length that begin like it; that it is in service, or in a range given out
//! already, is not asked, since plans change faster than their copies.

use phonenumber::metadata::{DATABASE, Descriptor};
use phonenumber::{Metadata, PhoneNumber, Type, country};
use unicode_normalization::UnicodeNormalization;

use super::fault::{FaultCode, Form, RefusedSign, ValueFault};
use super::signs::in_plain_signs;

/// The country whose numbers are written without a country code, where none is known of the caller.
pub const HOME: &str = "FR";

/// Countries that share one national way to dial, `0…`: a number of one is dialled as such from all
/// [Arcep, plan national de numérotation: 0639, 0690 to 0697, 0262, 0590, 0594, 0596].
const FRENCH_PLAN: [country::Id; 7] = [
    country::FR,
    country::GP,
    country::MQ,
    country::GF,
    country::RE,
    country::YT,
    country::PM,
];

/// The country code of metropolitan France.
const FRANCE: &str = "33";

/// Digits there can be in what somebody types: 15 (E.164), the prefix `00`, a `(0)` too many.
const MOST_DIGITS: usize = 18;

/// Nothing longer is worth reading to its end.
const MOST_CHARACTERS: usize = 64;

/// A telephone number, as it is kept: `+33612345678`.
pub fn tidy(phone: &str) -> String {
    tidy_from(phone, HOME)
}

/// As [`tidy`], for somebody who lives in a country (ISO 3166-1 alpha-2): it is the one whose numbers are written without
/// a country code. What is no number stays as it was typed, in plain signs.
pub fn tidy_from(phone: &str, country: &str) -> String {
    match read(phone, country) {
        Ok(number) => number,
        Err(_) => in_plain_signs(phone).trim().to_owned(),
    }
}

/// Whether a phone number, tidied, is one.
pub fn check(phone: &str) -> Option<ValueFault> {
    match read(phone, HOME) {
        Ok(number) if number == phone => None,
        Ok(_) => Some(ValueFault::of_form(FaultCode::Malformed, Form::Phone)),
        Err(fault) => Some(fault),
    }
}

/// The E.164 form of what somebody typed who lives in a country; or what is wrong with it.
pub fn read(phone: &str, country: &str) -> Result<String, ValueFault> {
    let typed = Typed::read(phone)?;
    let home = country.parse().unwrap_or(country::FR);
    let found = if typed.is_international {
        international(&typed.digits)
    } else {
        national(&typed.digits, home)
    };
    found
        .map(|number| number.e164())
        .ok_or_else(|| ValueFault::of_form(FaultCode::Malformed, Form::Phone))
}

/// Whether text messages may reach an E.164 number: not where its plan says that it is no mobile's. What no plan knows
/// is given the benefit of the doubt.
pub fn takes_text_messages(phone: &str) -> bool {
    let number = phone.strip_prefix('+').and_then(international);
    number.is_some_and(|number| number.is_a(&[Type::Mobile]) || !number.is_known())
}

/// What was typed, down to its digits.
struct Typed {
    /// Whether they begin with a country code.
    is_international: bool,
    digits: String,
}

impl Typed {
    fn read(phone: &str) -> Result<Self, ValueFault> {
        let plain = in_plain_signs(phone);
        let plain = plain.trim();
        let plain = match plain.get(..4) {
            Some(scheme) if scheme.eq_ignore_ascii_case("tel:") => &plain[4..],
            _ => plain,
        };
        if plain.is_empty() {
            return Err(FaultCode::Missing.into());
        }
        let mut digits = String::with_capacity(MOST_DIGITS);
        let mut has_plus = false;
        for (sign, position) in plain.nfc().take(MOST_CHARACTERS).zip(1..) {
            match sign {
                '0'..='9' => digits.push(sign),
                '+' if digits.is_empty() && !has_plus => has_plus = true,
                // What people put between digits.
                ' ' | '.' | '-' | '(' | ')' | '/' | '_' | ',' | '·' => {}
                _ => return Err(refused(RefusedSign { sign, position })),
            }
        }
        if digits.len() > MOST_DIGITS || plain.len() > MOST_CHARACTERS {
            return Err(ValueFault::of_form(FaultCode::Malformed, Form::Phone));
        }
        // `00` is what is dialled for `+`, from everywhere but North America.
        let abroad = digits.strip_prefix("00").map(str::to_owned);
        Ok(Self {
            is_international: has_plus || abroad.is_some(),
            digits: abroad.unwrap_or(digits),
        })
    }
}

const fn refused(sign: RefusedSign) -> ValueFault {
    ValueFault {
        code: FaultCode::Malformed,
        refused: Some(sign),
        form: Some(Form::Phone),
    }
}

/// A number, by its country code and what follows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Number {
    code: u16,
    national: String,
}

/// What a number may be for, as plans tell it.
const TYPES: [Type; 10] = [
    Type::Mobile,
    Type::FixedLine,
    Type::TollFree,
    Type::SharedCost,
    Type::PremiumRate,
    Type::PersonalNumber,
    Type::Voip,
    Type::Pager,
    Type::Uan,
    Type::Voicemail,
];

impl Number {
    /// Some of these digits make a number with its country code: as they stand, or without the `0` that is dialled
    /// within the country. The plan that knows it decides; and if none does, the one in which it is possible.
    fn best(candidates: impl IntoIterator<Item = Self>) -> Option<Self> {
        let candidates: Vec<_> = candidates.into_iter().collect();
        let known = candidates.iter().find(|number| number.is_known());
        let possible = || candidates.iter().find(|number| number.is_possible());
        known.or_else(possible).cloned()
    }

    fn of(parsed: &PhoneNumber) -> Self {
        Self {
            code: parsed.code().value(),
            national: parsed.national().to_string(),
        }
    }

    /// The plans of the countries that share its code.
    fn plans(&self) -> Vec<&'static Metadata> {
        DATABASE.by_code(&self.code).unwrap_or_default()
    }

    /// Whether some plan has given out numbers like this one for one of these purposes.
    fn is_a(&self, types: &[Type]) -> bool {
        let given_out = |plan: &Metadata| {
            types
                .iter()
                .filter_map(|kind| plan.descriptors().get(*kind))
                .any(|range| {
                    let found = range.national_number().find(&self.national);
                    let is_whole = found.is_some_and(|found| (found.start(), found.end()) == (0, self.national.len()));
                    is_whole && (range.possible_length().is_empty() || self.has_length_of(range))
                })
        };
        self.plans().into_iter().any(given_out)
    }

    fn is_known(&self) -> bool {
        self.is_a(&TYPES)
    }

    /// Whether some plan has numbers of this length that begin like this one.
    fn is_possible(&self) -> bool {
        let begins_so = |plan: &Metadata| {
            let found = plan.descriptors().general().national_number().find(&self.national);
            found.is_some_and(|found| found.start() == 0)
        };
        let is_so_long = |plan: &Metadata| {
            TYPES
                .iter()
                .filter_map(|kind| plan.descriptors().get(*kind))
                .any(|range| self.has_length_of(range))
        };
        self.plans().into_iter().any(|plan| begins_so(plan) && is_so_long(plan))
    }

    fn has_length_of(&self, range: &Descriptor) -> bool {
        let lengths = range.possible_length().iter();
        lengths
            .copied()
            .any(|length| usize::from(length) == self.national.len())
    }

    fn e164(&self) -> String {
        format!("+{}{}", self.code, self.national)
    }
}

/// A number with its country code. One of an overseas department under +33 is that department's.
fn international(digits: &str) -> Option<Number> {
    let parsed = Number::of(&phonenumber::parse(None, format!("+{digits}")).ok()?);
    let as_it_stands = digits.strip_prefix(&parsed.code.to_string()).map(|national| Number {
        code: parsed.code,
        national: national.to_owned(),
    });
    let found = Number::best(as_it_stands.into_iter().chain([parsed]));
    match found {
        Some(number) if number.is_known() => Some(number),
        found => digits.strip_prefix(FRANCE).and_then(in_french_plan).or(found),
    }
}

/// A number as it is dialled within a country: one of that country, or of France, or with a country code but without its
/// `+`; and if no plan knows it, one of that country that is possible at least.
fn national(digits: &str, home: country::Id) -> Option<Number> {
    let at_home = Number::best(dialled_in(home, digits));
    match at_home {
        Some(number) if number.is_known() => Some(number),
        at_home => in_french_plan(digits)
            .or_else(|| international(digits).filter(Number::is_known))
            .or(at_home),
    }
}

/// What digits dialled within a country may be: what the country's plan makes of them, or what they are.
fn dialled_in(home: country::Id, digits: &str) -> Vec<Number> {
    let parsed = phonenumber::parse(Some(home), digits).ok();
    let code = DATABASE.by_id(home.as_ref()).map(Metadata::country_code);
    let as_it_stands = code.map(|code| Number {
        code,
        national: digits.to_owned(),
    });
    parsed.iter().map(Number::of).chain(as_it_stands).collect()
}

/// A number of one of the countries that share the French way to dial, if one of them knows it.
fn in_french_plan(digits: &str) -> Option<Number> {
    let digits = format!("0{}", digits.strip_prefix('0').unwrap_or(digits));
    // Ten digits are dialled: anything else is somebody else's.
    (digits.len() == 10).then_some(())?;
    FRENCH_PLAN
        .into_iter()
        .filter_map(|country| phonenumber::parse(Some(country), &digits).ok())
        .map(|parsed| Number::of(&parsed))
        .find(Number::is_known)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::FaultCode::{Malformed, Missing};
    use super::*;

    #[rstest]
    #[case::e164("+33612345678", "+33612345678")]
    #[case::spaced("+33 6 12 34 56 78", "+33612345678")]
    #[case::trunk_in_brackets("+33 (0)6 12 34 56 78", "+33612345678")]
    #[case::trunk("+33 06 12 34 56 78", "+33612345678")]
    #[case::code_in_brackets("(+33) 6.12.34.56.78", "+33612345678")]
    #[case::zeros("0033 6 12 34 56 78", "+33612345678")]
    #[case::zeros_and_trunk("0033 (0) 612345678", "+33612345678")]
    #[case::plus_and_zeros("+00336 12 34 56 78", "+33612345678")]
    #[case::no_plus("33 6 12 34 56 78", "+33612345678")]
    #[case::national("06 12 34 56 78", "+33612345678")]
    #[case::dots("06.12.34.56.78", "+33612345678")]
    #[case::slashes("06/12/34/56/78", "+33612345678")]
    #[case::dashes("06–12‑34-56—78", "+33612345678")]
    #[case::no_break("06\u{a0}12\u{202f}34 56 78", "+33612345678")]
    #[case::directed("\u{202a}+33 6 12 34 56 78\u{202c}", "+33612345678")]
    #[case::isolated("\u{2068}06 12 34 56 78\u{2069}\u{feff}", "+33612345678")]
    #[case::full_width("＋３３　６１２３４５６７８", "+33612345678")]
    #[case::uri("tel:+33-6-12-34-56-78", "+33612345678")]
    #[case::without_zero("612345678", "+33612345678")]
    #[case::fixed("04 72 00 00 00", "+33472000000")]
    #[case::not_given_out_yet("+33700000001", "+33700000001")]
    #[case::for_films("06 39 98 12 34", "+33639981234")]
    #[case::guadeloupe("+590 690 12 34 56", "+590690123456")]
    #[case::guadeloupe_trunk("+590 (0)690 12 34 56", "+590690123456")]
    #[case::guadeloupe_dialled("0690 12 34 56", "+590690123456")]
    #[case::martinique_dialled("06 96 12 34 56", "+596696123456")]
    #[case::guyane_dialled("0694 12 34 56", "+594694123456")]
    #[case::reunion_dialled("0692 12 34 56", "+262692123456")]
    #[case::reunion_under_33("+33 692 12 34 56", "+262692123456")]
    #[case::reunion_fixed("0262 12 34 56", "+262262123456")]
    #[case::mayotte("+262 639 12 34 56", "+262639123456")]
    #[case::new_caledonia("+687 75 12 34", "+687751234")]
    #[case::polynesia("+689 87 12 34 56", "+68987123456")]
    #[case::wallis("+681 82 12 34", "+681821234")]
    #[case::miquelon("+508 55 12 34", "+508551234")]
    #[case::germany("+49 (0)151 23456789", "+4915123456789")]
    #[case::united_kingdom("+44 (0)7400 123456", "+447400123456")]
    #[case::italy_keeps_its_zero("+39 06 1234 5678", "+390612345678")]
    #[case::belgium("+32 (0) 470 12 34 56", "+32470123456")]
    #[case::spain("0034 612 34 56 78", "+34612345678")]
    #[case::poland("+48 512-345-678", "+48512345678")]
    #[case::morocco("+212 (0) 6 12 34 56 78", "+212612345678")]
    #[case::senegal("+221 77 123 45 67", "+221771234567")]
    #[case::ivory_coast("+225 07 12 34 56 78", "+2250712345678")]
    #[case::romania("+40 712 345 678", "+40712345678")]
    #[case::russia_keeps_its_eight("+7 812 345-67-89", "+78123456789")]
    #[case::hungary("+36 (06) 20 123 4567", "+36201234567")]
    #[case::portugal("+351 912 345 678", "+351912345678")]
    #[case::switzerland("+41 (0)78 123 45 67", "+41781234567")]
    #[case::algeria("00213 (0) 551 23 45 67", "+213551234567")]
    #[case::miquelon_dialled("0708 40 12 34", "+508708401234")]
    #[case::america("+1 (520) 878-2491", "+15208782491")]
    fn whatever_people_type_is_one_number(#[case] typed: &str, #[case] expected: &str) {
        assert_eq!(read(typed, HOME).as_deref(), Ok(expected));
        assert_eq!(tidy(typed), expected);
        assert_eq!(check(expected), None, "it is kept as it is");
    }

    #[rstest]
    #[case("BE", "0470 12 34 56", "+32470123456")]
    #[case("DE", "0151 23456789", "+4915123456789")]
    #[case("ES", "612 34 56 78", "+34612345678")]
    #[case("IT", "06 1234 5678", "+390612345678")]
    #[case("CI", "07 12 34 56 78", "+2250712345678")]
    #[case("NC", "75 12 34", "+687751234")]
    #[case("PF", "87 12 34 56", "+68987123456")]
    #[case("RE", "0692 12 34 56", "+262692123456")]
    #[case::from_home_all_the_same("RE", "06 12 34 56 78", "+33612345678")]
    #[case::from_home_all_the_same("NC", "06 12 34 56 78", "+33612345678")]
    #[case("GP", "0590 12 34 56", "+590590123456")]
    #[case::abroad_with_its_code("DE", "+33 6 12 34 56 78", "+33612345678")]
    #[case::no_such_country("XX", "06 12 34 56 78", "+33612345678")]
    fn a_number_without_code_is_that_of_where_one_lives(
        #[case] country: &str,
        #[case] typed: &str,
        #[case] expected: &str,
    ) {
        assert_eq!(tidy_from(typed, country), expected);
    }

    #[rstest]
    #[case("", Missing)]
    #[case(" \u{200b}", Missing)]
    #[case("06 12 34 56 7", Malformed)]
    #[case("06 12 34 56 789", Malformed)]
    #[case("+33612345", Malformed)]
    #[case("+3361234567890123", Malformed)]
    #[case("+0612345678", Malformed)]
    #[case("+999 12345678", Malformed)]
    #[case("15", Malformed)]
    #[case("06 12 34 56 78 / 06 12 34 56 79", Malformed)]
    #[case("+", Malformed)]
    #[case("06 12 34 56 78 poste 12", Malformed)]
    #[case("06 12 34 56 78 x12", Malformed)]
    #[case("tel:+33612345678;ext=12", Malformed)]
    #[case("06 12 34 56 78 #12", Malformed)]
    #[case("06+12345678", Malformed)]
    #[case("0612345abc", Malformed)]
    #[case("+٣٣٦١٢٣٤٥٦٧٨", Malformed)]
    fn what_is_no_number_is_shown_the_form(#[case] typed: &str, #[case] expected: FaultCode) {
        let fault = read(typed, HOME).expect_err("a refusal");
        assert_eq!(fault.code, expected);
        assert_eq!(fault.form, (expected == Malformed).then_some(Form::Phone));
        assert_eq!(check(&tidy(typed)).map(|fault| fault.code), Some(expected));
    }

    #[test]
    fn an_extension_is_refused_by_its_first_sign() {
        let fault = read("06 12 34 56 78 poste 12", HOME).expect_err("a refusal");
        assert_eq!(
            fault.refused,
            Some(RefusedSign {
                sign: 'p',
                position: 16
            })
        );
    }

    #[rstest]
    #[case("+33612345678", true)]
    #[case("+33639981234", true)]
    #[case("+262692123456", true)]
    #[case("+15208782491", true)]
    #[case("+33472000000", false)]
    #[case("+33800123456", false)]
    #[case("no number", false)]
    fn text_messages_go_to_mobiles(#[case] phone: &str, #[case] expected: bool) {
        assert_eq!(takes_text_messages(phone), expected);
    }

    proptest! {
        #[test]
        fn numbers_stay_as_they_are_kept(
            typed in "\\PC{0,40}|[+]?[0-9 ().\u{202a}-]{0,24}|0[67][0-9]{8}|[+]33[0-9]{9}",
            country in "FR|RE|NC|DE|IT|CI|US|XX",
        ) {
            let once = tidy_from(&typed, &country);
            prop_assert_eq!(tidy_from(&once, &country), once.clone());
            if let Ok(number) = read(&typed, &country) {
                prop_assert_eq!(check(&number), None);
                prop_assert!(number.len() <= 16 && number[1..].bytes().all(|byte| byte.is_ascii_digit()), "{}", number);
            }
        }
    }
}
