//! Who may keep an answer.

/// What an answer says of it, in `Cache-Control`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caching {
    /// Data of somebody, as every answer that says nothing else: kept nowhere, since training centres share their
    /// computers. Its `ETag` serves those who hold it in memory. The rest is for caches that take `no-store` lightly.
    Personal,
    /// Tokens, secrets and links; and what is told of this very moment.
    Secret,
    /// The same for everybody, for so many seconds.
    Public(u32),
}

impl Caching {
    /// The header's value for what is somebody's own.
    pub const PERSONAL: &str = "private, no-cache, no-store";

    /// The header's value.
    pub fn value(self) -> String {
        match self {
            Self::Personal => Self::PERSONAL.to_owned(),
            Self::Secret => "no-store".to_owned(),
            Self::Public(seconds) => format!("public, max-age={seconds}"),
        }
    }
}
