//! How fast papers are printed on one core, and whether memory stays flat.
//!
//! `cargo run --release -p integrations --example papers_load [papers for the memory, 10000]`

use std::time::{Duration, Instant};

use domain::people::Language;
use integrations::papers::samples::{self, Sample};
use integrations::papers::{Paper, Press};

/// How long each paper is printed for its speed.
const MEASURED_FOR: Duration = Duration::from_secs(3);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let papers: u32 = std::env::args().nth(1).map_or(Ok(10_000), |count| count.parse())?;
    let start = resident();
    let opening = Instant::now();
    let press = Press::new()?;
    println!("press set up in {:.0?}, memory {} MB before", opening.elapsed(), start);
    let samples = samples::in_language(Language::French);

    println!("\n{:<32} {:>10} {:>12} {:>9}", "paper", "first", "papers/s", "kB");
    for sample in &samples {
        speed(&press, sample)?;
    }

    println!("\n{:<32} {:>10}", "papers printed", "memory MB");
    for (number, sample) in (1..=papers).zip(samples.iter().cycle()) {
        press.print(&varied(sample, number))?;
        if [1, 100, 1_000, 2_000, 5_000, 10_000].contains(&number) || number == papers {
            println!("{number:<32} {:>10}", resident());
        }
    }
    Ok(())
}

fn speed(press: &Press, sample: &Sample) -> Result<(), Box<dyn std::error::Error>> {
    let start = Instant::now();
    let size = press.print(&varied(sample, 0))?.len();
    let first = start.elapsed();
    let (start, mut printed) = (Instant::now(), 0_u32);
    while start.elapsed() < MEASURED_FOR {
        printed += 1;
        press.print(&varied(sample, printed))?;
    }
    let per_second = f64::from(printed) / start.elapsed().as_secs_f64();
    println!(
        "{:<32} {first:>10.1?} {per_second:>12.0} {:>9}",
        sample.name,
        size / 1_000
    );
    Ok(())
}

/// The sample with facts of its own, so that nothing is printed from memory.
fn varied(sample: &Sample, number: u32) -> Paper {
    let mut paper = sample.paper.clone();
    match &mut paper {
        Paper::Certificate(facts) => {
            facts.addressee.surname = format!("{} {}", facts.addressee.surname, letters(number));
            facts.statement = format!("{}{number:05}", &facts.statement[..facts.statement.len() - 5]);
        }
        Paper::Recap(facts) => facts.addressee.surname = letters(number),
        Paper::Summary(facts) => facts.reference = format!("CQC-2026-{number:06}"),
        Paper::ReturnCoupon(facts) => facts.reference = format!("CQC-2026-{number:06}"),
        Paper::CardLetter(facts) => facts.card_number = format!("FR26{number:07}"),
        Paper::Invoice(facts) => facts.number = format!("F2026-{number:06}"),
    }
    paper
}

/// A number as a name.
fn letters(number: u32) -> String {
    number
        .to_string()
        .bytes()
        .map(|digit| char::from(digit - b'0' + b'A'))
        .collect()
}

/// Resident memory in MB, where the system tells it.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1_024
}
