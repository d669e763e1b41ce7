//! The PNG of a chart.

use std::{collections::HashMap, io::Write as _, sync::LazyLock};

use png::{ColorType, Compression, Encoder, EncodingError, Filter};
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
    Encoding(#[from] EncodingError),
}

/// How SVG is read. The fonts are loaded when the first picture is drawn.
static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| Options {
    font_family: FAMILY.to_owned(),
    fontdb: DATABASE.clone(),
    ..Options::default()
});

/// How many rows of pixels are drawn at once. All of them would take 5 MB, which the system
/// gets back late or not at all.
const BAND: u16 = 100;

const _: () = assert!((HEIGHT * SCALE).is_multiple_of(BAND as u32), "whole bands");

/// The chart as PNG. It takes some 20 ms of CPU, so it is not for a thread that others
/// wait for.
///
/// # Errors
///
/// None is to be expected; each means that the picture is left out.
pub fn png(chart: &Chart) -> Result<Vec<u8>, PictureError> {
    let tree = Tree::from_str(&chart.svg(), &OPTIONS)?;
    let mut file = Vec::with_capacity(64 * 1024);
    let mut encoder = Encoder::new(&mut file, WIDTH * SCALE, HEIGHT * SCALE);
    encoder.set_compression(Compression::Balanced);
    encoder.set_filter(Filter::NoFilter);
    // A picture of flat colours has few of them, so a byte a pixel and a palette mostly do,
    // without any loss.
    if let Some(Palette {
        colours, indices, ..
    }) = palette(&tree)?
    {
        encoder.set_color(ColorType::Indexed);
        encoder.set_palette(colours);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&indices)?;
        writer.finish()?;
        return Ok(file);
    }
    encoder.set_color(ColorType::Rgb);
    let mut writer = encoder.write_header()?;
    let mut stream = writer.stream_writer()?;
    bands(&tree, |pixels| {
        let bytes: Vec<u8> = pixels.iter().copied().flat_map(rgb).collect();
        stream.write_all(&bytes).map_err(EncodingError::from)?;
        Ok(true)
    })?;
    stream.finish()?;
    drop(writer);
    Ok(file)
}

/// Draws the picture from top to bottom, as long as somebody wants to go on.
fn bands(
    tree: &Tree,
    mut paint: impl FnMut(&[PremultipliedColorU8]) -> Result<bool, PictureError>,
) -> Result<(), PictureError> {
    let rows = u32::from(BAND);
    let mut band = Pixmap::new(WIDTH * SCALE, rows).ok_or(PictureError::TooLarge)?;
    let mut place = Transform::from_scale(2.0, 2.0);
    for _ in 0..(HEIGHT * SCALE).div_ceil(rows) {
        // The canvas covers what was there before.
        resvg::render(tree, place, &mut band.as_mut());
        if !paint(band.pixels())? {
            break;
        }
        place = place.post_translate(0.0, -f32::from(BAND));
    }
    Ok(())
}

/// The colours, and for each pixel which it has; `None` if there are more than 256. The
/// canvas leaves nothing transparent.
fn palette(tree: &Tree) -> Result<Option<Palette>, PictureError> {
    let mut palette = Palette {
        indices: Vec::with_capacity((WIDTH * SCALE * HEIGHT * SCALE) as usize),
        ..Palette::default()
    };
    let mut is_enough = true;
    bands(tree, |pixels| {
        is_enough = palette.take_in(pixels).is_some();
        Ok(is_enough)
    })?;
    Ok(is_enough.then_some(palette))
}

/// The colours of a picture.
#[derive(Default)]
struct Palette {
    colours: Vec<u8>,
    numbers: HashMap<[u8; 3], u8>,
    /// For each pixel the number of its colour.
    indices: Vec<u8>,
}

impl Palette {
    fn take_in(&mut self, pixels: &[PremultipliedColorU8]) -> Option<()> {
        // Most pixels are as the one before.
        let mut before = None;
        for colour in pixels.iter().copied().map(rgb) {
            let index = match before {
                Some((same, index)) if same == colour => index,
                _ => self.number(colour)?,
            };
            before = Some((colour, index));
            self.indices.push(index);
        }
        Some(())
    }

    /// The number of a colour, which is a new one if it was not seen before.
    fn number(&mut self, colour: [u8; 3]) -> Option<u8> {
        if let Some(number) = self.numbers.get(&colour) {
            return Some(*number);
        }
        let number = u8::try_from(self.numbers.len()).ok()?;
        self.colours.extend(colour);
        self.numbers.insert(colour, number);
        Some(number)
    }
}

fn rgb(pixel: PremultipliedColorU8) -> [u8; 3] {
    [pixel.red(), pixel.green(), pixel.blue()]
}
