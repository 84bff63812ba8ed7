//! Email addresses and phone numbers: how they are written down, and which are refused.

use std::borrow::Cow;

use idna::AsciiDenyList;
use idna::uts46::{DnsLength, Hyphens, Uts46};

use super::fault::{Fault, FaultCode, Form, RefusedSign, ValueFault, faults};
use super::phone;
use super::signs::in_plain_signs;

/// Characters an email address may have (RFC 5321).
pub const LONGEST_EMAIL: usize = 254;

/// Characters before the `@` (RFC 5321).
const LONGEST_LOCAL_PART: usize = 64;

/// Faults of how somebody is reached; a phone is not asked for.
pub fn check(address: &str, number: Option<&str>) -> Vec<Fault> {
    faults([("email", email(address)), ("phone", number.and_then(phone::check))])
}

/// An email address as it is stored, compared and written to: in plain signs and lower case, without surrounding spaces,
/// an international domain in its ASCII form (`camille@société.example` and `camille@xn--socit-esab.example` are one).
/// Some mail systems tell letter cases apart on paper; people do not.
pub fn fold_email(email: &str) -> String {
    let plain = in_plain_signs(email).trim().to_lowercase();
    match plain
        .rsplit_once('@')
        .and_then(|(local, domain)| Some((local, ascii_domain(domain)?)))
    {
        Some((local, domain)) => format!("{local}@{domain}"),
        None => plain,
    }
}

/// An email address as people read it: an international domain in its own letters.
pub fn shown_email(folded: &str) -> Cow<'_, str> {
    match folded.rsplit_once('@') {
        Some((local, domain)) if domain.contains("xn--") => match idna::domain_to_unicode(domain) {
            (domain, Ok(())) => format!("{local}@{domain}").into(),
            (_, Err(_)) => folded.into(),
        },
        _ => folded.into(),
    }
}

/// An email address, folded: the plain form that every mail system takes (`local@domain.tld`, ASCII, nothing quoted).
///
/// Letters beyond ASCII are taken in the domain, which has an ASCII form, and not before the `@` (RFC 6531): such a
/// mailbox is reached only where every relay on the way knows how, and an accent there is nearly always a slip.
pub fn email(email: &str) -> Option<ValueFault> {
    if email.is_empty() {
        return Some(FaultCode::Missing.into());
    }
    if email.len() > LONGEST_EMAIL {
        return Some(ValueFault::of_form(FaultCode::TooLong, Form::Email));
    }
    let is_well_formed = email
        .split_once('@')
        .is_some_and(|(local, domain)| is_local_part(local) && is_domain(domain));
    let refused = RefusedSign::first_in(email, |sign| is_of_local_part(sign) || matches!(sign, '.' | '@'));
    (!is_well_formed).then_some(ValueFault {
        code: FaultCode::Malformed,
        refused,
        form: Some(Form::Email),
    })
}

/// The ASCII form of a domain (UTS 46, IDNA 2008), if it has one.
fn ascii_domain(domain: &str) -> Option<Cow<'_, str>> {
    let ascii = Uts46::new().to_ascii(
        domain.as_bytes(),
        AsciiDenyList::STD3,
        Hyphens::CheckFirstLast,
        DnsLength::Verify,
    );
    ascii.ok()
}

fn is_local_part(local: &str) -> bool {
    local.len() <= LONGEST_LOCAL_PART
        && local
            .split('.')
            .all(|atom| !atom.is_empty() && atom.chars().all(is_of_local_part))
}

