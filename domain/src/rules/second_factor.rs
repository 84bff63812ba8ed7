//! A second factor beside the password (ASVS 5.0, 6.3 and 6.5; ANSSI-PG-078): who needs one, and how recovery codes look.

use super::reference;
use crate::access::StaffRole;
use crate::words;

words! {
    /// Which members of staff sign in with a second factor, at the least.
    pub enum SecondFactorDuty {
        /// Nobody has to.
        Nobody => "nobody",
        /// Supervisors, who manage everybody's access.
        Supervisors => "supervisors",
        /// Everybody.
        Staff => "staff",
    }
}

impl SecondFactorDuty {
    /// Whether somebody of this role needs one.
    pub const fn binds(self, role: StaffRole) -> bool {
        match self {
            Self::Nobody => false,
            Self::Supervisors => matches!(role, StaffRole::Supervisor),
            Self::Staff => true,
        }
    }
}

/// Digits of an authenticator's code.
pub const DIGITS: u8 = 6;
/// Seconds for which a code is shown.
pub const STEP: u64 = 30;
/// Steps by which an authenticator's clock may be off, to either side.
pub const SKEW: u16 = 1;
/// Recovery codes that are shown when a factor is confirmed.
pub const RECOVERY_CODES: usize = 10;

/// Signs of a recovery code: 80 bits of chance, in two groups of eight.
const RECOVERY_SIGNS: usize = 16;

/// A recovery code, `7k3m9pqx-0c4dhv2w`.
pub fn recovery_code(random: [u8; 16]) -> String {
    in_two(&reference::code(random, RECOVERY_SIGNS))
}

fn in_two(code: &str) -> String {
    let (first, second) = code.split_at(RECOVERY_SIGNS / 2);
    format!("{first}-{second}").to_ascii_lowercase()
}

/// What somebody typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// A code of their authenticator.
    Code(String),
    /// A recovery code, as it was shown to them.
    Recovery(String),
}

/// Reads what somebody typed, spaces and dashes wherever they are; none where it can be neither.
pub fn read(typed: &str) -> Option<Shown> {
    let bare = reference::bare(typed)?;
    if bare.len() == usize::from(DIGITS) && bare.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Shown::Code(bare));
    }
    reference::parse_code(typed, RECOVERY_SIGNS).map(|code| Shown::Recovery(in_two(&code)))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn supervisors_come_first() {
        assert!(!SecondFactorDuty::Nobody.binds(StaffRole::Supervisor));
        assert!(SecondFactorDuty::Supervisors.binds(StaffRole::Supervisor));
        assert!(!SecondFactorDuty::Supervisors.binds(StaffRole::Agent));
        assert!(SecondFactorDuty::Staff.binds(StaffRole::Agent));
    }

    #[test]
    fn a_recovery_code_is_read_as_it_was_written() {
        for random in [
            [0; 16],
            [255; 16],
            [7, 200, 31, 4, 99, 0, 1, 2, 3, 254, 9, 8, 7, 6, 5, 4],
        ] {
            let code = recovery_code(random);
            assert_eq!(code.len(), 17);
            assert_eq!(read(&code), Some(Shown::Recovery(code.clone())), "{code}");
            let typed = code.to_uppercase().replace('0', "O").replace('-', " ");
            assert_eq!(read(&typed), Some(Shown::Recovery(code)), "{typed}");
        }
    }

    #[rstest]
    #[case("123456", Some(Shown::Code("123456".to_owned())))]
    #[case(" 123 456 ", Some(Shown::Code("123456".to_owned())))]
    #[case("12345", None)]
    #[case("1234567", None)]
    #[case("uuuuuuuu-uuuuuuuu", None)]
    #[case("", None)]
    fn what_is_typed_is_one_or_the_other(#[case] typed: &str, #[case] expected: Option<Shown>) {
        assert_eq!(read(typed), expected);
    }
}
