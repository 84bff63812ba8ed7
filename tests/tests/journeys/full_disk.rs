//! Where there is no room: whoever asks is told to come back, nothing is left half done, and everything goes on by itself
//! once there is room again.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::hub::{Hub, TIMEOUT};
use tests::trouble::{Lost, fill_disk, make_room};
use tests::{Person, Reply, files};

tests::stories![
    who_asks_while_the_disk_is_full_is_told_to_come_back,
    a_hub_that_cannot_write_is_not_ready,
    a_hub_that_can_write_nothing_new_is_not_ready,
    a_storage_that_takes_nothing_is_told_apart,
];

/// 503, and when to come back.
#[track_caller]
fn come_back(reply: Reply) {
    let wait = reply.header("retry-after").expect("when to come back").to_owned();
    assert!(wait.parse::<u32>().is_ok_and(|seconds| seconds > 0), "{wait}");
    reply.refused(503, "unavailable");
}

async fn who_asks_while_the_disk_is_full_is_told_to_come_back(hub: &Hub) {
    let camille = Person::camille();
    for table in ["accounts", "transitions", "audit_events", "outbox"] {
        fill_disk(hub.store(), table).await;
        let register = hub.anyone().post("/v1/accounts", camille.registration());
        come_back(register.come_what_may().await);
        // Whoever only reads is served.
        hub.anyone().get("/v1/reference-data").await.ok();
        make_room(hub.store(), table).await;
        assert_eq!(
            hub.agent().await.waiting_under(&camille.email).await,
            [""; 0],
            "{table}"
        );
    }
    let account = hub.register(&camille).await;
    assert_eq!(hub.agent().await.waiting_under(&camille.email).await, [account]);
    assert_eq!(hub.mailbox().await.count(&camille, "account_received").await, 1);
}

/// What it says of itself, once it says so.
async fn standing(hub: &Hub, expected: Value) -> Reply {
    let deadline = Instant::now() + TIMEOUT;
    loop {
        let reply = hub.anyone().get("/health/ready").come_what_may().await;
        if reply.json() == expected {
            return reply;
        }
        assert!(Instant::now() < deadline, "in vain: {reply}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn ready() -> Value {
    json!({"status": "ready", "database": true, "migrations": true, "storage": true})
}

async fn a_hub_that_cannot_write_is_not_ready(hub: &Hub) {
    standing(hub, ready()).await.expect(200);
    fill_disk(hub.store(), "hub_state").await;
    let not_ready = json!({"status": "not_ready", "database": false, "migrations": true, "storage": true});
    let reply = standing(hub, not_ready).await.expect(503);
    assert!(reply.header("retry-after").is_some());
    make_room(hub.store(), "hub_state").await;
    standing(hub, ready()).await.expect(200);
}

/// As on a full tablespace, where a row that is there can still be changed.
async fn a_hub_that_can_write_nothing_new_is_not_ready(hub: &Hub) {
    standing(hub, ready()).await.expect(200);
    fill_disk(hub.store(), "accounts").await;
    let register = hub.anyone().post("/v1/accounts", Person::camille().registration());
    come_back(register.come_what_may().await);
    let not_ready = json!({"status": "not_ready", "database": false, "migrations": true, "storage": true});
    standing(hub, not_ready).await.expect(503);
    make_room(hub.store(), "accounts").await;
    standing(hub, ready()).await.expect(200);
}

async fn a_storage_that_takes_nothing_is_told_apart(hub: &Hub) {
    let driver = hub.trained(&Person::camille()).await;
    let case = driver.begin_case().await;
    let lost = Lost::take(&hub.files_folder());
    let not_ready = json!({"status": "not_ready", "database": true, "migrations": true, "storage": false});
    standing(hub, not_ready).await.expect(503);
    let upload = driver.do_post(&format!("/v1/cases/{case}/documents"));
    come_back(upload.upload("photo", files::photo()).come_what_may().await);

    drop(lost);
    standing(hub, ready()).await.expect(200);
    driver.upload(&case, "photo", files::photo()).await;
}
