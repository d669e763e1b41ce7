//! The PNG of a chart.

use std::{collections::HashMap, sync::LazyLock};

use resvg::{
    tiny_skia::{Pixmap, PremultipliedColorU8, Transform},
    usvg::{Options, Tree},
};
use thiserror::Error;

use super::{
    chart::Chart,
    font::{DATABASE, FAMILY},
    frame::{HEIGHT, WIDTH},
};

/// Pixels for one of the SVG, so that phones and sharp screens have enough of them.
const SCALE: u32 = 2;

/// Why a chart has no picture. It is told without one.
#[derive(Debug, Error)]
pub enum PictureError {
    /// The SVG was not understood.
    #[error("the chart could not be drawn")]
    Drawing(#[from] resvg::usvg::Error),
    /// There is no room for its pixels.
    #[error("no memory for a picture of {WIDTH} × {HEIGHT}")]
    TooLarge,
    /// The pixels could not be written as PNG.
    #[error("the picture could not be written as PNG")]
    Encoding(#[from] png::EncodingError),
}

/// How SVG is read. The fonts are loaded when the first picture is drawn.
static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| Options {
    font_family: FAMILY.to_owned(),
    fontdb: DATABASE.clone(),
    ..Options::default()
});

/// The chart as PNG. It takes some 20 ms of CPU, so it is not for a thread that others
/// wait for.
///
/// # Errors
///
/// None is to be expected; each means that the picture is left out.
pub fn png(chart: &Chart) -> Result<Vec<u8>, PictureError> {
    let tree = Tree::from_str(&chart.svg(), &OPTIONS)?;
    let (width, height) = (WIDTH * SCALE, HEIGHT * SCALE);
    let mut pixels = Pixmap::new(width, height).ok_or(PictureError::TooLarge)?;
    let scale = Transform::from_scale(2.0, 2.0);
    resvg::render(&tree, scale, &mut pixels.as_mut());
    encode(&pixels)
}

/// A picture of flat colours has few of them, so a byte a pixel and a palette mostly do,
/// without any loss. The canvas leaves nothing transparent.
fn encode(pixels: &Pixmap) -> Result<Vec<u8>, PictureError> {
    let mut file = Vec::with_capacity(64 * 1024);
    let mut encoder = png::Encoder::new(&mut file, pixels.width(), pixels.height());
    encoder.set_compression(png::Compression::Balanced);
    encoder.set_filter(png::Filter::NoFilter);
    let data = if let Some((palette, indices)) = indexed(pixels) {
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(palette);
        indices
    } else {
        encoder.set_color(png::ColorType::Rgb);
        pixels.pixels().iter().copied().flat_map(rgb).collect()
    };
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&data)?;
    writer.finish()?;
    Ok(file)
}

fn rgb(pixel: PremultipliedColorU8) -> [u8; 3] {
    [pixel.red(), pixel.green(), pixel.blue()]
}

/// The colours, and for each pixel which it has; `None` if there are more than 256.
fn indexed(pixels: &Pixmap) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut palette = Vec::new();
    let mut numbers: HashMap<[u8; 3], u8> = HashMap::new();
    let mut indices = Vec::with_capacity(pixels.pixels().len());
    // Most pixels are as the one before.
    let mut before = None;
    for colour in pixels.pixels().iter().copied().map(rgb) {
        let index = match before {
            Some((same, index)) if same == colour => index,
            _ => number(colour, &mut numbers, &mut palette)?,
        };
        before = Some((colour, index));
        indices.push(index);
    }
    Some((palette, indices))
}

/// The number of a colour, which is a new one if it was not seen before.
fn number(
    colour: [u8; 3],
    numbers: &mut HashMap<[u8; 3], u8>,
    palette: &mut Vec<u8>,
) -> Option<u8> {
    if let Some(number) = numbers.get(&colour) {
        return Some(*number);
    }
    let number = u8::try_from(numbers.len()).ok()?;
    palette.extend(colour);
    numbers.insert(colour, number);
    Some(number)
}
