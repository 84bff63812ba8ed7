//! Whose things they are: a driver with a card in the post and a draft begun, and everybody who has no business there.

use serde_json::json;
use tests::frontend::Frontend;
use tests::hub::Hub;
use tests::roles::{Centre, Driver};
use tests::{Client, Person, Reading, Training, files};

use crate::table::For;

/// Everybody and everything.
pub struct World {
    /// The driver whose things they are.
    pub owner: Driver,
    /// The centre that attested the trainings.
    pub owning_centre: Centre,
    /// Another driver.
    pub driver: Client,
    /// An agent.
    pub agent: Client,
    /// A supervisor.
    pub supervisor: Client,
    /// Another training centre.
    pub centre: Client,
    /// The card factory.
    pub factory: Client,
    /// The operator of a frontend.
    pub operator: Client,
    /// What nobody else may read, wherever it comes from.
    pub secrets: Vec<String>,
    /// The owner's draft.
    pub draft: String,
    /// What stands for `{id}` under each collection.
    ids: Vec<(&'static str, String)>,
    document: String,
    delivery: String,
}

impl World {
    /// Brings it about.
    pub async fn made(hub: &Hub) -> Self {
        let person = Person::youssef().called("Quévremont").at("quevremont@secret.example");
        let owner = hub
            .trained_driver(&person, &[Training::fimo("goods", "2026-11-20")])
            .await;
        let shipped = hub.card_in_the_post(&owner).await;
        let owning_centre = hub.centre().await.clone();
        let attestation = owning_centre
            .attest(&person, &Training::fimo("passengers", "2026-10-16"))
            .await
            .id();
        let case = owner.begin_case().await;
        let document = owner.upload(&case, "photo", files::photo()).await;
        let suspect = Person::youssef().called("Quévremont-Duval");
        let mismatch = owning_centre
            .attest(&suspect, &Training::fco("goods", "2026-11-20"))
            .await
            .id();

        let export = owner.do_post("/v1/account/exports").await.accepted().id();
        let content = format!("/v1/account/exports/{export}/content");
        owner.client.paper(&content).await;
        let wished = json!({
            "name": "Transports Secrets", "items": ["qualification", "card"], "valid_until": "2026-11-30"
        });
        let share = owner.post("/v1/shares", wished).await.created();
        let agent = hub.agent().await;
        let supervisor = hub.supervisor().await;
        let order = hub.factory().await.get("/v1/production-orders").await.ok().items()[0].id();
        let endpoint = json!({"url": "http://127.0.0.1:9/quevremont", "events": ["attestation.matched"]});
        let endpoint = owning_centre
            .post("/v1/webhook-endpoints", endpoint)
            .await
            .created()
            .id();
        let test = format!("/v1/webhook-endpoints/{endpoint}/test");
        let delivery = owning_centre.do_post(&test).await.accepted().id();
        let frontend = Frontend::register(hub, &["profile"]).await;
        let (client_id, secret) = frontend.credentials(hub).await;
        let operator = hub.machine((&client_id, &secret, "webhooks")).await;
        let first = async |client: &Client, path: &str| client.get(path).await.ok().items()[0].id();
        let ids = vec![
            ("/v1/account/exports", export),
            ("/v1/shares", share.id()),
            ("/v1/sessions", first(&owner, "/v1/sessions").await),
            ("/v1/trainings", first(&owner, "/v1/trainings").await),
            ("/v1/certificates", first(&owner, "/v1/certificates").await),
            ("/v1/cards", owner.card().await.id()),
            ("/v1/notices", first(&owner, "/v1/notices").await),
            ("/v1/cases", case.clone()),
            ("/v1/attestations", attestation),
            ("/v1/production-orders", order.clone()),
            ("/v1/webhook-endpoints", endpoint),
            ("/v1/back-office/accounts", owner.get("/v1/account").await.ok().id()),
            ("/v1/back-office/cases", case.clone()),
            ("/v1/back-office/cards", owner.card().await.id()),
            ("/v1/back-office/production-orders", order),
            ("/v1/back-office/attestations", mismatch),
            (
                "/v1/back-office/training-centres",
                first(supervisor, "/v1/back-office/training-centres").await,
            ),
            (
                "/v1/back-office/staff",
                first(supervisor, "/v1/back-office/staff").await,
            ),
            ("/v1/back-office/oauth-clients", frontend.client_id),
            ("/v1/back-office/messages", shipped.clone()),
            ("/v1/invoices", shipped.clone()),
            ("/v1/sandbox/payments", shipped),
        ];
        let card = owner.card().await;
        Self {
            secrets: vec![
                person.surname.clone(),
                person.surname.to_uppercase(),
                person.email.clone(),
                person.licence_number.clone(),
                card.text("/number"),
                card.text("/verification_url"),
                share.text("/url"),
                share.text("/code"),
                "Transports Secrets".to_owned(),
                "6A12345678901".to_owned(),
                "ABSKILL-fimo".to_owned(),
            ],
            driver: hub.driver(&Person::camille()).await.client,
            agent: agent.client.clone(),
            supervisor: supervisor.client.clone(),
            centre: hub.other_centre().await.client,
            factory: hub.factory().await.client.clone(),
            operator,
            owner,
            owning_centre,
            draft: case,
            ids,
            document,
            delivery,
        }
    }

    /// The path of something that belongs to the owner.
    pub fn path(&self, pattern: &str) -> String {
        let longest = self
            .ids
            .iter()
            .filter(|(collection, _)| pattern.starts_with(collection));
        let id = longest
            .max_by_key(|(collection, _)| collection.len())
            .map_or("none", |(_, id)| id);
        pattern
            .replace("{id}", id)
            .replace("{document_id}", &self.document)
            .replace("{qualification_id}", id)
            .replace("{link_id}", id)
            .replace("{delivery_id}", &self.delivery)
            .replace("{audience}", "staff")
            .replace("{name}", "none")
            .replace("{client_id}", "abskill-brest")
            .replace("{token}", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
            .replace("{code}", "not_found")
    }

    /// Everybody, each with what an operation would have to be for, so that they may do it.
    pub fn everybody(&self) -> [(&'static str, &Client, &'static [For]); 6] {
        [
            ("another driver", &self.driver, &[For::SignedIn, For::Driver]),
            ("an agent", &self.agent, &[For::SignedIn, For::Agent]),
            (
                "a supervisor",
                &self.supervisor,
                &[For::SignedIn, For::Agent, For::Supervisor],
            ),
            ("another centre", &self.centre, &[For::Centre, For::Partner]),
            ("the factory", &self.factory, &[For::Factory, For::Partner]),
            ("an operator", &self.operator, &[For::Partner]),
        ]
    }

    /// A good token of somebody who may do what is for these.
    pub fn rightful(&self, whom: For) -> Option<&Client> {
        match whom {
            For::Anyone | For::LinkHolder | For::Client => None,
            For::SignedIn | For::Driver => Some(&self.owner.client),
            For::Agent => Some(&self.agent),
            For::Supervisor => Some(&self.supervisor),
            For::Centre | For::Partner => Some(&self.owning_centre.client),
            For::Factory => Some(&self.factory),
        }
    }

    /// Nothing of the owner's in a text.
    #[track_caller]
    pub fn assert_nothing_leaks(&self, text: &str, who: &str) {
        for secret in &self.secrets {
            assert!(!text.contains(secret), "{who} learns `{secret}`:\n{text}");
        }
    }
}
