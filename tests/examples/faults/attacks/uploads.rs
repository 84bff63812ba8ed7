//! Files, many and large.

use bytes::Bytes;
use reqwest::Body;
use reqwest::multipart::{Form, Part};
use tests::hub::{AGENT, LYON};
use tests::mailbox::Mailbox;
use tests::roles::{Agent, Centre, Driver};
use tests::{Person, Reading as _, Training};

use crate::Scale;
use crate::process::Process;
use crate::tally::Tally;
use crate::wire;

mod heavy_picture;

/// The largest file, in bytes.
const FILE: usize = 10 * 1024 * 1024;

/// So many drivers send the largest file at the same moment.
pub async fn at_once(hub: &Process, scale: Scale) -> Tally {
    let drivers = drivers(hub, scale.of(20, 4)).await;
    let pdf = Bytes::from(tests::files::pdf_of(FILE));
    send_at_once(hub, &drivers, scale.of(100, 20), "identity_document", &pdf).await
}

/// So many send the picture that takes the most memory to decode.
pub async fn of_many_pixels(hub: &Process, scale: Scale) -> Tally {
    let drivers = drivers(hub, scale.of(10, 4)).await;
    let photo = Bytes::from(heavy_picture::png());
    send_at_once(hub, &drivers, scale.of(40, 2), "photo", &photo).await
}

async fn send_at_once(
    hub: &Process,
    drivers: &[(Driver, String)],
    count: usize,
    document: &'static str,
    file: &Bytes,
) -> Tally {
    let tally = Tally::of(count, count, |number| {
        let (driver, case) = &drivers[number % drivers.len()];
        let length = u64::try_from(file.len()).expect("a length");
        let part = Part::stream_with_length(Body::from(file.clone()), length).file_name("file");
        let form = Form::new().text("type", document).part("file", part);
        let url = format!("{}/v1/cases/{case}/documents", hub.base);
        wire::send(
            wire::http()
                .post(url)
                .bearer_auth(driver.client.token())
                .multipart(form),
        )
    })
    .await;
    let is_taken = tally.with_status(201) > 0;
    tally.unless(is_taken, "none was taken")
}

/// Bodies without a length that go on beyond every limit.
pub async fn without_end(hub: &Process, scale: Scale) -> Tally {
    let drivers = drivers(hub, 2).await;
    let chunk = Bytes::from(vec![b'x'; 64 * 1024]);
    let head = Bytes::from_static(
        b"--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7\n",
    );
    Tally::of(scale.of(40, 8), 8, |number| {
        let (driver, case) = &drivers[number % drivers.len()];
        let chunks = std::iter::once(head.clone()).chain(std::iter::repeat_n(chunk.clone(), 1_000));
        let endless = futures::stream::iter(chunks.map(Ok::<_, std::io::Error>));
        let request = wire::http()
            .post(format!("{}/v1/cases/{case}/documents", hub.base))
            .bearer_auth(driver.client.token())
            .header("content-type", "multipart/form-data; boundary=x");
        wire::send(request.body(Body::wrap_stream(endless)))
    })
    .await
}

/// Forms of thousands of parts, and of parts with thousands of headers.
pub async fn of_many_parts(hub: &Process, scale: Scale) -> Tally {
    let drivers = drivers(hub, 2).await;
    let part = "--x\r\ncontent-disposition: form-data; name=\"type\"\r\n\r\nphoto\r\n";
    let headers = "a: b\r\n".repeat(100_000);
    let bodies = [
        format!("{}--x--\r\n", part.repeat(100_000)),
        format!("--x\r\n{headers}\r\n\r\n--x--\r\n"),
        "\r\n--x".repeat(500_000),
        "-".repeat(5_000_000),
    ];
    let mut tally = Tally::default();
    for body in bodies {
        let body = Bytes::from(body);
        tally.add(
            Tally::of(scale.of(20, 4), 8, |number| {
                let (driver, case) = &drivers[number % drivers.len()];
                let request = wire::http()
                    .post(format!("{}/v1/cases/{case}/documents", hub.base))
                    .bearer_auth(driver.client.token())
                    .header("content-type", "multipart/form-data; boundary=x");
                wire::send(request.body(body.clone()))
            })
            .await,
        );
    }
    tally
}

/// So many drivers, each with a draft.
async fn drivers(hub: &Process, count: usize) -> Vec<(Driver, String)> {
    let anyone = hub.anyone();
    let agent = Agent::sign_in(&anyone, AGENT.0, AGENT.1).await;
    let mailbox = Mailbox::new(anyone.clone());
    let request = anyone.request(reqwest::Method::POST, "/oauth/token");
    let form = [("grant_type", "client_credentials"), ("scope", LYON.2)];
    let token = request.as_machine(LYON.0, LYON.1).form(&form).await.ok();
    let centre = Centre {
        client: anyone.bearing(&token.text("/access_token")),
    };
    let today = anyone.get("/v1/sandbox/clock").await.ok().text("/now")[..10].to_owned();
    let mut drivers = Vec::new();
    for number in 0..count {
        let person = Person::numbered(u16::try_from(number).expect("few"));
        let account = anyone.post("/v1/accounts", person.registration()).await.accepted().id();
        agent.approve_account(&account).await;
        let token = mailbox.mail_to(&person, "choose_password").await.token();
        let choice = person.choice();
        anyone.put(&format!("/v1/passwords/{token}"), choice).await.no_content();
        let driver = Driver::sign_in(&anyone, &person).await;
        centre.attest(&person, &Training::fco("goods", &today)).await;
        let case = driver.begin_case().await;
        drivers.push((driver, case));
    }
    drivers
}
