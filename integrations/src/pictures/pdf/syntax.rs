//! Objects of a PDF [ISO 32000-2, 7.3], looked at where they stand: nothing is copied.

use super::Broken;
use super::work::Work;

/// How deep objects may nest. What is read here nests three or four deep.
const DEEPEST: usize = 64;

/// A place in a file, from which objects are read one after the other.
#[derive(Debug, Clone)]
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    pub(super) place: usize,
    work: &'a Work,
}

/// A piece of a PDF, as it stands in it: nothing is asked of what is around it, so that what is malformed is read on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A name as it is written, without the slash.
    Name(&'a [u8]),
    /// A dictionary or an array begins.
    Open,
    /// A dictionary or an array ends.
    Close,
    /// A number, or a word such as `endobj`.
    Word(&'a [u8]),
    /// A string, or a sign that belongs to nothing.
    Other,
}

/// The number of an object that is referred to, and its generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Reference {
    pub(super) number: u32,
    pub(super) generation: u16,
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b'\0' | b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !is_delimiter(byte)
}

impl<'a> Reader<'a> {
    pub(super) fn at(bytes: &'a [u8], place: usize, work: &'a Work) -> Self {
        Self { bytes, place, work }
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.place..).unwrap_or_default()
    }

    fn step(&mut self, bytes: usize) -> Result<(), Broken> {
        self.work.count(bytes)?;
        self.place += bytes;
        Ok(())
    }

    /// As many bytes as there are of a kind.
    fn run(&mut self, kind: fn(u8) -> bool) -> Result<&'a [u8], Broken> {
        let rest = self.rest();
        let run = &rest[..rest.iter().take_while(|byte| kind(**byte)).count()];
        self.step(run.len())?;
        Ok(run)
    }

    /// Passes over spaces and comments.
    pub(super) fn skip_spaces(&mut self) -> Result<(), Broken> {
        loop {
            self.run(is_space)?;
            if !self.rest().starts_with(b"%") {
                return Ok(());
            }
            self.run(|byte| !matches!(byte, b'\r' | b'\n'))?;
        }
    }

    /// Passes over a word, if it is what comes next.
    pub(super) fn passes(&mut self, word: &[u8]) -> Result<bool, Broken> {
        let is_next = self.rest().starts_with(word);
        if is_next {
            self.step(word.len())?;
        }
        Ok(is_next)
    }

    /// The next token; none at the end, and none of a string that never closes.
    pub(super) fn token(&mut self) -> Result<Option<Token<'a>>, Broken> {
        self.skip_spaces()?;
        Ok(Some(match self.rest() {
            [] => return Ok(None),
            [b'<', b'<', ..] | [b'>', b'>', ..] => {
                let opens = self.rest().starts_with(b"<");
                self.step(2)?;
                if opens { Token::Open } else { Token::Close }
            }
            [b'[', ..] => self.step(1).map(|()| Token::Open)?,
            [b']', ..] => self.step(1).map(|()| Token::Close)?,
            [b'/', ..] => {
                self.step(1)?;
                Token::Name(self.run(is_regular)?)
            }
            [b'(', ..] => {
                if self.skip_string().is_err() {
                    return self.work.check().map(|()| None);
                }
                Token::Other
            }
            [b'<', ..] => {
                self.run(|byte| byte != b'>')?;
                self.passes(b">").map(|_| Token::Other)?
            }
            [first, ..] if is_regular(*first) => Token::Word(self.run(is_regular)?),
            _ => self.step(1).map(|()| Token::Other)?,
        }))
    }

    /// A number without sign or fraction.
    pub(super) fn number(&mut self) -> Result<u32, Broken> {
        self.skip_spaces()?;
        let digits = self.run(|byte| byte.is_ascii_digit())?;
        std::str::from_utf8(digits)
            .ok()
            .and_then(|digits| digits.parse().ok())
            .ok_or(Broken)
    }

    /// The next object as it is written, without what is around it.
    pub(super) fn object(&mut self) -> Result<&'a [u8], Broken> {
        self.skip_spaces()?;
        let start = self.place;
        self.skip_object(DEEPEST)?;
        self.bytes.get(start..self.place).ok_or(Broken)
    }

    fn skip_object(&mut self, deeper: usize) -> Result<(), Broken> {
        let rest = self.rest();
        match rest {
            [b'<', b'<', ..] => self.skip_until(2, b">>", deeper),
            [b'[', ..] => self.skip_until(1, b"]", deeper),
            [b'(', ..] => self.skip_string(),
            [b'<', ..] => {
                self.run(|byte| byte != b'>')?;
                self.passes(b">")?.then_some(()).ok_or(Broken)
            }
            [b'/', ..] => {
                self.step(1)?;
                self.run(is_regular).map(drop)
            }
            [first, ..] if is_regular(*first) => {
                if self.reference()?.is_none() {
                    self.run(is_regular)?;
                }
                Ok(())
            }
            _ => Err(Broken),
        }
    }

    /// Objects up to what closes them.
    fn skip_until(&mut self, opening: usize, closing: &[u8], deeper: usize) -> Result<(), Broken> {
        let deeper = deeper.checked_sub(1).ok_or(Broken)?;
        self.step(opening)?;
        loop {
            self.skip_spaces()?;
            if self.passes(closing)? {
                return Ok(());
            }
            self.skip_object(deeper)?;
        }
    }

    /// Text in parentheses, which may stand in it in pairs, or behind a backslash.
    fn skip_string(&mut self) -> Result<(), Broken> {
        let mut open = 0_usize;
        loop {
            match self.rest() {
                [b'\\', _, ..] => self.step(2)?,
                [byte, ..] => {
                    self.step(1)?;
                    match byte {
                        b'(' => open += 1,
                        b')' => open -= 1,
                        _ => {}
                    }
                    if open == 0 {
                        return Ok(());
                    }
                }
                [] => return Err(Broken),
            }
        }
    }

    /// A reference (`12 0 R`), if it is what comes next.
    pub(super) fn reference(&mut self) -> Result<Option<Reference>, Broken> {
        let start = self.place;
        let reference = self.try_reference();
        if reference.is_none() {
            self.place = start;
            self.work.check()?;
        }
        Ok(reference)
    }

    fn try_reference(&mut self) -> Option<Reference> {
        self.rest().first().filter(|byte| byte.is_ascii_digit())?;
        let number = self.number().ok()?;
        self.rest().first().filter(|byte| is_space(**byte))?;
        let generation = u16::try_from(self.number().ok()?).ok()?;
        self.skip_spaces().ok()?;
        let is_one = self.passes(b"R").ok()? && self.rest().first().is_none_or(|byte| !is_regular(*byte));
        is_one.then_some(Reference { number, generation })
    }
}

