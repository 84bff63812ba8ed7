//! Numbers that people read, print and type: case references, card numbers, verification codes.
//!
//! Each is made from random bytes that the caller brings, and read back with the tolerance of a person's typing. A
//! collision of the short ones is possible: the database refuses it and the caller draws again.

/// Digits and letters that nobody mistakes for another: no 0 O, 1 I L, U.
const UNMISTAKABLE: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Crockford's base 32: reads O as 0, I and L as 1, and leaves out U.
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The alphabet of card numbers, in the order ISO 7064 counts it.
const ALPHANUMERIC: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

const CASE_PREFIX: &str = "CQC";
const CASE_LETTERS: usize = 6;

const CARD_PREFIX: &str = "FR";
const CARD_DIGITS: usize = 9;

/// Characters of a verification code: 125 bits of chance, in five groups of five.
pub const VERIFICATION_CODE_LENGTH: usize = 25;

/// A case reference, `CQC-2026-7K3M9P`.
pub fn case_reference(year: i32, random: [u8; 8]) -> String {
    format!(
        "{CASE_PREFIX}-{year:04}-{}",
        drawn::<30>(UNMISTAKABLE, u64::from_be_bytes(random).into(), CASE_LETTERS)
    )
}

/// Reads a case reference as somebody typed it: any case, with or without its dashes, or spaces instead.
pub fn parse_case_reference(typed: &str) -> Option<String> {
    let bare = bare(typed)?;
    let (year, letters) = bare.strip_prefix(CASE_PREFIX)?.split_at_checked(4)?;
    let well_formed = year.bytes().all(|byte| byte.is_ascii_digit())
        && letters.len() == CASE_LETTERS
        && letters.bytes().all(|byte| UNMISTAKABLE.contains(&byte));
    well_formed.then(|| format!("{CASE_PREFIX}-{year}-{letters}"))
}

/// A card number: `FR`, two digits of the year, seven digits, one check character (assumed: no public format was found).
///
/// The check character is ISO 7064 MOD 37,36 over all that precedes it, letters included: it finds every single wrong
/// character and nearly every swap of two neighbours.
pub fn card_number(year: i32, random: [u8; 8]) -> String {
    let serial = u64::from_be_bytes(random) % 10_000_000;
    let payload = format!("{CARD_PREFIX}{:02}{serial:07}", year.rem_euclid(100));
    let check = char::from(check_character(&payload));
    format!("{payload}{check}")
}

/// Why a text is no card number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CardNumberError {
    /// It does not look like one.
    #[error("a card number is FR, nine digits and one check character")]
    Malformed,
    /// It looks like one, but a character is wrong: mistyped, most likely.
    #[error("the check character does not fit")]
    CheckCharacter,
}

/// Reads a card number as somebody typed it: any case, spaces and dashes dropped.
pub fn parse_card_number(typed: &str) -> Result<String, CardNumberError> {
    let number = bare(typed).ok_or(CardNumberError::Malformed)?;
    let (payload, check) = number
        .split_at_checked(CARD_PREFIX.len() + CARD_DIGITS)
        .ok_or(CardNumberError::Malformed)?;
    let digits = payload.strip_prefix(CARD_PREFIX).ok_or(CardNumberError::Malformed)?;
    if check.len() != 1 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(CardNumberError::Malformed);
    }
    if check.as_bytes() != [check_character(payload)] {
        return Err(CardNumberError::CheckCharacter);
    }
    Ok(number)
}

/// A verification code, printed on a paper for anybody to check it: nobody can guess one.
pub fn verification_code(random: [u8; 16]) -> String {
    code(random, VERIFICATION_CODE_LENGTH)
}

/// A code of so many characters, 25 at the most, of five bits each.
pub(super) fn code(random: [u8; 16], length: usize) -> String {
    drawn::<32>(CROCKFORD, u128::from_be_bytes(random), length)
}

/// A verification code in groups of five, as it is printed.
pub fn grouped(code: &str) -> String {
    let mut text = String::with_capacity(code.len() + code.len() / 5);
    for (index, letter) in code.chars().enumerate() {
        if index > 0 && index % 5 == 0 {
            text.push('-');
        }
        text.push(letter);
    }
    text
}

/// Reads a verification code as somebody typed it: any case, with or without dashes, O for 0, I or L for 1.
pub fn parse_verification_code(typed: &str) -> Option<String> {
    parse_code(typed, VERIFICATION_CODE_LENGTH)
}

/// Reads a [`code`] as somebody typed it.
pub(super) fn parse_code(typed: &str, length: usize) -> Option<String> {
    let meant: String = bare(typed)?
        .chars()
        .map(|letter| match letter {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    let well_formed = meant.len() == length && meant.bytes().all(|byte| CROCKFORD.contains(&byte));
    well_formed.then_some(meant)
}

/// The last `length` digits of a number written in an alphabet of `N` characters.
fn drawn<const N: usize>(alphabet: &[u8; N], mut number: u128, length: usize) -> String {
    let mut letters = Vec::with_capacity(length);
    for _ in 0..length {
        let digit = usize::try_from(number % N as u128).unwrap_or_default();
        letters.push(char::from(alphabet[digit]));
        number /= N as u128;
    }
    letters.iter().rev().collect()
}

/// Upper-cased and without spaces and dashes, if letters and digits are all that is left; never looks at a long text.
pub(super) fn bare(typed: &str) -> Option<String> {
    if typed.len() > 100 {
        return None;
    }
    let kept: String = typed
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '\u{2010}'..='\u{2015}'))
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    kept.bytes().all(|byte| byte.is_ascii_alphanumeric()).then_some(kept)
}

