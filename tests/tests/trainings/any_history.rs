//! Whatever a driver followed and however it became known: the store says the same of it in any order, and its entitlements,
//! certificates and hours agree with the terms.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::entitlement::Stage;
use domain::ids::{AccountId, AttestationId};
use domain::rules::attested::Attested;
use domain::rules::known_qualification::{KnownQualification, KnownQualificationSource};
use domain::rules::retention::{self, AuditMonths, Retained};
use domain::rules::training::TrainingType;
use domain::sector::Sector;
use domain::time::legal_date;
use domain::words::Word as _;
use integrations::timers;
use persistence::{known_qualifications, terms};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use tests::databases::Database;
use tests::on_both;

use crate::scene::{Scene, Who, day, ended, fco, person};

on_both!(
    the_order_in_which_things_become_known_does_not_matter,
    what_the_store_says_agrees_with_itself,
);

/// How many histories: each is two drivers and up to eight writes for each of them.
const HISTORIES: u32 = 24;

/// Something that becomes known of a driver, who may hear of it in any order.
#[derive(Debug, Clone)]
enum Event {
    Training {
        training_type: TrainingType,
        sector: Sector,
        hours: u32,
        ended_on: String,
        withdrawn: bool,
    },
    Known {
        sector: Sector,
        expires_on: String,
    },
}

fn any_event() -> impl Strategy<Value = Event> {
    let kinds = prop::sample::select(vec![
        (TrainingType::Fimo, 140),
        (TrainingType::Bridging, 35),
        (TrainingType::Equivalence, 0),
        (TrainingType::Fco, 35),
        (TrainingType::FcoSequence, 14),
        (TrainingType::FcoSequence, 21),
    ]);
    let sector = || prop::sample::select(Sector::ALL);
    // Some end on one day, some within a year of a term, some long before today.
    let quarter = 0_i64..20;
    let training = (kinds, sector(), quarter.clone(), prop::bool::weighted(0.2)).prop_map(
        |((training_type, hours), sector, quarter, withdrawn)| Event::Training {
            training_type,
            sector,
            hours,
            ended_on: (day("2018-03-20") + chrono::TimeDelta::days(quarter * 150)).to_string(),
            withdrawn,
        },
    );
    let known = (sector(), quarter).prop_map(|(sector, quarter)| Event::Known {
        sector,
        expires_on: (day("2021-06-30") + chrono::TimeDelta::days(quarter * 150)).to_string(),
    });
    prop_oneof![4 => training, 1 => known]
}

/// Histories, each with the same in another order. The same ones each time.
fn histories() -> impl Iterator<Item = (Vec<Event>, Vec<Event>)> {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let any = prop::collection::vec(any_event(), 1..9)
        .prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle()));
    (0..HISTORIES).map(move |_| any.new_tree(&mut runner).expect("a history").current())
}

async fn live(scene: &Scene, who: &Who, events: &[Event]) -> AccountId {
    let driver = scene.driver(who).await;
    for event in events {
        match event {
            Event::Training { withdrawn, .. } => {
                let posted = scene.post(attested(who, event)).await;
                if *withdrawn {
                    scene.withdraw(posted).await;
                }
            }
            Event::Known { sector, expires_on } => {
                let known = KnownQualification {
                    sector: *sector,
                    expires_on: day(expires_on),
                    source: KnownQualificationSource::Imported,
                    card_number: None,
                };
                let add = move |tx: &mut persistence::Tx<'_>| {
                    persistence::accounts::lock(tx, driver)?;
                    known_qualifications::add(tx, driver, &known).map(drop)
                };
                scene.write(domain::actor::Actor::System, add).await;
            }
        }
    }
    driver
}

fn attested(who: &Who, event: &Event) -> Attested {
    let Event::Training {
        training_type,
        sector,
        hours,
        ended_on,
        ..
    } = event
    else {
        panic!("{event:?} is no training")
    };
    Attested {
        training_type: *training_type,
        sector: *sector,
        hours: (*hours > 0).then_some(*hours),
        ..ended(fco(who), ended_on)
    }
}