/// What a dictionary holds under a key, as it is written. The last one counts where there are several.
pub(super) fn entry<'a>(dictionary: &'a [u8], key: &[u8], work: &'a Work) -> Option<&'a [u8]> {
    entries(dictionary, work)
        .filter(|(name, _)| is_same_name(name, key))
        .last()
        .map(|(_, value)| value)
}

/// What a dictionary holds, in order; nothing of what is none.
pub(super) fn entries<'a>(dictionary: &'a [u8], work: &'a Work) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
    let inside = dictionary.starts_with(b"<<").then_some(2);
    let mut reader = Reader::at(dictionary, inside.unwrap_or(dictionary.len()), work);
    std::iter::from_fn(move || {
        let name = reader.object().ok()?.strip_prefix(b"/")?;
        Some((name, reader.object().ok()?))
    })
}

/// The objects that an array refers to, in order; nothing of what is none.
pub(super) fn references<'a>(array: &'a [u8], work: &'a Work) -> impl Iterator<Item = Reference> {
    let inside = array.starts_with(b"[").then_some(1);
    let mut reader = Reader::at(array, inside.unwrap_or(array.len()), work);
    std::iter::from_fn(move || {
        loop {
            let object = reader.object().ok()?;
            if let Some(reference) = referred(object, work) {
                return Some(reference);
            }
        }
    })
}

/// The object that a value refers to, if it is a reference.
pub(super) fn referred(value: &[u8], work: &Work) -> Option<Reference> {
    let mut reader = Reader::at(value, 0, work);
    let reference = reader.reference().ok().flatten()?;
    (reader.place == value.len()).then_some(reference)
}

/// Whether a value is this name.
pub(super) fn is_name(value: Option<&[u8]>, name: &[u8]) -> bool {
    value
        .and_then(|value| value.strip_prefix(b"/"))
        .is_some_and(|written| is_same_name(written, name))
}

