//! What a frontend may do for somebody, as far as its token says it.

use crate::words;
use crate::words::Word as _;

words! {
    /// Scope of a frontend's tokens: what it may do for whoever signed in.
    pub enum FrontendScope {
        /// Read the profile; change telephone, language and postal address.
        Profile => "profile",
        /// Read the trainings, the rights that they give, and their recaps.
        TrainingsRead => "trainings:read",
        /// Read the certificates of qualification.
        CertificatesRead => "certificates:read",
        /// Open cases, upload documents, submit, pay and follow them.
        Cases => "cases",
        /// Read the cards, as they are printed.
        CardsRead => "cards:read",
        /// Say that a card was received and is right.
        CardsActivate => "cards:activate",
        /// Read the invoices and credit notes.
        InvoicesRead => "invoices:read",
        /// Read the notices, and mark them as read.
        Notices => "notices",
        /// Everything that the person may do: for the operator's own frontends alone.
        Full => "full",
    }
}

/// Scopes, each once, in the order of the vocabulary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scopes(Vec<FrontendScope>);

impl Scopes {
    /// These scopes.
    pub fn of(scopes: impl IntoIterator<Item = FrontendScope>) -> Self {
        let mut scopes: Vec<_> = scopes.into_iter().collect();
        scopes.sort_unstable();
        scopes.dedup();
        Self(scopes)
    }

    /// Reads them as RFC 6749 writes them (3.3): between spaces. None where one of them is unknown, or there is none.
    pub fn parse(text: &str) -> Option<Self> {
        let names = text.split(' ').filter(|name| !name.is_empty());
        let scopes: Option<Vec<_>> = names.map(FrontendScope::from_name).collect();
        scopes.map(Self::of).filter(|scopes| !scopes.0.is_empty())
    }

    /// The scopes between spaces.
    pub fn text(&self) -> String {
        let names: Vec<_> = self.0.iter().map(|scope| scope.name()).collect();
        names.join(" ")
    }

    /// The scopes one by one.
    pub fn all(&self) -> &[FrontendScope] {
        &self.0
    }

    /// Whether they reach as far as a scope.
    pub fn cover(&self, scope: FrontendScope) -> bool {
        self.0.contains(&FrontendScope::Full) || self.0.contains(&scope)
    }

    /// Whether an operation may be done with them that needs a scope, or, where it names none, everything.
    pub fn permit(&self, needed: Option<FrontendScope>) -> bool {
        self.cover(needed.unwrap_or(FrontendScope::Full))
    }

    /// Whether none of them reaches further than others do.
    pub fn lie_within(&self, others: &Self) -> bool {
        self.0.iter().all(|scope| others.cover(*scope))
    }

    /// As far as both reach.
    #[must_use]
    pub fn narrowed_to(&self, others: &Self) -> Self {
        let own = self.0.iter().filter(|scope| others.cover(**scope));
        let theirs = others.0.iter().filter(|scope| self.cover(**scope));
        Self::of(own.chain(theirs).copied())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::FrontendScope::{Cases, Full, Profile};
    use super::*;

    #[rstest]
    #[case("profile cases", Some("profile cases"))]
    #[case("cases profile cases", Some("profile cases"))]
    #[case("  cards:read ", Some("cards:read"))]
    #[case("profile everything", None)]
    #[case("Profile", None)]
    #[case("", None)]
    #[case(" ", None)]
    fn scopes_are_read_and_written_in_one_order(#[case] text: &str, #[case] expected: Option<&str>) {
        assert_eq!(
            Scopes::parse(text).map(|scopes| scopes.text()).as_deref(),
            expected,
            "{text:?}"
        );
    }

    #[test]
    fn only_the_whole_reaches_what_names_no_scope() {
        for scope in FrontendScope::ALL {
            let alone = Scopes::of([*scope]);
            assert_eq!(alone.permit(None), *scope == Full, "{scope}");
            for needed in FrontendScope::ALL {
                assert_eq!(
                    alone.permit(Some(*needed)),
                    scope == needed || *scope == Full,
                    "{scope} {needed}"
                );
            }
        }
        assert!(!Scopes::default().permit(Some(Profile)));
    }

    #[test]
    fn scopes_are_narrowed_and_never_widened() {
        let (full, few) = (Scopes::of([Full]), Scopes::of([Profile, Cases]));
        assert!(few.lie_within(&full) && !full.lie_within(&few));
        assert!(Scopes::of([Cases]).lie_within(&few) && few.lie_within(&few));
        assert_eq!(full.narrowed_to(&few), few);
        assert_eq!(few.narrowed_to(&full), few);
        assert_eq!(few.narrowed_to(&Scopes::of([Cases])), Scopes::of([Cases]));
        assert_eq!(full.narrowed_to(&full), full);
    }
}
