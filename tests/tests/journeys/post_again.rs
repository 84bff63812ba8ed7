//! What a training centre withdrew and posts again; and what waits for its driver on the agents' work list.

use serde_json::{Value, json};
use tests::hub::Hub;
use tests::roles::Driver;
use tests::{Person, Reading, Training, with};

tests::stories![
    withdrawn_and_posted_again,
    withdrawn_and_posted_again_in_a_batch,
    withdrawn_twice,
    a_driver_with_another_name_and_another_licence,
    not_this_driver_but_another,
    dismissed_before_the_right_one_came,
];

async fn withdrawn_and_posted_again(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let centre = hub.centre().await;
    let posting = Training::fco("goods", "2026-11-20").of(&camille.person);
    for changed in [
        posting.clone(),
        with(&posting, "/hours", json!(40)),
        with(&posting, "/place", json!("Villeurbanne")),
        with(&posting, "/driver/first_names", json!("Camille Jeanne")),
    ] {
        let first = centre.post("/v1/attestations", posting.clone()).await.created();
        centre.withdraw(&first.id(), "Saisie erronée").await;
        let again = centre.post("/v1/attestations", changed.clone()).await.created();
        assert_ne!(again.id(), first.id());
        assert_eq!(again["status"], "matched");
        assert_eq!(camille.entitlement("goods").await["available"], true);
        // From then on it is what any other is: a repeat, or taken.
        assert_eq!(centre.post("/v1/attestations", changed).await.ok().id(), again.id());
        let other = with(&posting, "/hours", json!(49));
        centre
            .post("/v1/attestations", other)
            .await
            .refused(409, "reference_taken");
        assert_eq!(centre.status_of(&first.id()).await, "withdrawn");
        centre.withdraw(&again.id(), "Saisie erronée").await;
    }
}

async fn withdrawn_and_posted_again_in_a_batch(hub: &Hub) {
    let centre = hub.centre().await;
    let postings: Vec<Value> = [Person::camille(), Person::youssef(), Person::anne_lise()]
        .iter()
        .map(|person| Training::fco("goods", "2026-11-20").of(person))
        .collect();
    let batch = async |attestations: &[Value]| {
        let body = json!(attestations);
        let answer = centre.post("/v1/attestation-batches", body).await.json();
        (answer["created"].clone(), answer["unchanged"].clone())
    };
    assert_eq!(batch(&postings).await, (json!(3), json!(0)));
    for listed in centre.get("/v1/attestations").await.ok().items() {
        centre.withdraw(&listed.id(), "Mauvais stage").await;
    }
    let corrected = [
        postings[0].clone(),
        with(&postings[1], "/hours", json!(42)),
        postings[2].clone(),
    ];
    assert_eq!(batch(&corrected).await, (json!(3), json!(0)));
    assert_eq!(batch(&corrected).await, (json!(0), json!(3)));
}

async fn withdrawn_twice(hub: &Hub) {
    let centre = hub.centre().await;
    let posting = Training::fimo("goods", "2026-11-20").of(&Person::camille());
    for _ in 0..3 {
        let posted = centre.post("/v1/attestations", posting.clone()).await.created();
        centre.withdraw(&posted.id(), "Saisie erronée").await;
    }
    let reference = posting.text("/external_reference");
    let all = centre
        .get(&format!("/v1/attestations?external_reference={reference}"))
        .await
        .ok();
    assert_eq!(all.items().len(), 3);
}

