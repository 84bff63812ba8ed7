//! A company that pays: its name and SIREN, for the invoice [CGI annexe II, 242 nonies A, I, 1° and 2° bis].

use super::fault::{Fault, FaultCode, Form, RefusedSign, ValueFault, faults};
use super::invoices::is_siren;
use super::person;
use super::signs::in_plain_signs;
use super::text::{line, tidy_line};
use crate::people::{BillingAddress, Company};

/// Digits of a SIREN.
const SIREN_DIGITS: usize = 9;

/// A company as it is kept: its name tidied, its SIREN without what stands between the digits.
#[must_use]
pub fn tidy_company(company: &Company) -> Company {
    Company {
        name: tidy_line(&company.name),
        siren: tidy_siren(&company.siren),
    }
}

/// A SIREN without spaces, full stops, dashes and invisible marks.
pub fn tidy_siren(siren: &str) -> String {
    let is_between = |sign: char| sign.is_whitespace() || matches!(sign, '.' | '-');
    in_plain_signs(siren).replace(is_between, "")
}

/// To whom an invoice is made out, as it is kept.
#[must_use]
pub fn tidy_billing_address(billing: BillingAddress) -> BillingAddress {
    BillingAddress {
        address: person::tidy_address(billing.address),
        company: billing.company.as_ref().map(tidy_company),
    }
}

/// Faults of a tidied company.
pub fn company(company: &Company) -> Vec<Fault> {
    faults([("name", line(&company.name)), ("siren", siren(&company.siren))])
}

/// Faults of a tidied billing address: those of the address, and those of a company under `company`.
pub fn billing_address(billing: &BillingAddress) -> Vec<Fault> {
    let mut found = person::address(&billing.address);
    let of_company = billing.company.as_ref().map(company).unwrap_or_default();
    found.extend(of_company.into_iter().map(|fault| fault.within("company")));
    found
}

/// A SIREN, tidied: nine digits that agree with their key (Luhn; the exception of La Poste is one of SIRETs), not all 0.
pub fn siren(siren: &str) -> Option<ValueFault> {
    if siren.is_empty() {
        return Some(FaultCode::Missing.into());
    }
    let refused = RefusedSign::first_in(siren, |sign| sign.is_ascii_digit());
    let is_of_form = refused.is_none() && siren.len() == SIREN_DIGITS;
    let code = match is_of_form {
        false => FaultCode::Malformed,
        true if is_siren(siren) && siren.bytes().any(|digit| digit != b'0') => return None,
        true => FaultCode::CheckDigit,
    };
    Some(ValueFault {
        code,
        refused,
        form: Some(Form::Siren),
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::FaultCode::{CheckDigit, Malformed, Missing};
    use super::*;
    use crate::people::{Address, Identity};
    use crate::rules::invoices::Buyer;

    #[rstest]
    #[case("732829320", None)]
    #[case("732 829 320", None)]
    #[case("732.829.320", None)]
    #[case("732\u{a0}829\u{202f}320\u{200b}", None)]
    #[case("732–829–320", None)]
    #[case::la_poste("356000000", None)]
    #[case("732829321", Some(CheckDigit))]
    #[case("000000000", Some(CheckDigit))]
    #[case("73282932", Some(Malformed))]
    #[case::siret("73282932000074", Some(Malformed))]
    #[case("FR732829320", Some(Malformed))]
    #[case(" ", Some(Missing))]
    fn a_siren_has_nine_digits_and_a_key(#[case] typed: &str, #[case] expected: Option<FaultCode>) {
        assert_eq!(siren(&tidy_siren(typed)).map(|fault| fault.code), expected);
    }

    fn durand(name: &str, siren: &str) -> BillingAddress {
        BillingAddress {
            address: Address {
                line1: "12 rue de la République".to_owned(),
                line2: Some("Résidence “Les Pins”".to_owned()),
                postal_code: "69001".to_owned(),
                city: "Lyon".to_owned(),
                country: "FR".to_owned(),
            },
            company: Some(Company {
                name: name.to_owned(),
                siren: siren.to_owned(),
            }),
        }
    }

    #[test]
    fn a_company_is_kept_in_plain_signs() {
        let kept = tidy_billing_address(durand(" Transports “Durand” & Fils ", "732 829 320"));
        let company = kept.company.clone().expect("a company");
        assert_eq!(
            (company.name.as_str(), company.siren.as_str()),
            ("Transports \"Durand\" & Fils", "732829320")
        );
        assert_eq!(kept.address.line2.as_deref(), Some("Résidence \"Les Pins\""));
        assert_eq!(billing_address(&kept), []);
    }

    #[test]
    fn faults_of_a_company_are_found_below_it() {
        let found = billing_address(&tidy_billing_address(durand(" ", "12")));
        let fields: Vec<_> = found.iter().map(|fault| (fault.field.as_ref(), fault.code)).collect();
        assert_eq!(fields, [("company/name", Missing), ("company/siren", Malformed)]);
    }

    #[test]
    fn an_address_alone_is_read_as_before() {
        let mut alone = durand("", "");
        alone.company = None;
        let kept = serde_json::to_value(&alone.address).expect("JSON");
        let read: BillingAddress = serde_json::from_value(kept.clone()).expect("a billing address");
        assert_eq!(read, alone);
        assert_eq!(serde_json::to_value(&read).expect("JSON"), kept);
    }

    #[test]
    fn whoever_pays_buys() {
        let driver = Identity {
            surname: "Martin".to_owned(),
            usage_name: None,
            first_names: String::new(),
            birth_date: "1988-04-17".parse().expect("a birth date"),
            birth_place: "Lyon".to_owned(),
            birth_country: "FR".to_owned(),
        };
        let mut billing = durand("Transports Durand", "732829320");
        let buyer = Buyer::of(&driver, &billing);
        assert_eq!(
            (buyer.name.as_str(), buyer.siren.as_deref()),
            ("Transports Durand", Some("732829320"))
        );
        billing.company = None;
        let buyer = Buyer::of(&driver, &billing);
        assert_eq!((buyer.name.as_str(), buyer.siren), ("Martin", None));
    }
}
