//! When somebody is told that somebody has signed in as them: where it is not as they did before, so that they notice if it
//! was not they (OWASP ASVS 5.0, 6.3.5).

use crate::federation::Audience;

/// What is known of the way in which somebody signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Familiar {
    /// Whether they signed in before, lately, with the password they have now: a first time has nothing to be compared with.
    pub anything: bool,
    /// Whether they did from this network.
    pub network: bool,
    /// Whether they did with this program.
    pub program: bool,
}

/// Whether somebody is told. Staff work in few places, and see what is everybody's: anything new is told. Drivers are on
/// the road, where each mast is another network: they are told where the program is another as well.
pub const fn is_told(audience: Audience, familiar: Familiar) -> bool {
    if !familiar.anything {
        return false;
    }
    match audience {
        Audience::Staff => !familiar.network || !familiar.program,
        Audience::Drivers => !familiar.network && !familiar.program,
    }
}

/// A program by what it calls itself (`User-Agent`, RFC 9110, 10.1.5), without its versions, which change every month.
pub fn program(user_agent: &str) -> String {
    let words = user_agent.split(|sign: char| !sign.is_alphabetic());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Audience::Staff, (true, true, true), false)]
    #[case(Audience::Staff, (true, false, true), true)]
    #[case(Audience::Staff, (true, true, false), true)]
    #[case(Audience::Staff, (true, false, false), true)]
    #[case(Audience::Staff, (false, false, false), false)]
    #[case(Audience::Drivers, (true, true, true), false)]
    #[case(Audience::Drivers, (true, false, true), false)]
    #[case(Audience::Drivers, (true, true, false), false)]
    #[case(Audience::Drivers, (true, false, false), true)]
    #[case(Audience::Drivers, (false, false, false), false)]
    fn only_what_is_new_is_told(
        #[case] audience: Audience,
        #[case] (anything, network, program): (bool, bool, bool),
        #[case] expected: bool,
    ) {
        let familiar = Familiar {
            anything,
            network,
            program,
        };
        assert_eq!(is_told(audience, familiar), expected);
    }

    #[test]
    fn an_update_makes_no_other_program() {
        let before = "Mozilla/5.0 (X11; Linux x86_64; rv:149.0) Gecko/20100101 Firefox/149.0";
        let after = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";
        assert_eq!(program(before), program(after));
        assert_eq!(program(after), "mozilla x linux x rv gecko firefox");
        assert_ne!(program(before), program("curl/8.11.1"));
    }
}
