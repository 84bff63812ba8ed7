use rstest::rstest;

use super::LicenceCategory::{B, C, Ce, D};
use super::Sector::{Goods, Passengers};
use super::*;

const TODAY: &str = "2026-11-22";

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn until(category: LicenceCategory, expires_on: &str) -> CategoryExpiry {
    CategoryExpiry {
        category,
        expires_on: day(expires_on),
    }
}

fn carry(sectors: &[Sector], left_off: &[Sector]) -> Carried {
    Carried {
        sectors: sectors.to_vec(),
        left_off: left_off.to_vec(),
        warning: None,
    }
}

#[rstest]
#[case::both(&[C, D], "2030-01-01", &[], &[Goods], &[Passengers], Ok(carry(&[Goods, Passengers], &[])))]
#[case::the_licence_on_its_last_day(&[C], TODAY, &[], &[Goods], &[], Ok(carry(&[Goods], &[])))]
#[case::never_had_what_comes_along(&[C], "2030-01-01", &[], &[Goods], &[Passengers], Ok(carry(&[Goods], &[Passengers])))]
#[case::what_comes_along_has_ended(
    &[C, D], "2030-01-01", &[until(D, "2026-11-21")], &[Goods], &[Passengers], Ok(carry(&[Goods], &[Passengers])))]
#[case::on_its_last_day(
    &[C, D], "2030-01-01", &[until(D, TODAY)], &[Goods], &[Passengers], Ok(carry(&[Goods, Passengers], &[])))]
#[case::another_category_serves(
    &[C, Ce], "2030-01-01", &[until(Ce, "2026-11-21")], &[Goods], &[], Ok(carry(&[Goods], &[])))]
#[case::the_training_itself_needs_one(
    &[C, D], "2030-01-01", &[until(D, "2026-11-21")], &[Passengers], &[Goods], Err(NotInForce::Categories(vec![Passengers])))]
#[case::and_one_that_it_never_had(&[B, C], "2030-01-01", &[], &[Goods, Passengers], &[], Err(NotInForce::NoCategory(vec![Passengers])))]
#[case::its_own_even_if_it_also_comes_along(&[D], "2030-01-01", &[], &[Goods], &[Goods, Passengers], Err(NotInForce::NoCategory(vec![Goods])))]
#[case::over(&[C, D], "2026-11-21", &[], &[Goods], &[], Err(NotInForce::Licence(day("2026-11-21"))))]
#[case::over_whatever_the_categories_say(
    &[C], "2026-11-21", &[until(C, "2030-01-01")], &[Goods], &[], Err(NotInForce::Licence(day("2026-11-21"))))]
#[case::a_right_left_over_from_before(&[C, D], "2030-01-01", &[], &[], &[Passengers], Ok(carry(&[Passengers], &[])))]
#[case::and_still_without_category(&[C], "2030-01-01", &[], &[], &[Passengers], Err(NotInForce::NoCategory(vec![Passengers])))]
fn a_card_carries_what_the_licence_allows(
    #[case] categories: &[LicenceCategory],
    #[case] expires_on: &str,
    #[case] category_expiries: &[CategoryExpiry],
    #[case] own: &[Sector],
    #[case] along: &[Sector],
    #[case] expected: Result<Carried, NotInForce>,
) {
    let licence = LicenceDates {
        categories,
        expires_on: Some(day(expires_on)),
        category_expiries,
    };
    assert_eq!(carried(&licence, own, along, day(TODAY)), expected);
}

#[test]
fn a_licence_whose_end_is_unknown_warns_the_agent() {
    let licence = LicenceDates {
        categories: &[C],
        expires_on: None,
        category_expiries: &[],
    };
    let found = carried(&licence, &[Goods], &[], day(TODAY)).expect("a card");
    assert_eq!(found.sectors, [Goods]);
    assert_eq!(found.warning, Some(Warning::LicenceEndUnknown));
}

#[rstest]
#[case::good(&[until(C, "2030-01-01"), until(Ce, "2026-11-21")], &[])]
#[case::twice(&[until(C, "2030-01-01"), until(C, "2030-01-01")], &[("1/category", FaultCode::Repeated)])]
#[case::not_held(&[until(D, "2030-01-01")], &[("0/category", FaultCode::NotHeld)])]
#[case::backwards(&[until(C, "2013-10-02")], &[("0/expires_on", FaultCode::BeforeIssue)])]
fn the_last_days_of_categories_are_checked(
    #[case] expiries: &[CategoryExpiry],
    #[case] expected: &[(&str, FaultCode)],
) {
    let found: Vec<_> = check(&[C, Ce], expiries, Some(day("2013-10-02")))
        .into_iter()
        .map(|fault| (fault.field.into_owned(), fault.code))
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(field, code)| ((*field).to_owned(), *code))
        .collect();
    assert_eq!(found, expected);
}
