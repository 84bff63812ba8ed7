//! [guide: «Répondre à une demande d'informations complémentaires»]

use serde_json::json;
use tests::hub::Hub;
use tests::{Person, Reading, files, people, with};

tests::stories![
    i_am_told_and_i_answer,
    every_item_is_addressed,
    nothing_else_is_open_to_change,
    an_unanswered_request_ends_the_case,
    a_long_jump_passes_no_announcement_over,
];

async fn i_am_told_and_i_answer(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    let agent = hub.agent().await;
    agent.take(&case).await;
    let reasons = [
        ("document:photo", "Le visage est dans l'ombre."),
        ("field:surname", "Votre carte d'identité porte un double nom."),
        ("question", "Avez-vous un second prénom ?"),
    ];
    agent.request_information(&case, &reasons).await;

    // «Je suis notifié(e) par courrier électronique ou SMS»
    let mail = hub
        .mailbox()
        .await
        .mail_to(&camille.person, "information_requested")
        .await;
    assert!(mail.text().contains("Le visage est dans l'ombre."), "{}", mail.text());
    hub.mailbox()
        .await
        .text_to(&camille.person, "information_requested")
        .await;

    // 1/ «Sur la notification de la page d'accueil, je clique sur le lien « en savoir plus »»
    let notices = camille.get("/v1/notices").await.ok();
    let notice = notices
        .items()
        .iter()
        .find(|notice| notice["kind"] == "information_requested")
        .expect("a notice");
    assert!(
        notice.at("/link").to_string().contains(&case),
        "leads to the case: {notice:#}"
    );
    camille
        .put(&format!("/v1/notices/{}/read", notice.id()), json!({}))
        .await
        .expect(200);

    // 2/ «la liste des documents/informations à corriger et la raison de leur inconformité»
    let request = camille.case(&case).await["information_request"].clone();
    let shown: Vec<_> = request
        .items()
        .iter()
        .map(|item| (item.text("/target"), item.text("/reason")))
        .collect();
    assert_eq!(
        shown,
        reasons.map(|(target, reason)| (target.to_owned(), reason.to_owned()))
    );
    assert!(request["answer_before"].is_string(), "{request:#}");

    // 3/ «Répondre», 4/ «Je corrige les informations et/ou fournis les documents nécessaires»
    camille.upload(&case, "photo", files::better_photo()).await;
    let holder = with(&camille.person.holder(), "/surname", json!("Martin-Duval"));
    camille.put(&format!("/v1/cases/{case}/holder"), holder).await.ok();
    let half = camille.case(&case).await;
    let addressed: Vec<_> = half
        .list("/information_request/items")
        .iter()
        .map(|item| item["addressed"].clone())
        .collect();
    assert_eq!(addressed, [json!(true), json!(true), json!(false)]);
    let question = request.items()[2].id();
    let answer = json!({"answers": [{"item_id": question, "comment": "Oui, Jeanne."}]});
    let sent = camille.post(&format!("/v1/cases/{case}/response"), answer).await.ok();

    // «avant de renvoyer ma demande en traitement»
    assert_eq!(sent.stage(), "submitted");
    let file = agent.case(&case).await;
    assert_eq!(file["holder"]["surname"], "Martin-Duval");
    assert!(
        file.to_string().contains("Oui, Jeanne."),
        "the agent reads the answer: {file:#}"
    );
    agent.take_and_approve(&case).await;

    // What was examined becomes the account's.
    assert_eq!(camille.get("/v1/account").await.ok()["surname"], "Martin-Duval");
}

async fn every_item_is_addressed(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    let agent = hub.agent().await;
    agent.take(&case).await;
    let items = [
        ("document:signature", "Illisible."),
        ("question", "Pourquoi cette adresse ?"),
    ];
    agent.request_information(&case, &items).await;
    let asked = camille.case(&case).await;
    let ids: Vec<_> = asked
        .list("/information_request/items")
        .iter()
        .map(Reading::id)
        .collect();
    let respond = async |answers: serde_json::Value| {
        camille
            .post(&format!("/v1/cases/{case}/response"), json!({"answers": answers}))
            .await
    };
    let refused = respond(json!([{"item_id": ids[1], "comment": "J'y travaille."}])).await;
    assert_eq!(refused.refused(409, "items_left")["items"], json!([ids[0]]));
    let unknown = json!([
        {"item_id": ids[0], "comment": "C'est ainsi que je signe."},
        {"item_id": ids[1], "comment": "J'y travaille."},
        {"item_id": "0197f1a0-0000-7000-8000-000000000000", "comment": "Quoi ?"},
    ]);
    respond(unknown)
        .await
        .invalid(&[("/answers/2/item_id", "not_asked_for")]);
    respond(json!([{"item_id": ids[0], "comment": "   "}]))
        .await
        .refused(409, "items_left");

    // A comment may answer what a new document would: «c'est ma signature».
    let both = json!([
        {"item_id": ids[0], "comment": "C'est ainsi que je signe."},
        {"item_id": ids[1], "comment": "J'y travaille."},
    ]);
    assert_eq!(respond(both).await.ok().stage(), "submitted");
    respond(json!([])).await.not_possible();
}

async fn nothing_else_is_open_to_change(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    let agent = hub.agent().await;
    agent.take_and_ask(&case, &[("document:photo", "Trop sombre.")]).await;
    let path = |part: &str| format!("/v1/cases/{case}/{part}");

    camille
        .put(&path("delivery-address"), people::home())
        .await
        .refused(409, "not_asked_for");
    let holder = with(&camille.person.holder(), "/surname", json!("Durand"));
    camille.put(&path("holder"), holder).await.refused(409, "not_asked_for");
    let signature = files::signature();
    camille
        .request(reqwest::Method::POST, &path("documents"))
        .upload("signature", signature)
        .await
        .refused(409, "not_asked_for");
    camille.upload(&case, "photo", files::better_photo()).await;
    let still = agent.case(&case).await;
    assert_eq!(still["holder"]["surname"], "Martin");
    assert_eq!(still["delivery_address"], people::depot());
}

async fn an_unanswered_request_ends_the_case(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    let agent = hub.agent().await;
    agent.take_and_ask(&case, &[("document:photo", "Trop sombre.")]).await;

    hub.days_pass(46).await;
    assert_eq!(hub.mailbox().await.count(&camille.person, "answer_expiring").await, 1);
    hub.days_pass(14).await;
    assert_eq!(camille.case(&case).await.stage(), "expired");
    hub.mailbox().await.mail_to(&camille.person, "case_expired").await;
    assert_eq!(camille.entitlement("goods").await["available"], true);
    assert_eq!(camille.history(&case).await.last().map(String::as_str), Some("expired"));
}

async fn a_long_jump_passes_no_announcement_over(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    let agent = hub.agent().await;
    agent.take_and_ask(&case, &[("document:photo", "Trop sombre.")]).await;

    // By the time the announcement is written, the answer it announces the end of is no longer awaited.
    hub.days_pass(400).await;
    assert_eq!(hub.mailbox().await.count(&camille.person, "answer_expiring").await, 1);
    assert_eq!(hub.mailbox().await.count(&camille.person, "case_expired").await, 1);
}
