//! Charts as PNG, for tools that do not take SVG. Letters come from the font that lies beside this crate, so that a picture is
//! the same on every machine.
//!
//! Not allowed in here: fonts of the machine.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use super::Chart;
use crate::error::BriefError;

/// DejaVu Sans, Latin letters; its licence lies beside it.
const FONT: &[u8] = include_bytes!("../../fonts/DejaVuSans-Latin.ttf");
const FAMILY: &str = "DejaVu Sans";
/// Pixels for one unit of the drawing.
const SCALE: f32 = 2.0;

pub(super) fn png(chart: &Chart) -> Result<Vec<u8>, BriefError> {
    let failed = |fault: &str| BriefError::Picture { chart: chart.name.clone(), fault: fault.to_owned() };
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(FONT.to_vec());
    fonts.set_sans_serif_family(FAMILY);
    let options = Options { font_family: FAMILY.to_owned(), fontdb: Arc::new(fonts), ..Options::default() };
    let tree = Tree::from_str(&chart.svg(), &options).map_err(|_| failed("the drawing is no SVG"))?;
    let size = tree.size().to_int_size().scale_by(SCALE).ok_or_else(|| failed("the drawing has no size"))?;
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or_else(|| failed("the picture is too large"))?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|_| failed("the picture could not be encoded"))
}
