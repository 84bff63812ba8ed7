//! Secrets that are handed out once: links, refresh tokens, credentials.

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// A secret of 32 random bytes. Whoever holds it shows it as text; what is kept is its digest only.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; Token::LENGTH]);

impl Token {
    /// Its length in bytes.
    pub const LENGTH: usize = 32;

    /// The token made of these bytes.
    pub fn from_bytes(bytes: [u8; Self::LENGTH]) -> Self {
        Self(bytes)
    }

    /// Reads a token back from its text.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The token as whoever holds it shows it: 43 characters, safe in a URL.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What is kept of it: its SHA-256. A fast hash is enough, for no one can guess 32 random bytes.
    pub fn digest(&self) -> Vec<u8> {
        digest::digest(&digest::SHA256, &self.0).as_ref().to_vec()
    }
}

/// Never shows the secret.
impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_from_its_text_and_from_nothing_else() {
        let token = Token::from_bytes([7; Token::LENGTH]);
        assert_eq!(token.text().len(), 43);
        assert_eq!(Token::parse(&token.text()), Some(token.clone()));
        assert_eq!(Token::parse("short"), None);
        assert_eq!(Token::parse(&format!("{}=", token.text())), None);
        assert_ne!(token.digest(), [7; Token::LENGTH]);
        assert_eq!(format!("{token:?}"), "Token(…)");
    }
}
