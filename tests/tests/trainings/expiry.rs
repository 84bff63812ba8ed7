//! Until when an entitlement holds, whatever the order in which trainings become known.

use domain::account;
use domain::entitlement::Stage;
use domain::rules::attested::Attested;
use domain::rules::training::TrainingType;
use integrations::timers;
use tests::databases::Database;
use tests::on_both;

use crate::scene::{Scene, Who, ended, fco, person};

on_both!(
    an_early_fco_counts_from_the_expiry_before_it,
    also_where_the_older_training_is_posted_later,
    also_where_the_older_training_is_over_when_both_meet_the_account,
    and_no_longer_once_the_older_training_is_withdrawn,
    a_right_that_was_over_holds_again_once_its_term_is_longer,
    unless_it_still_is_over,
);

/// Five years until 31 May 2027: the FCO of November 2026 comes early.
fn fimo(who: &Who) -> Attested {
    Attested {
        training_type: TrainingType::Fimo,
        hours: Some(140),
        ..ended(fco(who), "2022-05-31")
    }
}

async fn last_days(scene: &Scene, driver: domain::ids::AccountId) -> Vec<(Stage, String)> {
    let mut held: Vec<_> = scene
        .entitlements(driver)
        .await
        .into_iter()
        .map(|one| (one.stage, one.expires_on.to_string()))
        .collect();
    held.sort_by(|one, other| one.1.cmp(&other.1));
    held
}

fn available(day: &str) -> (Stage, String) {
    (Stage::Available, day.to_owned())
}

async fn an_early_fco_counts_from_the_expiry_before_it(database: Database) {
    let scene = Scene::on(&database).await;
    let who = person(1);
    let driver = scene.driver(&who).await;
    scene.post(fimo(&who)).await;
    scene.post(fco(&who)).await;
    let expected = [available("2027-05-31"), available("2032-05-31")];
    assert_eq!(last_days(&scene, driver).await, expected);
}

async fn also_where_the_older_training_is_posted_later(database: Database) {
    let scene = Scene::on(&database).await;
    let who = person(1);
    let driver = scene.driver(&who).await;
    scene.post(fco(&who)).await;
    assert_eq!(last_days(&scene, driver).await, [available("2031-11-20")]);
    scene.post(fimo(&who)).await;
    let expected = [available("2027-05-31"), available("2032-05-31")];
    assert_eq!(last_days(&scene, driver).await, expected);
}

async fn also_where_the_older_training_is_over_when_both_meet_the_account(database: Database) {
    let scene = Scene::on(&database).await;
    let who = person(1);
    scene.post(ended(fimo(&who), "2021-06-30")).await;
    scene.post(ended(fco(&who), "2026-02-01")).await;
    let driver = scene.account(&who, account::Stage::AwaitingPassword).await;
    scene.activate(driver).await;
    let expected = [(Stage::Over, "2026-06-30".to_owned()), available("2031-06-30")];
    assert_eq!(last_days(&scene, driver).await, expected);
    assert_eq!(
        scene.certificates(driver).await.len(),
        2,
        "both are issued, however late"
    );
}

async fn and_no_longer_once_the_older_training_is_withdrawn(database: Database) {
    let scene = Scene::on(&database).await;
    let who = person(1);
    let driver = scene.driver(&who).await;
    let older = scene.post(fimo(&who)).await;
    scene.post(fco(&who)).await;
    scene.withdraw(older).await;
    let expected = [(Stage::Lost, "2027-05-31".to_owned()), available("2031-11-20")];
    assert_eq!(last_days(&scene, driver).await, expected);
}

async fn a_right_that_was_over_holds_again_once_its_term_is_longer(database: Database) {
    let scene = Scene::on(&database).await;
    let who = person(1);
    let driver = scene.driver(&who).await;
    scene.post(ended(fco(&who), "2021-10-31")).await;
    assert_eq!(
        last_days(&scene, driver).await,
        [(Stage::Over, "2026-10-31".to_owned())]
    );
    let older = scene.post(ended(fimo(&who), "2017-01-31")).await;
    let expected = [(Stage::Over, "2022-01-31".to_owned()), available("2027-01-31")];
    assert_eq!(last_days(&scene, driver).await, expected);
    scene.withdraw(older).await;
    assert_eq!(
        last_days(&scene, driver).await.last(),
        Some(&available("2026-10-31")),
        "its end is in the past, and comes with the next round of what is due"
    );
    let later = "2026-11-22T11:00:01Z".parse().expect("an instant");
    timers::advance(&scene.store, later).await.expect("time passes");
    assert_eq!(
        last_days(&scene, driver).await.last(),
        Some(&(Stage::Over, "2026-10-31".to_owned()))
    );
}

async fn unless_it_still_is_over(database: Database) {
    let scene = Scene::on(&database).await;
    let who = person(1);
    let driver = scene.driver(&who).await;
    scene.post(ended(fco(&who), "2021-02-28")).await;
    scene.post(ended(fimo(&who), "2016-06-30")).await;
    let expected = [
        (Stage::Over, "2021-06-30".to_owned()),
        (Stage::Over, "2026-06-30".to_owned()),
    ];
    assert_eq!(last_days(&scene, driver).await, expected);
}
