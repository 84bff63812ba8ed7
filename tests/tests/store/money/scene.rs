//! Drivers with a card in hand, their cases, and a provider that says what a story needs.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::prelude::*;
use domain::access::StaffRole;
use domain::account;
use domain::actor::Actor;
use domain::card;
use domain::case::{Action, Declaration, DeclaredDefect, FaultyCard, Kind, MissingCard};
use domain::ids::{AccountId, CardId, CaseId, PaymentId, StaffId};
use domain::payment::PaymentOutcome;
use domain::people::{Address, Holder, Identity, Language, Licence};
use domain::rules::defects::Defect;
use domain::rules::expiry::SectorExpiry;
use domain::sector::{LicenceCategory, Sector};
use persistence::accounts::{AccountRecord, Profile, ProfileRecord};
use persistence::cards::{self, CardRecord};
use persistence::cases::{self, CaseInput, CaseRecord};
use persistence::dialect::{At, Stored};
use persistence::payments::{self, NewPayment, PaymentRecord};
use persistence::schema::{accounts, cards as cards_table, profiles};
use persistence::staff::{self, NewStaff};
use persistence::time::{BusinessClock, IdSource, SystemClock};
use persistence::{Author, Db, Options, Result, Store, Tx, due, timers};
use tests::databases::Database;

/// One test's hub, without its HTTP.
pub struct Scene {
    pub store: Store,
    agent: StaffId,
    clock: BusinessClock,
}

/// A driver and their card.
#[derive(Debug, Clone, Copy)]
pub struct Driver {
    pub account: AccountId,
    pub card: CardId,
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub fn by(actor: Actor) -> Author {
    Author::of(actor)
}

/// The provider.
pub fn provider() -> Actor {
    Actor::Payment("sandbox".to_owned())
}

/// What is due for a replacement.
pub fn paid() -> PaymentOutcome {
    PaymentOutcome::Succeeded {
        amount: 3_000,
        currency: "eur".to_owned(),
    }
}

pub fn address(line1: &str) -> Address {
    Address {
        line1: line1.to_owned(),
        line2: None,
        postal_code: "69001".to_owned(),
        city: "Lyon".to_owned(),
        country: "FR".to_owned(),
    }
}

impl Scene {
    /// A hub on a database, at noon of 22 November 2026.
    pub async fn on(database: &Database) -> Self {
        let noon: DateTime<Utc> = "2026-11-22T11:00:00Z".parse().expect("an instant");
        let clock = BusinessClock::new(SystemClock::standing_at(noon));
        let options = Options {
            clock: clock.clone(),
            ..Options::default()
        };
        let store = database.open(&options);
        let newcomer = NewStaff {
            email: "agent@example.org".to_owned(),
            name: "Agnès".to_owned(),
            role: StaffRole::Agent,
            language: Language::French,
        };
        let agent = store
            .write(by(Actor::System), move |tx| staff::insert(tx, &newcomer))
            .await;
        Self {
            store,
            agent: agent.expect("an agent").id,
            clock,
        }
    }

    /// The same hub, stopped and started again a moment later, with a chance that repeats itself at each start.
    pub async fn restarted(self, database: &Database) -> Self {
        self.store.close().await;
        self.pass_a_moment();
        let options = Options {
            clock: self.clock.clone(),
            ids: IdSource::seeded(1),
            ..Options::default()
        };
        Self {
            store: database.open(&options),
            ..self
        }
    }

    /// The agent, acting as a supervisor.
    pub fn supervisor(&self) -> Actor {
        Actor::Supervisor(self.agent)
    }

    /// The agent.
    pub fn agent(&self) -> Actor {
        Actor::Agent(self.agent)
    }

