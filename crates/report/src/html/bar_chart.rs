//! Bars of one or two series over days, as inline SVG. The stylesheet gives them the colours of the page.

use maud::{Markup, PreEscaped, html};
use plotters::{
    backend::SVGBackend,
    chart::ChartBuilder,
    drawing::{DrawingAreaErrorKind, IntoDrawingArea},
    element::Rectangle,
    style::{Color, RGBColor},
};

use super::{language::PageLanguage, number::grouped_count, table::nothing};

/// The axis reaches at least this count. With a shorter axis, marks would stand between two whole numbers.
const SHORTEST_AXIS: u64 = 5;
const SIZE: (u32, u32) = (960, 270);
const LETTERS: (&str, u32) = ("sans-serif", 15);
const GRID: RGBColor = RGBColor(0xDD, 0xE3, 0xE3);
const SERIES: [RGBColor; 2] = [RGBColor(0x0F, 0x76, 0x6E), RGBColor(0xD9, 0x77, 0x06)];

/// One place on the axis, with the height of the bar of each series.
pub(crate) struct Bars {
    pub(crate) label: String,
    pub(crate) values: Vec<u64>,
}

/// Returns a chart with its key, or the word "None." where all bars are zero. `names` are the names of the series, two at most.
pub(crate) fn bar_chart(
    language: PageLanguage,
    title: &str,
    names: &[&str],
    bars: &[Bars],
) -> Markup {
    if bars.iter().flat_map(|bar| &bar.values).all(|value| *value == 0) {
        return nothing(language);
    }
    let mut svg = String::new();
    draw(&mut svg, names.len(), bars).expect("drawing into text cannot fail");
    html! {
        div.chart role="img" aria-label=(title) { (PreEscaped(svg)) }
        p.key { @for name in names { span { (name) } } }
    }
}

fn draw(
    svg: &mut String,
    series: usize,
    bars: &[Bars],
) -> Result<(), DrawingAreaErrorKind<std::io::Error>> {
    let highest =
        bars.iter().flat_map(|bar| &bar.values).max().copied().unwrap_or(0).max(SHORTEST_AXIS);
    let area = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    let mut chart =
        ChartBuilder::on(&area)
            .margin(8)
            .x_label_area_size(32)
            .y_label_area_size(64)
            .build_cartesian_2d(-0.5..bars.len() as f64 - 0.5, 0.0..highest as f64 * 1.05)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .bold_line_style(GRID)
        .light_line_style(GRID.mix(0.0))
        .axis_style(GRID)
        .label_style(LETTERS)
        .x_labels(10)
        .y_labels(5)
        .x_label_formatter(&|place| {
            // A day stands in the middle of its bars.
            bars.get(place.round() as usize).map(|bar| bar.label.clone()).unwrap_or_default()
        })
        .y_label_formatter(&|height| grouped_count(format_args!("{height:.0}")))
        .draw()?;
    let width = 0.8 / series as f64;
    for (place, bar) in bars.iter().enumerate() {
        for (index, value) in bar.values.iter().enumerate().filter(|(_, value)| **value > 0) {
            let left = place as f64 - 0.4 + index as f64 * width;
            let corners = [(left, 0.0), (left + width, *value as f64)];
            chart.draw_series([Rectangle::new(corners, SERIES[index].filled())])?;
        }
    }
    area.present()
}
