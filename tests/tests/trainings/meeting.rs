//! Attestations and accounts that meet.

use std::sync::Arc;

use domain::account::{self, Action};
use domain::actor::{Actor, Role};
use domain::attestation::Stage;
use domain::rules::matching::MismatchReason;
use futures::future::join;
use persistence::accounts;
use tests::databases::Database;
use tests::on_both;

use crate::scene::{Scene, Who, day, fco, holder, person};

on_both!(
    one_posted_while_the_account_becomes_active_is_matched,
    one_that_comes_close_meanwhile_is_for_an_agent,
    an_account_closed_meanwhile_spoils_nothing,
    one_that_waited_is_matched_when_the_account_becomes_active,
    a_suspended_account_is_met_when_it_is_active_again,
    the_right_driver_takes_it_back_from_a_namesake,
    a_corrected_licence_meets_what_was_waiting_for_it,
);

/// Tells a short story about each of several people, all at the same time.
async fn at_once<Story: Future<Output = ()> + Send + 'static>(people: u32, story: impl Fn(Who) -> Story) {
    let stories: Vec<_> = (0..people).map(|number| tokio::spawn(story(person(number)))).collect();
    for one in stories {
        one.await.expect("a story");
    }
}

async fn one_posted_while_the_account_becomes_active_is_matched(database: Database) {
    let scene = Arc::new(Scene::on(&database).await);
    at_once(40, |who| {
        let scene = scene.clone();
        async move {
            let driver = scene.account(&who, account::Stage::AwaitingPassword).await;
            let (attestation, ()) = join(scene.post(fco(&who)), scene.activate(driver)).await;
            let found = scene.attestation(attestation).await;
            assert_eq!((found.stage, found.account_id), (Stage::Matched, Some(driver)));
            assert_eq!(scene.entitlements(driver).await.len(), 1);
            assert_eq!(scene.certificates(driver).await.len(), 1);
        }
    })
    .await;
}

async fn one_that_comes_close_meanwhile_is_for_an_agent(database: Database) {
    let scene = Arc::new(Scene::on(&database).await);
    at_once(40, |who| {
        let scene = scene.clone();
        async move {
            let driver = scene.account(&who, account::Stage::AwaitingPassword).await;
            let mistyped = Who {
                licence_number: who.licence_number.replace("13AA", "13AB"),
                ..who
            };
            let (attestation, ()) = join(scene.post(fco(&mistyped)), scene.activate(driver)).await;
            let found = scene.attestation(attestation).await;
            assert_eq!((found.stage, found.candidate_id), (Stage::Mismatch, Some(driver)));
            assert_eq!(found.mismatch, Some(MismatchReason::LicenceDiffers));
        }
    })
    .await;
}

async fn an_account_closed_meanwhile_spoils_nothing(database: Database) {
    let scene = Arc::new(Scene::on(&database).await);
    at_once(40, |who| {
        let scene = scene.clone();
        async move {
            let driver = scene.driver(&who).await;
            let close = scene.step(driver, Role::Driver, Action::Close);
            let (attestation, closed) = join(scene.post(fco(&who)), close).await;
            closed.expect("the account is closed");
            let stage = scene.stage(attestation).await;
            let earned = scene.entitlements(driver).await.len();
            assert!(
                matches!((stage, earned), (Stage::Recorded, 0) | (Stage::Matched, 1)),
                "{stage} with {earned} entitlements"
            );
        }
    })
    .await;
}

async fn one_that_waited_is_matched_when_the_account_becomes_active(database: Database) {
    let scene = Scene::on(&database).await;
    let who = person(1);
    let attestation = scene.post(fco(&who)).await;
    assert_eq!(scene.stage(attestation).await, Stage::Recorded);
    let driver = scene.account(&who, account::Stage::AwaitingPassword).await;
    scene.activate(driver).await;
    assert_eq!(scene.stage(attestation).await, Stage::Matched);
    let certificates = scene.certificates(driver).await;
    assert_eq!(certificates.len(), 1);
    assert_eq!(certificates[0].valid_until, day("2027-03-22"));
}

async fn a_suspended_account_is_met_when_it_is_active_again(database: Database) {
    let scene = Scene::on(&database).await;
    let who = person(1);
    let driver = scene.account(&who, account::Stage::Suspended).await;
    let attestation = scene.post(fco(&who)).await;
    assert_eq!(scene.stage(attestation).await, Stage::Recorded);
    let reactivate = scene.step(driver, Role::Supervisor, Action::Reactivate);
    reactivate.await.expect("active again");
    assert_eq!(scene.stage(attestation).await, Stage::Matched);
}

async fn the_right_driver_takes_it_back_from_a_namesake(database: Database) {
    let scene = Scene::on(&database).await;
    let who = person(1);
    let namesake = Who {
        licence_number: "13AA99999".to_owned(),
        ..who.clone()
    };
    scene.driver(&namesake).await;
    let attestation = scene.post(fco(&who)).await;
    assert_eq!(scene.stage(attestation).await, Stage::Mismatch);
    let driver = scene.account(&who, account::Stage::AwaitingPassword).await;
    scene.activate(driver).await;
    let found = scene.attestation(attestation).await;
    assert_eq!((found.stage, found.account_id), (Stage::Matched, Some(driver)));
    assert_eq!((found.candidate_id, found.mismatch), (None, None));
}

async fn a_corrected_licence_meets_what_was_waiting_for_it(database: Database) {
    let scene = Scene::on(&database).await;
    let who = person(1);
    let mistyped = Who {
        surname: "Nobody".to_owned(),
        licence_number: "13AA99999".to_owned(),
        birth_date: person(2).birth_date,
    };
    let driver = scene.driver(&mistyped).await;
    let attestation = scene.post(fco(&who)).await;
    assert_eq!(scene.stage(attestation).await, Stage::Recorded);
    let corrected = holder(&who);
    scene
        .write(Actor::System, move |tx| accounts::copy_identity(tx, driver, &corrected))
        .await;
    assert_eq!(scene.stage(attestation).await, Stage::Matched);
}
