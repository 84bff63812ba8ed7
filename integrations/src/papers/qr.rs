//! QR codes, drawn with straight lines so that they are sharp at any size.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

use super::press::PressError;

/// The white border that readers need around a code, in modules (ISO/IEC 18004).
const QUIET_ZONE: usize = 4;

/// A drawing (SVG) of the code that holds a text. Medium correction: a paper is folded and gets dirty.
pub(super) fn drawing(text: &str) -> Result<String, PressError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|refused| PressError::Code(format!("{refused} ({} bytes)", text.len())))?;
    let width = code.width();
    let side = width + 2 * QUIET_ZONE;
    let mut path = String::with_capacity(width * width * 4);
    for (row, modules) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        for run in modules.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                let (x, y) = (column + QUIET_ZONE, row + QUIET_ZONE);
                let _ = write!(path, "M{x} {y}h{0}v1h-{0}z", run.len());
            }
            column += run.len();
        }
    }
    Ok(format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{path}"/></svg>"#
    ))
}
