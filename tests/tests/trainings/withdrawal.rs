//! An attestation withdrawn at each stage of the case that rests on it.

use diesel::prelude::*;
use domain::actor::Actor;
use domain::case::{Kind, Stage, Warning};
use domain::entitlement;
use domain::ids::{AccountId, CaseId};
use domain::rules::attested::Attested;
use domain::sector::Sector;
use persistence::cases::{self, CaseRecord};
use persistence::dialect::Stored;
use persistence::entitlements;
use persistence::schema::{cases as cases_table, outbox};
use tests::databases::Database;
use tests::on_both;

use crate::scene::{Scene, ended, fco, person};

on_both!(
    without_a_case,
    in_a_draft,
    in_a_case_that_was_sent,
    what_replaces_it_enters_the_case,
    with_the_card_ordered_or_in_use,
    a_stranger_hears_nothing,
);

/// Opens a case, as the driver does.
async fn open(scene: &Scene, driver: AccountId) -> CaseId {
    let open = move |tx: &mut persistence::Tx<'_>| cases::open(tx, driver, Kind::Cqc, None).map(|case| case.id);
    scene.write(Actor::Driver(driver), open).await
}

/// Puts a case into a stage, without going through what leads there.
async fn put(scene: &Scene, case: CaseId, stage: Stage) {
    let put = move |tx: &mut persistence::Tx<'_>| {
        let sectors = Stored(vec![Sector::Goods]);
        diesel::update(cases_table::table.find(case))
            .set((cases_table::stage.eq(stage), cases_table::sectors.eq(Some(sectors))))
            .execute(tx.conn)?;
        Ok(())
    };
    scene.write(Actor::System, put).await;
}

async fn case(scene: &Scene, id: CaseId) -> CaseRecord {
    scene.read(move |db| cases::find(db, id)).await
}

/// Uses up what a driver holds, as an approved case does.
pub async fn make_card(scene: &Scene, driver: AccountId) {
    let id = open(scene, driver).await;
    put(scene, id, Stage::InProduction).await;
    scene
        .write(Actor::System, move |tx| entitlements::use_up(tx, id, &[Sector::Goods]))
        .await;
}

async fn only_stage(scene: &Scene, driver: AccountId) -> entitlement::Stage {
    scene.entitlements(driver).await[0].stage
}

/// How many mails about a withdrawal wait.
async fn notices(scene: &Scene) -> usize {
    let payloads: Vec<Stored<serde_json::Value>> = scene
        .read(|db| Ok(outbox::table.select(outbox::payload).load(db.conn)?))
        .await;
    let is_one = |payload: &&Stored<serde_json::Value>| payload["notification"] == "attestation_withdrawn";
    payloads.iter().filter(is_one).count()
}

async fn without_a_case(database: Database) {
    let scene = Scene::on(&database).await;
    let who = person(1);
    let driver = scene.driver(&who).await;
    let attestation = scene.post(fco(&who)).await;
    scene.withdraw(attestation).await;
    assert_eq!(only_stage(&scene, driver).await, entitlement::Stage::Lost);
    assert!(scene.certificates(driver).await[0].revoked_at.is_some());
    assert_eq!(notices(&scene).await, 1);
}

async fn in_a_draft(database: Database) {
    let scene = Scene::on(&database).await;
    let who = person(1);
    let driver = scene.driver(&who).await;
    let attestation = scene.post(fco(&who)).await;
    let id = open(&scene, driver).await;
    let before = case(&scene, id).await;
    scene.withdraw(attestation).await;
    let after = case(&scene, id).await;
    assert_eq!((after.stage, after.warning), (Stage::Draft, None));
    assert!(after.version > before.version);
    assert_eq!(only_stage(&scene, driver).await, entitlement::Stage::Lost);

    scene.post(fco(&who)).await;
    let held = scene.read(move |db| entitlements::held_by(db, id)).await;
    assert_eq!(held.len(), 1, "the corrected attestation enters the draft");
    assert_eq!(notices(&scene).await, 1);
}

async fn in_a_case_that_was_sent(database: Database) {
    let scene = Scene::on(&database).await;
    for (number, stage) in (0..).zip([Stage::Submitted, Stage::InReview, Stage::InformationRequested]) {
        let who = person(number);
        let driver = scene.driver(&who).await;
        let attestation = scene.post(fco(&who)).await;
        let id = open(&scene, driver).await;
        put(&scene, id, stage).await;
        scene.withdraw(attestation).await;
        let after = case(&scene, id).await;
        assert_eq!(after.stage, Stage::Submitted, "from {stage}");
        assert_eq!(after.warning, Some(Warning::AttestationWithdrawn));
        assert_eq!(after.assignee_id, None);
        assert_eq!(only_stage(&scene, driver).await, entitlement::Stage::Lost);
    }
    assert_eq!(notices(&scene).await, 3, "one mail each");
}

async fn what_replaces_it_enters_the_case(database: Database) {
    let scene = Scene::on(&database).await;
    let who = person(1);
    let driver = scene.driver(&who).await;
    let attestation = scene.post(fco(&who)).await;
    let id = open(&scene, driver).await;
    put(&scene, id, Stage::InReview).await;
    scene.withdraw(attestation).await;
    assert_eq!(
        case(&scene, id).await.sectors.map(|sectors| sectors.0),
        Some(Vec::new())
    );

    let passengers = Attested {
        sector: Sector::Passengers,
        ..ended(fco(&who), "2026-11-10")
    };
    scene.post(passengers).await;
    let held = scene.read(move |db| entitlements::held_by(db, id)).await;
    assert_eq!(held.len(), 0, "nobody asked for the other sector");

    scene.post(fco(&who)).await;
    let held = scene.read(move |db| entitlements::held_by(db, id)).await;
    assert_eq!(held.len(), 1);
    let after = case(&scene, id).await;
    assert_eq!(after.sectors.map(|sectors| sectors.0), Some(vec![Sector::Goods]));
}

async fn with_the_card_ordered_or_in_use(database: Database) {
    let scene = Scene::on(&database).await;
    for (number, stage) in (0..).zip([Stage::InProduction, Stage::Shipped, Stage::Completed]) {
        let who = person(number);
        let driver = scene.driver(&who).await;
        let attestation = scene.post(fco(&who)).await;
        let id = open(&scene, driver).await;
        put(&scene, id, stage).await;
        scene
            .write(Actor::System, move |tx| entitlements::use_up(tx, id, &[Sector::Goods]))
            .await;
        scene.withdraw(attestation).await;
        let after = case(&scene, id).await;
        assert_eq!(
            (after.stage, after.warning),
            (stage, Some(Warning::AttestationWithdrawn))
        );
        assert_eq!(only_stage(&scene, driver).await, entitlement::Stage::Used);
        assert!(scene.certificates(driver).await[0].revoked_at.is_some());
    }
}

async fn a_stranger_hears_nothing(database: Database) {
    let scene = Scene::on(&database).await;
    let who = person(1);
    let namesake = crate::scene::Who {
        licence_number: "13AA99999".to_owned(),
        ..who.clone()
    };
    scene.driver(&namesake).await;
    let attestation = scene.post(fco(&who)).await;
    scene.withdraw(attestation).await;
    assert_eq!(notices(&scene).await, 0, "it was not theirs yet");
}
