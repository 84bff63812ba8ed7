//! Races over HTTP, on both databases: each has exactly one winner, or none of them loses anything.

use std::future::IntoFuture as _;

use futures::future::join_all;
use serde_json::json;
use tests::hub::Hub;
use tests::roles::Agent;
use tests::{Person, Reading, Reply, Training, people};

tests::stories![
    two_agents_decide_the_same_case,
    two_agents_take_the_same_case,
    fifty_submissions,
    twenty_registrations_of_one_email,
    one_licence_is_approved_once,
    one_idempotency_key_twenty_times,
    an_attestation_meets_an_account_that_becomes_active,
    an_account_closed_while_it_opens_a_case,
    two_drafts_at_once,
    a_draft_submitted_and_cancelled,
    an_attestation_posted_twenty_times,
    a_withdrawal_meets_an_approval,
];

/// How many of the answers have each status.
fn tally(replies: &[Reply], status: u16) -> usize {
    replies.iter().filter(|reply| reply.status == status).count()
}

async fn two_agents_decide_the_same_case(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    let agent = hub.agent().await;
    agent.take(&case).await;

    // The same person at two desks, each on what they read.
    let (yes, no) = (
        agent.on_case(&case, "approval").await,
        agent.on_case(&case, "rejection").await,
    );
    let (yes, no) = tokio::join!(yes, no.json(json!({"reason": "Photo trop ancienne."})));
    let won = [&yes, &no].iter().filter(|reply| reply.status == 200).count();
    assert_eq!(won, 1, "{yes}\n{no}");
    let lost = if yes.status == 200 { &no } else { &yes };
    assert!([409, 412].contains(&lost.status), "{lost}");

    let history = camille.history(&case).await;
    let expected = if yes.status == 200 { "in_production" } else { "rejected" };
    assert_eq!(history, ["draft", "submitted", "in_review", expected]);
    let orders = hub
        .factory()
        .await
        .get("/v1/production-orders")
        .await
        .ok()
        .items()
        .len();
    assert_eq!(orders, usize::from(yes.status == 200));
}

async fn two_agents_take_the_same_case(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.submitted_case().await;
    let (one, two) = (hub.agent().await, hub.supervisor().await);

    let (first, second) = (
        one.on_case(&case, "assignment").await,
        two.on_case(&case, "assignment").await,
    );
    let (first, second) = tokio::join!(first, second);
    let statuses = [first.status, second.status];
    assert!(statuses.contains(&200), "{first}\n{second}");
    assert!(statuses.contains(&412) || statuses.contains(&409), "{first}\n{second}");

    // Only the winner decides.
    let (winner, loser): (&Agent, &Agent) = if first.status == 200 { (one, two) } else { (two, one) };
    loser
        .on_case(&case, "approval")
        .await
        .await
        .refused(409, "not_assignee");
    winner.on_case(&case, "approval").await.await.ok();
}

async fn fifty_submissions(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.complete_case().await;

    let path = format!("/v1/cases/{case}/submission");
    let replies = join_all((0..50).map(|_| camille.do_post(&path).into_future())).await;
    assert_eq!((tally(&replies, 200), tally(&replies, 409)), (1, 49));
    // One transition, one history row, one message.
    assert_eq!(camille.history(&case).await, ["draft", "submitted"]);
    assert_eq!(hub.mailbox().await.count(&camille.person, "case_submitted").await, 1);
}

async fn twenty_registrations_of_one_email(hub: &Hub) {
    let camille = Person::camille();
    let form = camille.registration();
    let replies = join_all((0..20).map(|_| hub.anyone().post("/v1/accounts", form.clone()).into_future())).await;
    assert_eq!(tally(&replies, 202), 20, "nobody is told which of them was the first");
    let accounts = hub.agent().await.waiting_under(&camille.email).await;
    assert_eq!(accounts.len(), 1);
    assert_eq!(
        replies.iter().filter(|reply| reply.json().id() == accounts[0]).count(),
        1
    );

    assert_eq!(hub.mailbox().await.count(&camille, "account_received").await, 1);
    assert_eq!(hub.mailbox().await.count(&camille, "registration_attempted").await, 19);
}

async fn one_licence_is_approved_once(hub: &Hub) {
    // The same licence under two emails: both are accepted, one is approved.
    let camille = Person::camille();
    let double = camille.clone().at("camille.pro@mail.example");
    let (first, second) = (hub.register(&camille).await, hub.register(&double).await);
    let agent = hub.agent().await;
    let (one, two) = (
        agent.on_account(&first, "approval").await,
        agent.on_account(&second, "approval").await,
    );
    let (one, two) = tokio::join!(one, two);
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{one}\n{two}");
}

async fn one_idempotency_key_twenty_times(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let open = || {
        camille
            .post("/v1/cases", json!({"kind": "cqc"}))
            .idempotently("open-1")
            .into_future()
    };
    let replies = join_all((0..20).map(|_| open())).await;

    let answered: Vec<_> = replies.iter().filter(|reply| reply.status == 201).collect();
    let in_progress = tally(&replies, 409);
    assert_eq!(
        answered.len() + in_progress,
        20,
        "{:?}",
        replies.iter().map(|reply| reply.status).collect::<Vec<_>>()
    );
    let fresh = answered
        .iter()
        .filter(|reply| reply.header("idempotency-replayed").is_none());
    assert_eq!(fresh.count(), 1, "one effect");
    let ids: std::collections::BTreeSet<_> = answered.iter().map(|reply| reply.json().id()).collect();
    assert_eq!(ids.len(), 1, "one answer");
    assert_eq!(camille.get("/v1/cases").await.ok().items().len(), 1);
}

