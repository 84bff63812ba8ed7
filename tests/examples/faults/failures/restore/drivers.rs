//! Drivers at work, one journey after the other, from the account to the replaced card.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tests::roles::Driver;
use tests::{Person, Reading as _, files};
use tokio::task::JoinSet;

use super::answered::Answers;
use super::people::People;
use crate::failures::held;

/// How many go on at the same time.
const AT_ONCE: usize = 4;
/// How long they may take for what is asked of them.
const PATIENCE: Duration = Duration::from_mins(10);

/// Drivers who go on until they are told that it is enough.
pub struct Drivers {
    enough: Arc<AtomicBool>,
    answers: Answers,
    working: JoinSet<()>,
}

impl Drivers {
    /// They begin.
    pub fn at_work(people: &People) -> Self {
        let (enough, answers) = (Arc::new(AtomicBool::new(false)), Answers::default());
        let mut working = JoinSet::new();
        for _ in 0..AT_ONCE {
            let (enough, people, answers) = (Arc::clone(&enough), people.clone(), answers.clone());
            working.spawn(async move {
                while !enough.load(Ordering::Relaxed) {
                    Journey::begun(&people, &answers).await.played(&enough).await;
                }
            });
        }
        Self {
            enough,
            answers,
            working,
        }
    }

    /// Waits until they were answered so many times.
    pub async fn until_answered(&mut self, count: usize) -> Result<(), String> {
        let deadline = Instant::now() + PATIENCE;
        while self.answers.count() < count {
            if let Some(done) = self.working.try_join_next() {
                return Err(format!("a driver did not get on: {done:?}"));
            }
            held(Instant::now() < deadline, || {
                format!("no more than {} answers came", self.answers.count())
            })?;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// It is enough; what they were answered. None of them was refused anything.
    pub async fn answered(mut self) -> Result<Answers, String> {
        self.enough.store(true, Ordering::Relaxed);
        while let Some(done) = self.working.join_next().await {
            done.map_err(|refused| format!("a driver did not get on: {refused}"))?;
        }
        Ok(self.answers)
    }
}

/// The journey of one driver.
struct Journey<'p> {
    people: &'p People,
    answers: &'p Answers,
    person: Person,
    driver: Driver,
}

impl<'p> Journey<'p> {
    /// «Créer mon compte».
    async fn begun(people: &'p People, answers: &'p Answers) -> Self {
        let person = People::newcomer();
        let (account, driver) = people.welcome(&person).await;
        let path = format!("/v1/back-office/accounts/{account}");
        answers.words(&people.agent, &path, &person.email);
        answers.words(&driver, "/v1/account", &person.email);
        Self {
            people,
            answers,
            person,
            driver,
        }
    }

    /// The rest of it, as far as it comes until it is enough.
    async fn played(&self, enough: &AtomicBool) {
        self.is_trained().await;
        let case = self.driver.begin_case().await;
        self.answers.words(&self.driver, "/v1/cases", &case);
        self.uploads(&case).await;
        if enough.load(Ordering::Relaxed) {
            return;
        }
        self.has_a_card(&case).await;
        if !enough.load(Ordering::Relaxed) {
            self.replaces_it().await;
        }
    }

    /// «Accéder à son certificat».
    async fn is_trained(&self) {
        let training = self.people.training().await;
        let attested = self.people.centre.attest(&self.person, &training).await;
        let path = format!("/v1/attestations/{}", attested.id());
        let reference = attested.text("/external_reference");
        self.answers.words(&self.people.centre, &path, &reference);
        let certificates = self.driver.get("/v1/certificates").await.ok();
        let certificate = certificates.only_item().id();
        self.paper(&format!("/v1/certificates/{certificate}/certificate.pdf"))
            .await;
    }

    /// «Je charge mes documents»: the identity document a second time, which replaces the first.
    async fn uploads(&self, case: &str) {
        let first = self.upload(case, "identity_document", files::identity_document()).await;
        self.upload(case, "licence_front", files::licence("front")).await;
        self.upload(case, "licence_back", files::licence("back")).await;
        self.upload(case, "photo", files::photo()).await;
        self.upload(case, "signature", files::signature()).await;
        self.answers.give_up(&first);
        self.upload(case, "identity_document", files::identity_document()).await;
        self.driver.deliver_to(case, tests::people::depot()).await;
    }

    /// Uploads a document; where it is read.
    async fn upload(&self, case: &str, document_type: &str, file: files::Upload) -> String {
        let sha256 = tests::reply::sha256(&file.bytes);
        let document = self.driver.upload(case, document_type, file).await;
        let path = format!("/v1/cases/{case}/documents/{document}/content");
        self.answers.file(&self.driver, &path, sha256);
        path
    }

    /// From the request to the card in use.
    async fn has_a_card(&self, case: &str) {
        let history = format!("/v1/cases/{case}/history");
        let sent = self.driver.submit(case).await;
        self.answers.words(&self.driver, &history, &sent.stage());
        let approved = self.people.agent.take_and_approve(case).await;
        self.answers.words(&self.driver, &history, &approved.stage());
        self.people.make_card(case).await;
        let card = self.driver.card().await;
        let path = format!("/v1/cards/{}", card.id());
        self.answers.words(&self.driver, &path, &card.text("/number"));
        self.driver.activate(&card.id()).await;
        self.answers.words(&self.driver, &history, "completed");
    }

    /// «J’ai perdu ma carte»: what it costs is paid, and invoiced.
    async fn replaces_it(&self) {
        let card = self.driver.card().await.id();
        let case = self.driver.begin_about("loss", &card).await;
        let today = self.people.today().await.to_string();
        self.driver.declare_missing(&case, &today).await;
        self.driver.give_addresses(&case).await;
        self.driver.submit(&case).await;
        let payment = self.driver.pay(&case, "succeeded").await;
        let path = format!("/v1/cases/{case}/payments");
        self.answers.words(&self.driver, &path, &payment.id());
        self.answers.words(&self.driver, &path, &payment.text("/status"));
        for invoice in self.driver.invoices().await {
            self.answers
                .words(&self.driver, "/v1/invoices", &invoice.text("/number"));
            self.paper(&format!("/v1/invoices/{}/invoice.pdf", invoice.id())).await;
        }
    }

    async fn paper(&self, path: &str) {
        let paper = self.driver.paper(path).await;
        self.answers.file(&self.driver, path, paper.sha256());
    }
}
