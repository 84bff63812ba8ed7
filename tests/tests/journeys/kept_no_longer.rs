//! Eleven years pass: what the preview of retention names before each is what the job then erases, to the row. And it is
//! all that goes.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use domain::case::Stage as CaseStage;
use domain::export::Stage as ExportStage;
use domain::ids::{AttestationId, CaseId};
use domain::rules::retention::Retained;
use domain::time::{legal_date, years_after};
use domain::words::Word as _;
use persistence::dialect::AnyId;
use persistence::dialect::prelude::*;
use persistence::retention;
use persistence::schema::{
    account_exports, accounts, attestations, audit_events, cards, cases, certificates, documents, entitlements,
    invoices, known_qualifications, outbox, payments,
};
use persistence::{Db, Result};
use serde_json::{Value, json};
use tests::hub::{Hub, TIMEOUT};
use tests::people::{Person, Training};
use tests::roles::Driver;
use tests::{Reading as _, files};
use uuid::Uuid;

tests::stories![eleven_years];

/// In years.
const STORY: u16 = 11;

async fn eleven_years(hub: &Hub) {
    everything_there_is(hub).await;
    let mut gone = BTreeMap::<Retained, usize>::new();
    for year in 1..=STORY {
        another_driver(hub, year).await;
        at_rest(hub).await;
        let now: DateTime<Utc> = hub.now().await.parse().expect("an instant");
        let due_on = years_after(legal_date(now), 1);
        let foreseen = foreseen(hub, due_on).await;
        let before = held(hub).await;
        let told_before = erasures(hub, now).await;

        hub.move_clock_to(&format!("{due_on}T12:00:00Z")).await;
        at_rest(hub).await;
        let after = held(hub).await;
        agree(&foreseen, &before, &after, due_on);
        let told = erasures(hub, now).await.into_iter();
        let told: Vec<_> = told.filter(|line| !told_before.contains(line)).collect();
        as_the_job_says(&told, &foreseen, due_on);
        for (what, ids) in &foreseen {
            *gone.entry(*what).or_default() += ids.len();
        }
    }
    // Nothing was kept for want of something to erase.
    for what in Retained::ALL.iter().filter(|what| **what != Retained::InitialRecap) {
        assert!(
            gone.get(what).is_some_and(|count| *count > 0),
            "nothing of {what}: {gone:?}"
        );
    }
}

/// Somebody in every situation that time has a say in.
async fn everything_there_is(hub: &Hub) {
    // A card that was lost, and the one made instead of it with the same picture.
    let camille = hub.licensed(&Person::camille()).await;
    let lost = camille.lost(&camille.card().await.id()).await;
    camille.pay(&lost, "succeeded").await;
    hub.next_card_is_made().await;
    // A paid theft whose driver does not answer: it lapses, and the money goes back.
    let youssef = hub.licensed(&Person::youssef()).await;
    let stolen = youssef.stolen(&youssef.card().await.id()).await;
    youssef.pay(&stolen, "succeeded").await;
    unanswered(hub, &stolen).await;
    // Nor does this one.
    let anne_lise = hub
        .trained_driver(&Person::anne_lise(), &[Training::fimo("passengers", "2026-11-20")])
        .await;
    unanswered(hub, &anne_lise.submitted_case().await).await;
    // A refusal; a card posted that nobody activates; a theft that is never paid for.
    let refused = hub.trained(&Person::numbered(901)).await;
    let case = refused.submitted_case().await;
    hub.agent()
        .await
        .take_and_reject(&case, "La photo ne montre personne.")
        .await;
    let absent = hub.trained(&Person::numbered(902)).await;
    hub.card_in_the_post(&absent).await;
    let unpaid = hub.licensed(&Person::numbered(903)).await;
    unpaid.stolen(&unpaid.card().await.id()).await;
    // A training attested five and a half years late: its certificate outlasts its recap.
    let late = hub.driver(&Person::numbered(904)).await;
    hub.centre()
        .await
        .attest(&late.person, &Training::fco("goods", "2021-04-30"))
        .await;
    // A driver of whom a card of another issuer is known, and somebody whom nobody analyses.
    let known = hub.driver(&Person::numbered(905)).await;
    let account = known.get("/v1/account").await.ok().id();
    let qualification = json!({"sector": "goods", "expires_on": "2027-05-31", "source": "licence_code_95"});
    let path = format!("/v1/back-office/accounts/{account}/known-qualifications");
    hub.supervisor().await.post(&path, qualification).await.created();
    hub.register(&Person::numbered(906)).await;
}

