//! What an editor has chosen and typed, and what becomes of it: settings that can be shown and copied, and what is wrong.
//!
//! Knows no page. A colour that is refused is shown as the nearest that passes; it is not copied before the editor takes it.

use crate::{
    colour::Colour,
    contrast::{DARK, LIGHT, Look, Pair, Refused, held},
    facts::{Facts, Instead, Pack},
};

/// The fields of what is shown instead: who, where, and a sentence.
const INSTEAD: [Field; 3] = [Field::Name, Field::Link, Field::Words];

/// The heading level that the element has without the attribute.
const USUAL_LEVEL: u8 = 2;

/// Everything that is kept. All else is worked out of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Choices {
    pub pack: usize,
    /// None: the language of the page.
    pub language: Option<usize>,
    /// None: the place is asked.
    pub region: Option<usize>,
    pub heading_level: u8,
    pub theme: Theme,
    pub corners: Corners,
    pub home: Home,
    /// What stands in the fields that are typed in, by [`Field`]. None: nobody has touched it.
    typed: [Option<String>; Field::ALL.len()],
    /// For which pack and which of its languages the editor wrote what is shown instead. None: it is the pack's own.
    written_for: Option<(usize, usize)>,
    /// The address of the folder in which this page lies.
    here: String,
    /// How the made-up page is shown where both are possible.
    pub seen_dark: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    Auto,
    Light,
    Dark,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corners {
    Own,
    Square,
    Slight,
    Round,
}

/// Where the folder lies, seen from the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    Same,
    Other,
}

/// The fields that are typed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Brand,
    Paper,
    DarkBrand,
    DarkPaper,
    Path,
    Address,
    Name,
    Link,
    Words,
}

/// One act of the editor.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    Pack(usize),
    Language(Option<usize>),
    Region(Option<usize>),
    HeadingLevel(u8),
    Theme(Theme),
    Corners(Corners),
    Home(Home),
    Typed(Field, String),
    /// Back to whom the pack names.
    OwnInstead,
    SeenDark(bool),
}

/// What can be shown, and if nothing is wrong copied.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    pub pack: String,
    pub language: Option<String>,
    /// The language that a page for this pack most likely has: the first of the pack.
    pub page_language: String,
    pub region: Option<String>,
    pub heading_level: u8,
    pub theme: Theme,
    pub brand: Option<Colour>,
    pub paper: Option<Colour>,
    pub dark_brand: Option<Colour>,
    pub dark_paper: Option<Colour>,
    pub corners: Corners,
    /// The address of the folder, with a slash at its end, as it stands in the page.
    pub folder: String,
    /// The host of the folder, as a policy names it.
    pub source: String,
    pub instead: Instead,
    /// What the frame is called, in the language of the page.
    pub frame_title: String,
    /// The questions as a page of their own, from the folder.
    pub page: String,
    /// How the link to that page is called.
    pub open_page: String,
}

/// What an editor should know of a field that may well be right.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// Where its text comes from.
    Hint(&'static str),
    /// Why it will most likely not do.
    Warning(&'static str),
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    pub field: Field,
    /// One sentence: what was found, and what is needed.
    pub message: String,
    /// Of a colour that is refused for its contrast.
    pub refused: Option<Refused>,
}

impl Theme {
    pub const ALL: [Theme; 3] = [Theme::Auto, Theme::Light, Theme::Dark];

    /// The value of the attribute.
    pub fn id(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}

impl Corners {
    pub const ALL: [Corners; 4] = [Corners::Own, Corners::Square, Corners::Slight, Corners::Round];

    /// The value of the custom property; none for the widget's own.
    pub fn radius(self) -> Option<&'static str> {
        match self {
            Corners::Own => None,
            Corners::Square => Some("0"),
            Corners::Slight => Some(".25em"),
            Corners::Round => Some("1.25em"),
        }
    }
}

impl Field {
    pub const ALL: [Field; 9] = [
        Field::Brand,
        Field::Paper,
        Field::DarkBrand,
        Field::DarkPaper,
        Field::Path,
        Field::Address,
        Field::Name,
        Field::Link,
        Field::Words,
    ];

    /// The id of its element.
    pub fn id(self) -> &'static str {
        match self {
            Field::Brand => "brand",
            Field::Paper => "paper",
            Field::DarkBrand => "dark-brand",
            Field::DarkPaper => "dark-paper",
            Field::Path => "path",
            Field::Address => "address",
            Field::Name => "name",
            Field::Link => "link",
            Field::Words => "words",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Field::Brand => "Brand, light",
            Field::Paper => "Background, light",
            Field::DarkBrand => "Brand, dark",
            Field::DarkPaper => "Background, dark",
            Field::Path => "Path of the folder",
            Field::Address => "Address of the folder",
            Field::Name => "Who people can turn to",
            Field::Link => "Link",
            Field::Words => "A sentence about it",
        }
    }

    /// The widget's own colour, of a field for one.
    pub fn own_colour(self) -> Option<Colour> {
        match self {
            Field::Brand => Some(LIGHT.brand),
            Field::Paper => Some(LIGHT.paper),
            Field::DarkBrand => Some(DARK.brand),
            Field::DarkPaper => Some(DARK.paper),
            _ => None,
        }
    }
}

