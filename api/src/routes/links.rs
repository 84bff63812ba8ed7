//! One-time links: the token in the path, and the one answer to all that do not work.

use persistence::Token;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::{Code, Problem};

/// The token of a one-time link.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct LinkToken {
    /// The token of the one-time link that was mailed: the last part of its address.
    #[param(example = "vB7mU0n1Qy8r2kXo5tZcL4pWf6sJdH9gKaEiYxNuT3M")]
    token: String,
}

impl LinkToken {
    /// The token, if it can be one.
    pub fn parse(&self) -> Result<Token, Problem> {
        Token::parse(&self.token).ok_or_else(|| Problem::new(Code::LinkNotValid))
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.token
    }
}

/// A link that is not found was used, is too old, or never was. Nobody is told which.
pub fn not_valid(problem: Problem) -> Problem {
    if problem.code() == Code::NotFound {
        Problem::new(Code::LinkNotValid)
    } else {
        problem
    }
}