/// Whether a name is this one, however it is written: `J#53` is `JS` [7.3.5].
pub(super) fn is_same_name(written: &[u8], name: &[u8]) -> bool {
    let mut written = written;
    for expected in name {
        let (sign, rest) = match written {
            [b'#', high, low, rest @ ..] => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => (high << 4 | low, rest),
                _ => (b'#', &written[1..]),
            },
            [sign, rest @ ..] => (*sign, rest),
            [] => return false,
        };
        if sign != *expected {
            return false;
        }
        written = rest;
    }
    written.is_empty()
}

fn digit(sign: u8) -> Option<u8> {
    let digit = char::from(sign).to_digit(16)?;
    u8::try_from(digit).ok()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(b"<< /A 1 >> x", Some("<< /A 1 >>"))]
    #[case(
        b"% comment\n <</A[(a(b)\\)c)<41>]/B 3 0 R>>",
        Some("<</A[(a(b)\\)c)<41>]/B 3 0 R>>")
    )]
    #[case(b"12 0 R]", Some("12 0 R"))]
    #[case(b"12 0 ]", Some("12"))]
    #[case(b"-1.5 ", Some("-1.5"))]
    #[case(b"/Name/Other", Some("/Name"))]
    #[case(b"(never closed", None)]
    #[case(b"<< /A 1", None)]
    #[case(b"<41", None)]
    #[case(b">>", None)]
    #[case(b"", None)]
    fn objects_end_where_they_end(#[case] bytes: &[u8], #[case] expected: Option<&str>) {
        let work = Work::for_file(bytes);
        assert_eq!(Reader::at(bytes, 0, &work).object().ok(), expected.map(str::as_bytes));
    }

    #[rstest]
    #[case(b"JavaScript", true)]
    #[case(b"J#61vaScript", true)]
    #[case(b"#4a#61#76#61#53#63#72#69#70#74", true)]
    #[case(b"#4A#61vaScript", true)]
    #[case(b"JavaScript2", false)]
    #[case(b"JavaScrip", false)]
    #[case(b"J#6", false)]
    #[case(b"J#zzvaScript", false)]
    #[case(b"", false)]
    fn names_are_the_same_however_they_are_written(#[case] written: &[u8], #[case] expected: bool) {
        assert_eq!(is_same_name(written, b"JavaScript"), expected);
    }

    #[test]
    fn tokens_are_read_on_where_objects_are_broken() {
        let bytes = b"<</S/J#53 (a(b)\\)) <41> ) >> 12 endobj (never";
        let work = Work::for_file(bytes);
        let mut reader = Reader::at(bytes, 0, &work);
        let tokens: Vec<_> = std::iter::from_fn(|| reader.token().ok().flatten()).collect();
        let expected = [
            Token::Open,
            Token::Name(b"S"),
            Token::Name(b"J#53"),
            Token::Other,
            Token::Other,
            Token::Other,
            Token::Close,
            Token::Word(b"12"),
            Token::Word(b"endobj"),
        ];
        assert_eq!(tokens, expected);
    }

    #[test]
    fn objects_nest_only_so_deep() {
        for (depth, expected) in [(DEEPEST, true), (DEEPEST + 1, false), (1_000_000, false)] {
            let nested = ["[".repeat(depth), "]".repeat(depth)].concat();
            let work = Work::for_file(nested.as_bytes());
            let read = Reader::at(nested.as_bytes(), 0, &work).object();
            assert_eq!(read.is_ok(), expected, "{depth} deep");
        }
    }

    #[test]
    fn dictionaries_are_looked_up() {
        let dictionary = b"<< /Type /Pages /Kids [ 3 0 R 4 0 R ] /Count 2 /Parent 1 0 R >>";
        let work = Work::for_file(dictionary);
        assert!(is_name(entry(dictionary, b"Type", &work), b"Pages"));
        let kids = entry(dictionary, b"Kids", &work).expect("there");
        let numbers: Vec<_> = references(kids, &work).map(|kid| kid.number).collect();
        assert_eq!(numbers, [3, 4]);
        let parent = entry(dictionary, b"Parent", &work).and_then(|parent| referred(parent, &work));
        assert_eq!(parent.map(|parent| parent.number), Some(1));
        assert_eq!(entry(dictionary, b"Rotate", &work), None);
    }
}