async fn a_driver_with_another_name_and_another_licence(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let account = camille.get("/v1/account").await.ok().id();
    let centre = hub.centre().await;
    let agent = hub.agent().await;
    for (day, surname, licence, born, status) in [
        ("2026-11-20", "LEROY", "26BC12345", "1988-04-17", "mismatch"),
        ("2026-10-16", "MARTIN-LEROY", "880469200417", "1988-04-17", "mismatch"),
        ("2026-09-18", "LEROY", "26BC12346", "1988-04-18", "recorded"),
    ] {
        let driver = json!({"surname": surname, "first_names": "Camille Jeanne", "birth_date": born,
            "licence": {"country": "FR", "number": licence}});
        let posting = Training::fco("goods", day).attesting(driver, licence);
        let posted = centre.post("/v1/attestations", posting).await.created();
        assert_eq!(posted["status"], status, "{posted:#}");

        // On the work list without being asked for, and matched by hand.
        let list = agent.get("/v1/back-office/attestations").await.ok();
        assert!(list.items().iter().any(|line| line.id() == posted.id()), "{list:#}");
        let resource = format!("/v1/back-office/attestations/{}", posted.id());
        // Whom it may be is known only where it came close to somebody.
        if status == "recorded" {
            let to_nobody = agent.on(&resource, "match").await.json(json!({}));
            to_nobody.await.invalid(&[("/account_id", "missing")]);
        }
        let matched = agent
            .on(&resource, "match")
            .await
            .json(json!({"account_id": account}))
            .await
            .ok();
        assert_eq!(matched["status"], "matched");
        assert_eq!(centre.status_of(&posted.id()).await, "matched");
    }
    assert_eq!(camille.get("/v1/trainings").await.ok().items().len(), 3);
    assert_eq!(camille.entitlement("goods").await["available"], true);

    // Whoever registers with a number that was hers by an agent's word is flagged, and nobody else.
    for (number, flagged) in [("26BC12345", true), ("26BC99999", false)] {
        let other = Person::numbered(1)
            .at(&format!("{number}@mail.example"))
            .with_licence(number);
        let file = agent.account(&hub.register(&other).await).await;
        let found = file.list("/duplicates");
        let same = |one: &Value| one["account_id"] == account && one["same_licence"] == true;
        assert_eq!(found.iter().any(same), flagged, "{number}: {file:#}");
    }
}

async fn dismiss(hub: &Hub, attestation: &str) -> Value {
    let reason = json!({"reason": "Ce n’est pas cette conductrice."});
    let resource = format!("/v1/back-office/attestations/{attestation}");
    hub.agent()
        .await
        .on(&resource, "dismissal")
        .await
        .json(reason)
        .await
        .ok()
}

async fn not_this_driver_but_another(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let centre = hub.centre().await;
    // The licence of one, the name of another: it comes close to the first.
    let sister = Person::camille().called("Durand").at("durand@mail.example");
    let posted = centre.attest(&sister, &Training::fco("goods", "2026-11-20")).await;
    assert_eq!(posted["status"], "mismatch");
    assert_eq!(dismiss(hub, &posted.id()).await["status"], "dismissed");

    // Whatever happens to that one, it is never offered to them again.
    let account = camille.get("/v1/account").await.ok().id();
    let why = json!({"reason": "Contrôle"});
    let supervisor = hub.supervisor().await;
    supervisor
        .on_account(&account, "suspension")
        .await
        .json(why.clone())
        .await
        .ok();
    supervisor
        .on_account(&account, "reactivation")
        .await
        .json(why)
        .await
        .ok();
    assert_eq!(centre.status_of(&posted.id()).await, "dismissed");

    // Another who fits is matched.
    let fits = sister.with_licence("17CD00001");
    let right = hub.driver(&fits).await;
    let resource = format!("/v1/back-office/attestations/{}", posted.id());
    let offered = hub.agent().await.get(&resource).await.ok();
    assert_eq!(offered["status"], "mismatch");
    let theirs = right.get("/v1/account").await.ok().id();
    assert_eq!(offered["candidate"]["account_id"], json!(theirs));
    hub.agent()
        .await
        .on(&resource, "match")
        .await
        .json(json!({}))
        .await
        .ok();
    assert_eq!(right.entitlement("goods").await["available"], true);
    // (They were signed out by the suspension.)
    let camille = Driver::sign_in(hub.anyone(), &camille.person).await;
    assert_eq!(camille.get("/v1/trainings").await.ok().items().len(), 0);
}

async fn dismissed_before_the_right_one_came(hub: &Hub) {
    let centre = hub.centre().await;
    for (number, training) in [
        (1, Training::fco("goods", "2026-11-20")),
        (2, Training::fimo("goods", "2026-11-19")),
        (3, Training::fco("goods", "2026-11-18")),
    ] {
        let right = Person::numbered(number);
        let near = right
            .clone()
            .with_licence(&format!("17CD0000{number}"))
            .at(&format!("proche{number}@mail.example"));
        let near = hub.driver(&near).await;
        let posted = centre.attest(&right, &training).await;
        assert_eq!(posted["status"], "mismatch");
        dismiss(hub, &posted.id()).await;
        let right = hub.driver(&right).await;
        assert_eq!(centre.status_of(&posted.id()).await, "matched");
        assert_eq!(right.get("/v1/trainings").await.ok().items().len(), 1);
        assert_eq!(near.get("/v1/trainings").await.ok().items().len(), 0);
    }
}
