//! What a training centre's system does.

use serde_json::{Value, json};

use super::is_a_client;
use crate::client::Client;
use crate::people::{Person, Training};
use crate::reading::Reading as _;

/// A training centre's system, with a token.
#[derive(Debug, Clone)]
pub struct Centre {
    /// Its access to the hub.
    pub client: Client,
}

is_a_client!(Centre);

impl Centre {
    /// Posts the attestation of a training that somebody followed.
    pub async fn attest(&self, person: &Person, training: &Training) -> Value {
        self.post("/v1/attestations", training.of(person)).await.created()
    }
    /// The attestation that was posted of that training of somebody.
    pub async fn attestation_of(&self, person: &Person, training: &Training) -> String {
        let reference = training.of(person).text("/external_reference");
        let found = self
            .get(&format!("/v1/attestations?external_reference={reference}"))
            .await
            .ok();
        found.only_item().id()
    }

    /// Takes an attestation back.
    pub async fn withdraw(&self, attestation: &str, reason: &str) -> Value {
        self.post(
            &format!("/v1/attestations/{attestation}/withdrawal"),
            json!({"reason": reason}),
        )
        .await
        .ok()
    }

    /// Where an attestation stands.
    pub async fn status_of(&self, attestation: &str) -> String {
        self.get(&format!("/v1/attestations/{attestation}"))
            .await
            .ok()
            .text("/status")
    }
}
