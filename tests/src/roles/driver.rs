//! What a driver does in their space.

use serde_json::{Value, json};

use super::is_a_client;
use crate::client::Client;
use crate::files;
use crate::people::{Person, depot};
use crate::reading::Reading;

/// A driver who has signed in.
#[derive(Debug, Clone)]
pub struct Driver {
    /// Their access to the hub.
    pub client: Client,
    /// Who they are.
    pub person: Person,
    /// The token that keeps them signed in.
    pub refresh_token: String,
}

is_a_client!(Driver);

/// Signs in with an email and a password; the answer's tokens.
pub async fn sign_in(anyone: &Client, email: &str, password: &str) -> Value {
    anyone
        .post("/v1/sessions", json!({"email": email, "password": password}))
        .await
        .ok()
}

impl Driver {
    /// «Se connecter».
    pub async fn sign_in(anyone: &Client, person: &Person) -> Self {
        let session = sign_in(anyone, &person.email, &person.password).await;
        Self {
            client: anyone.bearing(&session.text("/access_token")),
            person: person.clone(),
            refresh_token: session.text("/refresh_token"),
        }
    }

    /// «Faire une demande», «Commencer»: the id of the draft.
    pub async fn begin_case(&self) -> String {
        self.post("/v1/cases", json!({"kind": "cqc"})).await.created().id()
    }

    /// The case as its driver sees it.
    pub async fn case(&self, case: &str) -> Value {
        self.get(&format!("/v1/cases/{case}")).await.ok()
    }

    /// The names of the buttons under a case.
    pub async fn buttons(&self, case: &str) -> Vec<String> {
        self.case(case).await.texts("/actions")
    }

    /// Uploads a document; its id.
    pub async fn upload(&self, case: &str, document_type: &str, file: files::Upload) -> String {
        let path = format!("/v1/cases/{case}/documents");
        self.request(reqwest::Method::POST, &path)
            .upload(document_type, file)
            .await
            .created()
            .id()
    }

    /// Uploads the five documents that a cqc case asks for.
    pub async fn upload_everything(&self, case: &str) {
        self.upload(case, "identity_document", files::identity_document()).await;
        self.upload(case, "licence_front", files::licence("front")).await;
        self.upload(case, "licence_back", files::licence("back")).await;
        self.upload(case, "photo", files::photo()).await;
        self.upload(case, "signature", files::signature()).await;
    }

    /// Has the card sent to an address.
    pub async fn deliver_to(&self, case: &str, address: Value) -> Value {
        self.put(&format!("/v1/cases/{case}/delivery-address"), address)
            .await
            .ok()
    }

    /// Validates the recapitulation: the case is sent.
    pub async fn submit(&self, case: &str) -> Value {
        self.do_post(&format!("/v1/cases/{case}/submission")).await.ok()
    }

    /// A draft in which nothing is missing.
    pub async fn complete_case(&self) -> String {
        let case = self.begin_case().await;
        self.upload_everything(&case).await;
        self.deliver_to(&case, depot()).await;
        case
    }

    /// A case that was sent.
    pub async fn submitted_case(&self) -> String {
        let case = self.complete_case().await;
        self.submit(&case).await;
        case
    }

    /// The stages a case has passed, oldest first.
    pub async fn history(&self, case: &str) -> Vec<String> {
        let history = self.get(&format!("/v1/cases/{case}/history")).await.ok();
        history.items().iter().map(Reading::stage).collect()
    }

    /// The right to a card in a sector, and if there is none, why.
    pub async fn entitlement(&self, sector: &str) -> Value {
        let entitlements = self.get("/v1/entitlements").await.ok();
        let found = entitlements
            .items()
            .iter()
            .find(|entitlement| entitlement["sector"] == sector);
        found
            .unwrap_or_else(|| panic!("nothing about {sector} in {entitlements:#}"))
            .clone()
    }

    /// The driver's one card.
    pub async fn card(&self) -> Value {
        let card = self.get("/v1/cards").await.ok().only_item().id();
        self.get(&format!("/v1/cards/{card}")).await.ok()
    }
}
