//! Proof Key for Code Exchange (RFC 7636), with SHA-256 alone: `plain` would show the verifier to whoever sees the request.

/// The one method there is.
pub const METHOD: &str = "S256";
/// Characters of a SHA-256 in base64url.
const CHALLENGE_LENGTH: usize = 43;
/// The shortest and the longest verifier (RFC 7636, 4.1).
const VERIFIER_LENGTHS: std::ops::RangeInclusive<usize> = 43..=128;

/// Whether a text can be the challenge of a verifier.
pub fn is_challenge(text: &str) -> bool {
    let is_fine = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    text.len() == CHALLENGE_LENGTH && text.bytes().all(is_fine)
}

/// Whether a text can be a verifier.
pub fn is_verifier(text: &str) -> bool {
    let is_fine = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    VERIFIER_LENGTHS.contains(&text.len()) && text.bytes().all(is_fine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenges_and_verifiers_have_the_forms_of_the_rfc() {
        // The pair of RFC 7636, appendix B.
        let (verifier, challenge) = (
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        );
        assert!(is_verifier(verifier) && is_challenge(challenge));
        assert!(is_verifier(&"~".repeat(128)) && !is_verifier(&"~".repeat(129)));
        assert!(!is_verifier(&verifier[1..]) && !is_challenge(&challenge[1..]));
        assert!(!is_challenge(&format!("{challenge}=")) && !is_challenge(&challenge.replace('-', "+")));
    }
}
