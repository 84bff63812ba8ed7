//! Why what stands outside did not do what it was asked to.

/// What failed, by what may help. The words end up in the outbox, where agents read them: no personal data, no secrets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Worth another attempt, after a pause: nobody answered, or not so that it could be understood, or they asked to come
    /// back. Whether it was done is not known.
    #[error("{0}")]
    Later(String),
    /// Likewise, and in vain until whoever runs the hub puts something right (a password, a key, what others think of
    /// their address): each attempt calls for them in the log.
    #[error("{0}")]
    Hindered(String),
    /// No attempt will ever succeed: there is no such address, or it is refused for what it is.
    #[error("{0}")]
    Never(String),
}

impl From<persistence::Error> for Failure {
    fn from(error: persistence::Error) -> Self {
        Self::Later(error.to_string())
    }
}
