//! The sandbox's people and machines, the same in every sandbox, so that test suites can rely on them. They begin as any
//! others do; what is there already is left alone.

use chrono::TimeDelta;
use domain::access::{Partner, StaffRole};
use domain::account::Stage;
use domain::actor::Actor;
use domain::ids::{AccountId, CentreId, FrontendId, StaffId};
use domain::link::LinkPurpose;
use domain::oauth::{ClientParty, Frontend, FrontendScope};
use domain::people::{Address, Holder, Identity, Language, Licence};
use domain::rules::accreditation::{Accreditation, Centre, CentreKind};
use domain::rules::attested::Attested;
use domain::rules::training::TrainingType;
use domain::sector::{LicenceCategory, Sector};
use persistence::accounts::{self, Profile, Registration, decisions, passwords};
use persistence::clients::{self, Client};
use persistence::owner::Owner;
use persistence::staff::{self, NewStaff};
use persistence::{Author, Error, Result, Store, Tx, attestations, centres, dialect, frontends, links};
use uuid::{Uuid, uuid};

/// The agent.
const AGENT: &str = "agent@example.org";

/// The supervisor beside them.
const SUPERVISOR: &str = "supervisor@example.org";

/// The name that the production system signs in by.
const FACTORY: &str = "card-factory";

/// Whom the agent's and the supervisor's sign-in belong to: email, name, role, and the hash of the published password.
const STAFF: [(&str, &str, StaffRole, &str); 2] = [
    (
        AGENT,
        "Alex Agent",
        StaffRole::Agent,
        "$argon2id$v=19$m=19456,t=2,p=1$G4SNNSq5f/6EfV/Vhbplvg$oPxfNY13TT3yl0QFywts2ysnR7SDU0gWeApF03jnt34",
    ),
    (
        SUPERVISOR,
        "Sacha Superviseur",
        StaffRole::Supervisor,
        "$argon2id$v=19$m=19456,t=2,p=1$IjUX9vAXNfRAkDu6hRKTnA$0cMfejcRWGc4/2YBpUYiD5zy2XRxYOkoHerd10xIa6I",
    ),
];

/// The demo driver's email, and the hash of the published password.
const DRIVER: (&str, &str) = (
    "demo@example.org",
    "$argon2id$v=19$m=19456,t=2,p=1$+2u1meez8Sb7vxgBuVrYdw$XCApmVusYYu/GAMBCVBsL5Y8P2mI06mxW7gUOZZ1Axo",
);

/// Training centres: name, accreditation number, client id and secret.
const CENTRES: [(&str, &str, &str, &str); 2] = [
    ("ABSKILL Lyon", "AGR-69-0001", "abskill-lyon", "sandbox-centre-secret"),
    (
        "ABSKILL Brest",
        "AGR-29-0001",
        "abskill-brest",
        "sandbox-centre2-secret",
    ),
];

/// The `client_id` of the portal that a sandbox shows.
const PORTAL: Uuid = uuid!("0197a3a0-7777-7000-8000-000000000001");

/// Where it is on a developer's machine: on any port, but for that of `localhost`.
const PORTAL_ADDRESSES: [&str; 3] = [
    "http://127.0.0.1/signed-in",
    "http://[::1]/signed-in",
    "http://localhost:8080/signed-in",
];

/// The production system's secret.
const FACTORY_SECRET: &str = "sandbox-production-secret";

/// Sees to it that they are there.
pub(super) async fn settle(store: &Store) -> Result<()> {
    let (agent, centre) = store.write(Author::of(Actor::System), staff_and_machines).await?;
    let (Some(agent), Some(centre)) = (agent, centre) else {
        return Ok(());
    };
    let mut stage = store.read(driver_stage).await?;
    if stage.is_none() {
        let registered = store.write(Author::of(Actor::Anonymous), |tx| {
            accounts::register(tx, &registration())
        });
        registered.await?;
        stage = store.read(driver_stage).await?;
    }
    if let Some((id, Stage::PendingReview)) = stage {
        let approved = store.write(Author::of(Actor::Agent(agent)), move |tx| {
            let account = accounts::lock_with_licence(tx, id)?;
            decisions::approve(tx, &account)
        });
        match approved.await {
            Ok(()) => {}
            // Another process was faster, and goes on.
            Err(Error::Refused(_)) => return Ok(()),
            Err(error) => return Err(error),
        }
        store
            .write(Author::of(Actor::Driver(id)), move |tx| choose_password(tx, id))
            .await?;
        store
            .write(Author::of(Actor::Centre(centre)), move |tx| attest(tx, centre))
            .await?;
    }
    Ok(())
}

