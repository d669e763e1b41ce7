//! Draws a chart as SVG, and renders that as PNG.

use std::{collections::HashMap, io::Write as _, sync::LazyLock};

use png::{ColorType, Compression, Encoder, EncodingError, Filter};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree},
};
use thiserror::Error;

use super::{
    bars::draw_bars,
    chart::{Chart, Plot},
    columns::{self, draw_columns},
    course::{self, draw_course},
    svg::{SvgWriter, WIDTH},
    text::{DATABASE, FAMILY},
};

impl Chart {
    /// Returns the height of the picture in SVG units. Its PNG has twice as many pixels.
    pub fn height(&self) -> u32 {
        match &self.plot {
            Plot::Course(_) => course::HEIGHT,
            Plot::Bars(bars) => bars.height(),
            Plot::Columns(_) => columns::HEIGHT,
        }
    }

    /// Returns the picture as SVG. The same chart is always the same text.
    pub fn svg(&self) -> String {
        let mut svg = SvgWriter::new(self.height());
        let is_drawn = match &self.plot {
            Plot::Course(course) => draw_course(&mut svg, course),
            Plot::Bars(bars) => draw_bars(&mut svg, bars),
            Plot::Columns(columns) => draw_columns(&mut svg, columns),
        };
        if is_drawn.is_none() {
            svg.nothing(self.height());
        }
        svg.finish()
    }
}

/// The pixels of the PNG for each of the SVG, so that sharp screens have enough of them.
const SCALE: u32 = 2;

/// The reason why a chart has no picture. The answer is sent without one.
#[derive(Debug, Error)]
pub enum PictureError {
    #[error("the chart could not be drawn")]
    Drawing(#[from] resvg::usvg::Error),
    #[error("no memory for a picture of {WIDTH} × {0}")]
    TooLarge(u32),
    #[error("the picture could not be written as PNG")]
    Encoding(#[from] EncodingError),
}

/// The options of the SVG reader. The fonts are loaded when the first picture is drawn.
static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| Options {
    font_family: FAMILY.to_owned(),
    fontdb: DATABASE.clone(),
    ..Options::default()
});

/// So many rows of pixels are drawn at once. All of them would take 5 MB, which the system
/// gets back late or not at all.
const BAND: u16 = 100;

/// Renders the chart as PNG. It takes some 20 ms of CPU, so that it needs a thread on which
/// nothing waits.
///
/// # Errors
///
/// None is to be expected; each means that the picture is left out.
pub fn render_png(chart: &Chart) -> Result<Vec<u8>, PictureError> {
    let tree = Tree::from_str(&chart.svg(), &OPTIONS)?;
    let height = chart.height() * SCALE;
    let mut file = Vec::with_capacity(64 * 1024);
    let mut encoder = Encoder::new(&mut file, WIDTH * SCALE, height);
    encoder.set_compression(Compression::Balanced);
    encoder.set_filter(Filter::NoFilter);
    // A picture of flat colours has few of them, so a byte a pixel and a palette mostly do,
    // without any loss.
    if let Some(Palette {
        colours, indices, ..
    }) = palette_of(&tree, height)?
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
    paint_bands(&tree, height, |pixels| {
        let mut bytes = Vec::with_capacity(pixels.len() * 3);
        for [red, green, blue, _] in pixels {
            bytes.extend_from_slice(&[*red, *green, *blue]);
        }
        stream.write_all(&bytes).map_err(EncodingError::from)?;
        Ok(true)
    })?;
    stream.finish()?;
    drop(writer);
    Ok(file)
}

/// A pixel as the canvas stores it; the last byte is its opacity.
type RgbaPixel = [u8; 4];

/// Draws the picture from top to bottom, until `paint` returns `false`.
fn paint_bands(
    tree: &Tree,
    height: u32,
    mut paint: impl FnMut(&[RgbaPixel]) -> Result<bool, PictureError>,
) -> Result<(), PictureError> {
    let rows = u32::from(BAND);
    let mut band = Pixmap::new(WIDTH * SCALE, rows).ok_or(PictureError::TooLarge(height))?;
    let mut place = Transform::from_scale(2.0, 2.0);
    for first in (0..height).step_by(BAND.into()) {
        // The canvas covers what was there before.
        resvg::render(tree, place, &mut band.as_mut());
        let shown = (height - first).min(rows) * WIDTH * SCALE;
        let pixels: &[RgbaPixel] = band.data().as_chunks().0;
        if !paint(pixels.get(..shown as usize).unwrap_or(pixels))? {
            break;
        }
        place = place.post_translate(0.0, -f32::from(BAND));
    }
    Ok(())
}

/// Returns the colours and the colour of each pixel, or `None` if there are more than 256. The
/// canvas leaves nothing transparent.
fn palette_of(tree: &Tree, height: u32) -> Result<Option<Palette>, PictureError> {
    let mut palette = Palette {
        indices: Vec::with_capacity((WIDTH * SCALE * height) as usize),
        ..Palette::default()
    };
    let mut is_enough = true;
    paint_bands(tree, height, |pixels| {
        is_enough = palette.take_in(pixels).is_some();
        Ok(is_enough)
    })?;
    Ok(is_enough.then_some(palette))
}

#[derive(Default)]
struct Palette {
    colours: Vec<u8>,
    numbers: HashMap<[u8; 3], u8>,
    /// For each pixel the number of its colour.
    indices: Vec<u8>,
}

impl Palette {
    /// Appends the pixels. Their loop is plain, because a picture has a million of them and tests draw
    /// without optimisation.
    fn take_in(&mut self, pixels: &[RgbaPixel]) -> Option<()> {
        // Most pixels have the colour of the one before.
        let mut before = None;
        for pixel in pixels {
            let index = match before {
                Some((same, index)) if same == u32::from_ne_bytes(*pixel) => index,
                _ => self.number(*pixel)?,
            };
            before = Some((u32::from_ne_bytes(*pixel), index));
            self.indices.push(index);
        }
        Some(())
    }

    /// Returns the number of a colour, which is new if it was not seen before.
    fn number(&mut self, [red, green, blue, _]: RgbaPixel) -> Option<u8> {
        let colour = [red, green, blue];
        if let Some(number) = self.numbers.get(&colour) {
            return Some(*number);
        }
        let number = u8::try_from(self.numbers.len()).ok()?;
        self.colours.extend(colour);
        self.numbers.insert(colour, number);
        Some(number)
    }
}
