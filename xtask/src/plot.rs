//! The plot of the comparison: bars side by side, each with its figure, drawn as SVG that follows light and dark.

/// One measure of all pages.
pub struct Panel {
    title: &'static str,
    unit: &'static str,
    values: Vec<f64>,
}

impl Panel {
    /// The values run parallel to the names of the plot; less is better.
    pub fn new(title: &'static str, unit: &'static str, values: impl Iterator<Item = f64>) -> Panel {
        Panel { title, unit, values: values.collect() }
    }
}

const NAMES: f64 = 172.0;
const PANEL: f64 = 216.0;
/// The longest bar; what is left of the panel is for its figure.
const BAR: f64 = 132.0;
const TOP: f64 = 34.0;
const ROW: f64 = 30.0;

const STYLE: &str = "text{font:14px system-ui,sans-serif;fill:#16212b}.title,.ours{font-weight:600}.day{font-size:12px;fill:#4a5a66}\
rect{fill:#a9b6bd}rect.ours{fill:#0a5c58}@media(prefers-color-scheme:dark){text{fill:#ecf2f4}.day{fill:#b3c1c9}\
rect{fill:#5d6e79}rect.ours{fill:#7ad4c8}}";

/// Draws the panels beside each other, one row for each name; the first name is ours.
pub fn plot(names: &[&str], panels: &[Panel], day: &str) -> String {
    let rows = || (0..).map(f64::from).zip(["ours"].into_iter().chain(std::iter::repeat("")));
    let columns = || (0..).map(f64::from);
    let mut drawn = String::new();
    for ((row, class), name) in rows().zip(names) {
        drawn += &format!("<text class=\"{class}\" x=\"0\" y=\"{}\">{name}</text>\n", TOP + row * ROW + 15.0);
    }
    for (column, Panel { title, unit, values }) in columns().zip(panels) {
        let left = NAMES + column * PANEL;
        let most = values.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        drawn += &format!("<text class=\"title\" x=\"{left}\" y=\"14\">{title}</text>\n");
        for ((row, class), value) in rows().zip(values) {
            let (y, width) = (TOP + row * ROW, (value / most * BAR).max(1.0));
            drawn += &format!("<rect class=\"{class}\" x=\"{left}\" y=\"{y}\" width=\"{width:.1}\" height=\"20\"/>\n");
            let after = left + width + 6.0;
            drawn += &format!(
                "<text class=\"{class}\" x=\"{after:.1}\" y=\"{}\">{} {unit}</text>\n",
                y + 15.0,
                grouped(*value)
            );
        }
    }
    let rows = columns().take(names.len()).last().unwrap_or_default() + 1.0;
    let bottom = TOP + rows * ROW + 16.0;
    let (width, height) = (columns().take(panels.len() + 1).last().unwrap_or_default() * PANEL + NAMES, bottom + 8.0);
    let what =
        "The same questions in four pages: time to the first question, time from a click to the next screen, bytes";
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{what}\">\n\
         <style>{STYLE}</style>\n{drawn}<text class=\"day\" x=\"0\" y=\"{bottom}\">{day}. Processor four times as slow, \
         1.6 Mbit/s, 150 ms. Shorter is better.</text>\n</svg>\n"
    )
}

/// A figure as people read it: 3,182, and 9.2 only below ten.
fn grouped(value: f64) -> String {
    if value < 10.0 {
        return format!("{value:.1}");
    }
    let digits = format!("{value:.0}");
    let (thousands, rest) = digits.split_at(digits.len().saturating_sub(3));
    if thousands.is_empty() { digits } else { format!("{thousands},{rest}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_at_a_glance() {
        assert_eq!([9.23, 74.6, 302.7, 3181.9].map(grouped), ["9.2", "75", "303", "3,182"]);
    }

    #[test]
    fn the_longest_bar_fills_its_panel_and_the_others_are_in_proportion() {
        let drawn = plot(&["ours", "theirs"], &[Panel::new("time", "ms", [50.0, 200.0].into_iter())], "2026-01-01");
        assert!(drawn.contains(r#"<rect class="ours" x="172" y="34" width="33.0""#), "{drawn}");
        assert!(drawn.contains(r#"<rect class="" x="172" y="64" width="132.0""#), "{drawn}");
    }
}
