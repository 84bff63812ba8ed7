//! PocketBase, measured beside the hub in the same run: a backend on SQLite of the same kind, which is known to be fast.
//!
//! It is asked for what it does that is most alike: a driver's record of a case, of which only that driver may know. Its
//! log of requests is switched off, and its lists are not counted; its commits are synced now and then
//! (`synchronous=NORMAL`), the hub's each before it is answered.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::hub::Server;
use crate::wire::Prepared;
use crate::work::Work;

/// Drivers who ask, each of whom has so many cases.
const DRIVERS: usize = 32;
const CASES: usize = 20;

const ADMIN: &str = "admin@hub.example";
const PASSWORD: &str = "a-password-of-load";

/// What the peer is asked in a row.
type Asked = fn(&Peer) -> Work;

/// The rows that it has a counterpart of, by theirs.
pub const ROWS: &[(&str, Asked)] = &[
    ("view", Peer::view),
    ("list", Peer::list),
    ("put", Peer::put),
    ("attestation", Peer::post),
];

/// A PocketBase that runs until it is dropped.
pub struct Peer {
    child: Child,
    address: String,
    http: reqwest::Client,
    drivers: Vec<Driver>,
    _folder: TempDir,
}

/// Somebody who is signed in.
struct Driver {
    id: String,
    token: String,
    case: String,
}

impl Peer {
    /// Starts it in a temporary folder, and fills it.
    #[expect(clippy::disallowed_methods, reason = "this asks another program than the hub")]
    pub async fn start(binary: &Path) -> Self {
        let folder = TempDir::new().expect("a folder");
        let run = |arguments: &[&str]| {
            let mut command = Command::new(binary);
            // What it writes down of its collections would otherwise lie beside the folder, and meet the next one.
            let beside = folder.path().join("migrations");
            command.arg("--dir").arg(folder.path().join("data"));
            command.arg("--migrationsDir").arg(beside).args(arguments);
            command.stdin(Stdio::null()).stdout(Stdio::null());
            command
        };
        let made = run(&["superuser", "upsert", ADMIN, PASSWORD]).status();
        assert!(made.expect("a process").success(), "no superuser");
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
        let address = port.expect("a free port").to_string();
        let child = run(&["serve", "--http", &address]).spawn().expect("a process");
        let mut peer = Self {
            child,
            address,
            http: reqwest::Client::new(),
            drivers: Vec::new(),
            _folder: folder,
        };
        peer.fill().await;
        peer
    }

    /// Where it is, and which process.
    pub fn server(&self) -> Server {
        Server {
            address: self.address.clone(),
            pid: Some(self.child.id()),
        }
    }

    async fn fill(&mut self) {
        let admin = self.sign_in("_superusers", ADMIN).await;
        let quiet = json!({"logs": {"maxDays": 0}});
        self.ask(reqwest::Method::PATCH, "/api/settings", &admin, &quiet).await;
        self.make("/api/collections", &admin, &collection()).await;
        for number in 0..DRIVERS {
            let email = format!("driver-{number}@hub.example");
            let somebody = json!({"email": email, "password": PASSWORD, "passwordConfirm": PASSWORD});
            let id = text(&self.make(&records("users"), &admin, &somebody).await, "id");
            let token = self.sign_in("users", &email).await;
            let mut case = String::new();
            for _ in 0..CASES {
                case = text(&self.make(&records("cases"), &token, &case_of(&id)).await, "id");
            }
            self.drivers.push(Driver { id, token, case });
        }
    }

    async fn sign_in(&self, collection: &str, email: &str) -> String {
        let path = format!("/api/collections/{collection}/auth-with-password");
        let body = json!({"identity": email, "password": PASSWORD});
        text(&self.make(&path, "", &body).await, "token")
    }

    async fn make(&self, path: &str, token: &str, body: &Value) -> Value {
        self.ask(reqwest::Method::POST, path, token, body).await
    }

    /// Asks, until it has started.
    async fn ask(&self, method: reqwest::Method, path: &str, token: &str, body: &Value) -> Value {
        let url = format!("http://{}{path}", self.address);
        for _ in 0..200 {
            let request = self.http.request(method.clone(), &url).bearer_auth(token).json(body);
            if let Ok(answer) = request.send().await {
                let status = answer.status();
                let said: Value = answer.json().await.expect("JSON");
                assert!(status.is_success(), "{path}: {status} {said}");
                return said;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("PocketBase does not start")
    }

    fn view(&self) -> Work {
        self.of_each(|driver| Prepared::get(&one_case(driver), Some(&driver.token)))
    }

    fn list(&self) -> Work {
        let path = format!("{}?perPage={CASES}&skipTotal=true", records("cases"));
        self.of_each(|driver| Prepared::get(&path, Some(&driver.token)))
    }

    fn put(&self) -> Work {
        let address = json!({"delivery_address": address()});
        self.of_each(|driver| Prepared::patch(&one_case(driver), &driver.token, &address))
    }

    fn post(&self) -> Work {
        let path = records("cases");
        self.of_each(|driver| Prepared::act(&path, &driver.token).with(&case_of(&driver.id)))
    }

    fn of_each(&self, asks: impl Fn(&Driver) -> Prepared) -> Work {
        Work::again_and_again(self.drivers.iter().map(asks).collect())
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // Gone already is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn records(collection: &str) -> String {
    format!("/api/collections/{collection}/records")
}

fn one_case(driver: &Driver) -> String {
    format!("{}/{}", records("cases"), driver.case)
}

/// Cases as the hub shows them: words, instants, a person, an address, documents. Each is its driver's alone.
fn collection() -> Value {
    let own = "driver = @request.auth.id";
    let field = |name: &str, kind: &str| json!({"name": name, "type": kind});
    json!({
        "name": "cases", "type": "base", "listRule": own, "viewRule": own, "createRule": own, "updateRule": own,
        "fields": [
            field("driver", "text"), field("reference", "text"), field("kind", "text"), field("stage", "text"),
            field("submitted_at", "date"), field("holder", "json"), field("delivery_address", "json"),
            field("documents", "json"),
            {"name": "created_at", "type": "autodate", "onCreate": true},
            {"name": "updated_at", "type": "autodate", "onCreate": true, "onUpdate": true},
        ],
        "indexes": ["CREATE INDEX cases_driver ON cases (driver, id)"],
    })
}

fn case_of(driver: &str) -> Value {
    let document = json!({
        "id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "type": "photo", "media_type": "image/jpeg", "file_name": "photo.jpg",
        "size": 84_213, "sha256": "9f2c51aa0de17b6c4e55d0a29f2c51aa0de17b6c4e55d0a29f2c51aa0de17b6c", "width": 700,
    });
    json!({
        "driver": driver, "reference": "CQC-2026-7K3M9P", "kind": "cqc", "stage": "draft",
        "holder": {"last_name": "MARTIN", "first_names": "Camille", "birth_date": "1985-04-12", "birth_place": "Lyon"},
        "delivery_address": address(), "documents": vec![document; 5],
    })
}

fn address() -> Value {
    json!({"line1": "Dépôt des Brotteaux", "postal_code": "69006", "city": "Lyon", "country": "FR"})
}

fn text(answer: &Value, member: &str) -> String {
    answer[member].as_str().unwrap_or_default().to_owned()
}
