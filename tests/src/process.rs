//! What a process takes, as Linux tells it.

use std::time::Duration;

/// Processor time that a process has taken so far.
pub fn cpu(pid: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // Behind the name, which may hold anything, `utime` and `stime` are the 12th and 13th, in hundredths.
    let behind = stat.rsplit_once(')').map_or("", |(_, behind)| behind);
    let ticks: u64 = behind
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|ticks| ticks.parse::<u64>().ok())
        .sum();
    Duration::from_millis(ticks * 10)
}

/// Megabytes of memory that a process has now.
pub fn memory(pid: u32) -> u64 {
    status(pid, "VmRSS:")
}

/// Megabytes of anonymous memory that a process has now: what no file stands behind, so that the system cannot take it
/// back. The pages of the program itself are not among it, of which one that was not optimised has hundreds.
pub fn anonymous_memory(pid: u32) -> u64 {
    memory(pid).saturating_sub(of_files(pid))
}

/// Megabytes of anonymous memory that a process had at the highest: at least so many, since it maps no file for a while.
pub fn anonymous_peak(pid: u32) -> u64 {
    status(pid, "VmHWM:").saturating_sub(of_files(pid))
}

fn of_files(pid: u32) -> u64 {
    status(pid, "RssFile:")
}

fn status(pid: u32, line: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let kib = status
        .lines()
        .find_map(|known| known.strip_prefix(line)?.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or_default() / 1024
}
