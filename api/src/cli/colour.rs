//! Whether what is printed is coloured: for people at a terminal who have not asked for plain text (`NO_COLOR`,
//! <https://no-color.org>). A pipe or a file gets text alone.

use std::ffi::OsStr;
use std::io::IsTerminal;

/// Whether an output takes colours.
pub(super) fn on(output: &impl IsTerminal) -> bool {
    is_wanted(output.is_terminal(), std::env::var_os("NO_COLOR").as_deref())
}

fn is_wanted(is_terminal: bool, no_color: Option<&OsStr>) -> bool {
    is_terminal && no_color.is_none_or(OsStr::is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_for_terminals_whose_owner_has_not_declined_them() {
        let no_color = Some(OsStr::new("1"));
        assert!(is_wanted(true, None));
        assert!(is_wanted(true, Some(OsStr::new(""))));
        assert!(!is_wanted(true, no_color));
        assert!(!is_wanted(false, None));
        assert!(!is_wanted(false, no_color));
    }

    #[test]
    fn a_pipe_takes_no_colours() {
        let (_reader, writer) = std::io::pipe().expect("a pipe");
        assert!(!on(&std::os::fd::OwnedFd::from(writer)));
    }
}
