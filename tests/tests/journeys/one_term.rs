//! [R3314-10 to R3314-13, R3314-28] One term for both sectors, whoever made the card before, on a licence in force.

use serde_json::{Value, json};
use tests::hub::Hub;
use tests::{Person, Reading, Training};

tests::stories![
    bridging_and_an_early_fco_give_both_sectors_one_term,
    an_agent_reads_the_card_of_another_issuer,
    a_supervisor_corrects_what_is_known,
    two_trainings_on_one_day_wait_for_an_agent,
    no_card_on_a_licence_that_has_expired,
];

/// What stands beside the categories on a card (field 10), each once.
fn code_95(card: &Value) -> Vec<String> {
    let fields = card.list("/fields");
    let mut values: Vec<_> = fields
        .iter()
        .filter(|field| field["number"] == "10")
        .map(|field| field.text("/value"))
        .collect();
    values.dedup();
    values
}

fn until(sectors: &Value) -> Vec<(String, String)> {
    let sectors = sectors.as_array().expect("sectors");
    sectors
        .iter()
        .map(|one| (one.text("/sector"), one.text("/expires_on")))
        .collect()
}

fn both(day: &str) -> Vec<(String, String)> {
    ["goods", "passengers"]
        .map(|sector| (sector.to_owned(), day.to_owned()))
        .to_vec()
}

async fn bridging_and_an_early_fco_give_both_sectors_one_term(hub: &Hub) {
    let trainings = [
        Training::fimo("goods", "2023-03-14"),
        Training::bridging("passengers", "2026-11-20"),
    ];
    let youssef = hub.trained_driver(&Person::youssef(), &trainings).await;
    let certificates = youssef.get("/v1/certificates").await.ok();
    let bridged = &certificates.items()[0];
    assert_eq!(bridged["sectors"], json!(["goods", "passengers"]));
    assert_eq!(bridged["valid_from"], "2026-11-22");

    hub.card_in_the_post(&youssef).await;
    let card = youssef.card().await;
    assert_eq!(until(&card["sectors"]), both("2031-11-20"));
    assert_eq!(code_95(&card), ["95(20.11.31)"]);
    youssef.activate(&card.id()).await;

    // An FCO in goods half a year before the end serves passengers alike.
    hub.move_clock_to("2031-05-07T09:00:00Z").await;
    hub.centre()
        .await
        .attest(&youssef.person, &Training::fco("goods", "2031-05-06"))
        .await;
    for sector in ["goods", "passengers"] {
        assert_eq!(youssef.entitlement(sector).await["available"], true);
    }
    let case = youssef.submitted_case().await;
    hub.make_card(&case).await;
    let cards = youssef.cards().await;
    let renewed = cards.iter().find(|one| one.id() != card.id()).expect("a second card");
    assert_eq!(until(&renewed["sectors"]), both("2036-11-20"));
    assert_eq!(code_95(renewed), ["95(20.11.36)"]);
    let verified = hub.verified(renewed).await;
    assert_eq!(until(&verified["sector_dates"]), both("2036-11-20"));
}

async fn an_agent_reads_the_card_of_another_issuer(hub: &Hub) {
    let camille = hub
        .trained_driver(&Person::camille(), &[Training::fco("goods", "2026-11-20")])
        .await;
    let case = camille.submitted_case().await;
    let agent = hub.agent().await;
    let file = agent.take(&case).await;
    assert_eq!(file["warnings"], json!(["previous_expiry_unknown"]));
    let refused = agent.on_case(&case, "approval").await.await;
    assert_eq!(
        refused.refused(409, "previous_expiry_needed")["sectors"],
        json!(["goods"])
    );

    // A slip, put right.
    agent.answer_previous_expiry(&case, "none").await;
    let file = agent.answer_previous_expiry(&case, "2027-05-31").await;
    assert_eq!(file["warnings"], json!([]));
    assert_eq!(file["previous_expiry"], "2027-05-31");
    assert_eq!(file["entitlements"][0]["expires_on"], "2032-05-31");

    hub.make_card(&case_taken(hub, &case).await).await;
    let card = camille.card().await;
    assert_eq!(code_95(&card), ["95(31.05.32)"]);
}