    pub async fn read<T: Send + 'static>(&self, read: impl FnOnce(&mut Db<'_>) -> Result<T> + Send + 'static) -> T {
        self.store.read(read).await.expect("a read")
    }

    pub async fn write<T: Send + 'static>(
        &self,
        actor: Actor,
        write: impl Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> T {
        self.store.write(by(actor), write).await.expect("a write")
    }

    /// A driver with a card in use.
    pub async fn driver(&self, number: u32) -> Driver {
        self.write(Actor::System, move |tx| insert_driver(tx, number)).await
    }

    /// The driver's next card, with a year more, on its way.
    pub async fn renewal(&self, driver: Driver) -> CardId {
        let renew = move |tx: &mut Tx<'_>| {
            let holder = cards::find(tx, driver.card)?.holder.0;
            let card = CardRecord {
                stage: card::Stage::InTransit,
                expires_on: day("2031-11-20"),
                ..card(tx, driver.account, holder)?
            };
            diesel::insert_into(cards_table::table).values(&card).execute(tx.conn)?;
            Ok(card.id)
        };
        self.write(Actor::System, renew).await
    }

    /// Sent: lost or stolen and to be paid, or faulty and to be sent back.
    pub async fn sent(&self, driver: Driver, kind: Kind) -> CaseId {
        self.write(Actor::Driver(driver.account), move |tx| send(tx, driver, kind))
            .await
    }

    /// Begins to pay; the payment that is pending.
    pub async fn start(&self, driver: Driver, case: CaseId) -> PaymentId {
        let start = move |tx: &mut Tx<'_>| start(tx, driver, case);
        self.write(Actor::Driver(driver.account), start).await
    }

    /// The provider says something.
    pub async fn report(&self, payment: PaymentId, report: PaymentOutcome) -> PaymentRecord {
        self.write(provider(), move |tx| payments::report(tx, payment, &report))
            .await
    }

    pub async fn case(&self, id: CaseId) -> CaseRecord {
        self.read(move |db| cases::find(db, id)).await
    }

    pub async fn card(&self, id: CardId) -> CardRecord {
        self.read(move |db| cards::find(db, id)).await
    }

    /// Lets a moment pass.
    pub fn pass_a_moment(&self) {
        self.clock.system().pass(TimeDelta::milliseconds(1));
    }

    /// Lets days pass in which nothing is done.
    pub fn move_on_by(&self, days: i64) {
        self.clock.system().pass(TimeDelta::days(days));
    }

    /// So many losses to be paid, each with a payment that is pending.
    pub async fn pending_payments(&self, wanted: u32) -> Vec<PaymentId> {
        // Few transactions: this is no test of their number.
        let one = |tx: &mut Tx<'_>, number: u32| {
            let driver = insert_driver(tx, number)?;
            let case = send(tx, driver, Kind::Loss)?;
            start(tx, driver, case)
        };
        let some = AccountId(uuid::Uuid::nil());
        let mut payments = Vec::new();
        for first in (0..wanted).step_by(50) {
            let numbers = first..wanted.min(first + 50);
            let begun = move |tx: &mut Tx<'_>| numbers.clone().map(|number| one(tx, number)).collect();
            let begun: Vec<_> = self.write(Actor::Driver(some), begun).await;
            payments.extend(begun);
        }
        payments
    }

    /// Lets days pass, and what is due happen.
    pub async fn pass_days(&self, days: i64) {
        let until = self.clock.now() + TimeDelta::days(days);
        while let Some(timer) = self.read(move |db| timers::next_due(db, until, None)).await {
            self.clock.be_ahead(*timer.due_at - self.clock.system().now());
            self.write(Actor::System, move |tx| due::carry_out(tx, &timer)).await;
        }
        self.clock.be_ahead(until - self.clock.system().now());
    }
}

/// Opens, fills and sends a case about a driver's card.
pub fn send(tx: &mut Tx<'_>, driver: Driver, kind: Kind) -> Result<CaseId> {
    let record = cases::open(tx, driver.account, kind, Some(driver.card))?;
    let record = cases::put_declaration(tx, record, &declaration(kind))?.record;
    let record = cases::put_delivery_address(tx, record, &address("12 rue de la République"))?.record;
    let record = cases::put_billing_address(tx, record, &address("3 place Bellecour").into())?.record;
    if kind == Kind::Theft {
        let document = theft_declaration(tx, &record);
        cases::provide(tx, record.clone(), &document, &[])?;
    }
    let record = cases::find(tx, record.id)?;
    cases::act(tx, &record, Action::Submit, &CaseInput::default()).map(|case| case.id)
}

