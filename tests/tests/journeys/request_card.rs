//! [guide: «Faire sa demande»]

use serde_json::{Value, json};
use tests::hub::Hub;
use tests::{Person, Reading, Training, files, people, with};

tests::stories![
    a_first_card,
    blocked_without_a_training,
    resume_where_i_stopped,
    go_back_a_step,
    cancelling_erases_data_and_files,
    an_untouched_draft_lapses,
    both_sectors,
    the_licence_must_fit,
    one_case_at_a_time,
    nothing_moves_after_it_was_sent,
    only_strays_are_swept,
    a_licence_that_is_somebody_elses,
];

/// The steps of a case: name, and what is missing.
async fn steps(driver: &tests::roles::Driver, case: &str) -> Vec<(String, Vec<String>)> {
    let case = driver.case(case).await;
    let missing = |step: &Value| {
        if step.get("missing").is_some() {
            step.texts("/missing")
        } else {
            Vec::new()
        }
    };
    case.list("/steps")
        .iter()
        .map(|step| (step.text("/name"), missing(step)))
        .collect()
}

async fn a_first_card(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;

    // 3/ «La liste des pièces justificatives attendues s'affiche», before anything is begun.
    let reference = hub.anyone().get("/v1/reference-data").await.ok();
    let kinds = reference.at("/case_kinds").to_string();
    assert!(
        kinds.contains("identity_document") && kinds.contains("signature"),
        "{kinds}"
    );

    // 4/ «Je clique sur « Commencer »»
    let opened = camille.post("/v1/cases", json!({"kind": "cqc"})).await.expect(201);
    let case = opened.json();
    assert_eq!(
        opened.header("location"),
        Some(format!("/v1/cases/{}", case.id()).as_str())
    );
    assert_eq!(
        (case.stage().as_str(), &case["stage_label"]),
        ("draft", &json!("Brouillon"))
    );
    assert!(case.text("/reference").starts_with("CQC-2026-"), "{case:#}");
    assert_eq!(case["sectors"], json!(["goods"]));
    let case = case.id();

    // 5/ «Je renseigne les étapes et verse les documents attendus»
    let documents = [
        "identity_document",
        "licence_front",
        "licence_back",
        "photo",
        "signature",
    ];
    let missing = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        steps(&camille, &case).await,
        [
            ("holder".to_owned(), vec![]),
            ("documents".to_owned(), missing(&documents)),
            ("delivery_address".to_owned(), missing(&["delivery_address"])),
        ]
    );
    let incomplete = camille
        .do_post(&format!("/v1/cases/{case}/submission"))
        .await
        .refused(409, "incomplete");
    assert!(
        incomplete.texts("/missing").contains(&"licence_front".to_owned()),
        "{incomplete:#}"
    );

    camille.upload_everything(&case).await;

    // 6/ «Je précise l'adresse à laquelle je souhaite recevoir ma carte»
    camille.deliver_to(&case, people::depot()).await;
    assert!(
        camille
            .case(&case)
            .await
            .list("/steps")
            .iter()
            .all(|step| step["complete"] == true)
    );

    // 7/ «Je valide le récapitulatif de ma demande»
    let summary = camille.get(&format!("/v1/cases/{case}/summary")).await.ok();
    assert_eq!(summary["holder"]["surname"], "Martin");
    assert_eq!(summary["delivery_address"]["city"], "Lyon");
    assert_eq!(summary.list("/documents").len(), 5);
    assert_eq!(camille.submit(&case).await.stage(), "submitted");
    hub.mailbox().await.mail_to(&camille.person, "case_submitted").await;

    // «Je peux suivre son avancement et consulter mon récapitulatif»
    let open = camille.get("/v1/cases?open=true").await.ok();
    assert_eq!(open.only_item().id(), case);
    camille.get(&format!("/v1/cases/{case}/summary")).await.ok();
}

async fn blocked_without_a_training(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;

    // «je suis bloqué(e) et ne peux pas accéder la demande»
    let refused = camille
        .post("/v1/cases", json!({"kind": "cqc"}))
        .await
        .refused(409, "no_entitlement");
    assert!(refused.to_string().contains("none_recorded"), "says why: {refused:#}");
    assert_eq!(camille.get("/v1/cases").await.ok().items().len(), 0);

    // A training that was used up gives no second card.
    hub.centre()
        .await
        .attest(&camille.person, &Training::fimo("goods", "2026-11-20"))
        .await;
    hub.card_in_the_post(&camille).await;
    let refused = camille
        .post("/v1/cases", json!({"kind": "cqc"}))
        .await
        .refused(409, "no_entitlement");
    assert!(refused.to_string().contains("already_used"), "says why: {refused:#}");
}

