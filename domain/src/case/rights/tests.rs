use proptest::prelude::*;
use rstest::rstest;

use super::super::HeldEntitlement;
use super::*;
use crate::people::{Holder, Identity, Licence};
use crate::sector::LicenceCategory::{self, C, D};
use crate::sector::Sector::{Goods, Passengers};

const TODAY: &str = "2026-11-22";

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().expect("a date")
}

fn until(sector: Sector, expires_on: &str) -> SectorExpiry {
    SectorExpiry {
        sector,
        expires_on: day(expires_on),
    }
}

fn camille(categories: &[LicenceCategory]) -> Holder {
    Holder {
        identity: Identity {
            surname: "Martin".into(),
            usage_name: None,
            first_names: "Camille".into(),
            birth_date: "1988-04-17".parse().expect("a date"),
            birth_place: "Lyon".into(),
            birth_country: "FR".into(),
        },
        licence: Licence {
            country: "FR".into(),
            number: "13AA00002".into(),
            neph: None,
            categories: categories.to_vec(),
            issued_on: None,
            expires_on: None,
            category_expiries: Vec::new(),
        },
    }
}

/// A case that holds what its driver earned in these sectors.
fn holding(sectors: &[Sector], categories: &[LicenceCategory]) -> File {
    let held = |sector: &Sector| HeldEntitlement {
        sector: *sector,
        own: true,
        awaits_answer: false,
    };
    File {
        kind: Kind::Cqc,
        holder: Some(camille(categories)),
        delivery_address: None,
        billing_address: None,
        declaration: None,
        documents: Vec::new(),
        items: Vec::new(),
        entitlements: sectors.iter().map(held).collect(),
        assignee: None,
        card: None,
        produced_card: None,
        today: day(TODAY),
    }
}

#[rstest]
#[case::first(&[until(Goods, "2031-11-20")], &[], &[until(Goods, "2031-11-20")])]
#[case::the_other_sector_is_carried_over(
    &[until(Goods, "2031-11-20"), until(Passengers, "2028-03-01")], &[],
    &[until(Goods, "2031-11-20"), until(Passengers, "2028-03-01")])]
#[case::unless_it_is_over(
    &[until(Goods, "2031-11-20"), until(Passengers, "2026-11-21")], &[], &[until(Goods, "2031-11-20")])]
#[case::its_last_day_is_not_over(
    &[until(Goods, "2031-11-20"), until(Passengers, "2026-11-22")], &[],
    &[until(Goods, "2031-11-20"), until(Passengers, "2026-11-22")])]
#[case::unless_the_right_to_it_was_taken(
    &[until(Goods, "2031-11-20"), until(Passengers, "2028-03-01")], &[Passengers], &[until(Goods, "2031-11-20")])]
#[case::a_right_that_was_earned_since_is_not_taken(
    &[until(Goods, "2031-11-20")], &[Goods], &[until(Goods, "2031-11-20")])]
fn a_card_bears_every_sector_its_driver_has(
    #[case] terms: &[SectorExpiry],
    #[case] took: &[Sector],
    #[case] expected: &[SectorExpiry],
) {
    assert_eq!(holding(&[Goods], &[C, D]).borne(terms, took), Ok(expected.to_vec()));
}

#[test]
fn a_sector_that_comes_along_is_left_off_without_a_category() {
    let terms = [until(Goods, "2031-11-20"), until(Passengers, "2028-03-01")];
    assert_eq!(
        holding(&[Goods], &[C]).borne(&terms, &[]),
        Ok(vec![until(Goods, "2031-11-20")])
    );
    assert_eq!(
        holding(&[Goods, Passengers], &[C]).borne(&terms, &[]),
        Err(NotInForce::NoCategory(vec![Passengers]))
    );
}

const fn agent(number: u128) -> StaffId {
    StaffId(uuid::Uuid::from_u128(number))
}

#[rstest]
#[case::theirs(Kind::Cqc, Stage::InReview, Some(agent(1)), Some(agent(1)), None)]
#[case::another_agents(
    Kind::Cqc,
    Stage::InReview,
    Some(agent(1)),
    Some(agent(2)),
    Some(Reason::NotAssignee)
)]
#[case::nobodys(Kind::Cqc, Stage::InReview, None, None, Some(Reason::NotAssignee))]
#[case::not_taken_yet(Kind::Cqc, Stage::Submitted, None, Some(agent(1)), Some(Reason::WrongStage))]
#[case::of_another_kind(
    Kind::Loss,
    Stage::InReview,
    Some(agent(1)),
    Some(agent(1)),
    Some(Reason::NotAskedFor)
)]
fn the_agent_who_took_it_answers(
    #[case] kind: Kind,
    #[case] stage: Stage,
    #[case] assignee: Option<StaffId>,
    #[case] agent: Option<StaffId>,
    #[case] expected: Option<Reason>,
) {
    let judged = may_answer_previous_expiry(kind, stage, assignee, agent);
    assert_eq!(judged.err().map(|refusal| refusal.reason), expected);
}

fn any_day() -> impl Strategy<Value = chrono::NaiveDate> {
    (0_u64..30_000).prop_map(|days| crate::time::days_after(chrono::NaiveDate::default(), days))
}

proptest! {
    #[test]
    fn a_card_never_bears_what_is_over_nor_a_sector_twice(goods in any_day(), passengers in any_day(), today in any_day()) {
        let file = File { today, ..holding(&[], &[C, D]) };
        let terms = [(Goods, goods), (Passengers, passengers)];
        let terms = terms.map(|(sector, expires_on)| SectorExpiry { sector, expires_on });
        let borne = file.borne(&terms, &[]).expect("the licence is in force");
        prop_assert!(borne.iter().all(|one| one.holds_on(today)));
        prop_assert!(borne.windows(2).all(|pair| pair[0].sector < pair[1].sector));
    }
}
