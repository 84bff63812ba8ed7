//! Strangers: every operation there is, tried by everybody who may not.

mod tokens;

use std::collections::BTreeSet;

use tests::frontend::Frontend;
use tests::hub::Hub;
use tests::{Client, Reading as _};

use crate::published::{Operation, operations};
use crate::table::{For, TABLE, scope, scopes, whom};
use crate::world::World;
use tokens::Forger;

tests::stories![
    the_table_is_the_contract,
    nobody_gets_in_without_a_token,
    somebody_else_may_not,
    what_is_somebody_elses_is_not_there,
    bad_tokens_open_nothing,
    a_token_says_who_but_not_what,
    tokens_go_out_after_ten_minutes,
    a_frontend_reaches_as_far_as_its_scope,
];

async fn the_table_is_the_contract(hub: &Hub) {
    let contract = operations(hub).await;
    let served: BTreeSet<_> = contract.iter().map(Operation::name).collect();
    let written: BTreeSet<_> = TABLE
        .iter()
        .map(|(method, pattern, _)| format!("{method} {pattern}"))
        .collect();
    assert_eq!(
        served.difference(&written).collect::<Vec<_>>(),
        [""; 0],
        "are in the contract and not in the table"
    );
    assert_eq!(
        written.difference(&served).collect::<Vec<_>>(),
        [""; 0],
        "are in the table and not in the contract"
    );
    for operation in &contract {
        let expected: &[&str] = match whom(operation) {
            For::Anyone | For::LinkHolder => &[],
            For::Client => &["client"],
            For::SignedIn => &["driver", "back_office"],
            For::Driver => &["driver"],
            For::Agent | For::Supervisor => &["back_office"],
            For::Centre | For::Factory => &["machine"],
            For::Partner => &["machine", "machine", "machine"],
        };
        let delegated = scope(operation);
        let expected: Vec<_> = expected.iter().copied().chain(delegated.map(|_| "frontend")).collect();
        assert_eq!(operation.security, expected, "{} says whom it is for", operation.name());
        assert_eq!(
            operation.scope.as_deref(),
            delegated,
            "{} says its scope",
            operation.name()
        );
    }
}

async fn nobody_gets_in_without_a_token(hub: &Hub) {
    let world = World::made(hub).await;
    for operation in operations(hub).await {
        let path = world.path(&operation.pattern);
        let reply = operation.request(hub.anyone(), &path).come_what_may().await;
        match whom(&operation) {
            For::Anyone => {
                let signs_in =
                    operation.pattern.starts_with("/v1/sessions") || operation.pattern.ends_with("/sessions");
                assert!(![401, 403].contains(&reply.status) || signs_in, "{reply}");
            }
            For::LinkHolder => drop(reply.link_not_valid()),
            For::Client => assert_eq!(reply.expect(401).json()["error"], "invalid_client"),
            _ => {
                world.assert_nothing_leaks(&String::from_utf8_lossy(&reply.body), "nobody");
                assert!(
                    reply
                        .header("www-authenticate")
                        .is_some_and(|how| how.starts_with("Bearer")),
                    "{reply}"
                );
                reply.unauthenticated();
            }
        }
    }
}

async fn somebody_else_may_not(hub: &Hub) {
    let world = World::made(hub).await;
    for operation in operations(hub).await {
        let whom = whom(&operation);
        if world.rightful(whom).is_none() {
            continue;
        }
        for (who, client, may) in world.everybody() {
            if !may.contains(&whom) {
                let reply = operation.request(client, &world.path(&operation.pattern)).await;
                world.assert_nothing_leaks(&String::from_utf8_lossy(&reply.body), who);
                assert_eq!(reply.status, 403, "{who}: {reply}");
                reply.forbidden();
            }
        }
    }
}

async fn what_is_somebody_elses_is_not_there(hub: &Hub) {
    let world = World::made(hub).await;
    for operation in operations(hub).await {
        let (centre, operator) = (("another centre", &world.centre), ("an operator", &world.operator));
        let others = match whom(&operation) {
            For::Driver | For::SignedIn => vec![("another driver", &world.driver)],
            For::Centre => vec![centre],
            For::Partner => vec![centre, operator],
            _ => continue,
        };
        for (who, client) in others {
            comes_for_what_is_not_theirs(&world, &operation, who, client).await;
        }
    }
    // All of it is where it was.
    assert_eq!(world.owner.case(&world.draft).await.stage(), "draft");
}