/// The agent, and the centre of Lyon, where they are still what they were made as.
fn staff_and_machines(tx: &mut Tx<'_>) -> Result<(Option<StaffId>, Option<CentreId>)> {
    // Several processes may start at once.
    dialect::advisory_lock(tx.conn, "demo")?;
    for (email, name, role, hash) in STAFF {
        if staff::by_email(tx, email)?.is_none() {
            let new = NewStaff {
                email: email.to_owned(),
                name: name.to_owned(),
                role,
                language: Language::French,
            };
            let member = staff::insert(tx, &new)?;
            staff::set_password(tx, member.id, hash)?;
        }
    }
    for (name, accreditation_number, client_id, secret) in CENTRES {
        if clients::find(tx, client_id)?.is_none() {
            let centre = Centre {
                name: name.to_owned(),
                kind: CentreKind::Accredited,
                accreditation_number: accreditation_number.to_owned(),
                contact_email: None,
                active: true,
                accreditations: accredited(),
            };
            // A client that was revoked stays revoked, and its centre's number stays taken.
            if let Some(centre) = unless_there(centres::insert(tx, &centre))? {
                enrol(tx, client_id, secret, Partner::Centre(centre.id))?;
            }
        }
    }
    if clients::find(tx, FACTORY)?.is_none() {
        enrol(tx, FACTORY, FACTORY_SECRET, Partner::Factory)?;
    }
    let portal = FrontendId(PORTAL);
    if let Err(Error::NotFound) = frontends::find(tx, portal) {
        frontends::insert_as(tx, portal, &the_portal())?;
    }
    let agent = staff::by_email(tx, STAFF[0].0)?.map(|member| member.id);
    let centre = clients::find(tx, CENTRES[0].2)?.and_then(|client| client.partner.centre());
    Ok((agent, centre))
}

fn the_portal() -> Frontend {
    Frontend {
        name: "Portail CQC Hub".to_owned(),
        party: ClientParty::FirstParty,
        redirect_uris: PORTAL_ADDRESSES.map(str::to_owned).into(),
        origins: Vec::new(),
        scopes: vec![FrontendScope::Full],
        active: true,
    }
}

fn accredited() -> Vec<Accreditation> {
    let valid_from = chrono::NaiveDate::from_ymd_opt(2020, 1, 1);
    let period = valid_from.map(|valid_from| Accreditation {
        valid_from,
        valid_until: None,
    });
    period.into_iter().collect()
}

fn enrol(tx: &mut Tx<'_>, client_id: &str, secret: &str, partner: Partner) -> Result<()> {
    let client = Client {
        client_id: client_id.to_owned(),
        partner,
    };
    unless_there(clients::add(tx, &client, secret)).map(drop)
}

fn unless_there<T>(made: Result<T>) -> Result<Option<T>> {
    match made {
        Err(error) if error.is_collision() => Ok(None),
        made => made.map(Some),
    }
}

fn driver_stage(db: &mut persistence::Db<'_>) -> Result<Option<(AccountId, Stage)>> {
    Ok(accounts::by_email(db, DRIVER.0)?.map(|account| (account.id, account.stage)))
}

fn choose_password(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    let (token, _) = links::make(tx, LinkPurpose::ChoosePassword, Owner::Driver(id), None)?;
    passwords::choose(tx, &token, DRIVER.1, None)
}

/// A training that was over ten days ago: the driver has the right to a card.
fn attest(tx: &mut Tx<'_>, centre: CentreId) -> Result<()> {
    let Holder { identity, licence } = holder();
    let ended_on = tx.today() - TimeDelta::days(10);
    let attested = Attested {
        external_reference: "SANDBOX-DEMO-1".to_owned(),
        training_type: TrainingType::Fimo,
        sector: Sector::Goods,
        hours: Some(140),
        started_on: ended_on - TimeDelta::days(32),
        ended_on,
        delivered_on: ended_on,
        previous_expires_on: None,
        place: "Lyon".to_owned(),
        surname: identity.surname,
        usage_name: identity.usage_name,
        first_names: identity.first_names,
        birth_date: identity.birth_date,
        licence_country: licence.country,
        licence_number: licence.number,
        neph: licence.neph,
    };
    let held = attestations::hold(tx, [&attested])?;
    attestations::post(tx, &held, centre, &attested).map(drop)
}

fn registration() -> Registration {
    let profile = Profile {
        email: DRIVER.0.to_owned(),
        phone: Some("+33600000000".to_owned()),
        language: Language::French,
        holder: holder(),
        address: Address {
            line1: "1 rue de l’Exemple".to_owned(),
            line2: None,
            postal_code: "69001".to_owned(),
            city: "Lyon".to_owned(),
            country: "FR".to_owned(),
        },
    };
    Registration {
        profile,
        tell_owner: false,
    }
}

fn holder() -> Holder {
    let day = |year, month, day| chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    Holder {
        identity: Identity {
            surname: "Exemple".to_owned(),
            usage_name: None,
            first_names: "Dominique".to_owned(),
            birth_date: day(1985, 5, 5).into(),
            birth_place: "Lyon".to_owned(),
            birth_country: "FR".to_owned(),
        },
        licence: Licence {
            country: "FR".to_owned(),
            number: "15ZZ00001".to_owned(),
            neph: None,
            categories: vec![LicenceCategory::C, LicenceCategory::Ce],
            issued_on: Some(day(2015, 5, 5)),
            expires_on: Some(day(2030, 5, 5)),
            category_expiries: Vec::new(),
        },
    }
}