impl Choices {
    /// What is chosen before anybody has chosen. `folder` is where this page lies.
    pub fn at(folder: &str) -> Choices {
        let mut choices = Choices {
            pack: 0,
            language: None,
            region: None,
            heading_level: USUAL_LEVEL,
            theme: Theme::Auto,
            corners: Corners::Own,
            home: Home::Same,
            typed: Default::default(),
            written_for: None,
            here: folder.to_owned(),
            seen_dark: false,
        };
        choices.write(Field::Path, path_of(folder));
        choices.write(Field::Address, folder.to_owned());
        choices
    }

    pub fn act(&mut self, change: Change, facts: &Facts) {
        match change {
            Change::Pack(pack) => {
                // What was chosen from the other pack means nothing here.
                *self = Choices { pack, language: None, region: None, ..self.clone() };
            }
            Change::Language(language) => self.language = language,
            Change::Region(region) => self.region = region,
            Change::HeadingLevel(level) => self.heading_level = level.clamp(1, 6),
            Change::Theme(theme) => self.theme = theme,
            Change::Corners(corners) => self.corners = corners,
            Change::Home(home) => self.home = home,
            Change::SeenDark(dark) => self.seen_dark = dark,
            Change::Typed(field, text) => {
                if INSTEAD.contains(&field) && self.written_for.is_none() {
                    // Name, link and sentence belong together: whoever writes one keeps the others as they are now, so that
                    // no name ever stands on the link of another language or country.
                    for field in INSTEAD {
                        let text = self.text(field, facts).to_owned();
                        self.write(field, text);
                    }
                    self.written_for = Some(self.spoken());
                }
                self.write(field, text);
            }
            Change::OwnInstead => {
                self.written_for = None;
                for field in INSTEAD {
                    if let Some(typed) = self.typed.get_mut(field as usize) {
                        *typed = None;
                    }
                }
            }
        }
    }

    fn write(&mut self, field: Field, text: String) {
        if let Some(typed) = self.typed.get_mut(field as usize) {
            *typed = Some(text);
        }
    }

    /// The pack, and which of its languages the page is taken to have.
    fn spoken(&self) -> (usize, usize) {
        (self.pack, self.language.unwrap_or(0))
    }

