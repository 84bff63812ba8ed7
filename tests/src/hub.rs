//! A hub of its own for each story: the real server on a free port, its own database, its own folder, its dispatcher.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::ids::DocumentId;
use serde_json::{Value, json};
use tokio::sync::OnceCell;

use crate::client::Client;
use crate::databases::Database;
use crate::mailbox::Mailbox;
use crate::people::{Person, Training};
use crate::reading::Reading as _;
use crate::roles::{Agent, Centre, Driver, Production};

mod papers;
mod running;

use running::Running;
pub use running::SigningKey;

/// When every story begins: a Sunday morning, two days after the trainings ended.
pub const BEGINNING: &str = "2026-11-22T09:00:00Z";

/// How long something that happens behind the scenes may take before a test gives it up.
pub const TIMEOUT: Duration = Duration::from_mins(1);

/// The agent of the sandbox.
pub const AGENT: (&str, &str) = ("agent@example.org", "Sandbox-agent-2026!");
/// The supervisor of the sandbox.
pub const SUPERVISOR: (&str, &str) = ("supervisor@example.org", "Sandbox-supervisor-2026!");
/// The training centre in Lyon: client id, secret, scope.
pub const LYON: (&str, &str, &str) = ("abskill-lyon", "sandbox-centre-secret", "attestations");
/// The training centre in Brest.
pub const BREST: (&str, &str, &str) = ("abskill-brest", "sandbox-centre2-secret", "attestations");
/// The card factory.
pub const FACTORY: (&str, &str, &str) = ("card-factory", "sandbox-production-secret", "production");

/// A hub that runs until it is dropped.
#[derive(Debug)]
pub struct Hub {
    running: Running,
    client: Client,
    agent: OnceCell<Agent>,
    supervisor: OnceCell<Agent>,
    lyon: OnceCell<Centre>,
    factory: OnceCell<Production>,
}

impl Hub {
    /// Starts a hub on an empty database.
    pub async fn start(database: Database) -> Self {
        Self::start_with(database, &[]).await
    }

    /// The same with other settings: names without `CQC_HUB_`, and values.
    pub async fn start_with(database: Database, others: &[(&str, &str)]) -> Self {
        let running = Running::start(database, others).await;
        let client = Client::anonymous(&running.base);
        Self {
            running,
            client,
            agent: OnceCell::new(),
            supervisor: OnceCell::new(),
            lyon: OnceCell::new(),
            factory: OnceCell::new(),
        }
    }

    /// Where it answers.
    pub fn base(&self) -> &str {
        &self.running.base
    }

    /// Where it tells Prometheus its metrics, if that is set.
    pub fn metrics_base(&self) -> String {
        self.running.metrics_base()
    }

    /// Somebody who has not signed in.
    pub fn anyone(&self) -> &Client {
        &self.client
    }

    /// An agent.
    pub async fn agent(&self) -> &Agent {
        self.agent
            .get_or_init(|| Agent::sign_in(&self.client, AGENT.0, AGENT.1))
            .await
    }

    /// A supervisor.
    pub async fn supervisor(&self) -> &Agent {
        self.supervisor
            .get_or_init(|| Agent::sign_in(&self.client, SUPERVISOR.0, SUPERVISOR.1))
            .await
    }

    /// The training centre in Lyon.
    pub async fn centre(&self) -> &Centre {
        let lyon = || async {
            Centre {
                client: self.machine(LYON).await,
            }
        };
        self.lyon.get_or_init(lyon).await
    }

    /// The training centre in Brest.
    pub async fn other_centre(&self) -> Centre {
        Centre {
            client: self.machine(BREST).await,
        }
    }

    /// The card factory.
    pub async fn factory(&self) -> &Production {
        let factory = || async {
            Production {
                client: self.machine(FACTORY).await,
            }
        };
        self.factory.get_or_init(factory).await
    }

    /// A machine with a token of its scope.
    pub async fn machine(&self, (id, secret, scope): (&str, &str, &str)) -> Client {
        let form = [("grant_type", "client_credentials"), ("scope", scope)];
        let request = self.client.request(reqwest::Method::POST, "/oauth/token");
        let token = request.as_machine(id, secret).form(&form).await.ok();
        self.client.bearing(&token.text("/access_token"))
    }

    /// What was mailed and texted.
    pub async fn mailbox(&self) -> Mailbox {
        Mailbox::new(self.agent().await.client.clone())
    }

    /// Somebody asks for an account; its id.
    pub async fn register(&self, person: &Person) -> String {
        self.client
            .post("/v1/accounts", person.registration())
            .await
            .accepted()
            .id()
    }

    /// Somebody whose account was found in order; the secret of the link to choose a password.
    pub async fn approved(&self, person: &Person) -> String {
        let account = self.register(person).await;
        self.agent().await.approve_account(&account).await;
        self.mailbox().await.mail_to(person, "choose_password").await.token()
    }

