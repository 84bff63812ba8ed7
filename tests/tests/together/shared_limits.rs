//! Limits that processes on one database count together, and that outlast a restart.

use std::time::{Duration, Instant};

use serde_json::json;
use tests::databases::Database;
use tests::hub::{Hub, SUPERVISOR, TIMEOUT};
use tests::{on_both, release};

on_both!(
    a_restart_frees_nobody_who_is_held_back,
    a_right_password_leaves_nothing_behind,
);

/// The stranger's.
const STRANGER: &str = "203.0.113.66";
/// Where the owner is.
const HOME: &str = "198.51.100.7";

const WRONG: &str = "Gravier-8-phares-bleus!";

/// A process behind a proxy that looks at three wrong passwords in a quarter of an hour, on a database that others have
/// too.
async fn process(database: &Database) -> Hub {
    let settings = [
        ("TRUSTED_PROXIES", "127.0.0.1"),
        ("RATE_SIGN_IN_EMAIL", "3/900"),
        release::SECRET,
    ];
    Hub::start_with(Database::at(database.url()), &settings).await
}

/// Somebody shows a supervisor's password, or another; the status.
async fn sign_in(hub: &Hub, from: &str, password: &str) -> u16 {
    let body = json!({"email": SUPERVISOR.0, "password": password});
    let request = hub.anyone().post("/v1/sessions", body);
    request.with("x-forwarded-for", from).await.status
}

/// Waits until not even the right password is looked at, which counts for nothing by itself.
async fn held_back(hub: &Hub, from: &str) {
    let deadline = Instant::now() + TIMEOUT;
    while sign_in(hub, from, SUPERVISOR.1).await != 429 {
        assert!(Instant::now() < deadline, "never held back");
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

#[test]
fn wrong_passwords_shown_to_one_process_count_in_another_on_postgres() {
    if let Some(database) = Database::postgres() {
        database.run(wrong_passwords_shown_to_one_process_count_in_another);
    }
}

async fn wrong_passwords_shown_to_one_process_count_in_another(database: Database) {
    let (one, other) = (process(&database).await, process(&database).await);
    for _ in 0..3 {
        assert_eq!(sign_in(&one, STRANGER, WRONG).await, 401);
    }
    assert_eq!(sign_in(&one, STRANGER, WRONG).await, 429);
    held_back(&other, STRANGER).await;
    assert_eq!(sign_in(&other, HOME, SUPERVISOR.1).await, 200);
    // In time one more is looked at, by whichever is asked.
    one.seconds_pass(300);
    other.seconds_pass(300);
    assert_eq!(sign_in(&other, STRANGER, WRONG).await, 401);
    held_back(&one, STRANGER).await;
    one.stop().await;
    other.stop().await;
}

#[test]
fn what_is_shown_to_each_process_adds_up_on_postgres() {
    if let Some(database) = Database::postgres() {
        database.run(what_is_shown_to_each_process_adds_up);
    }
}

async fn what_is_shown_to_each_process_adds_up(database: Database) {
    let (one, other) = (process(&database).await, process(&database).await);
    assert_eq!(sign_in(&one, STRANGER, WRONG).await, 401);
    assert_eq!(sign_in(&other, STRANGER, WRONG).await, 401);
    assert_eq!(sign_in(&one, STRANGER, WRONG).await, 401);
    tokio::join!(held_back(&one, STRANGER), held_back(&other, STRANGER));
    one.stop().await;
    other.stop().await;
}

async fn a_restart_frees_nobody_who_is_held_back(database: Database) {
    let before = process(&database).await;
    for _ in 0..3 {
        assert_eq!(sign_in(&before, STRANGER, WRONG).await, 401);
    }
    before.stop().await;

    let after = process(&database).await;
    assert_eq!(sign_in(&after, STRANGER, WRONG).await, 429);
    assert_eq!(sign_in(&after, HOME, SUPERVISOR.1).await, 200);
    after.seconds_pass(300);
    assert_eq!(sign_in(&after, STRANGER, WRONG).await, 401);
    assert_eq!(sign_in(&after, STRANGER, WRONG).await, 429);
    after.stop().await;
}

async fn a_right_password_leaves_nothing_behind(database: Database) {
    let before = process(&database).await;
    for _ in 0..5 {
        assert_eq!(sign_in(&before, HOME, SUPERVISOR.1).await, 200);
    }
    before.stop().await;

    let after = process(&database).await;
    for _ in 0..3 {
        assert_eq!(sign_in(&after, HOME, WRONG).await, 401);
    }
    assert_eq!(sign_in(&after, HOME, WRONG).await, 429);
    after.stop().await;
}
