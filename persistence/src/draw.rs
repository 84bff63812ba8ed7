//! Numbers and references that people read are drawn at random, so that nobody learns from one how many there are, and
//! are short, so that two may be the same: one that is taken is drawn again.

use crate::error::{Error, Result};
use crate::store::Tx;

/// How often something is drawn. A year's numbers would have to be all but used up for this not to do.
const MOST_DRAWS: usize = 100;

/// Draws until something comes that is not taken.
pub fn unused(
    tx: &mut Tx<'_>,
    draw: impl Fn([u8; 8]) -> String,
    is_taken: impl Fn(&mut Tx<'_>, &str) -> Result<bool>,
) -> Result<String> {
    for _ in 0..MOST_DRAWS {
        let drawn = draw(tx.random());
        if !is_taken(tx, &drawn)? {
            return Ok(drawn);
        }
    }
    Err(Error::Corrupt("no number is left to be drawn".to_owned()))
}
