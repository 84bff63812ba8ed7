//! A crowd that was written straight into the tables is served as if it had come over HTTP.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use domain::case::Stage;
use serde_json::json;
use tests::databases::Database;
use tests::hub::BEGINNING;
use tests::roles::sign_in;
use tests::seed::{Acting, Cast, MANY, PASSWORD, Seeder};
use tests::{Client, Hub, Reading as _, on_both};

on_both![a_seeded_crowd_is_served];

async fn a_seeded_crowd_is_served(database: Database) {
    let now = BEGINNING.parse().expect("an instant");
    let cast = {
        let mut seeder = Seeder::open_at(database.url(), now).await;
        seeder.fill_up_to(200);
        seeder.fill_up_to(300);
        assert_eq!(Seeder::open_at(database.url(), now).await.seeded(), 300);
        seeder.cast(1, 1)
    };
    if database.is_sqlite() {
        every_reference_leads_somewhere(&database);
    }
    let hub = Hub::start(database).await;
    agents_see_them(&hub).await;
    drivers_go_on(&hub, &cast).await;
    hub.stop().await;
}

fn every_reference_leads_somewhere(database: &Database) {
    let check = sql::<BigInt>("SELECT count(*) FROM pragma_foreign_key_check");
    let dangling: i64 = check.get_result(&mut database.connect_to_sqlite()).expect("checked");
    assert_eq!(dangling, 0);
}

/// Every list, and what it leads to.
async fn agents_see_them(hub: &Hub) {
    let agent = &hub.agent().await.client;
    for resource in ["accounts", "attestations", "cards", "cases", "production-orders"] {
        first_of(agent, &format!("/v1/back-office/{resource}"), "").await;
    }
    let open = [
        Stage::Submitted,
        Stage::InReview,
        Stage::InformationRequested,
        Stage::InProduction,
        Stage::Shipped,
        Stage::Completed,
        Stage::Rejected,
    ];
    for stage in open {
        let case = first_of(agent, "/v1/back-office/cases", &format!("?stage={stage}")).await;
        assert!(!case.list("/history").is_empty(), "{case:#}");
    }
    let trail = hub.supervisor().await.get("/v1/back-office/audit-events").await.ok();
    assert!(!trail.items().is_empty());
}

/// What a list shows of its first item, with everything that is known of it.
async fn first_of(client: &Client, path: &str, query: &str) -> serde_json::Value {
    let found = client.get(&format!("{path}{query}")).await.ok();
    let first = found
        .items()
        .first()
        .unwrap_or_else(|| panic!("nothing at {path}{query}"));
    client.get(&format!("{path}/{}", first.id())).await.ok()
}

async fn drivers_go_on(hub: &Hub, cast: &Cast) {
    let regular = signed_in(hub, &cast.regulars[0]).await;
    assert_eq!(regular.get("/v1/cases").await.ok().items().len(), MANY as usize);
    for resource in ["cases", "certificates"] {
        first_of(&regular, &format!("/v1/{resource}"), "").await;
    }
    for resource in ["account", "entitlements", "cards", "notices", "trainings"] {
        regular.get(&format!("/v1/{resource}")).await.ok();
    }
    let newcomer = signed_in(hub, &cast.newcomers[0]).await;
    newcomer.post("/v1/cases", json!({"kind": "cqc"})).await.created();
    let draft = cast.ready[0].draft.expect("a draft");
    let sent = signed_in(hub, &cast.ready[0]).await;
    let sent = sent.do_post(&format!("/v1/cases/{draft}/submission")).await.ok();
    assert_eq!(sent.stage(), "submitted");
    a_trainee_is_found(hub, &cast.trainees[0]).await;
}

async fn a_trainee_is_found(hub: &Hub, trainee: &Acting) {
    let attestation = json!({
        "external_reference": "SEEDED", "type": "fco", "sector": "goods", "hours": 35, "started_on": "2026-11-16",
        "ended_on": "2026-11-20", "delivered_on": "2026-11-20", "place": "Lyon", "driver": trainee.driver.as_attested(),
    });
    let posted = hub.centre().await.post("/v1/attestations", attestation).await.created();
    assert_eq!(posted.text("/status"), "matched");
}

async fn signed_in(hub: &Hub, acting: &Acting) -> Client {
    let session = sign_in(hub.anyone(), &acting.driver.email(), PASSWORD).await;
    hub.anyone().bearing(&session.text("/access_token"))
}
