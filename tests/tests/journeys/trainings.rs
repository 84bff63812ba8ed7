//! [guide: «Visualiser ses récapitulatifs de formation»]

use serde_json::json;
use tests::hub::Hub;
use tests::{Person, Reading, Training};

tests::stories![
    a_recap_of_each_training,
    one_qualification_at_a_time,
    continuing_trainings_go_after_six_years,
    sequences_add_up,
    an_attestation_that_nearly_matches_is_settled,
    an_attestation_that_is_somebody_elses,
    a_school_attests_long_initial_qualifications_alone,
];

async fn a_recap_of_each_training(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let attestation = hub
        .centre()
        .await
        .attest(&camille.person, &Training::fimo("goods", "2026-11-20"))
        .await;
    assert_eq!(attestation["status"], "matched");

    // «les formations enregistrées par un centre agréé entraîneront le dépôt d'un récapitulatif»
    hub.mailbox().await.mail_to(&camille.person, "recap_available").await;
    let recap = camille.get("/v1/trainings").await.ok().only_item().clone();
    let recap = camille.get(&format!("/v1/trainings/{}", recap.id())).await.ok();
    assert_eq!(recap["type"], "fimo");
    assert_eq!(recap["sector"], "goods");
    assert_eq!(recap["hours"], 140);
    assert_eq!(recap["ended_on"], "2026-11-20");
    assert!(
        recap.at("/centre").to_string().contains("ABSKILL") || recap.at("/centre").is_object(),
        "{recap:#}"
    );

    let notice = camille.get("/v1/notices").await.ok();
    assert!(
        notice.items().iter().any(|notice| notice["kind"] == "recap_available"),
        "{notice:#}"
    );
}

async fn one_qualification_at_a_time(hub: &Hub) {
    let trainings = [
        Training::fimo("goods", "2026-10-16"),
        Training::fimo("passengers", "2026-11-20"),
    ];
    let youssef = hub.trained_driver(&Person::youssef(), &trainings).await;

    assert_eq!(youssef.get("/v1/trainings").await.ok().items().len(), 2);
    for sector in ["goods", "passengers"] {
        let shown = youssef.get(&format!("/v1/trainings?sector={sector}")).await.ok();
        assert_eq!(shown.only_item()["sector"], sector);
    }
    youssef
        .get("/v1/trainings?sector=taxis")
        .await
        .invalid(&[("sector", "unknown_value")]);
}

async fn continuing_trainings_go_after_six_years(hub: &Hub) {
    let trainings = [
        Training::fimo("goods", "2021-11-19"),
        Training::fco("goods", "2026-11-20"),
    ];
    let camille = hub.trained_driver(&Person::camille(), &trainings).await;
    let shown = async || {
        let recaps = camille.get("/v1/trainings").await.ok();
        let mut types: Vec<_> = recaps.items().iter().map(|recap| recap.text("/type")).collect();
        types.sort();
        types
    };

    hub.move_clock_to("2032-11-20T10:00:00Z").await;
    assert_eq!(shown().await, ["fco", "fimo"]);
    // «6 ans après leur date de délivrance»; the initial one stays «sans délai de conservation».
    hub.move_clock_to("2032-11-21T10:00:00Z").await;
    assert_eq!(shown().await, ["fimo"]);
}

async fn sequences_add_up(hub: &Hub) {
    let parts = ["2026-09-04", "2026-10-02", "2026-11-06"].map(|day| Training::sequence("goods", 14, day));
    let camille = hub.trained_driver(&Person::camille(), &parts[..2]).await;

    // 28 hours of 35: nothing to ask for yet, and the hub says how far it is.
    let goods = camille.entitlement("goods").await;
    assert_eq!(goods["available"], false);
    assert_eq!(goods["reason"], "hours_missing");
    assert_eq!(
        (&goods["hours_done"], &goods["hours_required"]),
        (&json!(28), &json!(35))
    );
    let refused = camille
        .post("/v1/cases", json!({"kind": "cqc"}))
        .await
        .refused(409, "no_entitlement");
    assert!(refused.to_string().contains("28"), "says what is missing: {refused:#}");

    hub.centre().await.attest(&camille.person, &parts[2]).await;
    assert_eq!(camille.entitlement("goods").await["available"], true);
    assert_eq!(camille.entitlement("passengers").await["reason"], "none_recorded");
    camille.begin_case().await;
}

