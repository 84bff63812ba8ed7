//! The one binary of CQC Hub.

use std::process::ExitCode;

use api::cli::Cli;
use clap::Parser;

#[actix_web::main]
async fn main() -> ExitCode {
    match Cli::parse().run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cqc-hub: {error:#}");
            ExitCode::FAILURE
        }
    }
}