    /// Somebody who uses their account.
    pub async fn driver(&self, person: &Person) -> Driver {
        let token = self.approved(person).await;
        let choice = person.choice();
        self.client
            .put(&format!("/v1/passwords/{token}"), choice)
            .await
            .no_content();
        Driver::sign_in(&self.client, person).await
    }

    /// Somebody who uses their account and followed trainings in Lyon.
    pub async fn trained_driver(&self, person: &Person, trainings: &[Training]) -> Driver {
        let driver = self.driver(person).await;
        for training in trainings {
            self.centre().await.attest(person, training).await;
        }
        driver
    }

    /// Somebody with a lorry and a fresh FIMO.
    pub async fn trained(&self, person: &Person) -> Driver {
        self.trained_driver(person, &[Training::fimo("goods", "2026-11-20")])
            .await
    }

    /// An agent approves a case, the factory makes the card and posts it.
    pub async fn make_card(&self, case: &str) {
        self.agent().await.take_and_approve(case).await;
        let factory = self.factory().await;
        let now = self.now().await;
        factory.make_and_ship("6A12345678901", &now).await;
    }

    /// A driver's card, from the draft to the letter box; the case.
    pub async fn card_in_the_post(&self, driver: &Driver) -> String {
        let case = driver.submitted_case().await;
        self.make_card(&case).await;
        case
    }

    /// Somebody with a card in use.
    pub async fn licensed(&self, person: &Person) -> Driver {
        let driver = self.trained(person).await;
        self.card_in_the_post(&driver).await;
        driver.activate(&driver.card().await.id()).await;
        driver
    }

    /// The one order that is queued is made and posted.
    pub async fn next_card_is_made(&self) {
        let now = self.now().await;
        self.factory().await.make_and_ship("6A12345678902", &now).await;
    }

    /// What anybody who checks a card sees.
    pub async fn verified(&self, card: &Value) -> Value {
        let path = self.path_of(&card.text("/verification_url"));
        self.client.get(&path).await.ok()
    }

    /// The hub's time, as it writes it.
    pub async fn now(&self) -> String {
        self.client.get("/v1/sandbox/clock").await.ok().text("/now")
    }

    /// Moves the clock to an instant, and with it everything that is due until then.
    pub async fn move_clock_to(&self, instant: &str) -> Value {
        self.client.put("/v1/sandbox/clock", json!({"now": instant})).await.ok()
    }

    /// Lets days pass.
    pub async fn days_pass(&self, days: i64) {
        let now: chrono::DateTime<chrono::Utc> = self.now().await.parse().expect("an instant");
        let then = now + chrono::TimeDelta::days(days);
        self.move_clock_to(&then.to_rfc3339()).await;
    }

    /// Lets real time pass, as tokens, sessions and limits see it; the time of the business goes along.
    pub fn seconds_pass(&self, seconds: i64) {
        self.running.clock.pass(chrono::TimeDelta::seconds(seconds));
    }

    /// Lets the pauses of everything in the outbox be over, by whichever clock they go.
    pub async fn pauses_are_over(&self) {
        self.running.pauses_are_over().await;
    }

    /// What follows the hub's own address in a URL it gave out.
    #[track_caller]
    pub fn path_of(&self, url: &str) -> String {
        let path = url
            .strip_prefix(self.base())
            .unwrap_or_else(|| panic!("{url} leads out of {}", self.base()));
        path.to_owned()
    }

    /// What it keeps, for stories that begin where no route leads.
    pub fn store(&self) -> &persistence::Store {
        self.running.store()
    }

    /// Uploaded files and papers, as the hub reads them.
    pub fn storage(&self) -> integrations::files::Files {
        self.running.storage()
    }

    /// The folder where uploaded files and papers lie.
    pub fn files_folder(&self) -> std::path::PathBuf {
        self.running.files_folder()
    }

    /// A file whose upload was cut off before its row was written.
    pub async fn leave_a_stray_file(&self) {
        self.running.leave_a_stray_file().await;
    }

    /// A document is something else from now on, as if it had been uploaded so: for what no upload lets in any more.
    pub async fn overwrite(&self, document: DocumentId, bytes: &[u8]) {
        self.running.overwrite(document, bytes).await;
    }

    /// Removes the files that no row knows, of those written before an instant. Answers how many there were.
    pub async fn sweep_written_before(&self, instant: DateTime<Utc>) -> usize {
        self.running.sweep_written_before(instant).await
    }

    /// The key with which the hub signs access tokens: for making ones that it should refuse.
    pub async fn signing_key(&self) -> SigningKey {
        self.running.signing_key().await
    }

    /// The operator has new keys made for access tokens, and the hub reads them.
    pub async fn rotate_keys(&self) {
        self.running.rotate_keys().await;
    }

    /// The minute comes in which the hub reads its keys anew.
    pub async fn read_keys_anew(&self) {
        self.running.read_keys_anew().await;
    }

    /// Stops it, and waits until it has.
    pub async fn seal_audit_trail(&self) -> usize {
        self.running.seal_audit_trail().await
    }

    /// Stops it.
    pub async fn stop(self) {
        self.running.stop().await;
    }
}