async fn an_attestation_meets_an_account_that_becomes_active(hub: &Hub) {
    for number in 0..10 {
        let person = Person::numbered(number);
        let token = hub.approved(&person).await;
        let choice = person.choice();
        let training = Training::fimo("goods", "2026-11-20").of(&person);
        let (chosen, posted) = tokio::join!(
            hub.anyone().put(&format!("/v1/passwords/{token}"), choice),
            hub.centre().await.post("/v1/attestations", training),
        );
        chosen.no_content();
        let attestation = posted.created().id();
        assert_eq!(
            hub.centre().await.status_of(&attestation).await,
            "matched",
            "in round {number}"
        );
    }
}

async fn an_account_closed_while_it_opens_a_case(hub: &Hub) {
    for number in 0..10 {
        let driver = hub.trained(&Person::numbered(number)).await;
        let account = driver.get("/v1/account").await.ok().id();
        let (closed, opened) = tokio::join!(
            driver.delete("/v1/account"),
            driver.post("/v1/cases", json!({"kind": "cqc"}))
        );
        let agent = hub.agent().await;
        let stage = agent
            .get(&format!("/v1/back-office/accounts/{account}"))
            .await
            .ok()
            .stage();
        match (closed.status, opened.status) {
            (204, 401 | 404 | 409) => assert_eq!(stage, "closed"),
            (409, 201) => assert_eq!(stage, "active"),
            _ => panic!("never both, never neither:\n{closed}\n{opened}"),
        }
    }
}

async fn two_drafts_at_once(hub: &Hub) {
    let trainings = [
        Training::fimo("goods", "2026-10-16"),
        Training::fimo("passengers", "2026-11-20"),
    ];
    let youssef = hub.trained_driver(&Person::youssef(), &trainings).await;
    let open = || youssef.post("/v1/cases", json!({"kind": "cqc"})).into_future();
    let replies = join_all((0..8).map(|_| open())).await;
    assert_eq!((tally(&replies, 201), tally(&replies, 409)), (1, 7));
    let case = youssef.get("/v1/cases").await.ok().only_item().id();
    assert_eq!(youssef.case(&case).await["sectors"], json!(["goods", "passengers"]));
}

async fn a_draft_submitted_and_cancelled(hub: &Hub) {
    let camille = hub.trained(&Person::camille()).await;
    let case = camille.complete_case().await;
    let path = |action: &str| format!("/v1/cases/{case}/{action}");
    let (sent, cancelled, moved) = tokio::join!(
        camille.do_post(&path("submission")),
        camille.do_post(&path("cancellation")),
        camille.put(&path("delivery-address"), people::home()),
    );
    let mut statuses = [sent.status, cancelled.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{sent}\n{cancelled}");

    let now = camille.case(&case).await;
    if sent.status == 200 {
        assert_eq!(now.stage(), "submitted");
        // The address changed before it was sent, or not at all.
        let expected = if moved.status == 200 {
            people::home()
        } else {
            people::depot()
        };
        assert_eq!(now["delivery_address"], expected);
        assert_eq!(sent.json()["delivery_address"], expected);
    } else {
        assert_eq!(now.stage(), "cancelled");
        assert!(now.get("delivery_address").is_none());
        hub.until_files_kept(0).await;
    }
}

async fn an_attestation_posted_twenty_times(hub: &Hub) {
    let camille = hub.driver(&Person::camille()).await;
    let training = Training::fimo("goods", "2026-11-20").of(&camille.person);
    let centre = hub.centre().await;
    let replies = join_all((0..20).map(|_| centre.post("/v1/attestations", training.clone()).into_future())).await;
    assert_eq!((tally(&replies, 201), tally(&replies, 200)), (1, 19));
    assert_eq!(camille.get("/v1/trainings").await.ok().items().len(), 1);
    assert_eq!(
        hub.mailbox().await.count(&camille.person, "certificate_issued").await,
        1
    );
}

async fn a_withdrawal_meets_an_approval(hub: &Hub) {
    for number in 0..5 {
        let driver = hub.driver(&Person::numbered(number)).await;
        let posted = hub
            .centre()
            .await
            .attest(&driver.person, &Training::fimo("goods", "2026-11-20"))
            .await
            .id();
        let case = driver.submitted_case().await;
        let agent = hub.agent().await;
        agent.take(&case).await;
        let approval = agent.on_case(&case, "approval").await;
        let reason = json!({"reason": "Saisie en double."});
        let withdrawal = format!("/v1/attestations/{posted}/withdrawal");
        let (approved, withdrawn) = tokio::join!(approval, hub.centre().await.post(&withdrawal, reason));
        withdrawn.ok();

        // Either the card was ordered before, or it never is.
        let (stage, cards) = (
            driver.case(&case).await.stage(),
            driver.get("/v1/cards").await.ok().items().len(),
        );
        let expected = if approved.status == 200 {
            ("in_production", 1)
        } else {
            ("submitted", 0)
        };
        assert_eq!((stage.as_str(), cards), expected, "{approved}");
    }
}
