//! The lines that an editor copies. Every text asserted below runs in a browser in tests/browser/configurator.test.mjs.

use crate::{choices::Settings, facts::Facts};

/// The room that is kept for the first question, so that the page does not move when it comes.
const ROOM: &str = "max(70em, 129em - 125vw)";

/// Of the frame, in pixels: enough for the page with its first question from a width of 640 px on. What is higher scrolls in it.
const HEIGHT: u16 = 1700;

/// The script and the element.
pub fn html(settings: &Settings, facts: &Facts) -> String {
    let source = attribute(&format!("{}{}", settings.folder, facts.loader.path));
    let integrity = attribute(&facts.loader.integrity);
    let attributes: Vec<_> =
        settings.attributes().iter().map(|(name, value)| format!(r#"{name}="{}""#, attribute(value))).collect();
    let attributes = attributes.join(" ");
    let instead = &settings.instead;
    let words = if instead.words.is_empty() { String::new() } else { format!(". {}", text(&instead.words)) };
    let who = format!(r#"<a href="{}">{}</a>{words}"#, attribute(&instead.link), text(&instead.name));
    // Where no script runs, this is all there is, and the questions have a page of their own.
    let page = link(settings);
    let page = page.trim_end();
    format!(
        r#"<script type="module" src="{source}" integrity="{integrity}" crossorigin="anonymous"></script>
<weg-wijzer {attributes}><p>{who}</p><p>{page}</p></weg-wijzer>
"#
    )
}

/// The rule for a style sheet of the page.
pub fn css(settings: &Settings) -> String {
    let chosen = settings.properties().into_iter().filter_map(|(name, value)| Some((name, value?)));
    let room = [("display", "block"), ("font-size", "max(1em, 16px)"), ("min-block-size", ROOM)]
        .map(|(name, value)| (name, value.to_owned()));
    let lines: String = room.into_iter().chain(chosen).map(|(name, value)| format!("  {name}: {value};\n")).collect();
    format!("weg-wijzer:not([hidden]) {{\n{lines}}}\n")
}

/// What the policy of the page has to allow, as words of its own directives.
pub fn policy(settings: &Settings) -> String {
    let source = &settings.source;
    format!("script-src {source} 'wasm-unsafe-eval'; connect-src {source}\n")
}

/// For where scripts are stripped: the page of its own inside this one.
pub fn frame(settings: &Settings) -> String {
    let source = attribute(&format!("{}{}", settings.folder, settings.page));
    format!(
        r#"<iframe src="{source}" title="{}" width="100%" height="{HEIGHT}" loading="lazy" referrerpolicy="no-referrer"></iframe>
"#,
        attribute(&settings.frame_title)
    )
}

/// What the policy of the page has to allow for the frame.
pub fn frame_policy(settings: &Settings) -> String {
    format!("frame-src {}\n", settings.source)
}

/// For where frames are stripped as well.
pub fn link(settings: &Settings) -> String {
    let address = attribute(&format!("{}{}", settings.folder, settings.page));
    format!("<a href=\"{address}\">{}</a>\n", text(&settings.open_page))
}

fn text(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn attribute(value: &str) -> String {
    text(value).replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        choices::{
            Change, Corners, Field, Home, Theme,
            tests::{after, typed},
        },
        facts::tests::facts,
    };

    fn settled(changes: impl IntoIterator<Item = Change>) -> Settings {
        let (settings, problems) = after(changes).settle(&facts());
        assert_eq!(problems, []);
        settings
    }

    #[test]
    fn with_nothing_chosen_two_lines_are_enough() {
        let settings = settled([]);
        assert_eq!(
            html(&settings, &facts()),
            r#"<script type="module" src="/wegwijzer/v1.2.3/weg-wijzer.js" integrity="sha384-abc+/=" crossorigin="anonymous"></script>
<weg-wijzer pack="aa"><p><a href="https://balie.example">Balie</a>. Voor elke vraag.</p><p><a href="/wegwijzer/index.html">Open</a></p></weg-wijzer>
"#
        );
        assert_eq!(
            css(&settings),
            "weg-wijzer:not([hidden]) {\n  display: block;\n  font-size: max(1em, 16px);\n  min-block-size: max(70em, 129em - 125vw);\n}\n"
        );
        assert_eq!(policy(&settings), "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'\n");
    }

    #[test]
    fn all_that_can_be_chosen_is_written() {
        let settings = settled([
            Change::Language(Some(1)),
            Change::Region(Some(1)),
            Change::HeadingLevel(3),
            Change::Corners(Corners::Square),
            Change::Home(Home::Other),
            typed(Field::Brand, "#7A0050"),
            typed(Field::Paper, "fffdf8"),
            typed(Field::DarkBrand, "#f4a6d7"),
            typed(Field::DarkPaper, "#111"),
        ]);
        assert_eq!(
            html(&settings, &facts()),
            r#"<script type="module" src="https://host.example/wegwijzer/v1.2.3/weg-wijzer.js" integrity="sha384-abc+/=" crossorigin="anonymous"></script>
<weg-wijzer pack="aa" lang="en" region="A2" heading-level="3"><p><a href="tel:+31201234567">Desk</a></p><p><a href="https://host.example/wegwijzer/index.html">Open it</a></p></weg-wijzer>
"#
        );
        assert_eq!(
            css(&settings),
            "weg-wijzer:not([hidden]) {
  display: block;
  font-size: max(1em, 16px);
  min-block-size: max(70em, 129em - 125vw);
  --weg-wijzer-brand: #7a0050;
  --weg-wijzer-on-brand: #ffffff;
  --weg-wijzer-paper: #fffdf8;
  --weg-wijzer-ink: #16212b;
  --weg-wijzer-line: #6d7d88;
  --weg-wijzer-dark-brand: #f4a6d7;
  --weg-wijzer-dark-paper: #111111;
  --weg-wijzer-radius: 0;
}
"
        );
        assert_eq!(
            policy(&settings),
            "script-src https://host.example 'wasm-unsafe-eval'; connect-src https://host.example\n"
        );
    }

    #[test]
    fn one_theme_takes_its_own_colours_alone() {
        let colours = [typed(Field::Brand, "#7a0050"), typed(Field::DarkBrand, "#f4a6d7")];
        let settings = settled(colours.into_iter().chain([Change::Theme(Theme::Dark)]));
        assert!(html(&settings, &facts()).contains(r#"<weg-wijzer pack="aa" theme="dark">"#));
        assert!(!css(&settings).contains("--weg-wijzer-brand"));
        assert!(css(&settings).contains("  --weg-wijzer-dark-brand: #f4a6d7;\n"));
    }

    #[test]
    fn what_means_something_to_html_is_escaped() {
        let settings = settled([
            typed(Field::Name, r#"R&D <b>"desk"</b>"#),
            typed(Field::Link, r#"https://a.example/?x="&y=<z>"#),
            typed(Field::Words, "1 < 2 & 3 > 2"),
        ]);
        let line = html(&settings, &facts()).lines().nth(1).unwrap_or_default().to_owned();
        assert_eq!(
            line,
            r#"<weg-wijzer pack="aa"><p><a href="https://a.example/?x=&quot;&amp;y=&lt;z&gt;">R&amp;D &lt;b&gt;"desk"&lt;/b&gt;</a>. 1 &lt; 2 &amp; 3 &gt; 2</p><p><a href="/wegwijzer/index.html">Open</a></p></weg-wijzer>"#
        );
    }

    #[test]
    fn where_scripts_are_stripped_a_frame_or_a_link_leads_to_the_page_of_its_own() {
        let settings = settled([Change::Home(Home::Other), Change::Language(Some(1))]);
        assert_eq!(
            frame(&settings),
            "<iframe src=\"https://host.example/wegwijzer/index.html\" title=\"Questions\" width=\"100%\" height=\"1700\" \
             loading=\"lazy\" referrerpolicy=\"no-referrer\"></iframe>\n"
        );
        assert_eq!(frame_policy(&settings), "frame-src https://host.example\n");
        assert_eq!(link(&settings), "<a href=\"https://host.example/wegwijzer/index.html\">Open it</a>\n");
        assert_eq!(link(&settled([Change::Pack(1)])), "<a href=\"/wegwijzer/bb.html\">Öppna</a>\n");
    }
}
