//! The one binary of CQC Hub.

use std::process::ExitCode;

use api::cli::Cli;
use clap::Parser;
use mimalloc::MiMalloc;

/// Gives back what is free, from every thread, and is faster than the system's.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

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
