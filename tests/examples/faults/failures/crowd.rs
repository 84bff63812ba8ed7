//! People who register without end, and what must be there of them afterwards.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;
use tests::Reading;
use tests::hub::{AGENT, TIMEOUT};
use tests::roles::Agent;
use tokio::task::JoinSet;

use super::held;
use crate::attacks::registration;
use crate::mail::{Mail, MailServer};
use crate::process::Process;
use crate::tally::{Answered, Tally};
use crate::wire;

/// How many register at the same time.
const AT_ONCE: usize = 8;
/// Between two registrations of one of them.
const PACE: Duration = Duration::from_millis(20);
/// How many different people there are.
const PEOPLE: usize = 60_000;
/// How many mails a process has in hand at most.
const IN_HAND: usize = 16;

/// People who register at one hub until they are told that it is enough.
pub struct Crowd {
    enough: Arc<AtomicBool>,
    registering: JoinSet<Registered>,
}

/// Those whose registration was answered with 202.
#[derive(Debug, Default)]
pub struct Registered {
    /// Their accounts' ids.
    accounts: HashSet<String>,
    /// Their emails.
    emails: HashSet<String>,
    /// Everything that was answered.
    pub tally: Tally,
}

impl Crowd {
    /// Begins.
    pub fn at(hub: &Process) -> Self {
        let enough = Arc::new(AtomicBool::new(false));
        let mut registering = JoinSet::new();
        for _ in 0..AT_ONCE {
            registering.spawn(register_until(Arc::clone(&enough), hub.base.clone()));
        }
        Self { enough, registering }
    }

    /// Ends; what was answered.
    pub async fn registered(self) -> Registered {
        self.enough.store(true, Ordering::Relaxed);
        let mut all = Registered::default();
        for registered in self.registering.join_all().await {
            all.add(registered);
        }
        all
    }
}

impl Registered {
    /// Adds what others were answered.
    pub fn add(&mut self, other: Self) {
        self.accounts.extend(other.accounts);
        self.emails.extend(other.emails);
        self.tally.add(other.tally);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.accounts.len()
    }

    /// Each of them waits to be analysed.
    pub async fn are_kept_by(&self, hub: &Process) -> Result<(), String> {
        let faults = self.tally.faults();
        held(faults.is_empty(), || format!("{faults:?}"))?;
        let kept = waiting_accounts(hub).await;
        let lost = self.accounts.difference(&kept).count();
        held(lost == 0, || {
            format!("{lost} of {} registrations that were answered are lost", self.count())
        })
    }

    /// Each of them was mailed once. A mail that some process had in hand when it, or its database, went away may have come
    /// again, as one of the same id. Answers how many did.
    pub async fn were_mailed_once(&self, hub: &Process, mails: &MailServer, losses: usize) -> Result<usize, String> {
        nothing_waits(hub).await?;
        let taken = mails.taken();
        let mut ids: HashMap<&str, usize> = HashMap::new();
        for mail in taken.values().filter_map(|times| times.first()) {
            *ids.entry(&mail.to).or_default() += 1;
        }
        let of = |email: &String| ids.get(email.as_str()).copied().unwrap_or_default();
        let others: Vec<_> = self.emails.iter().filter(|email| of(email) != 1).collect();
        held(others.is_empty(), || format!("not mailed once: {others:?}"))?;
        let again = came_again(&taken);
        held(again <= losses * IN_HAND, || format!("{again} mails came again"))?;
        Ok(again)
    }
}

/// How many mails came again.
fn came_again(taken: &HashMap<String, Vec<Mail>>) -> usize {
    taken.values().map(|times| times.len() - 1).sum()
}

/// Waits until a registration is answered with 202.
pub async fn someone_registers(hub: &Process) {
    while register(&hub.base, &somebody()).await.1.is_none() {
        tokio::time::sleep(PACE).await;
    }
}

/// The form of somebody who has not registered yet.
fn somebody() -> Value {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    registration(NUMBER.fetch_add(1, Ordering::Relaxed) % PEOPLE)
}

async fn register_until(enough: Arc<AtomicBool>, base: String) -> Registered {
    let mut registered = Registered::default();
    while !enough.load(Ordering::Relaxed) {
        let form = somebody();
        let (answered, account) = register(&base, &form).await;
        registered.tally.count(answered);
        if let Some(account) = account {
            registered.accounts.insert(account);
            registered.emails.insert(form.text("/email"));
        }
        tokio::time::sleep(PACE).await;
    }
    registered
}

/// What was answered, and the account that a 202 names.
async fn register(base: &str, form: &Value) -> (Answered, Option<String>) {
    let request = wire::http().post(format!("{base}/v1/accounts")).json(form);
    let Ok(response) = request.send().await else {
        return (None, None);
    };
    let status = response.status().as_u16();
    let Ok(body) = response.bytes().await else {
        return (None, None);
    };
    let account = (status == 202).then(|| {
        let body: Value = serde_json::from_slice(&body).expect("JSON");
        body.id()
    });
    (Some((status, body.len())), account)
}

/// The accounts that wait to be analysed, by their ids.
async fn waiting_accounts(hub: &Process) -> HashSet<String> {
    let agent = Agent::sign_in(&hub.anyone(), AGENT.0, AGENT.1).await;
    let first = "/v1/back-office/accounts?stage=pending_review&limit=100";
    let mut path = first.to_owned();
    let mut found = HashSet::new();
    loop {
        let page = agent.get(&path).await.ok();
        found.extend(page.items().iter().map(Reading::id));
        let Some(cursor) = page["next_cursor"].as_str() else {
            return found;
        };
        path = format!("{first}&cursor={cursor}");
    }
}

/// Waits until everything that was to be sent is sent. Nothing was given up.
pub async fn nothing_waits(hub: &Process) -> Result<(), String> {
    let agent = Agent::sign_in(&hub.anyone(), AGENT.0, AGENT.1).await;
    let deadline = Instant::now() + TIMEOUT;
    loop {
        let waiting = agent.get("/v1/back-office/messages?status=waiting").await.ok();
        if waiting.items().is_empty() {
            break;
        }
        held(Instant::now() < deadline, || {
            format!("messages still wait: {waiting:#}")
        })?;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let failed = agent.get("/v1/back-office/messages?status=failed").await.ok();
    held(failed.items().is_empty(), || format!("given up: {failed:#}"))
}
