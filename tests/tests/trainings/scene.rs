//! A centre, drivers, and a clock that stands still.

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::prelude::*;
use domain::account::{self, Account, Facts};
use domain::actor::{Actor, Role};
use domain::attestation::{Action, Stage};
use domain::ids::{AccountId, AttestationId, CentreId};
use domain::people::{Address, Holder, Identity, Language, Licence};
use domain::rules::accreditation;
use domain::rules::attested::Attested;
use domain::rules::folding::fold;
use domain::rules::training::TrainingType;
use domain::sector::{LicenceCategory, Sector};
use persistence::accounts::{self, AccountRecord, Input, Profile, ProfileRecord};
use persistence::attestations::{self, AttestationInput, AttestationRecord, Posted};
use persistence::certificates::{self, CertificateRecord};
use persistence::dialect::At;
use persistence::entitlements::{self, EntitlementRecord};
use persistence::schema::{accounts as accounts_table, profiles};
use persistence::time::{BusinessClock, SystemClock};
use persistence::{Author, Db, Options, Result, Store, Tx, centres, transitions};
use tests::databases::Database;

/// Everything happens on this day, unless a story moves the clock.
pub const TODAY: &str = "2026-11-22";

/// One test's hub, without its HTTP.
pub struct Scene {
    pub store: Store,
    pub centre: CentreId,
    references: AtomicU32,
}

/// Somebody.
#[derive(Debug, Clone)]
pub struct Who {
    pub surname: String,
    pub birth_date: NaiveDate,
    pub licence_number: String,
}

/// One of many people, all different.
pub fn person(number: u32) -> Who {
    Who {
        surname: format!("Person {}", letters(number)),
        birth_date: day("1980-01-01") + TimeDelta::days(number.into()),
        licence_number: format!("13AA{number:05}"),
    }
}

fn letters(number: u32) -> String {
    number
        .to_string()
        .bytes()
        .map(|digit| char::from(digit - b'0' + b'a'))
        .collect()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub fn by(actor: Actor) -> Author {
    Author::of(actor)
}

/// An FCO in goods that ended two days ago.
pub fn fco(who: &Who) -> Attested {
    Attested {
        external_reference: String::new(),
        training_type: TrainingType::Fco,
        sector: Sector::Goods,
        hours: Some(35),
        started_on: day("2026-11-16"),
        ended_on: day("2026-11-20"),
        delivered_on: day("2026-11-20"),
        previous_expires_on: None,
        place: "Lyon".to_owned(),
        surname: who.surname.to_uppercase(),
        first_names: "Camille".to_owned(),
        usage_name: None,
        birth_date: who.birth_date.into(),
        neph: None,
        licence_country: "FR".to_owned(),
        licence_number: who.licence_number.clone(),
    }
}

/// The same training, as many days long, ended on another day.
pub fn ended(attested: Attested, ended_on: &str) -> Attested {
    let days = attested.ended_on - attested.started_on;
    Attested {
        started_on: day(ended_on) - days,
        ended_on: day(ended_on),
        delivered_on: day(ended_on),
        ..attested
    }
}

/// One part of an FCO, as few days long as it can be.
pub fn sequence(who: &Who, hours: u32, ended_on: &str) -> Attested {
    Attested {
        started_on: day(ended_on) - TimeDelta::days(i64::from(hours.saturating_sub(1) / 10)),
        training_type: TrainingType::FcoSequence,
        hours: Some(hours),
        ..ended(fco(who), ended_on)
    }
}

impl Scene {
    /// A hub on a database, with one centre.
    pub async fn on(database: &Database) -> Self {
        let noon: DateTime<Utc> = format!("{TODAY}T11:00:00Z").parse().expect("an instant");
        let options = Options {
            clock: BusinessClock::new(SystemClock::standing_at(noon)),
            ..Options::default()
        };
        let store = database.open(&options);
        let centre = accreditation::Centre {
            name: "ABSKILL Lyon".to_owned(),
            kind: accreditation::CentreKind::Accredited,
            accreditation_number: "AGR-69-0042".to_owned(),
            contact_email: None,
            active: true,
            accreditations: Vec::new(),
        };
        let centre = store
            .write(by(Actor::System), move |tx| centres::insert(tx, &centre))
            .await
            .expect("a centre");
        Self {
            store,
            centre: centre.id,
            references: AtomicU32::new(0),
        }
    }

    /// An account in a stage, without going through what leads there.
    pub async fn account(&self, who: &Who, stage: account::Stage) -> AccountId {
        let who = who.clone();
        self.write(Actor::System, move |tx| insert_account(tx, &who, stage))
            .await
    }

    /// An active account.
    pub async fn driver(&self, who: &Who) -> AccountId {
        self.account(who, account::Stage::Active).await
    }

    /// A driver's step from one stage of the account to the next.
    pub async fn step(&self, id: AccountId, role: Role, action: account::Action) -> Result<()> {
        let step = move |tx: &mut Tx<'_>| {
            let record = accounts::lock_with_licence(tx, id)?;
            let facts = Facts {
                reason: Some("because"),
                nothing_open: true,
                licence_free: true,
                ..Facts::default()
            };
            transitions::act_as::<Account>(tx, role, &record, action, &facts, &Input::default()).map(drop)
        };
        self.store.write(by(Actor::Driver(id)), step).await
    }

    /// The driver chooses a password.
    pub async fn activate(&self, id: AccountId) {
        let step = self.step(id, Role::Driver, account::Action::SetPassword);
        step.await.expect("an account to activate");
    }

    /// The centre posts, under a reference of its own.
    pub async fn post(&self, attested: Attested) -> AttestationId {
        let number = self.references.fetch_add(1, Ordering::Relaxed);
        let attested = Attested {
            external_reference: format!("REF-{number}"),
            ..attested
        };
        let centre = self.centre;
        let posted = self
            .write(Actor::Centre(centre), move |tx| {
                let held = attestations::hold(tx, [&attested])?;
                attestations::post(tx, &held, centre, &attested)
            })
            .await;
        match posted {
            Posted::Created(record) => record.id,
            other => panic!("posted before: {other:?}"),
        }
    }

    /// The centre takes an attestation back.
    pub async fn withdraw(&self, id: AttestationId) {
        let centre = self.centre;
        let withdraw = move |tx: &mut Tx<'_>| {
            let record = attestations::lock_of_centre(tx, centre, id)?;
            attestations::act(tx, &record, Action::Withdraw, &AttestationInput::because("a slip")).map(drop)
        };
        self.write(Actor::Centre(centre), withdraw).await;
    }

    pub async fn attestation(&self, id: AttestationId) -> AttestationRecord {
        self.read(move |db| attestations::find(db, id)).await
    }

    pub async fn stage(&self, id: AttestationId) -> Stage {
        self.attestation(id).await.stage
    }

    /// A driver's entitlements: sector, stage, last day.
    pub async fn entitlements(&self, driver: AccountId) -> Vec<EntitlementRecord> {
        self.read(move |db| entitlements::of_account(db, driver)).await
    }

    /// A driver's certificates, oldest first.
    pub async fn certificates(&self, driver: AccountId) -> Vec<CertificateRecord> {
        let mut found = self.read(move |db| certificates::list(db, driver, None, 100)).await;
        found.reverse();
        found
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
}

