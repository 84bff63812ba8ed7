//! The journey of the guide's pages «Créer mon compte» to «Vérifier sa CQC».

use chrono::{Days, NaiveDate};
use domain::time::legal_date;
use serde_json::{Value, json};

use super::teller::{Teller, text};

const EMAIL: &str = "camille.martin@example.org";
const PASSWORD: &str = "Nuit-calme-sur-la-route-42";

/// The documents of the case: their type, their name, their bytes.
const DOCUMENTS: [(&str, &str, &[u8]); 5] = [
    (
        "identity_document",
        "identity-document.pdf",
        include_bytes!("../../../../docs/samples/identity-document.pdf"),
    ),
    (
        "licence_front",
        "licence-front.jpg",
        include_bytes!("../../../../docs/samples/licence-front.jpg"),
    ),
    (
        "licence_back",
        "licence-back.jpg",
        include_bytes!("../../../../docs/samples/licence-back.jpg"),
    ),
    (
        "photo",
        "photo.png",
        include_bytes!("../../../../docs/samples/photo.png"),
    ),
    (
        "signature",
        "signature.png",
        include_bytes!("../../../../docs/samples/signature.png"),
    ),
];

/// Who plays.
#[derive(Debug)]
pub struct People {
    /// Whoever has not signed in.
    pub anyone: Teller,
    /// Camille.
    pub driver: Teller,
    /// The agent.
    pub agent: Teller,
}

/// Plays it; who plays goes on with a card in use.
pub async fn play(anyone: Teller) -> anyhow::Result<People> {
    let agent = anyone.sign_in("agent@example.org", "Sandbox-agent-2026!").await?;
    let driver = account(&anyone, &agent).await?;
    training(&anyone, &driver).await?;
    let case = request(&driver).await?;
    examination(&agent, &case).await?;
    produce(&anyone).await?;
    activation(&anyone, &driver, &case).await?;
    Ok(People { anyone, driver, agent })
}

async fn account(anyone: &Teller, agent: &Teller) -> anyhow::Result<Teller> {
    Teller::chapter("Créer mon compte");
    let account = anyone.post("/v1/accounts", camille()).await?;
    let id = text(&account, "/id")?;
    Teller::say(format!(
        "Camille Martin asks for an account: {}.",
        text(&account, "/stage")?
    ));
    agent
        .decide(&format!("/v1/back-office/accounts/{id}"), "approval")
        .await?;
    Teller::say("An agent finds the data in order and approves the account.");
    let token = anyone.token_mailed_to(EMAIL, "choose_password").await?;
    Teller::say("A mail brings Camille a link to choose a password.");
    let password = json!({"password": PASSWORD, "password_confirmation": PASSWORD, "birth_date": "1988-04-17"});
    anyone.put(&format!("/v1/passwords/{token}"), password).await?;
    let driver = anyone.sign_in(EMAIL, PASSWORD).await?;
    Teller::say("Camille chooses it, signs in, and sees the personal space for the first time.");
    Ok(driver)
}

async fn training(anyone: &Teller, driver: &Teller) -> anyhow::Result<()> {
    Teller::chapter("Visualiser ses récapitulatifs, accéder à son certificat");
    let today: NaiveDate = legal_date(text(&anyone.get("/v1/sandbox/clock").await?, "/now")?.parse()?);
    let centre = anyone.connect("abskill-lyon", "sandbox-centre-secret").await?;
    let attestation = centre.post("/v1/attestations", attestation(today)).await?;
    Teller::say(format!(
        "The training centre posts Camille's attestation: {}.",
        text(&attestation, "/status")?
    ));
    let certificates = driver.get("/v1/certificates").await?;
    let certificate = |pointer: &str| text(&certificates, &format!("/items/0/{pointer}"));
    Teller::say(format!(
        "A certificate is there, valid until {}.",
        certificate("valid_until")?
    ));
    Teller::say(format!("Anybody can check it at {}", certificate("verification_url")?));
    Ok(())
}