    /// The chosen pack; the first if there is no such one.
    pub fn pack<'f>(&self, facts: &'f Facts) -> Option<&'f Pack> {
        facts.packs.get(self.pack).or(facts.packs.first())
    }

    /// Whether the made-up page is dark.
    pub fn shown_dark(&self) -> bool {
        match self.theme {
            Theme::Auto => self.seen_dark,
            theme => theme == Theme::Dark,
        }
    }

    /// Whether a field counts with what else is chosen.
    pub fn asks_for(&self, field: Field) -> bool {
        match field {
            Field::Brand | Field::Paper => self.theme != Theme::Dark,
            Field::DarkBrand | Field::DarkPaper => self.theme != Theme::Light,
            Field::Path => self.home == Home::Same,
            Field::Address => self.home == Home::Other,
            Field::Name | Field::Link | Field::Words => true,
        }
    }

    /// What stands in a field.
    pub fn text<'a>(&'a self, field: Field, facts: &'a Facts) -> &'a str {
        if let Some(Some(typed)) = self.typed.get(field as usize) {
            return typed;
        }
        let language = self.pack(facts).and_then(|pack| pack.languages.get(self.language.unwrap_or(0)));
        language.map_or("", |language| match field {
            Field::Name => &language.instead.name,
            Field::Link => &language.instead.link,
            Field::Words => &language.instead.words,
            _ => "",
        })
    }

    /// In which language it is what is shown instead, for the editor who has to judge whether it fits the page.
    pub fn instead_is_for(&self, facts: &Facts) -> String {
        let called = |(pack, language): (usize, usize)| {
            let pack = facts.packs.get(pack)?;
            let language = pack.languages.get(language)?;
            Some((pack.id.as_str(), language.name.as_str()))
        };
        let ((pack, language), written) = match (called(self.spoken()), self.written_for) {
            (Some(now), None) => (now, None),
            (Some(now), Some(then)) => (now, called(then)),
            (None, _) => return String::new(),
        };
        match written {
            None => format!("Now in {language}. For a page in another language, choose that above, or write your own."),
            Some(then) if then == (pack, language) => format!("Written by you, for a page in {language}."),
            Some((other, then)) => format!(
                "You wrote this for the pack {other} in {then}, and now the pack {pack} in {language} is chosen. See whether name, \
                 link and sentence still fit."
            ),
        }
    }

    /// Whether the editor has written what is shown instead.
    pub fn instead_is_written(&self) -> bool {
        self.written_for.is_some()
    }

    /// What to know of a field that is not wrong.
    pub fn notice(&self, field: Field, facts: &Facts) -> Option<Notice> {
        let typed = self.text(field, facts).trim();
        match field {
            Field::Path if typed != path_of(&self.here) => None,
            Field::Path if is_local(&self.here) => Some(Notice::Warning(
                "Filled in from the address of this page, which runs on your own computer. On your site the folder may have another path.",
            )),
            Field::Path => Some(Notice::Hint("Filled in from the address of this page.")),
            Field::Address if is_local(typed) => Some(Notice::Warning(
                "Nobody but this computer can open that. Write the address that your visitors reach.",
            )),
            Field::Address if typed.starts_with("http:") => Some(Notice::Warning(
                "This begins with http:. Browsers do not load it on a page that begins with https:, and somebody on the way could change it.",
            )),
            Field::Address if typed == self.here => Some(Notice::Hint("Filled in from the address of this page.")),
            _ => None,
        }
    }

    /// What comes of the choices, and what is wrong with them, in the order of the fields.
    pub fn settle(&self, facts: &Facts) -> (Settings, Vec<Problem>) {
        let mut problems = Vec::new();
        let (brand, paper) = self.colours(&LIGHT, Field::Brand, Field::Paper, facts, &mut problems);
        let (dark_brand, dark_paper) = self.colours(&DARK, Field::DarkBrand, Field::DarkPaper, facts, &mut problems);
        let (folder, source) = self.folder(facts, &mut problems);
        let instead = self.instead(facts, &mut problems);
        let pack = self.pack(facts);
        let language = |index: usize| pack.and_then(|pack| pack.languages.get(index));
        let settings = Settings {
            pack: pack.map(|pack| pack.id.clone()).unwrap_or_default(),
            language: self.language.and_then(language).map(|language| language.tag.clone()),
            page_language: language(0).map(|language| language.tag.clone()).unwrap_or_default(),
            region: self.region.and_then(|index| Some(pack?.regions.get(index)?.0.clone())),
            heading_level: self.heading_level,
            theme: self.theme,
            brand,
            paper,
            dark_brand,
            dark_paper,
            corners: self.corners,
            folder,
            source,
            instead,
            frame_title: language(self.language.unwrap_or(0)).map(|one| one.title.clone()).unwrap_or_default(),
            page: pack.map(|pack| pack.page.clone()).unwrap_or_default(),
            open_page: language(self.language.unwrap_or(0)).map(|one| one.open_page.clone()).unwrap_or_default(),
        };
        (settings, problems)
    }

    /// The two colours of a theme. What is refused counts as the nearest that passes.
    fn colours(
        &self,
        look: &Look,
        brand: Field,
        paper: Field,
        facts: &Facts,
        problems: &mut Vec<Problem>,
    ) -> (Option<Colour>, Option<Colour>) {
        if !self.asks_for(brand) {
            return (None, None);
        }
        let chosen_paper = colour(paper, self.text(paper, facts), |paper| look.on_paper(paper));
        let on = match &chosen_paper {
            Ok(paper) => *paper,
            Err(problem) => problem.refused.as_ref().map(|refused| refused.nearest),
        };
        let chosen_brand =
            colour(brand, self.text(brand, facts), |brand| look.of_brand(brand, on.unwrap_or(look.paper)));
        let mut taken = |chosen: Result<Option<Colour>, Problem>| {
            chosen.unwrap_or_else(|problem| {
                let nearest = problem.refused.as_ref().map(|refused| refused.nearest);
                problems.push(problem);
                nearest
            })
        };
        (taken(chosen_brand), taken(chosen_paper))
    }

    fn folder(&self, facts: &Facts, problems: &mut Vec<Problem>) -> (String, String) {
        let (field, example) = match self.home {
            Home::Same => (Field::Path, "/wegwijzer/"),
            Home::Other => (Field::Address, "https://host.example/wegwijzer/"),
        };
        let typed = self.text(field, facts).trim();
        let (host, path) = match self.home {
            Home::Same => ("'self'", typed),
            Home::Other => {
                let slashes = typed.find("://").map_or(typed.len(), |at| at + 3);
                let rest = typed.get(slashes..).unwrap_or_default();
                typed.split_at(slashes + rest.find('/').unwrap_or(rest.len()))
            }
        };
        let host_is_good = self.home == Home::Same || is_origin(host);
        let path = if path.ends_with('/') || (path.is_empty() && self.home == Home::Same) {
            path.to_owned()
        } else {
            format!("{path}/")
        };
        if host_is_good && path.starts_with('/') && !path.starts_with("//") && path.chars().all(stands_in_paths) {
            let folder = if self.home == Home::Same { path } else { format!("{host}{path}") };
            return (folder, host.to_owned());
        }
        let message = match self.home {
            Home::Same => {
                format!("“{typed}” is no path. It begins with a slash and has no spaces, such as {example}.")
            }
            Home::Other => format!("“{typed}” is no address of a folder. Write all of it, such as {example}."),
        };
        problems.push(Problem { field, message, refused: None });
        (example.to_owned(), String::new())
    }

    fn instead(&self, facts: &Facts, problems: &mut Vec<Problem>) -> Instead {
        let [name, link, words] = INSTEAD.map(|field| self.text(field, facts).trim().to_owned());
        if name.is_empty() {
            let message = "Say who people can turn to. This is what they see when the questions cannot run.".to_owned();
            problems.push(Problem { field: Field::Name, message, refused: None });
        }
        let good = ["https://", "http://", "tel:", "mailto:", "/"]
            .iter()
            .any(|start| link.len() > start.len() && link.starts_with(start));
        if !good || link.chars().any(char::is_whitespace) {
            let message =
                format!("“{link}” is no link. It begins with https://, tel:, mailto: or a slash, and has no spaces.");
            problems.push(Problem { field: Field::Link, message, refused: None });
        }
        Instead { name, link, words }
    }
}