async fn resume_where_i_stopped(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    camille
        .upload(&case, "identity_document", files::identity_document())
        .await;
    camille.upload(&case, "photo", files::photo()).await;
    camille.delete("/v1/sessions/current").await.no_content();

    // The next day, on another telephone: «je peux la reprendre à l'endroit où je m'étais arrêté(e)»
    hub.days_pass(1).await;
    let camille = tests::roles::Driver::sign_in(hub.anyone(), &camille.person).await;
    let draft = camille.get("/v1/cases?stage=draft").await.ok().only_item().clone();
    assert_eq!(draft.id(), case);
    assert_eq!(draft.texts("/actions"), ["resume", "cancel"]);
    let (name, missing) = steps(&camille, &case)
        .await
        .into_iter()
        .find(|(_, missing)| !missing.is_empty())
        .expect("a step");
    assert_eq!(
        (name.as_str(), missing),
        (
            "documents",
            ["licence_front", "licence_back", "signature"]
                .map(String::from)
                .to_vec()
        )
    );

    // What was given is still there, byte for byte.
    let document = camille.case(&case).await.list("/documents")[0].clone();
    assert_eq!(document["type"], "identity_document");
    let path = format!("/v1/cases/{case}/documents/{}", document.id());
    assert_eq!(camille.get(&path).await.ok()["media_type"], "application/pdf");
    let content = camille.get(&format!("{path}/content")).await.expect(200);
    assert_eq!(content.header("content-type"), Some("application/pdf"));
    assert_eq!(content.body, files::identity_document().bytes);
}

async fn go_back_a_step(hub: &Hub) {
    // «je peux revenir sur une étape tant que ma demande n'est pas validée»
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.complete_case().await;

    // The place of birth was wrong, the address as well, and the photo is too dark.
    let holder = with(&camille.person.holder(), "/birth_place", json!("Villeurbanne"));
    camille.put(&format!("/v1/cases/{case}/holder"), holder).await.ok();
    camille.deliver_to(&case, people::home()).await;
    let first = camille.case(&case).await;
    let old = first
        .list("/documents")
        .iter()
        .find(|document| document["type"] == "photo")
        .expect("a photo")
        .id();
    let new = camille.upload(&case, "photo", files::better_photo()).await;
    assert_ne!(old, new);
    camille
        .get(&format!("/v1/cases/{case}/documents/{old}/content"))
        .await
        .not_found();

    // A document taken away is missing again.
    camille
        .delete(&format!("/v1/cases/{case}/documents/{new}"))
        .await
        .no_content();
    assert_eq!(steps(&camille, &case).await[1].1, ["photo"]);
    camille.upload(&case, "photo", files::better_photo()).await;

    let sent = camille.submit(&case).await;
    assert_eq!(sent["delivery_address"], people::home());
    let summary = camille.get(&format!("/v1/cases/{case}/summary")).await.ok();
    assert_eq!(summary["holder"]["birth_place"], "Villeurbanne");
}

async fn cancelling_erases_data_and_files(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.complete_case().await;
    let document = camille.case(&case).await.list("/documents")[0].id();
    assert_eq!(camille.entitlement("goods").await["reason"], "reserved");
    assert_eq!(hub.files_kept().await, files::KEPT_OF_A_CASE);

    // «les informations et documents fournis ne seront pas conservés»
    let cancelled = camille.do_post(&format!("/v1/cases/{case}/cancellation")).await.ok();
    assert_eq!(cancelled.stage(), "cancelled");
    let left = camille.case(&case).await;
    assert!(
        left.get("delivery_address").is_none() && left.get("holder").is_none(),
        "{left:#}"
    );
    assert_eq!(left.get("documents").map_or(0, |documents| documents.list("").len()), 0);
    camille
        .get(&format!("/v1/cases/{case}/documents/{document}/content"))
        .await
        .not_found();
    hub.until_files_kept(0).await;

    // The right to a card is free again; a cancelled case is no draft.
    assert_eq!(camille.entitlement("goods").await["available"], true);
    camille
        .do_post(&format!("/v1/cases/{case}/cancellation"))
        .await
        .not_possible();
    camille.begin_case().await;
}

async fn an_untouched_draft_lapses(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    hub.days_pass(60).await;
    camille.upload(&case, "photo", files::photo()).await;

    // 90 days count from the last touch; announced 14 days before.
    hub.days_pass(75).await;
    assert_eq!(hub.mailbox().await.count(&camille.person, "draft_expiring").await, 0);
    let camille = tests::roles::Driver::sign_in(hub.anyone(), &camille.person).await;
    assert_eq!(camille.case(&case).await.stage(), "draft");
    hub.days_pass(1).await;
    assert_eq!(hub.mailbox().await.count(&camille.person, "draft_expiring").await, 1);
    hub.days_pass(14).await;
    assert_eq!(camille.case(&case).await.stage(), "expired");
    hub.until_files_kept(0).await;
    assert_eq!(camille.entitlement("goods").await["available"], true);
}