async fn unanswered(hub: &Hub, case: &str) {
    let agent = hub.agent().await;
    agent.take_and_ask(case, &[("question", "Où étiez-vous ?")]).await;
}

/// Each year somebody new: with a renewal, a draft that they forget, and an export.
async fn another_driver(hub: &Hub, year: u16) {
    let now: DateTime<Utc> = hub.now().await.parse().expect("an instant");
    let ended_on = legal_date(now) - chrono::Days::new(2);
    let training = Training::fco("goods", &ended_on.to_string());
    let driver = hub.trained_driver(&Person::numbered(year), &[training]).await;
    let draft = driver.begin_case().await;
    driver.upload(&draft, "photo", files::photo()).await;
    exported(&driver).await;
}

async fn exported(driver: &Driver) {
    let deadline = Instant::now() + TIMEOUT;
    loop {
        let export = driver.get("/v1/account/export").await;
        if export.status == 200 {
            return;
        }
        assert!(Instant::now() < deadline, "it is never made: {export}");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

/// Waits until everything that was decided is carried out.
async fn at_rest(hub: &Hub) {
    let deadline = Instant::now() + TIMEOUT;
    loop {
        let waiting = read(hub, |db| {
            let waiting = outbox::table
                .filter(outbox::settled_at.is_null())
                .filter(outbox::failed_at.is_null());
            Ok(waiting.select(outbox::kind).load::<String>(db.conn)?)
        });
        let waiting = waiting.await;
        if waiting.is_empty() {
            return;
        }
        assert!(Instant::now() < deadline, "still to do: {waiting:?}");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

type Foreseen = BTreeMap<Retained, BTreeSet<Uuid>>;

/// What the preview names; the first hundred of each kind as the back office is told.
async fn foreseen(hub: &Hub, due_on: NaiveDate) -> Foreseen {
    let audit = hub.store().policy().audit_trail;
    let whole = read(hub, move |db| retention::expendable(db, due_on, audit, 1_000_000)).await;
    let path = format!("/v1/back-office/retention-preview?due_on={due_on}");
    let told = hub.agent().await.get(&path).await.ok();
    // The trail has lines of this very request.
    for (found, told) in whole.iter().zip(told.list("/kinds")) {
        assert_eq!(told["kind"], found.what.name());
        let named: Vec<_> = found.ids.iter().take(100).map(Uuid::to_string).collect();
        assert_eq!(told.texts("/ids"), named, "{}", found.what);
        assert_eq!(told["and_more"], found.ids.len() > 100, "{}", found.what);
    }
    whole
        .into_iter()
        .map(|found| (found.what, found.ids.into_iter().collect()))
        .collect()
}

/// The rows there are, of whatever goes some day.
#[derive(Debug, Default)]
struct Held {
    rows: BTreeMap<&'static str, BTreeSet<Uuid>>,
    /// The case that each document was uploaded into.
    case_of: BTreeMap<Uuid, Uuid>,
    /// The payment of each invoice.
    payment_of: BTreeMap<Uuid, Uuid>,
    /// The attestation on which each right, and each known qualification, rests.
    attestation_of: BTreeMap<Uuid, Uuid>,
}

impl Held {
    fn gone(&self, later: &Self, table: &str) -> BTreeSet<Uuid> {
        self.rows[table].difference(&later.rows[table]).copied().collect()
    }
}

async fn held(hub: &Hub) -> Held {
    read(hub, |db| {
        let mut held = Held::default();
        macro_rules! rows {
            ($($table:ident),+) => { $(
                let ids: Vec<AnyId> = $table::table.select($table::id).load(db.conn)?;
                held.rows.insert(stringify!($table), ids.into_iter().map(|id| id.0).collect());
            )+ };
        }
        rows!(
            accounts,
            attestations,
            audit_events,
            cards,
            cases,
            certificates,
            documents,
            entitlements,
            invoices,
            known_qualifications,
            payments
        );
        let drafts = cases::table.filter(cases::stage.eq(CaseStage::Draft)).select(cases::id);
        let ready = account_exports::table
            .filter(account_exports::stage.eq(ExportStage::Ready))
            .select(account_exports::id);
        let drafts: Vec<AnyId> = drafts.load(db.conn)?;
        let ready: Vec<AnyId> = ready.load(db.conn)?;
        held.rows.insert("drafts", drafts.into_iter().map(|id| id.0).collect());
        held.rows.insert("exports", ready.into_iter().map(|id| id.0).collect());
        let uploaded: Vec<(AnyId, Option<CaseId>)> = documents::table
            .select((documents::id, documents::case_id))
            .load(db.conn)?;
        held.case_of = uploaded
            .into_iter()
            .filter_map(|(document, case)| Some((document.0, case?.into())))
            .collect();
        let paid: Vec<(AnyId, AnyId)> = invoices::table
            .select((invoices::id, invoices::payment_id))
            .load(db.conn)?;
        held.payment_of = paid
            .into_iter()
            .map(|(invoice, payment)| (invoice.0, payment.0))
            .collect();
        let rights: Vec<(AnyId, AnyId)> = entitlements::table
            .select((entitlements::id, entitlements::attestation_id))
            .load(db.conn)?;
        let known: Vec<(AnyId, Option<AttestationId>)> = known_qualifications::table
            .select((known_qualifications::id, known_qualifications::attestation_id))
            .load(db.conn)?;
        held.attestation_of = rights
            .into_iter()
            .map(|(right, attestation)| (right.0, attestation.0))
            .chain(known.into_iter().filter_map(|(known, of)| Some((known.0, of?.into()))))
            .collect();
        Ok(held)
    })
    .await
}

/// What is gone was foreseen, what was foreseen is gone, and what rests on something goes with it.
fn agree(foreseen: &Foreseen, before: &Held, after: &Held, due_on: NaiveDate) {
    let named = |what: Retained| foreseen[&what].clone();
    for (table, what) in [
        ("certificates", Retained::CertificatePaper),
        ("attestations", Retained::ContinuingRecap),
        ("payments", Retained::Accounting),
        ("audit_events", Retained::AuditTrail),
        ("exports", Retained::AccountExport),
        ("drafts", Retained::DraftGivenUp),
    ] {
        assert_eq!(before.gone(after, table), named(what), "{what} until {due_on}");
    }
    let drafts = named(Retained::DraftGivenUp);
    let of_drafts = before.case_of.iter().filter(|(_, case)| drafts.contains(case));
    let mut files = named(Retained::CaseDocuments);
    files.extend(named(Retained::CardImages));
    files.extend(of_drafts.map(|(document, _)| *document));
    assert_eq!(before.gone(after, "documents"), files, "documents until {due_on}");

    let rests_on = |of: &BTreeMap<Uuid, Uuid>, table: &str, what: Retained| -> BTreeSet<Uuid> {
        let rests = of
            .iter()
            .filter(|(row, on)| before.rows[table].contains(row) && foreseen[&what].contains(on));
        rests.map(|(row, _)| *row).collect()
    };
    for (table, of, what) in [
        ("invoices", &before.payment_of, Retained::Accounting),
        ("entitlements", &before.attestation_of, Retained::ContinuingRecap),
        (
            "known_qualifications",
            &before.attestation_of,
            Retained::ContinuingRecap,
        ),
    ] {
        assert_eq!(
            before.gone(after, table),
            rests_on(of, table, what),
            "{table} until {due_on}"
        );
    }
    for table in ["accounts", "cards", "cases"] {
        assert_eq!(before.gone(after, table), BTreeSet::new(), "{table} until {due_on}");
    }
}

/// What the trail says since then of what the job erased.
async fn erasures(hub: &Hub, since: DateTime<Utc>) -> Vec<Value> {
    let since = since.to_rfc3339_opts(SecondsFormat::Millis, true);
    let path = format!("/v1/back-office/audit-events?limit=100&action=erase&since={since}");
    let told = hub.supervisor().await.get(&path).await.ok();
    assert!(told.get("next_cursor").is_none(), "more than a page");
    told.items().to_vec()
}

/// The trail names what the job erased of each kind: the same.
fn as_the_job_says(told: &[Value], foreseen: &Foreseen, due_on: NaiveDate) {
    for (what, ids) in foreseen {
        if [Retained::AuditTrail, Retained::DraftGivenUp].contains(what) {
            continue;
        }
        let lines = told.iter().filter(|line| line["subject"] == what.name());
        let erased: BTreeSet<Uuid> = lines
            .flat_map(|line| line.list("/details/ids"))
            .map(|id: &Value| id.text("").parse().expect("an id"))
            .collect();
        assert_eq!(&erased, ids, "{what} until {due_on}");
    }
}

async fn read<T: Send + 'static>(hub: &Hub, read: impl FnOnce(&mut Db<'_>) -> Result<T> + Send + 'static) -> T {
    hub.store().read(read).await.expect("rows")
}