/// All that a driver is told, but for which attestation of several that say the same.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    entitlements: Vec<String>,
    certificates: Vec<String>,
    hours: Vec<u32>,
}

/// Whether the recap of a training that ended then may be erased, and with it the right that it gave. It is not yet where
/// a certificate of it is kept, revoked or not: which there is depends on the order.
fn may_be_erased(ended_on: NaiveDate, today: NaiveDate) -> bool {
    retention::kept_until(Retained::ContinuingRecap, ended_on, AuditMonths::default()).is_over(today)
}

async fn told(scene: &Scene, driver: AccountId) -> Told {
    let soon = scene.store.clock().now() + chrono::TimeDelta::seconds(1);
    timers::advance(&scene.store, soon).await.expect("what is over ends");
    let today = legal_date(soon);
    let entitlements = scene.entitlements(driver).await;
    let mut entitlements: Vec<_> = entitlements
        .iter()
        .filter(|one| one.stage != Stage::Lost)
        .filter(|one| one.stage != Stage::Over || !may_be_erased(one.training_ended_on, today))
        .map(|one| {
            format!(
                "{} {} {} {}",
                one.training_ended_on, one.sector, one.stage, one.expires_on
            )
        })
        .collect();
    entitlements.sort();
    let certificates = scene.certificates(driver).await;
    let mut certificates: Vec<_> = certificates
        .iter()
        .filter(|one| one.revoked_at.is_none())
        .map(|one| {
            format!(
                "{} {} {:?}",
                one.training_ended_on,
                one.training_type,
                one.named_sectors()
            )
        })
        .collect();
    certificates.sort();
    let hours = scene
        .read(move |db| {
            let (counted, today) = (terms::of_account(db, driver)?, db.today());
            Ok(Sector::ALL.iter().map(|one| counted.hours_done(*one, today)).collect())
        })
        .await;
    Told {
        entitlements,
        certificates,
        hours,
    }
}

async fn the_order_in_which_things_become_known_does_not_matter(database: Database) {
    let scene = Scene::on(&database).await;
    for (number, (events, shuffled)) in (1..).step_by(2).zip(histories()) {
        let one = live(&scene, &person(number), &events).await;
        let other = live(&scene, &person(number + 1), &shuffled).await;
        assert_eq!(
            told(&scene, one).await,
            told(&scene, other).await,
            "{events:#?}\nand in another order\n{shuffled:#?}"
        );
    }
}

async fn what_the_store_says_agrees_with_itself(database: Database) {
    let scene = Scene::on(&database).await;
    for (number, (events, _)) in (1..).zip(histories()) {
        let driver = live(&scene, &person(number), &events).await;
        let counted = scene.read(move |db| terms::of_account(db, driver)).await;
        let mut given: BTreeMap<(AttestationId, Sector), _> = BTreeMap::new();
        for gain in &counted.gains {
            for one in &gain.sectors {
                given.insert((gain.attestation, one.sector), one.expires_on);
            }
        }
        let held: BTreeMap<_, _> = scene
            .entitlements(driver)
            .await
            .into_iter()
            .filter(|one| one.stage != Stage::Lost && given.contains_key(&(one.attestation_id, one.sector)))
            .map(|one| ((one.attestation_id, one.sector), one.expires_on))
            .collect();
        assert_eq!(held, given, "a right for each gain: {events:#?}");
        for certificate in scene.certificates(driver).await {
            let gain = counted.gained_by(certificate.attestation_id);
            match gain {
                _ if certificate.revoked_at.is_some() => {}
                Some(gain) => assert_eq!(certificate.named_sectors(), gain.named_sectors(), "{events:#?}"),
                None => panic!("a certificate for nothing: {events:#?}"),
            }
        }
    }
}