async fn both_sectors(hub: &Hub) {
    let trainings = [
        Training::fimo("goods", "2026-10-16"),
        Training::fimo("passengers", "2026-11-20"),
    ];
    let youssef = hub.trained_driver(&Person::youssef(), &trainings).await;

    let case = youssef.complete_case().await;
    assert_eq!(youssef.case(&case).await["sectors"], json!(["goods", "passengers"]));
    youssef.submit(&case).await;
    hub.make_card(&case).await;

    // One card, each sector with its own last day.
    let card = youssef.card().await;
    let expected = json!([
        {"sector": "goods", "expires_on": "2031-10-16"},
        {"sector": "passengers", "expires_on": "2031-11-20"},
    ]);
    assert_eq!(card["sectors"], expected, "{card:#}");
    assert_eq!(card["expires_on"], "2031-11-20");
}

async fn the_licence_must_fit(hub: &Hub) {
    // A FIMO for coaches, a licence for lorries.
    let camille = hub
        .trained_driver(&Person::camille(), &[Training::fimo("passengers", "2026-11-20")])
        .await;
    let case = camille.complete_case().await;
    let refused = camille
        .do_post(&format!("/v1/cases/{case}/submission"))
        .await
        .refused(409, "licence_category");
    assert_eq!(refused["sectors"], json!(["passengers"]));

    // She has passed category D since.
    let licence = with(
        &camille.person.holder(),
        "/licence/categories",
        json!(["B", "C", "CE", "D"]),
    );
    camille.put(&format!("/v1/cases/{case}/holder"), licence).await.ok();
    assert_eq!(camille.submit(&case).await.stage(), "submitted");
}

async fn one_case_at_a_time(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.begin_case().await;
    // Another training arrives meanwhile: a right more, but no second case before the first is on its way.
    hub.centre()
        .await
        .attest(&camille.person, &Training::fco("goods", "2026-10-16"))
        .await;
    let refused = camille
        .post("/v1/cases", json!({"kind": "cqc"}))
        .await
        .refused(409, "case_in_the_way");
    assert_eq!(refused["case_id"], case);

    assert_eq!(camille.get("/v1/cases").await.ok().only_item().id(), case);
}

async fn nothing_moves_after_it_was_sent(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    let path = |part: &str| format!("/v1/cases/{case}/{part}");

    camille.do_post(&path("submission")).await.not_possible();
    let refused = camille.do_post(&path("cancellation")).await.not_possible();
    assert_eq!(refused["stage"], "submitted");
    camille
        .put(&path("delivery-address"), people::home())
        .await
        .not_possible();
    camille
        .put(&path("holder"), camille.person.holder())
        .await
        .not_possible();
    let photo = files::better_photo();
    camille
        .request(reqwest::Method::POST, &path("documents"))
        .upload("photo", photo)
        .await
        .not_possible();
    let document = camille.case(&case).await.list("/documents")[0].id();
    camille
        .delete(&path(&format!("documents/{document}")))
        .await
        .not_possible();
    assert_eq!(camille.case(&case).await["delivery_address"], people::depot());
}

async fn only_strays_are_swept(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    camille.submitted_case().await;
    let kept = hub.files_kept().await;
    hub.leave_a_stray_file().await;

    let (long_ago, one_day) = (chrono::DateTime::UNIX_EPOCH, chrono::DateTime::<chrono::Utc>::MAX_UTC);
    assert_eq!(
        hub.sweep_written_before(long_ago).await,
        0,
        "it may still be on its way"
    );
    assert_eq!(hub.sweep_written_before(one_day).await, 1);
    assert_eq!(hub.files_kept().await, kept);
}

async fn a_licence_that_is_somebody_elses(hub: &Hub) {
    let youssef = hub.driver(&Person::youssef()).await;
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.complete_case().await;
    let holder = Person::camille().with_licence(&youssef.person.licence_number).holder();
    camille.put(&format!("/v1/cases/{case}/holder"), holder).await.ok();
    camille.submit(&case).await;

    // The agent hears of it, and of nothing more; the driver can still put it right.
    let agent = hub.agent().await;
    agent.take(&case).await;
    agent
        .on_case(&case, "approval")
        .await
        .await
        .refused(409, "licence_in_use");
    agent
        .request_information(
            &case,
            &[("field:licence", "Ce numéro n’est pas celui de votre permis.")],
        )
        .await;
    let holder = Person::camille().holder();
    camille.put(&format!("/v1/cases/{case}/holder"), holder).await.ok();
    let path = format!("/v1/cases/{case}/response");
    camille.do_post(&path).await.ok();
    agent.take_and_approve(&case).await;
}