async fn request(driver: &Teller) -> anyhow::Result<String> {
    Teller::chapter("Faire sa demande");
    let case = driver.post("/v1/cases", json!({"kind": "cqc"})).await?;
    let id = text(&case, "/id")?;
    Teller::say(format!("Camille begins the request {}.", text(&case, "/reference")?));
    for (document_type, name, bytes) in DOCUMENTS {
        driver.upload(&id, document_type, name, bytes).await?;
    }
    Teller::say("The five documents are uploaded.");
    driver
        .put(&format!("/v1/cases/{id}/delivery-address"), address())
        .await?;
    Teller::say("The card is to be delivered to 12 rue de la République, Lyon.");
    let sent = driver.act(&format!("/v1/cases/{id}/submission")).await?;
    Teller::say(format!(
        "The recapitulation is validated: {}.",
        text(&sent, "/stage_label")?
    ));
    Ok(id)
}

async fn examination(agent: &Teller, case: &str) -> anyhow::Result<()> {
    Teller::chapter("Suivre le parcours de sa demande");
    let path = format!("/v1/back-office/cases/{case}");
    agent.decide(&path, "assignment").await?;
    Teller::say("An agent takes the case and looks at the documents.");
    agent.decide(&path, "approval").await?;
    Teller::say("Everything is in order: the case is approved and the card ordered.");
    Ok(())
}

/// The card factory makes and posts what is ordered.
pub async fn produce(anyone: &Teller) -> anyhow::Result<()> {
    let factory = anyone.connect("card-factory", "sandbox-production-secret").await?;
    let orders = factory.get("/v1/production-orders?status=queued").await?;
    let order = text(&orders, "/items/0/id")?;
    factory.act(&format!("/v1/production-orders/{order}/start")).await?;
    Teller::say("The card factory starts the order.");
    let now = text(&anyone.get("/v1/sandbox/clock").await?, "/now")?;
    let parcel = json!({"tracking_number": "6A00012345678", "shipped_at": now});
    factory
        .post(&format!("/v1/production-orders/{order}/shipment"), parcel)
        .await?;
    Teller::say("The card is made and posted under 6A00012345678.");
    Ok(())
}

async fn activation(anyone: &Teller, driver: &Teller, case: &str) -> anyhow::Result<()> {
    Teller::chapter("Vérifier sa CQC");
    let cards = driver.get("/v1/cards").await?;
    let card = text(&cards, "/items/0/id")?;
    let active = driver.act(&format!("/v1/cards/{card}/activation")).await?;
    Teller::say(format!(
        "Camille checks the card and activates it: {}.",
        text(&active, "/stage")?
    ));
    let history = driver.get(&format!("/v1/cases/{case}/history")).await?;
    let stages: Vec<_> = history["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|step| step["stage"].as_str())
        .collect();
    Teller::say(format!("The way of the case: {}.", stages.join(" → ")));
    let url = text(&active, "/verification_url")?;
    let code = url.rsplit('/').next().unwrap_or_default();
    let verified = anyone.get(&format!("/v1/verifications/{code}")).await?;
    Teller::say(format!(
        "At the roadside the card shows as {}.",
        text(&verified, "/status")?
    ));
    Ok(())
}

fn camille() -> Value {
    json!({
        "profile": "individual", "email": EMAIL, "phone": "+33612345678", "language": "en",
        "surname": "Martin", "first_names": "Camille Jeanne",
        "birth_date": "1988-04-17", "birth_place": "Lyon", "birth_country": "FR",
        "address": address(),
        "licence": {"country": "FR", "number": "13AA00002", "categories": ["C", "CE"],
                    "issued_on": "2013-10-02", "expires_on": "2028-10-02"},
        "consents": {"privacy_policy": true, "general_conditions": true,
                     "data_accuracy": true, "electronic_communication": true},
    })
}

/// Where Camille lives.
pub fn address() -> Value {
    json!({"line1": "12 rue de la République", "line2": "Bât. B", "postal_code": "69001", "city": "Lyon", "country": "FR"})
}

/// An FCO that ended today, early for a card that another issuer made.
fn attestation(today: NaiveDate) -> Value {
    json!({
        "external_reference": format!("DEMO-{today}"), "type": "fco", "sector": "goods", "hours": 35,
        "started_on": today - Days::new(4), "ended_on": today, "delivered_on": today, "place": "Lyon",
        "previous_expires_on": today + Days::new(200),
        "driver": {"surname": "MARTIN", "first_names": "Camille", "birth_date": "1988-04-17",
                   "licence": {"country": "FR", "number": "13AA00002"}},
    })
}
