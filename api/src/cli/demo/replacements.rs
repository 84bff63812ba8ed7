//! What can happen to a card: the guide's pages «Perte», «Vol», «Qualité» and «Pli Non Distribué». Each story begins and
//! ends with a card in use.

use serde_json::{Value, json};

use super::cqc::{People, address, produce};
use super::teller::{Teller, text};

/// The stories, in the order of the guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replacement {
    /// The card is lost; another one, identical, is paid for.
    Loss,
    /// The card is stolen; an agent checks the declaration made to the police.
    Theft,
    /// The card is faulty, by the issuer's error; another one is made free of charge.
    Quality,
    /// The letter with the card comes back; it goes to another address, once the postage is paid.
    Undelivered,
}

impl Replacement {
    /// All of them, in the order of the guide.
    pub const ALL: [Self; 4] = [Self::Loss, Self::Theft, Self::Quality, Self::Undelivered];

    /// Plays it.
    pub async fn play(self, people: &People) -> anyhow::Result<()> {
        match self {
            Self::Loss => loss(people).await,
            Self::Theft => theft(people).await,
            Self::Quality => quality(people).await,
            Self::Undelivered => undelivered(people).await,
        }
    }
}

async fn loss(people: &People) -> anyhow::Result<()> {
    Teller::chapter("Faire sa demande de remplacement pour Perte");
    let case = begin(people, "loss").await?;
    declare(people, &case, missing(people).await?).await?;
    submit(people, &case).await?;
    pay(people, &case).await?;
    receive(people).await
}

async fn theft(people: &People) -> anyhow::Result<()> {
    Teller::chapter("Faire sa demande de remplacement pour Vol");
    let case = begin(people, "theft").await?;
    declare(people, &case, missing(people).await?).await?;
    let declaration = include_bytes!("../../../../docs/samples/identity-document.pdf");
    people
        .driver
        .upload(&case, "theft_declaration", "declaration.pdf", declaration)
        .await?;
    Teller::say("The declaration made at the gendarmerie is uploaded.");
    submit(people, &case).await?;
    pay(people, &case).await?;
    let path = format!("/v1/back-office/cases/{case}");
    people.agent.decide(&path, "assignment").await?;
    people.agent.decide(&path, "approval").await?;
    Teller::say("An agent reads the declaration and approves the case: the stolen card is revoked.");
    receive(people).await
}

async fn quality(people: &People) -> anyhow::Result<()> {
    Teller::chapter("Faire sa demande de remplacement pour Qualité");
    let card = newest_card(people).await?;
    let case = begin(people, "quality").await?;
    let defects = json!([{"field": "print_quality"}, {"field": "other", "comment": "The photo is upside down."}]);
    declare(people, &case, json!({"defects": defects, "return_commitment": true})).await?;
    submit(people, &case).await?;
    Teller::say("Camille sends the card back with the return coupon that came by mail.");
    let path = format!("/v1/back-office/cases/{case}");
    let received = json!({"card_number": text(&card, "/number")?});
    people.agent.decide_with(&path, "card-reception", received).await?;
    let analysed = people
        .agent
        .decide_with(&path, "fault-attribution", json!({"liable": "issuer"}))
        .await?;
    Teller::say(format!(
        "The card is analysed, the error is the issuer's: {}.",
        text(&analysed, "/stage_label")?
    ));
    receive(people).await
}

async fn undelivered(people: &People) -> anyhow::Result<()> {
    Teller::chapter("La carte est revenue en Pli Non Distribué");
    let card = newest_card(people).await?;
    let returned = json!({"card_number": text(&card, "/number")?});
    let recorded = people
        .agent
        .post("/v1/back-office/undelivered-returns", returned)
        .await?;
    let case = text(&recorded, "/case_id")?;
    Teller::say("The post brings the card back; Camille is told by mail and text message.");
    let elsewhere =
        json!({"line1": "3 quai des Chartrons", "postal_code": "33000", "city": "Bordeaux", "country": "FR"});
    let choice = json!({"choice": "change_address", "address": elsewhere});
    people
        .driver
        .put(&format!("/v1/cases/{case}/undelivered-choice"), choice)
        .await?;
    Teller::say("The address was wrong: the card is to go to Bordeaux.");
    pay(people, &case).await?;
    receive(people).await
}

async fn newest_card(people: &People) -> anyhow::Result<Value> {
    let cards = people.driver.get("/v1/cards").await?;
    let newest = cards.pointer("/items/0").cloned();
    newest.ok_or_else(|| anyhow::anyhow!("Camille has no card"))
}

async fn begin(people: &People, kind: &str) -> anyhow::Result<String> {
    let card = newest_card(people).await?;
    let new = json!({"kind": kind, "card_id": text(&card, "/id")?});
    let case = people.driver.post("/v1/cases", new).await?;
    Teller::say(format!(
        "Camille begins the request {} about the card {}.",
        text(&case, "/reference")?,
        text(&card, "/number")?
    ));
    text(&case, "/id")
}

/// What a driver declares about a card that is not there, on the hub's own day.
async fn missing(people: &People) -> anyhow::Result<Value> {
    let today = text(&people.anyone.get("/v1/sandbox/clock").await?, "/today")?;
    Ok(json!({"lost_on": today, "return_commitment": true}))
}

async fn declare(people: &People, case: &str, declaration: Value) -> anyhow::Result<()> {
    let path = format!("/v1/cases/{case}");
    people.driver.put(&format!("{path}/declaration"), declaration).await?;
    Teller::say("Camille declares it, and promises to give the card back.");
    for part in ["delivery-address", "billing-address"] {
        people.driver.put(&format!("{path}/{part}"), address()).await?;
    }
    Ok(())
}

async fn submit(people: &People, case: &str) -> anyhow::Result<()> {
    let sent = people.driver.act(&format!("/v1/cases/{case}/submission")).await?;
    Teller::say(format!(
        "The recapitulation is validated: {}.",
        text(&sent, "/stage_label")?
    ));
    Ok(())
}

async fn pay(people: &People, case: &str) -> anyhow::Result<()> {
    let path = format!("/v1/cases/{case}");
    let begun = json!({"return_url": "https://portal.example.org/paid"});
    let payment = people
        .driver
        .post_once(&format!("{path}/payments"), begun, &format!("demo-{case}"))
        .await?;
    let outcome = format!("/v1/sandbox/payments/{}/outcome", text(&payment, "/id")?);
    people.anyone.post(&outcome, json!({"outcome": "succeeded"})).await?;
    people
        .driver
        .until(&path, |case| case["stage"] != "awaiting_payment")
        .await?;
    let invoices = people.driver.get("/v1/invoices").await?;
    Teller::say(format!(
        "Paid by card; the invoice {} is on its way.",
        text(&invoices, "/items/0/number")?
    ));
    Ok(())
}

async fn receive(people: &People) -> anyhow::Result<()> {
    produce(&people.anyone).await?;
    let card = newest_card(people).await?;
    let path = format!("/v1/cards/{}/activation", text(&card, "/id")?);
    let active = people.driver.act(&path).await?;
    Teller::say(format!(
        "Camille receives the card {} and activates it: {}.",
        text(&active, "/number")?,
        text(&active, "/stage")?
    ));
    Ok(())
}
