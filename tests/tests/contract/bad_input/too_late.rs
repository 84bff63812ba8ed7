//! What would have been right before: decisions on a version that has changed, actions that their stage does not allow.

use serde_json::json;
use tests::hub::Hub;
use tests::{Person, Reading, files, people};

tests::stories![
    decisions_name_the_version_they_are_made_on,
    a_stale_version_decides_nothing,
    the_wrong_stage,
    tags_and_what_they_save,
];

async fn decisions_name_the_version_they_are_made_on(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    let account = hub.register(&Person::youssef()).await;
    let agent = hub.agent().await;
    for (path, body) in [
        (format!("/v1/back-office/accounts/{account}/approval"), json!({})),
        (
            format!("/v1/back-office/accounts/{account}/rejection"),
            json!({"reason": "Non."}),
        ),
        (format!("/v1/back-office/cases/{case}/approval"), json!({})),
        (
            format!("/v1/back-office/cases/{case}/rejection"),
            json!({"reason": "Non."}),
        ),
    ] {
        agent
            .post(&path, body.clone())
            .await
            .refused(428, "precondition_required");
        agent
            .post(&path, body.clone())
            .if_match("\"999-abc\"")
            .await
            .refused(412, "stale");
        agent
            .post(&path, body)
            .if_match("nonsense")
            .await
            .refused(400, "malformed_request");
    }
    assert_eq!(camille.case(&case).await.stage(), "submitted");
}

async fn a_stale_version_decides_nothing(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.complete_case().await;
    let path = format!("/v1/cases/{case}");
    let seen = camille.get(&path).await.expect(200).etag();
    camille.deliver_to(&case, people::home()).await;

    let address = camille
        .put(&format!("{path}/delivery-address"), people::depot())
        .if_match(&seen);
    address.await.refused(412, "stale");
    camille
        .do_post(&format!("{path}/submission"))
        .if_match(&seen)
        .await
        .refused(412, "stale");
    camille
        .do_post(&format!("{path}/cancellation"))
        .if_match(&seen)
        .await
        .refused(412, "stale");
    let photo = camille
        .request(reqwest::Method::POST, &format!("{path}/documents"))
        .if_match(&seen);
    photo.upload("photo", files::better_photo()).await.refused(412, "stale");
    let now = camille.get(&path).await.expect(200);
    assert_eq!(now.json()["delivery_address"], people::home());
    camille
        .do_post(&format!("{path}/submission"))
        .if_match(&now.etag())
        .await
        .ok();
}

async fn the_wrong_stage(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.complete_case().await;
    let agent = hub.agent().await;
    // A draft is nobody's business but its driver's.
    agent.get(&format!("/v1/back-office/cases/{case}")).await.not_found();
    camille
        .post(&format!("/v1/cases/{case}/response"), json!({"answers": []}))
        .await
        .not_possible();

    camille.submit(&case).await;
    let refused = agent.on_case(&case, "approval").await.await.not_possible();
    assert_eq!(refused["stage"], "submitted");
    assert_eq!(refused.texts("/possible_actions"), ["take"]);
    let items = json!({"items": [{"target": "question", "reason": "Pourquoi ?"}]});
    agent
        .on_case(&case, "information-request")
        .await
        .json(items)
        .await
        .not_possible();
    agent.take(&case).await;
    agent.on_case(&case, "assignment").await.await.not_possible();
    agent.on_case(&case, "approval").await.await.ok();
    agent
        .on_case(&case, "rejection")
        .await
        .json(json!({"reason": "Trop tard."}))
        .await
        .not_possible();

    let account = camille.get("/v1/account").await.ok().id();
    agent.on_account(&account, "approval").await.await.not_possible();
    let order = hub.factory().await.next_order().await.id();
    agent.requeue_order(&order).await.not_possible();
    let card = camille.card().await.id();
    camille
        .do_post(&format!("/v1/cards/{card}/activation"))
        .await
        .not_possible();
}

async fn tags_and_what_they_save(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    let path = format!("/v1/cases/{case}");
    let seen = camille.get(&path).await.expect(200);
    assert_eq!(seen.header("cache-control"), Some("private, no-cache, no-store"));
    let again = camille.get(&path).with("if-none-match", &seen.etag()).await.expect(304);
    assert!(again.body.is_empty());
    camille.deliver_to(&case, people::home()).await;
    camille.get(&path).with("if-none-match", &seen.etag()).await.ok();
}
