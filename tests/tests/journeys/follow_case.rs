//! [guide: «Suivre le parcours de sa demande»]

use serde_json::json;
use tests::hub::Hub;
use tests::{Person, Reading};

tests::stories![
    every_stage_and_its_buttons,
    put_back_and_taken_by_another,
    found_by_its_driver,
    refused_with_a_reason,
    lists_page_by_page,
];

async fn every_stage_and_its_buttons(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let agent = hub.agent().await;

    // Reprendre, Annuler
    let case = camille.complete_case().await;
    assert_eq!(camille.buttons(&case).await, ["resume", "cancel"]);
    // Afficher
    camille.submit(&case).await;
    assert_eq!(camille.buttons(&case).await, ["view"]);
    agent.take(&case).await;
    assert_eq!(camille.case(&case).await.stage(), "in_review");
    assert_eq!(camille.buttons(&case).await, ["view"]);
    // Répondre
    agent
        .request_information(&case, &[("question", "Êtes-vous bien née à Lyon ?")])
        .await;
    assert_eq!(camille.buttons(&case).await, ["view", "respond"]);
    let item = camille.case(&case).await.text("/information_request/items/0/id");
    let answer = json!({"answers": [{"item_id": item, "comment": "Oui, à la Croix-Rousse."}]});
    camille.post(&format!("/v1/cases/{case}/response"), answer).await.ok();
    hub.make_card(&case).await;
    assert_eq!(camille.buttons(&case).await, ["view"]);
    let card = camille.card().await.id();
    camille.do_post(&format!("/v1/cards/{card}/activation")).await.ok();

    // 2/ «le détail des statuts franchis par ma demande se déplie»
    let stages = [
        "draft",
        "submitted",
        "in_review",
        "information_requested",
        "submitted",
        "in_review",
        "in_production",
        "shipped",
        "completed",
    ];
    assert_eq!(camille.history(&case).await, stages);
    let history = camille
        .get(&format!("/v1/cases/{case}/history"))
        .in_english()
        .await
        .ok();
    assert_eq!(history.items()[0]["stage_label"], "Draft");
    assert!(history.items().iter().all(|step| step["at"].is_string()), "{history:#}");
}

async fn put_back_and_taken_by_another(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    let agent = hub.agent().await;
    let supervisor = hub.supervisor().await;

    let waiting = agent.get("/v1/back-office/cases?stage=submitted").await.ok();
    assert_eq!(waiting.only_item().id(), case);
    agent.take(&case).await;
    // Only the one who took it decides.    supervisor.on_case(&case, "approval").await.await.refused(409, "not_assignee");

    let seen = agent.get(&format!("/v1/back-office/cases/{case}")).await.expect(200);
    let release = agent
        .delete(&format!("/v1/back-office/cases/{case}/assignment"))
        .if_match(&seen.etag());
    assert_eq!(release.await.expect(200).json().stage(), "submitted");
    supervisor.take(&case).await;

    // A supervisor gives it back to the agent.
    let team = supervisor.get("/v1/back-office/staff").await.ok();
    let colleague = team
        .items()
        .iter()
        .find(|member| member["email"] == agent.email)
        .expect("the agent")
        .id();
    let given = supervisor
        .on_case(&case, "assignment")
        .await
        .json(json!({"agent_id": colleague}))
        .await
        .ok();
    assert_eq!(given.stage(), "in_review");
    assert_eq!(
        agent.on_case(&case, "approval").await.await.ok().stage(),
        "in_production"
    );
    let mine = agent
        .get(&format!("/v1/back-office/cases?assigned_to={colleague}"))
        .await
        .ok();
    assert_eq!(mine.only_item().id(), case);
}

async fn found_by_its_driver(hub: &Hub) {
    let camille = hub.licensed(&Person::camille()).await;
    let lost = camille.lost(&camille.card().await.id()).await;
    hub.trained(&Person::youssef()).await.submitted_case().await;
    let account = camille.get("/v1/account").await.ok().id();
    let agent = hub.agent().await;
    let path = format!("/v1/back-office/cases?account_id={account}&limit=1");
    let first = agent.get(&path).await.ok();
    assert_eq!(first.only_item().text("/stage"), "completed");
    let cursor = first["next_cursor"].as_str().expect("a cursor").to_owned();
    let next = agent.get(&format!("{path}&cursor={cursor}")).await.ok();
    assert_eq!(next.only_item().id(), lost);
    assert!(next["next_cursor"].is_null(), "{next:#}");
}

async fn refused_with_a_reason(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    hub.agent()
        .await
        .take_and_reject(&case, "La photo n'est pas la vôtre.")
        .await;

    let mail = hub.mailbox().await.mail_to(&camille.person, "case_rejected").await;
    assert!(mail.text().contains("La photo n'est pas la vôtre."), "{}", mail.text());
    assert_eq!(camille.case(&case).await.stage(), "rejected");
    assert_eq!(camille.buttons(&case).await, ["view"]);
    assert_eq!(camille.entitlement("goods").await["available"], true);
    assert_eq!(camille.get("/v1/cases?open=true").await.ok().items().len(), 0);
    assert_eq!(camille.get("/v1/cases?open=false").await.ok().only_item().id(), case);
    camille.begin_case().await;
}

async fn lists_page_by_page(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let mut cancelled = Vec::new();
    for _ in 0..5 {
        let case = camille.begin_case().await;
        camille.do_post(&format!("/v1/cases/{case}/cancellation")).await.ok();
        cancelled.push(case);
    }

    let first = camille.get("/v1/cases?limit=2").await.expect(200);
    let link = first.header("link").expect("where the next page is").to_owned();
    let next = link.trim_start_matches('<').split('>').next().expect("an address");
    // Something new in between disturbs nobody's reading.
    let late = camille.begin_case().await;

    let mut seen: Vec<_> = first.json().items().iter().map(Reading::id).collect();
    let mut page = camille.get(next).await.ok();
    loop {
        seen.extend(page.items().iter().map(Reading::id));
        let Some(cursor) = page.get("next_cursor") else { break };
        page = camille
            .get(&format!("/v1/cases?limit=2&cursor={}", cursor.text("")))
            .await
            .ok();
    }
    assert!(!seen.contains(&late));
    seen.sort();
    assert_eq!(seen, cancelled, "every case once");

    camille
        .get("/v1/cases?limit=0")
        .await
        .invalid(&[("limit", "wrong_type")]);
    camille
        .get("/v1/cases?cursor=abc")
        .await
        .invalid(&[("cursor", "cursor")]);
    camille
        .get("/v1/cases?colour=red")
        .await
        .invalid(&[("colour", "unknown_parameter")]);
}