/// ISO 7064 MOD 37,36: sum, replace 0 by 36, double, reduce, character by character; the check character brings it to 1.
/// What is outside the alphabet counts as nothing: callers have checked.
fn check_character(payload: &str) -> u8 {
    let product = payload.bytes().fold(36, |product, byte| {
        let value = ALPHANUMERIC
            .iter()
            .position(|letter| *letter == byte)
            .unwrap_or_default();
        let sum = match (product + value) % 36 {
            0 => 36,
            sum => sum,
        };
        sum * 2 % 37
    });
    ALPHANUMERIC[(37 - product) % 36]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[test]
    fn the_check_character_is_that_of_the_standard() {
        // The Global Release Identifier's example of ISO 7064 MOD 37,36.
        assert_eq!(check_character("A12425GABC1234002"), b'M');
    }

    #[test]
    fn numbers_look_as_they_should() {
        assert_eq!(case_reference(2026, [0; 8]), "CQC-2026-222222");
        assert_eq!(case_reference(2026, [255; 8]).len(), "CQC-2026-7K3M9P".len());
        assert!(card_number(2026, [0; 8]).starts_with("FR260000000"));
        assert_eq!(card_number(2026, [0; 8]).len(), 12);
        assert_eq!(verification_code([0; 16]), "0".repeat(25));
        assert_eq!(grouped("0123456789ABCDEFGHJKMNPQR"), "01234-56789-ABCDE-FGHJK-MNPQR");
    }

    #[rstest]
    #[case("CQC-2026-7K3M9P", Some("CQC-2026-7K3M9P"))]
    #[case(" cqc 2026 7k3m9p ", Some("CQC-2026-7K3M9P"))]
    #[case("cqc20267k3m9p", Some("CQC-2026-7K3M9P"))]
    #[case("CQC–2026–7K3M9P", Some("CQC-2026-7K3M9P"))]
    #[case("CQC-2026-7K3M9", None)]
    #[case("CQC-2026-7K3M9PP", None)]
    #[case("CQC-2026-7K3M9O", None)]
    #[case("CQC-20Z6-7K3M9P", None)]
    #[case("CQC-2026-7K3M9é", None)]
    #[case("", None)]
    fn case_references_are_read_kindly(#[case] typed: &str, #[case] expected: Option<&str>) {
        assert_eq!(parse_case_reference(typed).as_deref(), expected);
    }

    #[rstest]
    #[case("", CardNumberError::Malformed)]
    #[case("FR26000000", CardNumberError::Malformed)]
    #[case("DE260000000A", CardNumberError::Malformed)]
    #[case("FR26000000OA", CardNumberError::Malformed)]
    #[case("FR260000000AA", CardNumberError::Malformed)]
    #[case("FR26000000é", CardNumberError::Malformed)]
    #[case("FR260000000*", CardNumberError::Malformed)]
    fn what_is_no_card_number_is_refused(#[case] typed: &str, #[case] expected: CardNumberError) {
        assert_eq!(parse_card_number(typed), Err(expected));
    }

    #[test]
    fn a_long_text_is_no_number() {
        assert_eq!(parse_verification_code(&"0".repeat(1_000_000)), None);
        assert_eq!(
            parse_verification_code(&format!("{}{}", " ".repeat(70), "0".repeat(25))).as_deref(),
            Some(&*"0".repeat(25))
        );
    }

    proptest! {
        #[test]
        fn what_is_made_is_read_back(year in 2000_i32..2100, short: [u8; 8], long: [u8; 16]) {
            let reference = case_reference(year, short);
            prop_assert_eq!(parse_case_reference(&reference.to_lowercase().replace('-', " ")), Some(reference));
            let number = card_number(year, short);
            prop_assert_eq!(parse_card_number(&number.to_lowercase()), Ok(number));
            let code = verification_code(long);
            prop_assert_eq!(parse_verification_code(&grouped(&code).to_lowercase()), Some(code.clone()));
            prop_assert_eq!(parse_verification_code(&code.replace('0', "o").replace('1', "l")), Some(code));
        }

        #[test]
        fn one_wrong_character_is_found(short: [u8; 8], place in 2_usize..12, put in 0_usize..36) {
            let number = card_number(2026, short).into_bytes();
            let mut mistyped = number.clone();
            mistyped[place] = ALPHANUMERIC[put];
            prop_assert_eq!(parse_card_number(&String::from_utf8_lossy(&mistyped)).is_ok(), mistyped == number);
        }
    }
}
