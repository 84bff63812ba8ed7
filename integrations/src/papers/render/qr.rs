//! QR codes, drawn with straight lines so that they are sharp at any size.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

use super::press::PressError;

/// The white border that readers need around a code, in modules (ISO/IEC 18004).
const QUIET_ZONE: usize = 4;

/// A corner of the drawing: across, down.
type Point = (usize, usize);

/// A drawing (SVG) of the code that holds a text. Medium correction: a paper is folded and gets dirty.
pub(super) fn drawing(text: &str) -> Result<String, PressError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|refused| PressError::Code(format!("{refused} ({} bytes)", text.len())))?;
    let side = code.width() + 2 * QUIET_ZONE;
    let path = outlines(edges(&code));
    Ok(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path d="{path}"/></svg>"##
    ))
}

/// Every side of a dark module that has a light neighbour, clockwise, by its first point: up to two begin in one point.
fn edges(code: &QrCode) -> BTreeMap<Point, Vec<Point>> {
    let (width, colors) = (code.width(), code.to_colors());
    let is_dark = |x: usize, y: usize| {
        // One module of margin stands for everything around the code.
        let inside = (1..=width).contains(&x) && (1..=width).contains(&y);
        inside && colors[(y - 1) * width + x - 1] == Color::Dark
    };
    let place = |x: usize, y: usize| (x - 1 + QUIET_ZONE, y - 1 + QUIET_ZONE);
    let mut edges: BTreeMap<Point, Vec<Point>> = BTreeMap::new();
    for (y, x) in (1..=width).flat_map(|y| (1..=width).map(move |x| (y, x))) {
        if !is_dark(x, y) {
            continue;
        }
        let sides = [
            (is_dark(x, y - 1), place(x, y), place(x + 1, y)),
            (is_dark(x + 1, y), place(x + 1, y), place(x + 1, y + 1)),
            (is_dark(x, y + 1), place(x + 1, y + 1), place(x, y + 1)),
            (is_dark(x - 1, y), place(x, y + 1), place(x, y)),
        ];
        for (_, from, to) in sides.into_iter().filter(|(is_inner, ..)| !is_inner) {
            edges.entry(from).or_default().push(to);
        }
    }
    edges
}

/// Joins edges to closed outlines: a third smaller in the PDF than the modules one by one, without seams between them.
fn outlines(mut edges: BTreeMap<Point, Vec<Point>>) -> String {
    let mut path = String::new();
    while let Some((&start, _)) = edges.first_key_value() {
        let _ = write!(path, "M{} {}", start.0, start.1);
        let mut here = start;
        let mut is_level = None;
        while let Some(next) = follow(&mut edges, here) {
            let levels = here.1 == next.1;
            // A corner is where the direction turns.
            if is_level.is_some_and(|before| before != levels) {
                let _ = write!(path, "L{} {}", here.0, here.1);
            }
            is_level = Some(levels);
            here = next;
        }
        path.push('z');
    }
    path
}

/// Takes an edge that begins here away, and tells where it leads.
fn follow(edges: &mut BTreeMap<Point, Vec<Point>>, here: Point) -> Option<Point> {
    let leads_to = edges.get_mut(&here)?;
    let next = leads_to.pop();
    if leads_to.is_empty() {
        edges.remove(&here);
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many points wide a module is on the test's screen.
    const SCALE: usize = 4;

    /// A drawing's outlines, each as its corners.
    fn corners(svg: &str) -> Vec<Vec<Point>> {
        let path = svg
            .rsplit("d=\"")
            .next()
            .and_then(|rest| rest.split('"').next())
            .expect("a path");
        let numbers = |corner: &str| {
            let (x, y) = corner.split_once(' ').expect("two numbers");
            (x.parse().expect("a number"), y.parse().expect("a number"))
        };
        let outline = |outline: &str| outline[1..].split('L').map(numbers).collect();
        path.split_terminator('z').map(outline).collect()
    }

    /// Whether a module is within an odd number of outlines: how many sides are left of its middle.
    fn is_dark(outlines: &[Vec<Point>], (x, y): Point) -> bool {
        let sides = outlines
            .iter()
            .flat_map(|corners| corners.iter().zip(corners.iter().cycle().skip(1)));
        let crossed = sides.filter(|(a, b)| a.0 == b.0 && a.0 <= x && (a.1 <= y) != (b.1 <= y));
        crossed.count() % 2 == 1
    }

    #[test]
    fn another_reader_reads_what_was_drawn() {
        // As little as possible, and as much as a certificate's code holds.
        for length in [1, 594] {
            let text: String = ('!'..='~').cycle().take(length).collect();
            let svg = drawing(&text).expect("a code");
            let outlines = corners(&svg);
            let side = svg
                .split("viewBox=\"0 0 ")
                .nth(1)
                .and_then(|rest| rest.split(' ').next());
            let side: usize = side.and_then(|side| side.parse().ok()).expect("a size");
            let modules = (0..side * side).map(|place| is_dark(&outlines, (place % side, place / side)));
            let modules: Vec<bool> = modules.collect();
            let mut screen = rqrr::PreparedImage::prepare_from_greyscale(side * SCALE, side * SCALE, |x, y| {
                if modules[y / SCALE * side + x / SCALE] { 0 } else { 255 }
            });
            let grids = screen.detect_grids();
            assert_eq!(grids.len(), 1, "{length}");
            assert_eq!(grids[0].decode().expect("readable").1, text);
        }
    }

    #[test]
    fn too_much_is_refused() {
        assert!(matches!(drawing(&"x".repeat(3_000)), Err(PressError::Code(_))));
    }
}
