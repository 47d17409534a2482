//! Charts as PNG.
//!
//! Not allowed in here: a comparison of pixels with a picture made elsewhere.

use resvg::tiny_skia::Pixmap;

use crate::sample::redcar;

/// How many pixels of the first lines are dark: letters of the title.
fn ink(picture: &Pixmap) -> usize {
    let lines = picture.width() as usize * 80;
    picture.pixels()[..lines].iter().filter(|pixel| pixel.red() < 100).count()
}

#[test]
fn pictures_have_the_size_of_the_drawing_twice_and_letters() {
    for chart in redcar().charts() {
        let picture = Pixmap::decode_png(&chart.png().unwrap()).unwrap();
        assert_eq!(picture.width(), 1280, "{}", chart.name);
        assert!(ink(&picture) > 2000, "{} has no letters: {}", chart.name, ink(&picture));
    }
}
