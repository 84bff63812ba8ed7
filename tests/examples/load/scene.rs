//! Everybody who acts, in their places.

use std::fmt::Display;

use futures::{StreamExt as _, stream};
use serde_json::json;
use tests::hub::{AGENT, LYON};
use tests::roles::Agent;
use tests::seed::{Acting, Cast, PASSWORD, Seeder};
use tests::{Client, Reading as _};

use crate::database::Database;
use crate::hub::{Hub, Server};
use crate::options::Options;

/// Drivers who sign in at the same time.
const SIGN_INS: usize = 16;

/// A hub, and who is there.
pub struct Scene {
    /// The server that is measured.
    pub server: Server,
    /// Drivers who act.
    pub cast: Cast,
    seeder: Seeder,
    anyone: Client,
    /// How many days back the trainees were trained already.
    pub trained_days: u64,
    database: Database,
    _hub: Option<Hub>,
}

/// A driver who is signed in.
pub struct SignedIn {
    /// Who it is.
    pub acting: Acting,
    /// Their access token.
    pub token: String,
}

impl Scene {
    /// Fills the database and starts the hub.
    pub async fn set(options: &Options) -> Self {
        let database = Database::of(options.database.as_deref());
        let mut seeder = Seeder::open(&database.url).await;
        seeder.fill_up_to(options.cases);
        let cast = seeder.cast(options.regulars, options.drivers);
        seeder.settle();
        let (hub, server) = if let Some(address) = &options.address {
            (None, running(address, options.pid))
        } else {
            let hub = Hub::start(&database.url, database.folder.path()).await;
            let server = hub.server();
            (Some(hub), server)
        };
        Self {
            anyone: Client::anonymous(&format!("http://{}", server.address)),
            server,
            cast,
            seeder,
            trained_days: 0,
            database,
            _hub: hub,
        }
    }

    /// Which database it is.
    pub fn database_name(&self) -> impl Display {
        let is_sqlite = self.database.url.starts_with("sqlite:");
        if is_sqlite { "SQLite" } else { "PostgreSQL" }
    }

    /// How many drivers there are.
    pub fn drivers(&self) -> u32 {
        self.seeder.seeded()
    }

    /// Signs drivers in.
    pub async fn sign_in(&self, drivers: &[Acting]) -> Vec<SignedIn> {
        let signing_in = drivers.iter().cloned().map(|acting| {
            let anyone = self.anyone.clone();
            async move {
                let form = json!({"email": acting.driver.email(), "password": PASSWORD});
                let token = anyone.post("/v1/sessions", form).await.ok().text("/access_token");
                SignedIn { acting, token }
            }
        });
        stream::iter(signing_in).buffered(SIGN_INS).collect().await
    }

    /// Signs in those who ask for the same over and over.
    pub async fn regulars(&self) -> Vec<SignedIn> {
        self.sign_in(&self.cast.regulars).await
    }

    /// An agent.
    pub async fn agent(&self) -> Agent {
        Agent::sign_in(&self.anyone, AGENT.0, AGENT.1).await
    }

    /// The training centre in Lyon.
    pub async fn centre(&self) -> Client {
        let form = [("grant_type", "client_credentials"), ("scope", LYON.2)];
        let request = self.anyone.request(reqwest::Method::POST, "/oauth/token");
        let token = request.as_machine(LYON.0, LYON.1).form(&form).await.ok();
        self.anyone.bearing(&token.text("/access_token"))
    }

    /// Somebody who has not signed in.
    pub fn anyone(&self) -> &Client {
        &self.anyone
    }

    /// Drops the mails and papers that still wait.
    pub fn clear_up(&mut self) {
        self.seeder.drop_backlog();
    }
}

fn running(address: &str, pid: Option<u32>) -> Server {
    Server {
        address: address.trim_start_matches("http://").trim_end_matches('/').to_owned(),
        pid,
    }
}