/// The case given back, for the next who takes it.
async fn case_taken(hub: &Hub, case: &str) -> String {
    let agent = hub.agent().await;
    let path = format!("/v1/back-office/cases/{case}");
    let seen = agent.get(&path).await.expect(200);
    agent
        .delete(&format!("{path}/assignment"))
        .if_match(&seen.etag())
        .await
        .ok();
    case.to_owned()
}

async fn a_supervisor_corrects_what_is_known(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let mut attestation = Training::fco("goods", "2026-11-20").of(&camille.person);
    attestation["previous_expires_on"] = json!("2027-05-31");
    hub.centre().await.post("/v1/attestations", attestation).await.created();

    let account = camille.get("/v1/account").await.ok().id();
    let path = format!("/v1/back-office/accounts/{account}/known-qualifications");
    let supervisor = hub.supervisor().await;
    let known = supervisor.get(&path).await.ok().only_item().clone();
    assert_eq!(
        (&known["source"], &known["expires_on"]),
        (&json!("attested"), &json!("2027-05-31"))
    );
    hub.agent().await.get(&path).await.refused(403, "forbidden");

    let corrected = json!({"sector": "goods", "expires_on": "2026-11-30", "source": "card_shown"});
    let own = format!("{path}/{}", known.id());
    supervisor.put(&own, corrected).await.ok();
    let case = camille.submitted_case().await;
    let file = hub.agent().await.case(&case).await;
    assert_eq!(file["entitlements"][0]["expires_on"], "2031-11-30");

    supervisor.delete(&own).await.no_content();
    let file = hub.agent().await.case(&case).await;
    assert_eq!(file["entitlements"][0]["expires_on"], "2031-11-20");
    let again = json!({"sector": "goods", "expires_on": "2027-05-31", "source": "imported"});
    supervisor.post(&path, again).await.created();
    let file = hub.agent().await.case(&case).await;
    assert_eq!(file["entitlements"][0]["expires_on"], "2032-05-31");
}

async fn two_trainings_on_one_day_wait_for_an_agent(hub: &Hub) {
    let trainings = [
        Training::fco("goods", "2026-11-20"),
        Training::fco("passengers", "2026-11-18"),
    ];
    let youssef = hub.trained_driver(&Person::youssef(), &trainings).await;
    for sector in ["goods", "passengers"] {
        let judged = youssef.entitlement(sector).await;
        assert_eq!(
            (&judged["available"], &judged["reason"]),
            (&json!(false), &json!("awaiting_agent"))
        );
    }

    let agent = hub.agent().await;
    let waiting = agent.get("/v1/back-office/attestations").await.ok();
    assert_eq!(waiting.items().len(), 2, "{waiting:#}");
    for attestation in waiting.items() {
        assert_eq!(attestation["awaits_overlap_decision"], true);
        let decision = if attestation["sector"] == "goods" {
            "counts"
        } else {
            "ignored"
        };
        agent
            .on(
                &format!("/v1/back-office/attestations/{}", attestation.id()),
                "overlap-decision",
            )
            .await
            .json(json!({"decision": decision}))
            .await
            .ok();
    }
    assert_eq!(youssef.entitlement("goods").await["available"], true);
    assert_eq!(youssef.entitlement("passengers").await["available"], false);
    assert!(agent.get("/v1/back-office/attestations").await.ok().items().is_empty());
}

async fn no_card_on_a_licence_that_has_expired(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    // Camille's licence ended on the second of October, and the qualification lasts until November.
    hub.move_clock_to("2031-10-03T09:00:00Z").await;
    let case = camille.complete_case().await;
    let refused = camille.do_post(&format!("/v1/cases/{case}/submission")).await;
    let problem = refused.refused(409, "licence_expired");
    assert_eq!(
        (&problem["expired_on"], &problem["sectors"]),
        (&json!("2031-10-02"), &json!(["goods"]))
    );
}
