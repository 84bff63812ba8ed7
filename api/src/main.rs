//! The one binary of CQC Hub.

use std::process::ExitCode;

use api::cli::Cli;
use clap::Parser;

/// Gives memory back within seconds of a flood: freed pages are returned by a thread of its own, also while nothing is
/// asked. The system's allocator keeps most of them for good, in as many arenas as there are threads.
#[cfg(unix)]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

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
