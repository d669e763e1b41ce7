//! Draws a chart as SVG, with its title, subtitle and legend, and renders that as PNG.

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
    day::draw_day,
    funnel::draw_funnel,
    rows::{draw_levels, draw_ranking},
    scale::as_length,
    svg::{HEIGHT, LEFT, RIGHT, RoundedCorners, SvgRect, SvgWriter, TextAnchor, WIDTH},
    text::{Colour, DATABASE, FAMILY, LABEL, SUBTITLE, TITLE, TextRun, series_colour},
    trend::draw_trend,
};

const BOTTOM: f64 = HEIGHT as f64 - 26.0;

const TITLE_LINE: f64 = 52.0;
const SUBTITLE_LINE: f64 = 82.0;
const LEGEND_LINE: f64 = 118.0;
const BELOW: f64 = 18.0;

/// The side of a legend's square, the space right of it, and that between two entries.
const SQUARE: f64 = 14.0;
const BESIDE: f64 = 8.0;
const BETWEEN: f64 = 22.0;
const MOST_NAMES: usize = 4;

impl Chart {
    /// Returns the picture as SVG. The same chart is always the same text.
    pub fn svg(&self) -> String {
        let mut svg = SvgWriter::new();
        let bottom = draw_head(&mut svg, self);
        let area = SvgRect {
            left: LEFT,
            top: bottom + BELOW,
            right: RIGHT,
            bottom: BOTTOM,
        };
        let is_drawn = match &self.plot {
            Plot::Bars(bars) => draw_bars(&mut svg, area, bars),
            Plot::Levels(levels) => draw_levels(&mut svg, area, levels),
            Plot::Funnel(funnel) => draw_funnel(&mut svg, area, funnel),
            Plot::Ranking(ranking) => draw_ranking(&mut svg, area, ranking),
            Plot::Trend(trend) => draw_trend(&mut svg, area, trend),
            Plot::Day(day) => draw_day(&mut svg, area, day),
        };
        if is_drawn.is_none() {
            svg.nothing(area);
        }
        svg.finish()
    }

    /// Returns the names of the colours; empty where there is one alone.
    fn legend(&self) -> Vec<(Colour, &str)> {
        let series = match &self.plot {
            Plot::Bars(bars) => &bars.series,
            Plot::Ranking(ranking) => &ranking.series,
            Plot::Levels(_) | Plot::Funnel(_) | Plot::Trend(_) | Plot::Day(_) => {
                return Vec::new();
            }
        };
        if series.len() < 2 {
            return Vec::new();
        }
        let names = series.iter().enumerate().take(MOST_NAMES);
        names
            .map(|(index, series)| (series_colour(index), series.as_str()))
            .collect()
    }
}

/// Draws title, subtitle and legend, and returns the last baseline. The legend is where it has
/// room: beside the title, beside the subtitle, or on a line of its own.
fn draw_head(svg: &mut SvgWriter, chart: &Chart) -> f64 {
    let names = chart.legend();
    let entries: Vec<_> = names
        .iter()
        .map(|(colour, name)| (*colour, TextRun::whole(name, LABEL)))
        .collect();
    let legend = legend_width(&entries);
    let room = RIGHT - LEFT - legend - 2.0 * BETWEEN;
    let title = TextRun::whole(&chart.title, TITLE).width;
    let subtitle = TextRun::whole(&chart.subtitle, SUBTITLE).width;

    for (text, style, line) in [
        (&chart.title, TITLE, TITLE_LINE),
        (&chart.subtitle, SUBTITLE, SUBTITLE_LINE),
    ] {
        let text = TextRun::fit(text, style, RIGHT - LEFT);
        svg.text(&text, LEFT, line, TextAnchor::Start);
    }
    if entries.is_empty() {
        SUBTITLE_LINE
    } else if title <= room || subtitle <= room {
        let line = if title <= room {
            TITLE_LINE
        } else {
            SUBTITLE_LINE
        };
        draw_legend(svg, &entries, RIGHT - legend, line);
        SUBTITLE_LINE
    } else {
        let each = (RIGHT - LEFT + BETWEEN) / as_length(names.len());
        let entries: Vec<_> = names
            .iter()
            .map(|(colour, name)| {
                let room = each - SQUARE - BESIDE - BETWEEN;
                (*colour, TextRun::fit(name, LABEL, room))
            })
            .collect();
        draw_legend(svg, &entries, LEFT, LEGEND_LINE);
        LEGEND_LINE
    }
}

