//! The table of the closed loop.

use std::time::Duration;

use tests::process;

use crate::bare;
use crate::closed::Measured;
use crate::options::Options;
use crate::scene::Scene;
use crate::tally::milliseconds;

/// A table that is printed row by row.
pub struct Table {
    bare: Option<f64>,
    /// What the last row of the hub's did in a second.
    last: f64,
    own_cpu: Duration,
    elapsed: Duration,
    is_good: bool,
}

impl Table {
    /// Says what is measured, and prints the head.
    pub fn begun(options: &Options, scene: &Scene) -> Self {
        println!(
            "{}, {} drivers, {} clients, {} s a row",
            scene.database_name(),
            scene.drivers(),
            options.clients,
            options.seconds
        );
        if let Some(pid) = scene.server.pid {
            println!("memory before: {} MiB", process::memory(pid));
        }
        println!("\n| | per second | p50 ms | p99 ms | CPU % | µs each | MiB | of bare |");
        println!("|---|--:|--:|--:|--:|--:|--:|--:|");
        Self {
            bare: None,
            last: 0.0,
            own_cpu: Duration::ZERO,
            elapsed: Duration::ZERO,
            is_good: true,
        }
    }

    /// Prints a row.
    pub fn add(&mut self, name: &str, measured: &Measured) {
        self.last = rate(measured);
        if name == bare::NAME {
            self.bare = Some(self.last);
        }
        self.print(name, measured);
    }

    /// Prints a row of the peer's, and how many times as much the hub did in the one before.
    pub fn add_peer(&mut self, name: &str, measured: &Measured) {
        self.print(&format!("{name}, peer"), measured);
        println!("| {name}, times the peer | {:.2} |", self.last / rate(measured));
    }

    fn print(&mut self, name: &str, measured: &Measured) {
        let rate = rate(measured);
        let ratio = self.bare.map_or_else(String::new, |bare| format!("{:.3}", rate / bare));
        let [cpu, each, memory] = taken(measured);
        let tally = &measured.tally;
        println!(
            "| {name} | {rate:.0} | {} | {} | {cpu} | {each} | {memory} | {ratio} |",
            milliseconds(tally.quantile(0.5)),
            milliseconds(tally.quantile(0.99)),
        );
        self.is_good &= tally.verdict(name);
        self.own_cpu += measured.own_cpu;
        self.elapsed += measured.elapsed;
    }

    /// Says what it cost to ask; whether everything was answered as it should be.
    pub fn verdict(self) -> bool {
        let share = self.own_cpu.as_secs_f64() / self.elapsed.as_secs_f64().max(f64::MIN_POSITIVE);
        println!("\nasking took {:.0} % of a core", share * 100.0);
        self.is_good
    }
}

/// What was done in a second.
#[expect(clippy::cast_precision_loss, reason = "a rate for people")]
fn rate(measured: &Measured) -> f64 {
    let done = (measured.tally.requests() - measured.tally.failures()) * measured.each;
    done as f64 / measured.elapsed.as_secs_f64()
}

/// Processor time in hundredths of a core, microseconds of it for each thing done, megabytes of memory.
fn taken(measured: &Measured) -> [String; 3] {
    let Some(taken) = measured.taken else {
        return [String::new(), String::new(), String::new()];
    };
    let share = taken.cpu.as_secs_f64() / measured.elapsed.as_secs_f64() * 100.0;
    let done = u128::from(measured.tally.requests() * measured.each);
    let each = taken.cpu.as_micros() / done.max(1);
    [format!("{share:.0}"), each.to_string(), taken.memory.to_string()]
}