pub fn start(tx: &mut Tx<'_>, driver: Driver, case: CaseId) -> Result<PaymentId> {
    let new = NewPayment {
        provider: "sandbox",
        return_url: None,
    };
    payments::start(tx, driver.account, case, &new).map(|started| started.payment.id)
}

fn declaration(kind: Kind) -> Declaration {
    if kind == Kind::Quality {
        return Declaration::Faulty(FaultyCard {
            defects: vec![DeclaredDefect {
                field: Defect::Surname,
                comment: None,
            }],
            return_commitment: true,
        });
    }
    Declaration::Missing(MissingCard {
        lost_on: day("2026-11-21"),
        circumstances: None,
        return_commitment: true,
    })
}

fn theft_declaration(tx: &Tx<'_>, case: &CaseRecord) -> persistence::documents::DocumentRecord {
    persistence::documents::DocumentRecord {
        id: tx.id(),
        account_id: case.account_id,
        case_id: Some(case.id),
        card_id: None,
        document_type: domain::rules::documents::DocumentType::TheftDeclaration,
        media_type: "application/pdf".to_owned(),
        file_name: None,
        size: 1,
        sha256: vec![0; 32],
        width: None,
        height: None,
        created_at: At(tx.now()),
        scan: None,
    }
}

fn insert_driver(tx: &mut Tx<'_>, number: u32) -> Result<Driver> {
    let account = AccountId(tx.id());
    let licence = format!("13AA{number:05}");
    let record = AccountRecord {
        id: account,
        version: 1,
        stage: account::Stage::Active,
        email: Some(format!("driver{number}@example.org")),
        licence_country: Some("FR".to_owned()),
        licence_number: Some(licence.clone()),
        password_hash: None,
        decision_reason: None,
        created_at: At(tx.now()),
        updated_at: At(tx.now()),
        licence_neph: None,
    };
    diesel::insert_into(accounts::table).values(&record).execute(tx.conn)?;
    let holder = holder(&licence);
    let profile = Profile {
        email: format!("driver{number}@example.org"),
        language: Language::French,
        phone: None,
        holder: holder.clone(),
        address: address("12 rue de la République"),
    };
    let row = ProfileRecord::of(account, &profile);
    diesel::insert_into(profiles::table).values(&row).execute(tx.conn)?;
    let card = card(tx, account, holder)?;
    diesel::insert_into(cards_table::table).values(&card).execute(tx.conn)?;
    Ok(Driver { account, card: card.id })
}

fn holder(licence: &str) -> Holder {
    Holder {
        identity: Identity {
            surname: "Martin".to_owned(),
            first_names: "Camille".to_owned(),
            usage_name: None,
            birth_date: day("1988-04-17").into(),
            birth_place: "Lyon".to_owned(),
            birth_country: "FR".to_owned(),
        },
        licence: Licence {
            country: "FR".to_owned(),
            number: licence.to_owned(),
            neph: None,
            categories: vec![LicenceCategory::C],
            issued_on: None,
            expires_on: None,
            category_expiries: Vec::new(),
        },
    }
}

/// A card with the next number: among hundreds that are drawn, two may be the same.
fn card(tx: &mut Tx<'_>, account_id: AccountId, holder: Holder) -> Result<CardRecord> {
    let id = CardId(tx.id());
    let earlier: i64 = cards_table::table.count().get_result(tx.conn)?;
    Ok(CardRecord {
        id,
        version: 1,
        stage: card::Stage::Active,
        stage_before: None,
        account_id,
        number: domain::rules::reference::card_number(2025, earlier.to_be_bytes()),
        code: domain::rules::reference::verification_code(tx.random()),
        holder: Stored(holder),
        sectors: Stored(vec![SectorExpiry {
            sector: Sector::Goods,
            expires_on: day("2030-03-14"),
        }]),
        issuer: "IN Groupe".to_owned(),
        issued_on: day("2025-03-15"),
        expires_on: day("2030-03-14"),
        delivery_address: Stored(address("12 rue de la République")),
        photo_id: None,
        signature_id: None,
        tracking_number: Some(format!("6A{id}")),
        revocation_reason: None,
        revocation_note: None,
        activated_at: Some(At(tx.now())),
        created_at: At(tx.now()),
        updated_at: At(tx.now()),
        lineage_id: None,
    })
}
