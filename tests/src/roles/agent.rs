//! What an agent, or a supervisor, does in the back office.

use serde_json::{Value, json};

use super::is_a_client;
use crate::client::{Client, Request};
use crate::reading::Reading as _;
use crate::reply::Reply;
use crate::roles::sign_in;

/// A member of the back office who has signed in.
#[derive(Debug, Clone)]
pub struct Agent {
    /// Their access to the hub.
    pub client: Client,
    /// The email they sign in with.
    pub email: String,
}

is_a_client!(Agent);

impl Agent {
    /// Signs in.
    pub async fn sign_in(anyone: &Client, email: &str, password: &str) -> Self {
        let session = sign_in(anyone, email, password).await;
        Self {
            client: anyone.bearing(&session.text("/access_token")),
            email: email.to_owned(),
        }
    }

    /// A decision on an account, made on what it is now.
    pub async fn on_account(&self, account: &str, decision: &str) -> Request {
        self.on(&format!("/v1/back-office/accounts/{account}"), decision).await
    }

    /// A decision on a case, made on what it is now.
    pub async fn on_case(&self, case: &str, decision: &str) -> Request {
        self.on(&format!("/v1/back-office/cases/{case}"), decision).await
    }

    /// A decision on any resource, made on what it is now.
    pub async fn on(&self, resource: &str, decision: &str) -> Request {
        let seen = self.get(resource).await.expect(200);
        self.do_post(&format!("{resource}/{decision}")).if_match(&seen.etag())
    }

    /// Finds an account in order.
    pub async fn approve_account(&self, account: &str) -> Value {
        self.on_account(account, "approval").await.await.ok()
    }
    /// An account with everything that is known of it.
    pub async fn account(&self, account: &str) -> Value {
        self.get(&format!("/v1/back-office/accounts/{account}")).await.ok()
    }

    /// The accounts that wait for analysis under an email, oldest first.
    pub async fn waiting_under(&self, email: &str) -> Vec<String> {
        let waiting = self
            .get("/v1/back-office/accounts?stage=pending_review&limit=100")
            .await
            .ok();
        let mut found = Vec::new();
        for line in waiting.items() {
            let account = self.account(&line.id()).await;
            if account["profile"]["email"] == email {
                found.push(line.id());
            }
        }
        found
    }

    /// The whole file of a case.
    pub async fn case(&self, case: &str) -> Value {
        self.get(&format!("/v1/back-office/cases/{case}")).await.ok()
    }

    /// Takes a case.
    pub async fn take(&self, case: &str) -> Value {
        self.on_case(case, "assignment").await.await.ok()
    }

    /// Asks the driver to complete a case: what, and why.
    pub async fn request_information(&self, case: &str, items: &[(&str, &str)]) -> Value {
        let items: Vec<_> = items
            .iter()
            .map(|(target, reason)| json!({"target": target, "reason": reason}))
            .collect();
        self.on_case(case, "information-request")
            .await
            .json(json!({"items": items}))
            .await
            .ok()
    }

    /// Says until when the qualification held that a case's training renews: a date, or `none`.
    pub async fn answer_previous_expiry(&self, case: &str, answer: &str) -> Value {
        let path = format!("/v1/back-office/cases/{case}");
        let seen = self.get(&path).await.expect(200);
        let answer = json!({"previous_expires_on": answer});
        self.put(&format!("{path}/previous-expiry"), answer)
            .if_match(&seen.etag())
            .await
            .ok()
    }

    /// Takes a case and decides for it; where nobody knows of an earlier qualification, there was none.
    pub async fn take_and_approve(&self, case: &str) -> Value {
        let file = self.take(case).await;
        let warnings = file["warnings"].as_array().cloned().unwrap_or_default();
        if warnings.contains(&json!("previous_expiry_unknown")) {
            self.answer_previous_expiry(case, "none").await;
        }
        self.on_case(case, "approval").await.await.ok()
    }

    /// Takes a case and asks the driver to complete it: what, and why.
    pub async fn take_and_ask(&self, case: &str, items: &[(&str, &str)]) -> Value {
        self.take(case).await;
        self.request_information(case, items).await
    }

    /// Takes a case and decides against it.
    pub async fn take_and_reject(&self, case: &str, reason: &str) -> Value {
        self.take(case).await;
        self.on_case(case, "rejection")
            .await
            .json(json!({"reason": reason}))
            .await
            .ok()
    }

    /// Revokes a card, as it is now.
    pub async fn revoke_card(&self, card: &str, reason: Value) -> Reply {
        self.on(&format!("/v1/back-office/cards/{card}"), "revocation")
            .await
            .json(reason)
            .await
    }

    /// Puts a failed order back, as it is now.
    pub async fn requeue_order(&self, order: &str) -> Reply {
        self.on(&format!("/v1/back-office/production-orders/{order}"), "requeue")
            .await
            .await
    }
}
