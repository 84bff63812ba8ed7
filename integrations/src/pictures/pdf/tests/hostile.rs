//! Files made to bring readers down. Each is refused or taken soon, and within memory that is known.

use std::io::Write as _;
use std::time::{Duration, Instant};

use super::*;

/// The largest file that is taken, in bytes.
const LARGEST: usize = 10 * 1024 * 1024;

/// Many times what any of them takes, even unoptimised on a busy machine.
const SOON: Duration = Duration::from_mins(1);

fn soon(file: &[u8]) -> Result<(), DocumentFault> {
    let began = Instant::now();
    let opened = open(file);
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    opened
}

fn filled(before: &str, filling: &str) -> Vec<u8> {
    let most = LARGEST / 4;
    let filling = filling.repeat((most - before.len()) / filling.len());
    file(&[CATALOGUE, TREE, PAGE, TRAILER, before, &filling])
}

#[rstest]
#[case::strings_that_never_close("", "9 0 obj(")]
#[case::dictionaries_that_never_close("", "9 0 obj<<")]
#[case::arrays_in_arrays("9 0 obj", "[")]
#[case::dictionaries_in_dictionaries("9 0 obj", "<</A")]
#[case::streams_that_never_end("", "9 0 obj<<>>stream\n")]
#[case::numbers("9 0 obj[", "1 ")]
#[case::references("9 0 obj[", "9 0 R ")]
#[case::comments("", "9 0 obj%")]
#[case::hexadecimal("", "9 0 obj<")]
#[case::trailers("", "trailer<<>>")]
#[case::words("", "o")]
fn text_that_is_read_over_and_over(#[case] before: &str, #[case] filling: &str) {
    let opened = soon(&filled(before, filling));
    assert!(matches!(opened, Ok(()) | Err(Unreadable)), "{opened:?}");
}

/// A line for each number.
fn each(numbers: std::ops::Range<u32>, line: impl Fn(u32) -> String) -> String {
    numbers.map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn more_objects_than_any_file_has() {
    let objects = each(10..800_000, |number| format!("{number} 0 obj 1"));
    assert_eq!(
        soon(&file(&[CATALOGUE, TREE, PAGE, TRAILER, &objects])),
        Err(Unreadable)
    );
}

#[test]
fn a_tree_whose_branches_are_all_the_same() {
    let branches = each(2..60, |number| {
        format!(
            "{number} 0 obj <</Type/Pages/Kids[{0} 0 R {0} 0 R]>> endobj",
            number + 1
        )
    });
    assert_eq!(soon(&file(&[CATALOGUE, &branches, TRAILER])), Err(WithoutPages));
}

#[test]
fn branches_that_share_one_endless_list() {
    let list = format!("1000000 0 obj [{}] endobj", "7 0 R ".repeat(200_000));
    let branches = each(3..2_000, |number| {
        format!("{number} 0 obj <</Type/Pages/Kids 1000000 0 R>> endobj")
    });
    let kids = each(3..2_000, |number| format!("{number} 0 R"));
    let tree = format!("2 0 obj <</Type/Pages/Kids[{kids}]>> endobj");
    assert_eq!(
        soon(&file(&[CATALOGUE, &tree, &branches, &list, TRAILER])),
        Err(Unreadable)
    );
}

/// A stream of objects that unpacks to so many spaces.
fn bomb(number: u32, unpacked: usize) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(&vec![b' '; unpacked]).expect("in memory");
    let packed = packed.finish().expect("in memory");
    let head = format!(
        "{number} 0 obj <</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length {}>> stream\n",
        packed.len()
    );
    [head.as_bytes(), &packed, b"\nendstream endobj\n"].concat()
}

#[test]
fn streams_that_unpack_to_more_than_may_be() {
    let around = file(&[CATALOGUE, TREE, PAGE, TRAILER]);
    let small = [&around[..], &bomb(10, MOST_UNPACKED / 2)].concat();
    assert_eq!(soon(&small), Ok(()));
    let large = [&around[..], &bomb(10, MOST_UNPACKED + 1)].concat();
    assert_eq!(soon(&large), Err(Unreadable));
    let together = [
        &around[..],
        &bomb(10, MOST_UNPACKED / 2),
        &bomb(11, MOST_UNPACKED / 2),
        &bomb(12, 9),
    ]
    .concat();
    assert_eq!(soon(&together), Err(Unreadable));
}

#[test]
fn a_lock_of_megabytes() {
    let lock = format!(
        "4 0 obj <</Filter/Standard/V 1/R 2/O({0})/U({0})/P -4>> endobj",
        "x".repeat(1_000_000)
    );
    let locked = file(&[CATALOGUE, TREE, PAGE, &lock, "trailer <</Root 1 0 R/Encrypt 4 0 R>>"]);
    assert_eq!(soon(&locked), Err(Unreadable));
}
