//! Charts from outside: the gallery is what the code draws, and nothing that comes from
//! outside breaks a picture.
//!
//! `VIGIA_GALLERY=write cargo test --test it charts::` writes the gallery anew: the PNG in
//! `docs/gallery`, and beside this file the SVG, which the next run compares. Look at them.

mod examples;
mod odd;

use std::{fs, path::PathBuf, sync::Arc};

use proptest::prelude::*;
use resvg::usvg::{Group, Node, Options, Rect, TextChunk, Tree, fontdb::Database};
use vigia_cards::charts::{self, Chart, WIDTH};

/// A picture of 680 units is shown 340 pixels wide, where letters of 14 pixels are small.
const SMALLEST: f64 = 28.0;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn options() -> Options<'static> {
    let mut database = Database::new();
    for file in ["Inter-Regular.ttf", "Inter-SemiBold.ttf"] {
        let path = root().join("crates/cards/src/charts/fonts").join(file);
        database.load_font_data(fs::read(path).unwrap());
    }
    Options {
        fontdb: Arc::new(database),
        ..Options::default()
    }
}

/// The texts of a picture with their places: those of the letters, not of their lines.
fn texts(group: &Group, found: &mut Vec<(String, Rect)>) {
    for node in group.children() {
        match node {
            Node::Group(group) => texts(group, found),
            Node::Text(text) => {
                let letters = text.chunks().iter().map(TextChunk::text);
                let place = text.flattened().abs_bounding_box();
                found.push((letters.collect(), place));
            }
            Node::Path(_) | Node::Image(_) => {}
        }
    }
}

/// Texts that leave the canvas, or stand on each other.
fn faults(chart: &Chart, options: &Options<'_>) -> Vec<String> {
    let tree = Tree::from_str(&chart.svg(), options).expect("each chart is SVG");
    let mut found = Vec::new();
    texts(tree.root(), &mut found);
    let size = tree.size();
    let (right, bottom) = (size.width() - 4.0, size.height() - 2.0);
    let mut faults = Vec::new();
    for (index, (text, place)) in found.iter().enumerate() {
        if place.left() < 8.0
            || place.top() < 2.0
            || place.right() > right
            || place.bottom() > bottom
        {
            faults.push(format!("`{text}` leaves the canvas: {place:?}"));
        }
        for (other, there) in found.iter().skip(index + 1) {
            let wide = place.right().min(there.right()) - place.left().max(there.left());
            let high = place.bottom().min(there.bottom()) - place.top().max(there.top());
            if wide > 0.5 && high > 2.0 {
                faults.push(format!("`{text}` and `{other}` stand on each other"));
            }
        }
    }
    faults
}

fn smallest_letters(svg: &str) -> f64 {
    let sizes = svg.split("font-size=\"").skip(1);
    let sizes = sizes.map(|rest| rest.split('"').next().unwrap().parse::<f64>().unwrap());
    sizes.fold(f64::INFINITY, f64::min)
}

#[test]
fn the_gallery_is_what_the_code_draws() {
    let page = fs::read_to_string(root().join("docs/gallery.md")).unwrap();
    let is_writing = std::env::var("VIGIA_GALLERY").is_ok_and(|what| what == "write");
    for (name, chart) in examples::all() {
        let svg = root().join(format!("tests/it/charts/{name}.svg"));
        let picture = root().join(format!("docs/gallery/{name}.png"));
        if is_writing {
            fs::create_dir_all(picture.parent().unwrap()).unwrap();
            fs::write(&svg, chart.svg()).unwrap();
            fs::write(&picture, charts::render_png(&chart).unwrap()).unwrap();
        }
        let kept = fs::read_to_string(svg).unwrap();
        assert!(
            kept == chart.svg(),
            "the chart `{name}` is not as kept: look at it, and write the gallery anew \
             with `VIGIA_GALLERY=write`"
        );
        assert!(picture.exists(), "the gallery has no picture of `{name}`");
        assert!(
            page.contains(&format!("gallery/{name}.png")),
            "docs/gallery.md does not show `{name}`"
        );
    }
}

#[test]
fn a_picture_is_a_small_png_of_twice_the_size() {
    for (name, chart) in examples::all() {
        let file = charts::render_png(&chart).unwrap();
        let size = file.len();
        assert!(size < 100 * 1024, "`{name}` has {size} bytes");
        let png = png::Decoder::new(std::io::Cursor::new(file));
        let png = png.read_info().unwrap();
        assert_eq!(
            (png.info().width, png.info().height),
            (2 * WIDTH, 2 * chart.height())
        );
    }
}

#[test]
fn the_words_about_a_picture_are_short_enough_for_discord() {
    assert!(
        examples::all()
            .iter()
            .all(|(_, chart)| chart.alt.chars().count() <= 1_000)
    );
}

#[test]
fn any_number_of_rows_has_a_picture_in_which_all_can_be_read() {
    let options = options();
    for count in [0, 1, 2, 3, 5, 7, 12, 24, 40, 200] {
        for chart in odd::of_each_kind(count) {
            assert_eq!(faults(&chart, &options), [""; 0], "{count} rows\n{chart:?}");
            assert!(smallest_letters(&chart.svg()) >= SMALLEST);
        }
    }
}

#[test]
fn a_chart_of_nothing_has_a_dash() {
    for chart in odd::of_each_kind(0) {
        assert!(chart.svg().contains(">–</text>"), "{chart:?}");
    }
}

#[test]
fn what_is_not_known_is_told_and_has_no_bar() {
    for value in [None, Some(f64::NAN), Some(f64::INFINITY)] {
        let svg = odd::bar(value, "sin dato").svg();
        assert!(svg.contains(">sin dato</text>"));
        assert!(!svg.contains(r##"fill="#5c9dff""##), "{svg}");
    }
    let known = odd::bar(Some(3.0), "3").svg();
    assert!(known.contains(r##"fill="#5c9dff""##), "{known}");
}

#[test]
fn a_gap_breaks_the_line_and_a_step_does_not() {
    let points = [(0, 1.0), (300, 2.0), (900, 3.0), (1_200, 2.0)];
    let lines = |longest_step| {
        let svg = odd::course(&points, longest_step).svg();
        let line = svg
            .lines()
            .find(|element| element.contains(r##"stroke="#f5f6f8""##));
        line.unwrap().matches('M').count()
    };
    assert_eq!(lines(600), 1);
    assert_eq!(lines(300), 2);
}

#[test]
fn text_from_outside_is_no_markup() {
    let svg = odd::named("<script>&\"'</script>]]>").svg();
    assert!(svg.contains("&lt;script&gt;&amp;&quot;&apos;"));
    assert!(!svg.contains("<script"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_chart_leaves_the_canvas_or_stands_on_itself(seed in any::<u64>()) {
        thread_local!(static OPTIONS: Options<'static> = options());
        let chart = odd::hostile(seed);
        let faults = OPTIONS.with(|options| faults(&chart, options));
        prop_assert!(faults.is_empty(), "{faults:#?}");
        prop_assert!(smallest_letters(&chart.svg()) >= SMALLEST);
    }

    #[test]
    fn no_text_breaks_a_picture(text in any::<String>()) {
        let svg = odd::named(&text).svg();
        prop_assert!(Tree::from_str(&svg, &Options::default()).is_ok());
    }
}

#[test]
fn a_hostile_chart_has_a_picture() {
    for seed in 0..5 {
        let file = charts::render_png(&odd::hostile(seed)).unwrap();
        assert!(file.len() < 200 * 1024);
    }
}
