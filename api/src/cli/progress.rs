//! How far a command has come: a bar on a terminal, nothing where there is none.

use std::borrow::Cow;
use std::fmt;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar, which goes when it is dropped.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Over so many things.
    pub(super) fn over(count: u64) -> Self {
        Self::drawn(
            count,
            "[{bar:32}] {percent:>3} %  {human_pos} of {human_len}  {per_sec}  {eta} left  {msg}",
        )
    }

    /// Over so many bytes.
    pub(super) fn over_bytes(size: u64) -> Self {
        Self::drawn(size, "[{bar:32}] {percent:>3} %  {bytes} of {total_bytes}  {eta} left")
    }

    fn drawn(whole: u64, template: &str) -> Self {
        let bar = ProgressBar::new(whole);
        // A template that cannot be read would leave the bar as it comes.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("#> "));
        }
        Self(bar)
    }

    /// So much further.
    pub(super) fn step(&self, by: u64) {
        self.0.inc(by);
    }

    /// What else there is to say of it.
    pub(super) fn note(&self, text: impl Into<Cow<'static, str>>) {
        self.0.set_message(text);
    }

    /// Says something on standard error, without writing over the bar.
    pub(super) fn aside(&self, text: fmt::Arguments<'_>) {
        self.0.suspend(|| eprintln!("{text}"));
    }

    /// Prints a result on standard output, without writing over the bar.
    pub(super) fn print(&self, line: fmt::Arguments<'_>) {
        self.0.suspend(|| println!("{line}"));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
