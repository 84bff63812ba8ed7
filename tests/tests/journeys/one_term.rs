//! [R3314-10 to R3314-13, R3314-28] One term for both sectors, whoever made the card before, on a licence in force.

use api::hub::register::take_line;
use diesel::prelude::*;
use domain::actor::Actor;
use domain::ids::AccountId;
use domain::rules::training::TrainingType;
use domain::sector::Sector;
use persistence::schema::{attestations, entitlements};
use persistence::{Author, Tx, terms};
use serde_json::{Value, json};
use tests::hub::Hub;
use tests::roles::Driver;
use tests::{Person, Reading, Training, with};

tests::stories![
    bridging_and_an_early_fco_give_both_sectors_one_term,
    an_agent_reads_the_card_of_another_issuer,
    a_supervisor_corrects_what_is_known,
    two_trainings_on_one_day_wait_for_an_agent,
    no_card_on_a_licence_that_has_expired,
    a_category_that_has_expired_is_left_off_where_it_only_comes_along,
    a_category_that_has_expired_stops_what_was_trained_for,
    a_register_of_another_issuer_is_taken_over,
    a_former_releases_two_terms_become_one_where_nothing_is_printed,
    and_are_listed_where_a_card_was_made_of_them,
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

/// Youssef's draft, his licence with the last days of its categories.
async fn draft_with(youssef: &Driver, categories: &[(&str, &str)]) -> String {
    let case = youssef.complete_case().await;
    let expiries: Vec<_> = categories
        .iter()
        .map(|(category, day)| json!({"category": category, "expires_on": day}))
        .collect();
    let holder = with(&youssef.person.holder(), "/licence/category_expiries", json!(expiries));
    let kept = youssef.put(&format!("/v1/cases/{case}/holder"), holder).await.ok();
    assert_eq!(kept["holder"]["licence"]["category_expiries"], json!(expiries));
    case
}

async fn a_category_that_has_expired_is_left_off_where_it_only_comes_along(hub: &Hub) {
    let youssef = hub.driver(&Person::youssef()).await;
    let account = youssef.get("/v1/account").await.ok().id();
    let known = json!({"sector": "passengers", "expires_on": "2027-06-30", "source": "card_shown"});
    let path = format!("/v1/back-office/accounts/{account}/known-qualifications");
    hub.supervisor().await.post(&path, known).await.created();
    hub.centre()
        .await
        .attest(&youssef.person, &Training::fco("goods", "2026-11-20"))
        .await;
    let case = draft_with(&youssef, &[("D", "2026-11-21")]).await;
    youssef.submit(&case).await;
    hub.make_card(&case).await;
    assert_eq!(code_95(&youssef.card().await), ["95(30.06.32)"]);
    let card = youssef.card().await;
    assert_eq!(until(&card["sectors"]), [("goods".to_owned(), "2032-06-30".to_owned())]);
    assert_eq!(
        youssef.entitlement("passengers").await["available"],
        true,
        "the right stays"
    );
}

async fn a_category_that_has_expired_stops_what_was_trained_for(hub: &Hub) {
    let youssef = hub
        .trained_driver(&Person::youssef(), &[Training::fimo("goods", "2026-11-20")])
        .await;
    let last_day = draft_with(&youssef, &[("C", "2026-11-21"), ("CE", "2026-11-22")]).await;
    youssef.submit(&last_day).await;
    hub.move_clock_to("2026-11-23T09:00:00Z").await;
    let agent = hub.agent().await;
    agent.take(&last_day).await;
    let refused = agent.on_case(&last_day, "approval").await.await;
    assert_eq!(refused.refused(409, "licence_expired")["sectors"], json!(["goods"]));

    let path = format!("/v1/cases/{last_day}/holder");
    let items = [("field:licence", "La catégorie C a expiré.")];
    agent.request_information(&last_day, &items).await;
    let licence = |expiries: Value| with(&youssef.person.holder(), "/licence/category_expiries", expiries);
    for (expiries, pointer, code) in [
        (
            json!([{"category": "D1", "expires_on": "2031-01-01"}]),
            "0/category",
            "not_held",
        ),
        (
            json!([{"category": "C", "expires_on": "2010-01-01"}]),
            "0/expires_on",
            "before_issue",
        ),
        (
            json!([{"category": "C", "expires_on": "2031-01-01"}, {"category": "C", "expires_on": "2031-01-02"}]),
            "1/category",
            "repeated",
        ),
    ] {
        let pointer = format!("/licence/category_expiries/{pointer}");
        youssef
            .put(&path, licence(expiries))
            .await
            .invalid(&[(pointer.as_str(), code)]);
    }
    youssef
        .put(&path, licence(json!([{"category": "C", "expires_on": "2031-10-02"}])))
        .await
        .ok();
    youssef.do_post(&format!("/v1/cases/{last_day}/response")).await.ok();
    hub.make_card(&last_day).await;
    assert_eq!(code_95(&youssef.card().await), ["95(20.11.31)"]);
}

/// What becomes of each line of a register: `added`, `known`, or why it is refused.
async fn imported(hub: &Hub, lines: &str, dry_run: bool) -> Vec<String> {
    let mut found = Vec::new();
    for line in lines.split_inclusive('\n') {
        let taken = take_line(hub.store(), operator(), line.as_bytes(), dry_run).await;
        found.extend(taken.expect("a store").map(|taken| match taken {
            Ok(imported) => format!("{imported:?}").to_lowercase(),
            Err(reason) => reason,
        }));
    }
    found
}

async fn a_register_of_another_issuer_is_taken_over(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let youssef = hub.driver(&Person::youssef()).await;
    let account = youssef.get("/v1/account").await.ok().id();
    let register = [
        "\u{feff}{\"licence\": {\"country\": \"FR\", \"number\": \"13 aa-00002\"}, \"birth_date\": \"1988-04-17\", \"sector\": \"goods\", \"expires_on\": \"2027-05-31\", \"card_number\": \"D 1234567\"}\r\n".to_owned(),
        "\n".to_owned(),
        "{\"licence\": {\"number\": \"15BC12345\"}, \"birth_date\": \"1979-00-00\", \"sector\": \"goods\", \"expires_on\": \"2027-11-21\"}\n".to_owned(),
        format!("{{\"account_id\": \"{account}\", \"sector\": \"passengers\", \"expires_on\": \"2028-01-31\"}}\n"),
        "{\"licence\": {\"country\": \"FR\", \"number\": \"13AA00002\"}, \"birth_date\": \"1988-04-18\", \"sector\": \"goods\", \"expires_on\": \"2027-05-31\"}\n".to_owned(),
        "{\"sector\": \"goods\", \"expires_on\": \"2027-05-31\"}\n".to_owned(),
        "{\"account_id\": \"17\"\n".to_owned(),
        format!("{{\"account_id\": \"{account}\", \"sector\": \"goods\", \"expires_on\": \"2039-01-31\"}}"),
    ]
    .concat();
    let outcomes = imported(hub, &register, true).await;
    assert_eq!(outcomes[..3], ["added", "added", "added"], "{outcomes:#?}");
    assert_eq!(outcomes[3], "no driver with this account, or licence and birth date");
    assert_eq!(
        outcomes[4],
        "account_id, or licence (number or neph) and birth_date, is missing"
    );
    assert!(outcomes[6].starts_with("expires_on: "), "{}", outcomes[6]);
    assert_eq!(outcomes.len(), 7);
    assert_eq!(imported(hub, &register, false).await, outcomes, "it was a dry run");
    let again = imported(hub, &register, false).await;
    assert_eq!(again[..3], ["known", "known", "known"]);
    assert_eq!(again[3..], outcomes[3..]);

    hub.centre()
        .await
        .attest(&camille.person, &Training::fco("goods", "2026-11-20"))
        .await;
    let case = camille.submitted_case().await;
    let file = hub.agent().await.take(&case).await;
    assert_eq!(file["warnings"], json!([]), "nothing to ask for");
    assert_eq!(file["entitlements"][0]["expires_on"], "2032-05-31");
}

fn operator() -> Author {
    Author::of(Actor::System)
}

/// The first release gave a training one sector: the bridging's right to goods was not there. What an upgrade then does.
async fn upgraded(hub: &Hub, driver: &Driver) {
    let account: AccountId = driver.get("/v1/account").await.ok().id().parse().expect("an id");
    let upgrade = move |tx: &mut Tx<'_>| {
        let of_bridging = attestations::table
            .filter(attestations::training_type.eq(TrainingType::Bridging))
            .select(attestations::id);
        diesel::delete(entitlements::table)
            .filter(entitlements::attestation_id.eq_any(of_bridging))
            .filter(entitlements::sector.eq(Sector::Goods))
            .execute(tx.conn)?;
        terms::recount_account(tx, account)
    };
    hub.store().write(operator(), upgrade).await.expect("counted anew");
}

