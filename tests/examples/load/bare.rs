//! What actix-web does on this machine when there is nothing to do: the measure of everything else.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, ExitCode, Stdio};

use actix_web::{App, HttpResponse, HttpServer, Responder, get};
use serde::Serialize;

use crate::hub::Server;
use crate::wire::Prepared;
use crate::work::Work;

/// Its row.
pub const NAME: &str = "bare";

#[derive(Serialize)]
struct Liveness {
    status: &'static str,
}

#[get("/")]
async fn live() -> impl Responder {
    HttpResponse::Ok().json(Liveness { status: "live" })
}

/// Serves until standard input is closed; the first line that it prints is its address.
pub fn serve() -> ExitCode {
    let served = actix_web::rt::System::new().block_on(async {
        let server = HttpServer::new(|| App::new().service(live)).bind("127.0.0.1:0")?;
        println!("{}", server.addrs().first().expect("an address"));
        let running = server.run();
        let handle = running.handle();
        std::thread::spawn(move || {
            let _ = std::io::stdin().read_to_end(&mut Vec::new());
            drop(handle.stop(false));
        });
        running.await
    });
    served.map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS)
}

/// This program, once more, as a server.
pub struct Bare {
    child: Child,
    address: String,
}

impl Bare {
    /// Starts it.
    pub fn start() -> Self {
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .arg(NAME)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a process");
        let mut address = String::new();
        BufReader::new(child.stdout.take().expect("its output"))
            .read_line(&mut address)
            .expect("an address");
        Self {
            child,
            address: address.trim().to_owned(),
        }
    }

    /// Where it is, and which process.
    pub fn server(&self) -> Server {
        Server {
            address: self.address.clone(),
            pid: Some(self.child.id()),
        }
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        // Gone already is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What it is asked.
pub fn work() -> Work {
    Work::again_and_again(vec![Prepared::get("/", None)])
}