/// A colour as it was typed; none if nothing was.
fn colour(field: Field, typed: &str, pairs: impl Fn(Colour) -> Vec<Pair>) -> Result<Option<Colour>, Problem> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let Some(colour) = Colour::read(typed) else {
        let message = format!(
            "“{}” is no colour that this page can read. Write # and six characters of 0 to 9 and a to f, such as #7a0050.",
            typed.trim()
        );
        return Err(Problem { field, message, refused: None });
    };
    held(colour, pairs).map(Some).map_err(|refused| {
        let Pair { what, needs, .. } = refused.pair;
        let found = refused.pair.told();
        let message = format!("{what} would be hard to see: the contrast is {found} to 1, and {needs} to 1 is needed.");
        Problem { field, message, refused: Some(refused) }
    })
}

/// The path of an address, from the slash behind the host.
fn path_of(address: &str) -> String {
    address.splitn(4, '/').nth(3).map_or("/".to_owned(), |path| format!("/{path}"))
}

/// Whether an address is that of the computer on which it is opened.
fn is_local(address: &str) -> bool {
    let host = address.split_once("://").map_or("", |(_, rest)| rest);
    let host = host.split(['/', ':']).next().unwrap_or_default();
    host == "localhost" || host.ends_with(".localhost") || host.starts_with("127.") || host == "0.0.0.0" || host == "["
}

