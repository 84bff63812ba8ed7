//! References and card numbers are drawn at random: one that is taken is drawn again. Told with a chance that repeats
//! itself at each start, so that the second always draws what the first was given.

use domain::case::Kind;
use tests::databases::Database;
use tests::on_both;

use super::scene::{Scene, paid};

on_both!(a_taken_reference_is_drawn_again, a_taken_card_number_is_drawn_again);

async fn a_taken_reference_is_drawn_again(database: Database) {
    let scene = Scene::on(&database).await;
    let (one, other) = (scene.driver(1).await, scene.driver(2).await);
    let scene = scene.restarted(&database).await;
    let first = scene.sent(one, Kind::Loss).await;
    let scene = scene.restarted(&database).await;
    let second = scene.sent(other, Kind::Loss).await;
    let (first, second) = (scene.case(first).await, scene.case(second).await);
    assert_ne!(first.reference, second.reference);
}

async fn a_taken_card_number_is_drawn_again(database: Database) {
    let scene = Scene::on(&database).await;
    let mut cases = Vec::new();
    for number in 1..=2 {
        let driver = scene.driver(number).await;
        let case = scene.sent(driver, Kind::Loss).await;
        cases.push((case, scene.start(driver, case).await));
    }
    let mut scene = scene;
    let mut numbers = Vec::new();
    for (case, payment) in cases {
        scene = scene.restarted(&database).await;
        scene.report(payment, paid()).await;
        let made = scene.case(case).await.produced_card_id.expect("a card");
        numbers.push(scene.card(made).await.number);
    }
    assert_ne!(numbers[0], numbers[1]);
}