fn bridged() -> [Training; 2] {
    [
        Training::fimo("goods", "2023-03-14"),
        Training::bridging("passengers", "2026-11-20"),
    ]
}

async fn a_former_releases_two_terms_become_one_where_nothing_is_printed(hub: &Hub) {
    let youssef = hub.trained_driver(&Person::youssef(), &bridged()).await;
    upgraded(hub, &youssef).await;
    hub.card_in_the_post(&youssef).await;
    assert_eq!(until(&youssef.card().await["sectors"]), both("2031-11-20"));
    let listed = hub.supervisor().await.get("/v1/back-office/term-reprints").await.ok();
    assert!(listed.items().is_empty(), "{listed:#}");
}

async fn and_are_listed_where_a_card_was_made_of_them(hub: &Hub) {
    let youssef = hub.trained_driver(&Person::youssef(), &bridged()).await;
    hub.card_in_the_post(&youssef).await;
    let card = youssef.card().await;
    upgraded(hub, &youssef).await;
    assert_eq!(youssef.card().await["fields"], card["fields"], "what is printed stays");
    let path = "/v1/back-office/term-reprints";
    let listed = hub.supervisor().await.get(path).await.ok();
    let line = listed.only_item();
    assert_eq!(
        (&line["sector"], &line["due"], &line["printed"]),
        (&json!("goods"), &json!("2031-11-20"), &Value::Null)
    );
    assert_eq!(
        youssef.entitlement("goods").await["available"],
        true,
        "the right is theirs"
    );
    hub.agent().await.get(path).await.refused(403, "forbidden");
}
