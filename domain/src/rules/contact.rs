//! Email addresses and phone numbers: how they are written down, and which are refused.

use super::fault::{Fault, FaultCode, faults};

/// Characters an email address may have (RFC 5321).
pub const LONGEST_EMAIL: usize = 254;

/// Characters before the `@` (RFC 5321).
const LONGEST_LOCAL_PART: usize = 64;

/// Digits a phone number has, country code included (E.164: 15 at most; fewer than 8 reach nobody).
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// Faults of how somebody is reached; a phone is not asked for.
pub fn check(address: &str, number: Option<&str>) -> Vec<Fault> {
    faults([("email", email(address)), ("phone", number.and_then(phone))])
}

/// An email address as it is stored and compared: without surrounding spaces, in lower case. Some mail systems tell
/// letter cases apart on paper; people do not.
pub fn fold_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// An email address: the plain form that every mail system takes (`local@domain.tld`, ASCII, nothing quoted).
pub fn email(email: &str) -> Option<FaultCode> {
    if email.is_empty() {
        return Some(FaultCode::Missing);
    }
    if email.len() > LONGEST_EMAIL {
        return Some(FaultCode::TooLong);
    }
    let is_well_formed = email
        .split_once('@')
        .is_some_and(|(local, domain)| is_local_part(local) && is_domain(domain));
    (!is_well_formed).then_some(FaultCode::Malformed)
}

/// A phone number without the spaces, dots, dashes and brackets that people put into it.
pub fn tidy_phone(phone: &str) -> String {
    phone
        .chars()
        .filter(|sign| !sign.is_whitespace() && !matches!(sign, '.' | '-' | '(' | ')' | '\u{2010}'..='\u{2015}'))
        .collect()
}

/// A phone number, tidied: international form (E.164), `+33612345678`.
pub fn phone(phone: &str) -> Option<FaultCode> {
    if phone.is_empty() {
        return Some(FaultCode::Missing);
    }
    let is_well_formed = phone.strip_prefix('+').is_some_and(|digits| {
        PHONE_DIGITS.contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    (!is_well_formed).then_some(FaultCode::Malformed)
}

fn is_local_part(local: &str) -> bool {
    local.len() <= LONGEST_LOCAL_PART
        && local.split('.').all(|atom| {
            !atom.is_empty()
                && atom
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&byte))
        })
}

fn is_domain(domain: &str) -> bool {
    let labels: Vec<_> = domain.split('.').collect();
    let is_top_level = |label: &&str| label.len() >= 2 && label.bytes().any(|byte| byte.is_ascii_alphabetic());
    labels.len() >= 2 && labels.iter().all(|label| is_label(label)) && labels.last().is_some_and(is_top_level)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::FaultCode::{Malformed, Missing, TooLong};
    use super::*;

    #[rstest]
    #[case("camille.martin@example.org", None)]
    #[case("c@example.co.uk", None)]
    #[case("o'neill+cqc@sub.example.museum", None)]
    #[case("x@xn--bcher-kva.example", None)]
    #[case("x@example.xn--p1ai", None)]
    #[case("", Some(Missing))]
    #[case("camille", Some(Malformed))]
    #[case("camille@", Some(Malformed))]
    #[case("@example.org", Some(Malformed))]
    #[case("camille@example", Some(Malformed))]
    #[case("camille@@example.org", Some(Malformed))]
    #[case("camille@example..org", Some(Malformed))]
    #[case("camille@.example.org", Some(Malformed))]
    #[case("camille@example.org.", Some(Malformed))]
    #[case("camille@-example.org", Some(Malformed))]
    #[case("camille@example.o", Some(Malformed))]
    #[case("camille@127.0.0.1", Some(Malformed))]
    #[case("camille@[127.0.0.1]", Some(Malformed))]
    #[case(".camille@example.org", Some(Malformed))]
    #[case("camille.@example.org", Some(Malformed))]
    #[case("cam..ille@example.org", Some(Malformed))]
    #[case("cam ille@example.org", Some(Malformed))]
    #[case("\"camille\"@example.org", Some(Malformed))]
    #[case("camille@exämple.org", Some(Malformed))]
    #[case("camille@example.org\r\nBcc: x@example.org", Some(Malformed))]
    #[case("Camille <camille@example.org>", Some(Malformed))]
    fn emails_are_plain(#[case] given: &str, #[case] expected: Option<FaultCode>) {
        assert_eq!(email(given), expected);
    }

    #[test]
    fn emails_have_an_end() {
        let domain = format!("{0}.{0}.{0}.org", "d".repeat(60));
        assert_eq!(email(&format!("{}@{domain}", "l".repeat(64))), None);
        assert_eq!(email(&format!("{}@{domain}", "l".repeat(65))), Some(Malformed));
        assert_eq!(email(&format!("{}@{domain}", "l".repeat(70))), Some(TooLong));
        assert_eq!(fold_email(" Camille.MARTIN@Example.org "), "camille.martin@example.org");
    }

    #[rstest]
    #[case("+33612345678", None)]
    #[case("+33 6 12 34-56.78", None)]
    #[case("+49 (151) 23456789", None)]
    #[case("", Some(Missing))]
    #[case("0612345678", Some(Malformed))]
    #[case("0033612345678", Some(Malformed))]
    #[case("+0612345678", Some(Malformed))]
    #[case("+3361234", Some(Malformed))]
    #[case("+3361234567890123", Some(Malformed))]
    #[case("+33612345abc", Some(Malformed))]
    #[case("+٣٣٦١٢٣٤٥٦٧٨", Some(Malformed))]
    fn phones_are_international(#[case] given: &str, #[case] expected: Option<FaultCode>) {
        assert_eq!(phone(&tidy_phone(given)), expected);
    }
}