fn legend_width(entries: &[(Colour, TextRun)]) -> f64 {
    let entries = entries
        .iter()
        .map(|(_, name)| SQUARE + BESIDE + name.width + BETWEEN);
    entries.sum::<f64>() - BETWEEN
}

fn draw_legend(svg: &mut SvgWriter, entries: &[(Colour, TextRun)], left: f64, line: f64) {
    let mut x = left;
    for (colour, name) in entries {
        let middle = line - LABEL.drop();
        let square = SvgRect::square((x + SQUARE / 2.0, middle), SQUARE);
        svg.bar(square, RoundedCorners::All, 4.0, colour);
        x = square.right + BESIDE;
        svg.text(name, x, line, TextAnchor::Start);
        x += name.width + BETWEEN;
    }
}

/// The pixels of the PNG for each of the SVG, so that sharp screens have enough of them.
const SCALE: u32 = 2;

/// The reason why a chart has no picture. The answer is sent without one.
#[derive(Debug, Error)]
pub enum PictureError {
    #[error("the chart could not be drawn")]
    Drawing(#[from] resvg::usvg::Error),
    #[error("no memory for a picture of {WIDTH} × {HEIGHT}")]
    TooLarge,
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

const _: () = assert!((HEIGHT * SCALE).is_multiple_of(BAND as u32), "whole bands");

/// Renders the chart as PNG. It takes some 20 ms of CPU, so that it needs a thread on which
/// nothing waits.
///
/// # Errors
///
/// None is to be expected; each means that the picture is left out.
pub fn render_png(chart: &Chart) -> Result<Vec<u8>, PictureError> {
    let tree = Tree::from_str(&chart.svg(), &OPTIONS)?;
    let mut file = Vec::with_capacity(64 * 1024);
    let mut encoder = Encoder::new(&mut file, WIDTH * SCALE, HEIGHT * SCALE);
    encoder.set_compression(Compression::Balanced);
    encoder.set_filter(Filter::NoFilter);
    // A picture of flat colours has few of them, so a byte a pixel and a palette mostly do,
    // without any loss.
    if let Some(Palette {
        colours, indices, ..
    }) = palette_of(&tree)?
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
    paint_bands(&tree, |pixels| {
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
    mut paint: impl FnMut(&[RgbaPixel]) -> Result<bool, PictureError>,
) -> Result<(), PictureError> {
    let rows = u32::from(BAND);
    let mut band = Pixmap::new(WIDTH * SCALE, rows).ok_or(PictureError::TooLarge)?;
    let mut place = Transform::from_scale(2.0, 2.0);
    for _ in 0..(HEIGHT * SCALE).div_ceil(rows) {
        // The canvas covers what was there before.
        resvg::render(tree, place, &mut band.as_mut());
        if !paint(band.data().as_chunks().0)? {
            break;
        }
        place = place.post_translate(0.0, -f32::from(BAND));
    }
    Ok(())
}

/// Returns the colours and the colour of each pixel, or `None` if there are more than 256. The
/// canvas leaves nothing transparent.
fn palette_of(tree: &Tree) -> Result<Option<Palette>, PictureError> {
    let mut palette = Palette {
        indices: Vec::with_capacity((WIDTH * SCALE * HEIGHT * SCALE) as usize),
        ..Palette::default()
    };
    let mut is_enough = true;
    paint_bands(tree, |pixels| {
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