async fn an_attestation_that_nearly_matches_is_settled(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let married = Person::camille().called("Martin-Duval");
    let attestation = hub
        .centre()
        .await
        .attest(&married, &Training::fimo("goods", "2026-11-20"))
        .await;
    assert_eq!(attestation["status"], "mismatch");
    assert_eq!(camille.entitlement("goods").await["available"], false);

    let agent = hub.agent().await;
    let waiting = agent.get("/v1/back-office/attestations?status=mismatch").await.ok();
    assert_eq!(waiting.only_item()["mismatch"], "surname_differs");
    let account = camille.get("/v1/account").await.ok().id();
    let path = format!("/v1/back-office/attestations/{}", attestation.id());
    let settled = agent
        .on(&path, "match")
        .await
        .json(json!({"account_id": account}))
        .await
        .ok();
    assert_eq!(settled["status"], "matched");

    assert_eq!(camille.entitlement("goods").await["available"], true);
    assert_eq!(hub.centre().await.status_of(&attestation.id()).await, "matched");
}

async fn an_attestation_that_is_somebody_elses(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let namesake = Person::camille().with_licence("18DF11111");
    let attestation = hub
        .centre()
        .await
        .attest(&namesake, &Training::fimo("goods", "2026-11-20"))
        .await;
    assert_eq!(attestation["status"], "mismatch");

    let agent = hub.agent().await;
    let path = format!("/v1/back-office/attestations/{}", attestation.id());
    let reason = json!({"reason": "Homonyme née le même jour."});
    assert_eq!(
        agent.on(&path, "dismissal").await.json(reason).await.ok()["status"],
        "dismissed"
    );
    assert_eq!(camille.get("/v1/trainings").await.ok().items().len(), 0);
    assert_eq!(camille.entitlement("goods").await["reason"], "none_recorded");
}

async fn a_school_attests_long_initial_qualifications_alone(hub: &Hub) {
    let centres = "/v1/back-office/training-centres";
    let (supervisor, camille) = (hub.supervisor().await, hub.driver(&Person::camille()).await);
    let lycee = json!({"name": "Lycée des transports", "kind": "school"});
    let school = supervisor.post(centres, lycee).await.created();
    assert_eq!(school["accreditation_number"], "");
    let credentials = supervisor
        .do_post(&format!("{centres}/{}/credentials", school.id()))
        .await
        .created();
    let (id, secret) = (credentials.text("/client_id"), credentials.text("/client_secret"));
    let lycee = hub.machine((&id, &secret, "attestations")).await;

    let fimo = Training::fimo("goods", "2026-11-20").of(&camille.person);
    lycee
        .post("/v1/attestations", fimo.clone())
        .await
        .invalid(&[("/type", "not_for_schools")]);
    let mut diploma = fimo;
    diploma["type"] = json!("initial_long");
    diploma["hours"] = json!(420);
    diploma["started_on"] = json!("2025-09-01");
    let attested = lycee.post("/v1/attestations", diploma).await.created();
    assert_eq!(attested["status"], "matched");
    assert_eq!(camille.entitlement("goods").await["available"], true);
    assert_eq!(camille.get("/v1/certificates").await.ok().items().len(), 1);

    let unaccredited = json!({"name": "Auto-école", "kind": "accredited"});
    supervisor
        .post(centres, unaccredited)
        .await
        .invalid(&[("/accreditation_number", "missing")]);
}
