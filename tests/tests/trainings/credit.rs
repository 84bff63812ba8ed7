//! Sequences that complete an FCO together, and what the completed FCO gives.

use domain::account;
use domain::entitlement::Stage;
use domain::rules::eligibility::IneligibilityReason;
use domain::rules::training::TrainingType;
use domain::sector::Sector;
use persistence::entitlements;
use tests::databases::Database;
use tests::on_both;

use crate::scene::{Scene, person, sequence};

on_both!(
    the_sequence_that_reaches_the_hours_completes_an_fco,
    years_of_sequences_meet_an_account_at_once,
    a_withdrawn_sequence_frees_the_others,
    a_completion_can_be_made_again_by_the_same_sequence,
    hours_that_a_card_was_made_of_stay_used,
);

async fn reason(scene: &Scene, driver: domain::ids::AccountId) -> (Option<IneligibilityReason>, u32) {
    let judged = scene.read(move |db| entitlements::eligibility(db, driver)).await;
    let goods = judged.iter().find(|one| one.sector == Sector::Goods).expect("goods");
    (goods.reason, goods.hours_done)
}

async fn stages(scene: &Scene, driver: domain::ids::AccountId) -> Vec<Stage> {
    scene.entitlements(driver).await.iter().map(|one| one.stage).collect()
}

async fn the_sequence_that_reaches_the_hours_completes_an_fco(database: Database) {
    let scene = Scene::on(&database).await;
    let who = person(1);
    let driver = scene.driver(&who).await;
    assert_eq!(
        reason(&scene, driver).await,
        (Some(IneligibilityReason::NoneRecorded), 0)
    );
    scene.post(sequence(&who, 14, "2026-09-01")).await;
    scene.post(sequence(&who, 14, "2026-10-01")).await;
    assert_eq!(
        reason(&scene, driver).await,
        (Some(IneligibilityReason::HoursMissing), 28)
    );
    let completing = scene.post(sequence(&who, 7, "2026-11-01")).await;
    assert_eq!(reason(&scene, driver).await, (None, 0));
    let earned = scene.entitlements(driver).await;
    assert_eq!(earned.len(), 1);
    assert_eq!(earned[0].attestation_id, completing);
    assert_eq!(earned[0].expires_on.to_string(), "2031-11-01");
    let certificates = scene.certificates(driver).await;
    assert_eq!(certificates.len(), 1);
    assert_eq!(certificates[0].training_type, TrainingType::Fco);
    assert_eq!(certificates[0].valid_until.to_string(), "2027-03-22");
}

async fn years_of_sequences_meet_an_account_at_once(database: Database) {
    let scene = Scene::on(&database).await;
    let who = person(1);
    for (hours, ended_on) in [
        (28, "2016-01-10"),
        (7, "2016-02-10"),
        (21, "2021-02-01"),
        (14, "2022-01-10"),
        (7, "2026-01-10"),
    ] {
        scene.post(sequence(&who, hours, ended_on)).await;
    }
    let driver = scene.account(&who, account::Stage::AwaitingPassword).await;
    scene.activate(driver).await;
    assert_eq!(stages(&scene, driver).await, [Stage::Over, Stage::Available]);
    let judged = scene.read(move |db| entitlements::eligibility(db, driver)).await;
    assert_eq!(judged[0].hours_done, 7);
}

async fn a_withdrawn_sequence_frees_the_others(database: Database) {
    let scene = Scene::on(&database).await;
    let who = person(1);
    let driver = scene.driver(&who).await;
    let first = scene.post(sequence(&who, 14, "2026-08-01")).await;
    scene.post(sequence(&who, 14, "2026-09-01")).await;
    let completing = scene.post(sequence(&who, 7, "2026-10-01")).await;
    scene.withdraw(first).await;
    assert_eq!(stages(&scene, driver).await, [Stage::Lost]);
    assert!(scene.certificates(driver).await[0].revoked_at.is_some());
    assert_eq!(
        reason(&scene, driver).await,
        (Some(IneligibilityReason::HoursMissing), 21)
    );
    let another = scene.post(sequence(&who, 14, "2026-11-01")).await;
    assert_eq!(stages(&scene, driver).await, [Stage::Lost, Stage::Available]);
    let earned = scene.entitlements(driver).await;
    assert_eq!(
        (earned[0].attestation_id, earned[1].attestation_id),
        (completing, another)
    );
}

async fn a_completion_can_be_made_again_by_the_same_sequence(database: Database) {
    let scene = Scene::on(&database).await;
    let who = person(1);
    let driver = scene.driver(&who).await;
    let first = scene.post(sequence(&who, 14, "2026-08-01")).await;
    scene.post(sequence(&who, 14, "2026-09-01")).await;
    let completing = scene.post(sequence(&who, 14, "2026-11-01")).await;
    // The hours are reached a month earlier, whoever posted first.
    let earlier = scene.post(sequence(&who, 7, "2026-10-01")).await;
    scene.withdraw(first).await;
    let earned: Vec<_> = scene
        .entitlements(driver)
        .await
        .iter()
        .map(|one| (one.attestation_id, one.stage))
        .collect();
    let expected = [
        (completing, Stage::Lost),
        (earlier, Stage::Lost),
        (completing, Stage::Available),
    ];
    assert_eq!(earned, expected);
    let certificates = scene.certificates(driver).await;
    let revoked: Vec<_> = certificates.iter().map(|one| one.revoked_at.is_some()).collect();
    assert_eq!(revoked, [true, true, false]);
    scene.withdraw(completing).await;
    assert_eq!(stages(&scene, driver).await, [Stage::Lost, Stage::Lost, Stage::Lost]);
}

async fn hours_that_a_card_was_made_of_stay_used(database: Database) {
    let scene = Scene::on(&database).await;
    let who = person(1);
    let driver = scene.driver(&who).await;
    let first = scene.post(sequence(&who, 14, "2026-08-01")).await;
    scene.post(sequence(&who, 28, "2026-09-01")).await;
    crate::withdrawal::make_card(&scene, driver).await;
    assert_eq!(stages(&scene, driver).await, [Stage::Used]);
    scene.withdraw(first).await;
    scene.post(sequence(&who, 14, "2026-10-01")).await;
    assert_eq!(stages(&scene, driver).await, [Stage::Used]);
    assert_eq!(reason(&scene, driver).await.1, 14);
}
