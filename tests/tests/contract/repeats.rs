//! `Idempotency-Key`: a request that is sent again because its answer was lost has no second effect.

use reqwest::Method;
use serde_json::json;
use tests::hub::Hub;
use tests::roles::Driver;
use tests::{Person, Reading, Training, files};

tests::stories![
    the_stored_answer_comes_again,
    a_decision_comes_again_although_the_version_is_stale,
    an_upload_comes_again,
    a_refusal_is_not_kept,
    a_key_is_its_owners_and_its_requests,
    a_key_answers_for_its_own_body_only,
    a_key_is_forgotten_after_a_day,
    a_strangers_key_goes_with_their_own_words,
    what_is_no_key,
];

async fn the_stored_answer_comes_again(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let open = || camille.post("/v1/cases", json!({"kind": "cqc"})).idempotently("6f1c");
    let first = open().await.expect(201);
    let again = open().await.expect(201);
    assert_eq!(first.header("idempotency-replayed"), None);
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(first.body, again.body);
    for header in ["location", "etag", "content-type"] {
        assert_eq!(first.header(header), again.header(header), "{header}");
    }

    // The same meaning in another order is the same body; another meaning is not.
    let spaced = camille
        .request(Method::POST, "/v1/cases")
        .with("content-type", "application/json");
    let spaced = spaced.body("{ \"kind\":\n \"cqc\" }").idempotently("6f1c");
    assert_eq!(spaced.await.expect(201).body, first.body);
    assert_eq!(camille.get("/v1/cases").await.ok().items().len(), 1);
}

async fn a_decision_comes_again_although_the_version_is_stale(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    let agent = hub.agent().await;
    agent.take(&case).await;
    let path = format!("/v1/back-office/cases/{case}");
    let tag = agent.get(&path).await.expect(200).etag();
    let approve = || {
        agent
            .do_post(&format!("{path}/approval"))
            .if_match(&tag)
            .idempotently("approve-once")
    };
    let first = approve().await.expect(200);
    let again = approve().await.expect(200);
    assert_eq!(
        (first.body, again.header("idempotency-replayed")),
        (again.body.clone(), Some("true"))
    );
    agent
        .do_post(&format!("{path}/approval"))
        .if_match(&tag)
        .await
        .refused(412, "stale");
    assert_eq!(
        hub.factory()
            .await
            .get("/v1/production-orders")
            .await
            .ok()
            .items()
            .len(),
        1
    );
}

async fn an_upload_comes_again(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    let send = |file| {
        let request = camille.request(Method::POST, &format!("/v1/cases/{case}/documents"));
        request.upload("photo", file).idempotently("photo-1")
    };
    let first = send(files::photo()).await.expect(201);
    let again = send(files::photo()).await.expect(201);
    assert_eq!(
        (first.body.clone(), again.header("idempotency-replayed")),
        (again.body.clone(), Some("true"))
    );
    send(files::better_photo()).await.refused(422, "idempotency_key_reused");
    hub.until_files_kept(files::KEPT_OF_A_PHOTO).await;
}

async fn a_refusal_is_not_kept(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    let submit = || {
        camille
            .do_post(&format!("/v1/cases/{case}/submission"))
            .idempotently("submit-1")
    };
    submit().await.refused(409, "incomplete");
    camille.upload_everything(&case).await;
    camille.deliver_to(&case, tests::people::home()).await;
    assert_eq!(submit().await.ok().stage(), "submitted");
    assert_eq!(submit().await.expect(200).header("idempotency-replayed"), Some("true"));
}

async fn a_key_is_its_owners_and_its_requests(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let youssef = hub.trained(&Person::youssef()).await;
    let open = async |driver: &Driver| {
        driver
            .post("/v1/cases", json!({"kind": "cqc"}))
            .idempotently("1")
            .await
            .created()
    };
    let (mine, theirs) = (open(&camille).await, open(&youssef).await);
    assert_ne!(mine.id(), theirs.id());
    // The same key on another path is another request.
    camille
        .do_post(&format!("/v1/cases/{}/cancellation", mine.id()))
        .idempotently("1")
        .await
        .ok();

    // Not kept at all where a repetition is meant: each sign-in is a new session.
    let sign_in = || {
        let body = json!({"email": camille.person.email, "password": camille.person.password});
        hub.anyone().post("/v1/sessions", body).idempotently("1")
    };
    let (first, second) = (sign_in().await.ok(), sign_in().await.ok());
    assert_ne!(first.text("/refresh_token"), second.text("/refresh_token"));
}

async fn a_key_answers_for_its_own_body_only(hub: &Hub) {
    let centre = hub.centre().await;
    let post = |number| {
        let attestation = Training::fimo("goods", "2026-11-20").of(&Person::numbered(number));
        centre.post("/v1/attestations", attestation).idempotently("1")
    };
    post(1).await.created();
    post(2).await.refused(422, "idempotency_key_reused");
    assert_eq!(post(1).await.expect(201).header("idempotency-replayed"), Some("true"));
}

async fn a_key_is_forgotten_after_a_day(hub: &Hub) {
    let camille = Person::camille();
    let attestation = Training::fimo("goods", "2026-11-20").of(&camille);
    let post = async || {
        let centre = hub.machine(tests::hub::LYON).await;
        centre
            .post("/v1/attestations", attestation.clone())
            .idempotently("1")
            .await
    };
    post().await.created();
    hub.seconds_pass(23 * 3600);
    assert_eq!(post().await.expect(201).header("idempotency-replayed"), Some("true"));
    hub.seconds_pass(3601);
    // Done afresh: the centre's own reference still knows that it was posted before.
    assert_eq!(post().await.expect(200).header("idempotency-replayed"), None);
}

async fn a_strangers_key_goes_with_their_own_words(hub: &Hub) {
    let register = |person: Person| {
        let request = hub.anyone().post("/v1/accounts", person.registration());
        request.idempotently("1")
    };
    let first = register(Person::camille()).await.expect(202);
    // Somebody else happens to use the same key: they are not told that somebody did before.
    let other = register(Person::youssef()).await.expect(202);
    assert_eq!(other.header("idempotency-replayed"), None);
    assert_ne!(first.json().id(), other.json().id());

    let again = register(Person::camille()).await.expect(202);
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.body, first.body);
    assert_eq!(
        hub.mailbox().await.count(&Person::camille(), "account_received").await,
        1
    );
}

async fn what_is_no_key(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    for key in ["", " ", "a b", &"k".repeat(256)] {
        let open = camille.post("/v1/cases", json!({"kind": "cqc"})).idempotently(key);
        open.await.refused(400, "idempotency_key_malformed");
    }
    let twice = camille
        .post("/v1/cases", json!({"kind": "cqc"}))
        .idempotently("a")
        .idempotently("b");
    twice.await.refused(400, "idempotency_key_malformed");
    assert_eq!(camille.get("/v1/cases").await.ok().items().len(), 0);
}