/// What is their own they may well read, change and end; here they come for what is not.
async fn comes_for_what_is_not_theirs(world: &World, operation: &Operation, who: &str, client: &Client) {
    if operation.pattern.contains('{') {
        let reply = operation.request(client, &world.path(&operation.pattern)).await;
        world.assert_nothing_leaks(&String::from_utf8_lossy(&reply.body), who);
        assert_eq!(reply.status, 404, "{who}: {reply}");
    } else if operation.method == "GET" {
        let reply = operation.request(client, &operation.pattern).await;
        // What takes a moment to put together is on its way.
        assert!([200, 202].contains(&reply.status), "{reply}");
        world.assert_nothing_leaks(&String::from_utf8_lossy(&reply.body), who);
    }
}

async fn bad_tokens_open_nothing(hub: &Hub) {
    let world = World::made(hub).await;
    let key = hub.signing_key().await;
    for operation in operations(hub).await {
        let Some(client) = world.rightful(whom(&operation)) else {
            continue;
        };
        let path = world.path(&operation.pattern);
        for (how, token) in Forger::new(client.token(), &key).bad() {
            let reply = operation.request(&hub.anyone().bearing(&token), &path).await;
            world.assert_nothing_leaks(&String::from_utf8_lossy(&reply.body), how);
            assert_eq!(reply.status, 401, "a token {how}: {reply}");
            reply.unauthenticated();
        }
    }
    // What the bad ones were made of is good: they were refused for what is wrong with them.
    let faithful = Forger::new(world.owner.token(), &key).faithful();
    hub.anyone().bearing(&faithful).get("/v1/account").await.ok();
    // Nor is a refresh token an access token.
    hub.anyone()
        .bearing(&world.owner.refresh_token)
        .get("/v1/account")
        .await
        .unauthenticated();
}

async fn a_token_says_who_but_not_what(hub: &Hub) {
    let driver = hub.driver(&tests::Person::camille()).await;
    let promoted = Forger::new(driver.token(), &hub.signing_key().await).claiming("role", "supervisor");
    hub.anyone()
        .bearing(&promoted)
        .get("/v1/back-office/staff")
        .await
        .forbidden();
    let centre = hub.centre().await;
    let widened = Forger::new(centre.token(), &hub.signing_key().await).claiming("scope", "production");
    let reply = hub.anyone().bearing(&widened).get("/v1/production-orders").await;
    assert!([401, 403].contains(&reply.status), "{reply}");
}

async fn tokens_go_out_after_ten_minutes(hub: &Hub) {
    let driver = hub.driver(&tests::Person::camille()).await;
    let centre = hub.centre().await;
    hub.seconds_pass(599);
    driver.get("/v1/account").await.ok();
    centre.get("/v1/attestations").await.ok();
    hub.seconds_pass(2);
    driver.get("/v1/account").await.unauthenticated();
    centre.get("/v1/attestations").await.unauthenticated();
}

/// Every operation, with a token of each scope alone: 403, with the scope that is needed, for whatever is beyond it.
async fn a_frontend_reaches_as_far_as_its_scope(hub: &Hub) {
    let world = World::made(hub).await;
    let frontend = Frontend::register(hub, &scopes().collect::<Vec<_>>()).await;
    let operations = operations(hub).await;
    for alone in scopes() {
        let client = frontend.authorised(hub, &world.owner.person, alone).await;
        for operation in &operations {
            if world.rightful(whom(operation)).is_none() || scope(operation) == Some(alone) {
                continue;
            }
            let reply = operation.request(&client, &world.path(&operation.pattern)).await;
            assert_eq!(reply.status, 403, "{alone}: {reply}");
            let challenge = reply.header("www-authenticate").unwrap_or_default().to_owned();
            assert!(challenge.contains("insufficient_scope"), "{alone}: {challenge}");
            if let Some(needed) = scope(operation) {
                assert!(
                    challenge.contains(&format!("scope=\"{needed}\"")),
                    "{alone}: {challenge}"
                );
            }
            reply.forbidden();
        }
        for operation in operations.iter().filter(|operation| scope(operation) == Some(alone)) {
            if operation.method == "GET" && !operation.pattern.contains(".pdf") {
                let reply = operation.request(&client, &world.path(&operation.pattern)).await;
                assert_ne!(reply.status, 403, "{alone}: {reply}");
            }
        }
    }
}