const fn is_of_local_part(sign: char) -> bool {
    sign.is_ascii_alphanumeric()
        || matches!(
            sign,
            '!' | '#'
                | '$'
                | '%'
                | '&'
                | '\''
                | '*'
                | '+'
                | '/'
                | '='
                | '?'
                | '^'
                | '_'
                | '`'
                | '{'
                | '|'
                | '}'
                | '~'
                | '-'
        )
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
    use proptest::prelude::*;
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
        assert_eq!(email(given).map(|fault| fault.code), expected);
    }

    #[test]
    fn emails_have_an_end() {
        let domain = format!("{0}.{0}.{0}.org", "d".repeat(60));
        let found = |local: usize| email(&format!("{}@{domain}", "l".repeat(local))).map(|fault| fault.code);
        assert_eq!(found(64), None);
        assert_eq!(found(65), Some(Malformed));
        assert_eq!(found(70), Some(TooLong));
        assert_eq!(fold_email(" Camille.MARTIN@Example.org "), "camille.martin@example.org");
    }

    #[rstest]
    #[case("camille@société.example", "camille@xn--socit-esab.example")]
    #[case("Camille@SOCIÉTÉ.Example", "camille@xn--socit-esab.example")]
    #[case("camille@socie\u{301}te\u{301}.example", "camille@xn--socit-esab.example")]
    #[case("camille@xn--socit-esab.example", "camille@xn--socit-esab.example")]
    #[case("camille@XN--SOCIT-ESAB.example", "camille@xn--socit-esab.example")]
    #[case("post@bücher.example", "post@xn--bcher-kva.example")]
    #[case("info@пример.рф", "info@xn--e1afmkfd.xn--p1ai")]
    #[case("info@παράδειγμα.ελ", "info@xn--hxajbheg2az3al.xn--qxam")]
    #[case("c@例子。公司", "c@xn--fsqu00a.xn--55qx5d")]
    #[case("camille＠example．org", "camille@example.org")]
    #[case("\u{202a}camille@example.org\u{202c}", "camille@example.org")]
    #[case("o’neill@example.org", "o'neill@example.org")]
    #[case("jean–pierre@example.org\u{200b}", "jean-pierre@example.org")]
    fn every_spelling_of_an_address_is_one(#[case] typed: &str, #[case] expected: &str) {
        let folded = fold_email(typed);
        assert_eq!(folded, expected);
        assert_eq!(email(&folded), None);
        assert_eq!(
            fold_email(&shown_email(&folded)),
            folded,
            "as it is shown it is the same address"
        );
    }

    #[test]
    fn an_address_is_shown_in_its_own_letters() {
        assert_eq!(shown_email("camille@xn--socit-esab.example"), "camille@société.example");
        assert_eq!(shown_email("camille@example.org"), "camille@example.org");
        assert_eq!(shown_email("camille@xn--a.example"), "camille@xn--a.example");
    }

    #[rstest]
    #[case("rené@example.org", Some(('é', 4)))]
    #[case("Camille <camille@example.org>", Some((' ', 8)))]
    #[case("camille@exam ple.org", Some((' ', 13)))]
    #[case("camille.example.org", None)]
    fn what_is_refused_in_an_address_is_named(#[case] typed: &str, #[case] expected: Option<(char, usize)>) {
        let fault = email(&fold_email(typed)).expect("a fault");
        assert_eq!((fault.code, fault.form), (Malformed, Some(Form::Email)));
        assert_eq!(fault.refused.map(|refused| (refused.sign, refused.position)), expected);
    }

    proptest! {
        #[test]
        fn folding_an_address_settles_at_once(
            typed in "\\PC{0,40}|[A-Za-zé.’]{1,12}@[a-zA-Zéßüσς\u{130}.-]{1,12}[.][a-zé]{2,4}",
        ) {
            let once = fold_email(&typed);
            prop_assert_eq!(fold_email(&once), once.clone());
            if email(&once).is_none() {
                prop_assert!(once.is_ascii());
                prop_assert_eq!(fold_email(&shown_email(&once)), once);
            }
        }
    }

    #[rstest]
    #[case("+33612345678", None)]
    #[case("+33 6 12 34-56.78", None)]
    #[case("+49 (151) 23456789", None)]
    #[case("0612345678", None)]
    #[case("0033612345678", None)]
    #[case("", Some(Missing))]
    #[case("+0612345678", Some(Malformed))]
    #[case("+3361234", Some(Malformed))]
    #[case("+3361234567890123", Some(Malformed))]
    #[case("+33612345abc", Some(Malformed))]
    #[case("+٣٣٦١٢٣٤٥٦٧٨", Some(Malformed))]
    fn phones_are_international(#[case] given: &str, #[case] expected: Option<FaultCode>) {
        assert_eq!(phone::check(&phone::tidy(given)).map(|fault| fault.code), expected);
    }
}
