//! Makes the list of the commonest passwords anew: a password a line on the standard input, the list on the output.

use std::collections::BTreeSet;
use std::io::{Write as _, stdin, stdout};

use domain::rules::password::mark;

fn main() -> std::io::Result<()> {
    let lines: Vec<String> = stdin().lines().collect::<Result<_, _>>()?;
    let words = lines.iter().map(|line| line.trim().to_lowercase());
    let marks: BTreeSet<_> = words.filter(|word| !word.is_empty()).map(|word| mark(&word)).collect();
    let mut out = stdout().lock();
    marks.iter().try_for_each(|mark| out.write_all(mark))
}