fn insert_account(tx: &mut Tx<'_>, who: &Who, stage: account::Stage) -> Result<AccountId> {
    let id = AccountId(tx.id());
    let record = AccountRecord {
        id,
        version: 1,
        stage,
        email: Some(format!("{}@example.org", who.licence_number.to_lowercase())),
        licence_country: Some("FR".to_owned()),
        licence_number: Some(who.licence_number.clone()),
        password_hash: None,
        decision_reason: None,
        created_at: At(tx.now()),
        updated_at: At(tx.now()),
        licence_neph: None,
    };
    diesel::insert_into(accounts_table::table)
        .values(&record)
        .execute(tx.conn)?;
    let row = ProfileRecord::of(id, &profile(who));
    assert_eq!(row.surname_folded, fold(&who.surname));
    diesel::insert_into(profiles::table).values(&row).execute(tx.conn)?;
    Ok(id)
}

fn profile(who: &Who) -> Profile {
    Profile {
        email: format!("{}@example.org", who.licence_number.to_lowercase()),
        language: Language::French,
        phone: None,
        holder: holder(who),
        address: Address {
            line1: "12 rue de la République".to_owned(),
            line2: None,
            postal_code: "69001".to_owned(),
            city: "Lyon".to_owned(),
            country: "FR".to_owned(),
        },
    }
}

/// Somebody, as a card shows them.
pub fn holder(who: &Who) -> Holder {
    Holder {
        identity: Identity {
            surname: who.surname.clone(),
            first_names: "Camille".to_owned(),
            usage_name: None,
            birth_date: who.birth_date.into(),
            birth_place: "Lyon".to_owned(),
            birth_country: "FR".to_owned(),
        },
        licence: Licence {
            country: "FR".to_owned(),
            number: who.licence_number.clone(),
            neph: None,
            categories: vec![LicenceCategory::C, LicenceCategory::D],
            issued_on: None,
            expires_on: None,
            category_expiries: Vec::new(),
        },
    }
}
