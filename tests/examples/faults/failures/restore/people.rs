//! Who acts: those who serve drivers, and somebody whose journey goes on in the copy.

use std::sync::atomic::{AtomicU16, Ordering};

use chrono::{Days, NaiveDate};
use domain::time::legal_date;
use reqwest::Method;
use tests::hub::{AGENT, FACTORY, LYON};
use tests::roles::{Agent, Centre, Driver, Production};
use tests::{Client, Person, Reading as _, Training};

use crate::mail::MailServer;
use crate::process::Process;

/// Those who serve drivers.
#[derive(Debug, Clone)]
pub struct People {
    /// Whoever has not signed in.
    pub anyone: Client,
    /// The agent.
    pub agent: Agent,
    /// The training centre.
    pub centre: Centre,
    /// The card factory.
    pub factory: Production,
    /// Where mails arrive.
    pub mails: MailServer,
}

impl People {
    /// At a hub.
    pub async fn of(hub: &Process, mails: &MailServer) -> Self {
        let anyone = hub.anyone();
        Self {
            agent: Agent::sign_in(&anyone, AGENT.0, AGENT.1).await,
            centre: Centre {
                client: machine(&anyone, LYON).await,
            },
            factory: Production {
                client: machine(&anyone, FACTORY).await,
            },
            mails: mails.clone(),
            anyone,
        }
    }

    /// Somebody who was not there before.
    pub fn newcomer() -> Person {
        static NUMBER: AtomicU16 = AtomicU16::new(0);
        Person::numbered(NUMBER.fetch_add(1, Ordering::Relaxed))
    }

    /// Somebody asks for an account, an agent grants it, a mail brings the link: their account, and their access to it.
    pub async fn welcome(&self, person: &Person) -> (String, Driver) {
        let registered = self.anyone.post("/v1/accounts", person.registration()).await;
        let account = registered.accepted().id();
        self.agent.approve_account(&account).await;
        let token = self.mails.password_link_to(&person.email).await;
        let chosen = self.anyone.put(&format!("/v1/passwords/{token}"), person.choice());
        chosen.await.no_content();
        (account, Driver::sign_in(&self.anyone, person).await)
    }

    /// A first qualification for lorries, ended two days ago.
    pub async fn training(&self) -> Training {
        let ended_on = self.today().await - Days::new(2);
        Training::fimo("goods", &ended_on.to_string())
    }

    /// The day it is by law.
    pub async fn today(&self) -> NaiveDate {
        legal_date(self.now().await.parse().expect("an instant"))
    }

    /// The hub's time, as it writes it.
    async fn now(&self) -> String {
        self.anyone.get("/v1/sandbox/clock").await.ok().text("/now")
    }

    /// The factory makes and posts the card of a case.
    pub async fn make_card(&self, case: &str) {
        let queued = "/v1/production-orders?status=queued&limit=100";
        let queued = self.factory.get(queued).await.ok();
        let of_case = queued.items().iter().find(|order| order["case_id"] == case);
        let order = of_case.unwrap_or_else(|| panic!("nothing to make for {case}")).id();
        self.factory.start(&order).await;
        self.factory.ship(&order, "6A12345678901", &self.now().await).await;
    }
}

/// A machine with a token of its scope.
async fn machine(anyone: &Client, (id, secret, scope): (&str, &str, &str)) -> Client {
    let form = [("grant_type", "client_credentials"), ("scope", scope)];
    let request = anyone.request(Method::POST, "/oauth/token").as_machine(id, secret);
    let token = request.form(&form).await.ok();
    anyone.bearing(&token.text("/access_token"))
}

/// Somebody whose request is complete when the backup is made, and not sent yet.
pub struct Waiting {
    driver: Driver,
    case: String,
}

impl Waiting {
    /// Camille, with everything that a card asks for.
    pub async fn for_the_card(people: &People) -> Self {
        let camille = Person::camille();
        let (_, driver) = people.welcome(&camille).await;
        people.centre.attest(&camille, &people.training().await).await;
        let case = driver.complete_case().await;
        Self { driver, case }
    }

    /// Still signed in, Camille goes on to the card in the copy.
    pub async fn goes_on(&self, people: &People) {
        self.driver.submit(&self.case).await;
        people.agent.take_and_approve(&self.case).await;
        people.make_card(&self.case).await;
        let card = self.driver.card().await.id();
        let active = self.driver.activate(&card).await;
        assert_eq!(active.stage(), "active", "{active:#}");
    }
}