/// `https://host.example` or `http://localhost:8080`: what a policy takes as the name of a host.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    let (name, port) = host.split_once(':').unwrap_or((host, "0"));
    let good = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    !name.is_empty() && name.chars().all(good) && !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// A character of a path, of which nothing means anything to HTML or to a policy.
fn stands_in_paths(c: char) -> bool {
    c.is_ascii_alphanumeric() || "/-._~%!$()*+=:@".contains(c)
}

impl Settings {
    /// The attributes of the element, without those that say what holds anyway.
    pub fn attributes(&self) -> Vec<(&'static str, String)> {
        let level = (self.heading_level != USUAL_LEVEL).then(|| self.heading_level.to_string());
        let theme = (self.theme != Theme::Auto).then(|| self.theme.id().to_owned());
        let all = [
            ("pack", Some(self.pack.clone())),
            ("lang", self.language.clone()),
            ("region", self.region.clone()),
            ("heading-level", level),
            ("theme", theme),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// All custom properties that come of what can be chosen here; without a value those that are left to the widget.
    ///
    /// Once there is a light colour of the editor's, all that it was judged with is written as well: where nothing is said, the
    /// widget takes the tokens of the page's NL Design System, of which this page knows nothing.
    pub fn properties(&self) -> [(&'static str, Option<String>); 8] {
        let text = |colour: Option<Colour>| colour.map(|colour| colour.to_string());
        let chosen = self.brand.is_some() || self.paper.is_some();
        let judged = |colour: Option<Colour>, own: Colour| chosen.then(|| colour.unwrap_or(own).to_string());
        [
            ("--weg-wijzer-brand", judged(self.brand, LIGHT.brand)),
            ("--weg-wijzer-on-brand", judged(None, LIGHT.on_brand)),
            ("--weg-wijzer-paper", judged(self.paper, LIGHT.paper)),
            ("--weg-wijzer-ink", judged(None, LIGHT.ink)),
            ("--weg-wijzer-line", judged(None, LIGHT.line)),
            ("--weg-wijzer-dark-brand", text(self.dark_brand)),
            ("--weg-wijzer-dark-paper", text(self.dark_paper)),
            ("--weg-wijzer-radius", self.corners.radius().map(str::to_owned)),
        ]
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::facts::tests::facts;

    pub fn after(changes: impl IntoIterator<Item = Change>) -> Choices {
        let mut choices = Choices::at("https://host.example/wegwijzer/");
        changes.into_iter().for_each(|change| choices.act(change, &facts()));
        choices
    }

    pub fn typed(field: Field, text: &str) -> Change {
        Change::Typed(field, text.to_owned())
    }

    /// The messages that one typed text leads to.
    fn told(field: Field, text: &str) -> Vec<String> {
        let home = if field == Field::Address { Home::Other } else { Home::Same };
        let (_, problems) = after([Change::Home(home), typed(field, text)]).settle(&facts());
        problems.into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn nothing_chosen_is_nothing_wrong() {
        let (settings, problems) = after([]).settle(&facts());
        assert_eq!(problems, []);
        assert_eq!(settings.attributes(), [("pack", "aa".to_owned())]);
        assert!(settings.properties().iter().all(|(_, value)| value.is_none()));
        assert_eq!((settings.folder.as_str(), settings.source.as_str()), ("/wegwijzer/", "'self'"));
        assert_eq!(settings.instead.name, "Balie");
    }

    #[test]
    fn another_pack_takes_language_and_region_with_it() {
        let choices = after([Change::Language(Some(1)), Change::Region(Some(1)), Change::Pack(1)]);
        let (settings, problems) = choices.settle(&facts());
        assert_eq!(problems, []);
        assert_eq!(settings.attributes(), [("pack", "bb".to_owned())]);
        assert_eq!(settings.instead.name, "Disk");
    }

    /// Name, link and sentence after some changes, and what is said of their language.
    fn instead(changes: impl IntoIterator<Item = Change>) -> ([String; 3], String) {
        let choices = after(changes);
        let Instead { name, link, words } = choices.settle(&facts()).0.instead;
        ([name, link, words], choices.instead_is_for(&facts()))
    }

    #[test]
    fn what_is_shown_instead_follows_the_language_until_the_editor_writes() {
        let (now, said) = instead([]);
        assert_eq!(now, ["Balie", "https://balie.example", "Voor elke vraag."]);
        assert_eq!(said, "Now in Nederlands. For a page in another language, choose that above, or write your own.");
        let (now, said) = instead([Change::Language(Some(1))]);
        assert_eq!(now, ["Desk", "tel:+31201234567", ""]);
        assert_eq!(said, "Now in English. For a page in another language, choose that above, or write your own.");
    }

    #[test]
    fn a_name_that_was_typed_never_stands_on_the_link_of_another_language() {
        let written = typed(Field::Name, "Onze balie");
        let (now, said) = instead([written.clone()]);
        assert_eq!(now, ["Onze balie", "https://balie.example", "Voor elke vraag."]);
        assert_eq!(said, "Written by you, for a page in Nederlands.");
        for other in [Change::Language(Some(1)), Change::Pack(1)] {
            let (now, said) = instead([written.clone(), other.clone()]);
            assert_eq!(now, ["Onze balie", "https://balie.example", "Voor elke vraag."], "{other:?}");
            assert!(said.starts_with("You wrote this for the pack aa in Nederlands, and now the pack "), "{said}");
            assert!(said.ends_with(" See whether name, link and sentence still fit."), "{said}");
        }
        let (now, _) = instead([written, Change::Language(Some(1)), Change::OwnInstead]);
        assert_eq!(now, ["Desk", "tel:+31201234567", ""]);
    }

    #[test]
    fn an_address_that_visitors_cannot_reach_is_told() {
        let local = "Nobody but this computer can open that. Write the address that your visitors reach.";
        let plain = "This begins with http:. Browsers do not load it on a page that begins with https:, and somebody on the way could change it.";
        let guessed = "Filled in from the address of this page.";
        for (text, said) in [
            ("http://localhost:8080/wegwijzer/", Some(Notice::Warning(local))),
            ("https://127.0.0.1/", Some(Notice::Warning(local))),
            ("http://shop.localhost/", Some(Notice::Warning(local))),
            ("http://localhost.example/", Some(Notice::Warning(plain))),
            ("https://host.example/wegwijzer/", Some(Notice::Hint(guessed))),
            ("https://other.example/", None),
        ] {
            assert_eq!(after([typed(Field::Address, text)]).notice(Field::Address, &facts()), said, "{text}");
        }
    }

    #[test]
    fn a_path_that_nobody_typed_says_where_it_comes_from() {
        let notice = |folder: &str, path: Option<&str>| {
            let mut choices = Choices::at(folder);
            path.into_iter().for_each(|path| choices.act(typed(Field::Path, path), &facts()));
            choices.notice(Field::Path, &facts())
        };
        assert_eq!(
            notice("https://host.example/a/", None),
            Some(Notice::Hint("Filled in from the address of this page."))
        );
        assert!(matches!(notice("http://127.0.0.1:8080/", None), Some(Notice::Warning(_))));
        assert_eq!(notice("http://127.0.0.1:8080/", Some("/wegwijzer/")), None);
    }

    #[test]
    fn a_light_colour_brings_along_what_it_was_judged_with() {
        let names = |change: Change| -> Vec<&'static str> {
            let (settings, _) = after([change]).settle(&facts());
            settings.properties().into_iter().filter_map(|(name, value)| value.map(|_| name)).collect()
        };
        let five = [
            "--weg-wijzer-brand",
            "--weg-wijzer-on-brand",
            "--weg-wijzer-paper",
            "--weg-wijzer-ink",
            "--weg-wijzer-line",
        ];
        assert_eq!(names(typed(Field::Brand, "#7a0050")), five);
        assert_eq!(names(typed(Field::Paper, "#fffdf8")), five);
        // In the dark no token of the page counts.
        assert_eq!(names(typed(Field::DarkBrand, "#f4a6d7")), ["--weg-wijzer-dark-brand"]);
    }

    #[test]
    fn colours_are_refused_in_words_and_shown_as_the_nearest() {
        let (settings, problems) = after([typed(Field::Brand, "#ffcc00")]).settle(&facts());
        let [problem] = &problems[..] else { panic!("one problem was expected: {problems:?}") };
        assert_eq!(
            problem.message,
            "The words on buttons would be hard to see: the contrast is 1.51 to 1, and 4.5 to 1 is needed."
        );
        assert_eq!(settings.brand, Colour::read("#846800"));
        assert_eq!(
            told(Field::Paper, "#808080"),
            ["Text on this background would be hard to see: the contrast is 4.13 to 1, and 4.5 to 1 is needed."]
        );
        assert_eq!(
            told(Field::DarkBrand, "#7a0050"),
            ["The words on buttons would be hard to see: the contrast is 1.53 to 1, and 4.5 to 1 is needed."]
        );
    }

    #[test]
    fn a_colour_that_cannot_be_read_is_told_and_left_out() {
        let (settings, problems) = after([typed(Field::Brand, " purple ")]).settle(&facts());
        let messages: Vec<_> = problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "“purple” is no colour that this page can read. Write # and six characters of 0 to 9 and a to f, such as #7a0050."
            ]
        );
        assert_eq!(settings.brand, None);
        assert_eq!(told(Field::Brand, "  "), Vec::<String>::new());
    }

    #[test]
    fn a_theme_that_is_never_shown_asks_for_no_colours() {
        let bad = [typed(Field::Brand, "#ffcc00"), typed(Field::DarkBrand, "#7a0050")];
        let (settings, problems) = after(bad.clone().into_iter().chain([Change::Theme(Theme::Light)])).settle(&facts());
        assert_eq!((problems.len(), settings.dark_brand), (1, None));
        let (settings, problems) = after(bad.into_iter().chain([Change::Theme(Theme::Dark)])).settle(&facts());
        assert_eq!((problems.len(), settings.brand), (1, None));
    }

    #[test]
    fn folders_are_told_from_what_is_none() {
        for (field, text, folder, source) in [
            (Field::Path, "/wegwijzer", "/wegwijzer/", "'self'"),
            (Field::Path, " /a/b/ ", "/a/b/", "'self'"),
            (Field::Path, "/", "/", "'self'"),
            (Field::Address, "https://a.example", "https://a.example/", "https://a.example"),
            (Field::Address, "http://localhost:8080/x", "http://localhost:8080/x/", "http://localhost:8080"),
        ] {
            let home = if field == Field::Address { Home::Other } else { Home::Same };
            let (settings, problems) = after([Change::Home(home), typed(field, text)]).settle(&facts());
            assert_eq!(problems, [], "{text}");
            assert_eq!((settings.folder.as_str(), settings.source.as_str()), (folder, source));
        }
        for text in ["", "wegwijzer/", "//evil.example/", "/a b/", "/\"><script>/", "/a?b", "https://a.example/"] {
            assert_eq!(
                told(Field::Path, text),
                [format!("“{text}” is no path. It begins with a slash and has no spaces, such as /wegwijzer/.")]
            );
        }
        for text in [
            "",
            "/wegwijzer/",
            "a.example",
            "https://",
            "https:///x",
            "ftp://a.example",
            "https://a b",
            "https://a.example:x/",
            "https://a;b/",
        ] {
            assert_eq!(
                told(Field::Address, text),
                [format!(
                    "“{text}” is no address of a folder. Write all of it, such as https://host.example/wegwijzer/."
                )]
            );
        }
    }

    #[test]
    fn a_way_to_a_person_is_asked_for() {
        assert_eq!(
            told(Field::Name, " "),
            ["Say who people can turn to. This is what they see when the questions cannot run."]
        );
        for link in ["", "javascript:alert(1)", "desk.example", "https://", "https://a b", "tel:"] {
            assert_eq!(
                told(Field::Link, link),
                [format!("“{link}” is no link. It begins with https://, tel:, mailto: or a slash, and has no spaces.")]
            );
        }
    }
}
