//! What several screens have in common: the way back, progress, the summary of errors, buttons, one option.

use wegwijzer_core::{Opt, Service};
use yew::{prelude::*, virtual_dom::ListenerKind};

use crate::{
    app::{Scene, drawing, focus, level},
    dom::{Input, attributes, element, input, line, live_element, text, yes},
    state::{Action, Keeping, Problem, State},
    words::{fill, site, tel},
};

/// The way back, and how far it is. The place of the button is the same on every screen (WCAG 3.2.6).
pub fn top(scene: &Scene) -> Html {
    let ui = &scene.texts.ui;
    let screens = scene.state.screens(scene.walk);
    let at = scene.state.rows().start;
    let n = screens.iter().filter(|&&screen| screen < at).count() + 1;
    let total = screens.len().max(n);
    let (n, total) = (n.to_string(), total.to_string());
    let hidden = yes(scene.state.before().is_none());
    let words = fill(ui.progress(), &[("n", &n), ("total", &total)]);
    element(
        "div",
        attributes![("class", "way")],
        vec![
            element(
                "span",
                attributes![("class", "back"), ("hidden", hidden)],
                vec![scene.link_button(ui.back(), Action::Back)],
            ),
            element(
                "div",
                attributes![("class", "progress")],
                vec![
                    element("span", attributes![("id", "progress")], vec![text(&words)]),
                    element(
                        "progress",
                        attributes![("aria-labelledby", "progress"), ("max", &total), ("value", &n)],
                        Vec::new(),
                    ),
                ],
            ),
        ],
    )
}

/// A form whose button says "continue": Enter works, and nothing is ever submitted to anywhere.
///
/// Enter clicks the button. In a frame whose sandbox allows no forms that click is all that comes; where something else
/// submits the form, the event of that is all.
pub fn form(scene: &Scene, key: &str, content: Html, extra: Html) -> Html {
    let go_on = |event| {
        scene.listen(event, |event| {
            event.prevent_default();
            Some(Action::Continue)
        })
    };
    let press = scene.press(Action::Continue);
    let (click, submit) = (go_on(ListenerKind::onclick), go_on(ListenerKind::onsubmit));
    let ui = &scene.texts.ui;
    let next = attributes![("type", "submit"), ("class", "button"), ("data-action", "continue")];
    let next = live_element("button", next, &NodeRef::default(), &[press, click], vec![text(ui.next())]);
    let row = vec![next, extra, scene.link_button(ui.skip(), Action::Skip)];
    let lock = drawing("icon", "M5 10h14v10H5zM8 10V7a4 4 0 0 1 8 0v3");
    // Without "off" a browser may keep the chosen options with its session history.
    let attributes = attributes![
        ("key", key),
        ("class", "question"),
        ("data-question", key),
        ("novalidate", "novalidate"),
        ("autocomplete", "off"),
    ];
    let row = element("div", attributes![("class", "row")], row);
    let private = element("p", attributes![("class", "private")], vec![lock, text(ui.private())]);
    // On the first screen, and on the one that a person comes back to.
    let kept = kept(scene, scene.state.before().is_none() || scene.state.step == 0);
    let children = vec![top(scene), summary(scene), content, row, private, kept];
    live_element("form", attributes, &NodeRef::default(), &[submit], children)
}

/// Whether the browser tab keeps the answers, and the way to refuse that.
pub fn kept(scene: &Scene, here: bool) -> Html {
    let ui = &scene.texts.ui;
    let (words, refused) = match scene.state.keeping {
        Keeping::Off => return line("p", "private", ""),
        Keeping::On => (ui.keep(), false),
        Keeping::Refused => (ui.kept_not(), true),
    };
    let refuse = scene.link_button(ui.keep_not(), Action::Forget);
    let refuse = element("span", attributes![("hidden", yes(refused))], vec![refuse]);
    let words = element("span", attributes![], vec![text(words), text(" "), refuse]);
    let clock = drawing("icon", "M12 4a8 8 0 1 0 0 16 8 8 0 1 0 0-16zM12 8v4l3 2");
    let attributes = attributes![("class", "private kept"), ("tabindex", "-1"), ("hidden", yes(!here))];
    live_element("p", attributes, &scene.nodes.kept, &[], vec![clock, words])
}

/// The first sentence of the whole questionnaire, on its first screen only.
pub fn promise(scene: &Scene) -> Html {
    line("p", "promise", if scene.state.before().is_none() { scene.texts.ui.promise() } else { "" })
}

/// What is wrong, in the words of the pack.
pub fn problem(scene: &Scene) -> Option<String> {
    let ui = &scene.texts.ui;
    Some(match scene.state.error.as_ref()? {
        Problem::NothingTyped => ui.place_empty().to_owned(),
        Problem::UnknownPlace(typed) => fill(ui.place_unknown(), &[("typed", typed)]),
        Problem::NothingChosen => {
            let rows = scene.state.rows();
            let many = scene.state.pack.question(rows.start).is_some_and(|q| q.kind == wegwijzer_core::Kind::Many);
            match (rows.len(), many) {
                (2.., _) => ui.choose_each().to_owned(),
                (_, true) => ui.choose_many().to_owned(),
                _ => ui.choose_one().to_owned(),
            }
        }
    })
}

/// The summary of errors. Its link moves the focus itself: inside a shadow root a fragment leads nowhere and would change
/// the address of the host page.
fn summary(scene: &Scene) -> Html {
    let problem = problem(scene);
    let field = scene.nodes.field.clone();
    let to_field = scene.listen(ListenerKind::onclick, move |event| {
        event.prevent_default();
        focus(&field);
        None
    });
    let title = attributes![("id", "errors"), ("class", "errors-title")];
    let title = element(level(scene.heading_level), title, vec![text(scene.texts.ui.error_title())]);
    let hidden = yes(problem.is_none());
    let attributes = attributes![
        ("class", "errors"),
        ("tabindex", "-1"),
        ("role", "group"),
        ("aria-labelledby", "errors"),
        ("hidden", hidden)
    ];
    let words = vec![text(&problem.unwrap_or_default())];
    let link = live_element("a", attributes![("href", "#field")], &NodeRef::default(), &[to_field], words);
    live_element("div", attributes, &scene.nodes.summary, &[], vec![title, link])
}

/// The same words again beside the fields.
pub fn inline_problem(scene: &Scene) -> Html {
    element("div", attributes![("id", "problem")], vec![line("p", "problem", &problem(scene).unwrap_or_default())])
}

/// What a group of fields is described by: the hint, and the problem if there is one.
pub fn described_by(state: &State, hint: bool) -> &'static str {
    match (hint, state.error.is_some()) {
        (true, true) => "hint problem",
        (true, false) => "hint",
        (false, true) => "problem",
        (false, false) => "",
    }
}

/// An option as a row: the whole row is the target.
pub struct Choice<'a> {
    pub name: &'a str,
    pub option: &'a str,
    pub label: &'a str,
    pub detail: &'a str,
    pub several: bool,
    pub checked: bool,
    pub first: bool,
    pub icon: Option<&'a str>,
    pub action: Action,
}

pub fn choice(scene: &Scene, choice: Choice) -> Html {
    let node = if choice.first { &scene.nodes.field } else { &NodeRef::default() };
    let kind = if choice.several { "checkbox" } else { "radio" };
    let change = scene.on(ListenerKind::onchange, choice.action);
    let field = attributes![("type", kind), ("name", choice.name)];
    let children = vec![
        input(Input::Checked(choice.checked), field, node, &[change]),
        element("span", attributes![], vec![text(choice.label), line("small", "detail", choice.detail)]),
        drawing("icon", choice.icon.unwrap_or_default()),
    ];
    let attributes = attributes![("key", choice.option), ("class", "option"), ("data-option", choice.option)];
    element("label", attributes, children)
}

/// The drawing of an option.
pub fn icon_of<'a>(state: &'a State, option: &Opt) -> Option<&'a str> {
    option.icon.and_then(|icon| state.pack.icons.get(usize::from(icon))).map(String::as_str)
}

/// The hint below a heading, which its fields are described by.
pub fn hint(words: &str) -> Html {
    element("div", attributes![("id", "hint")], vec![line("p", "hint", words)])
}

/// The ways to reach a service, each a link of its own. In a *main* card the first of them stands out (style/widget.css).
pub fn channels(scene: &Scene, service: &Service) -> Html {
    let ui = &scene.texts.ui;
    let url = service.url.map(|url| (fill(ui.open_site(), &[("site", site(url))]), url.to_owned()));
    let phone = service.phone.map(|phone| (fill(ui.call(), &[("phone", phone)]), tel(phone)));
    // No address of this page and no answer goes along.
    let links = url.into_iter().chain(phone).map(|(words, href)| {
        let attributes = attributes![
            ("key", &href),
            ("class", "button"),
            ("href", &href),
            ("rel", "noopener noreferrer"),
            ("referrerpolicy", "no-referrer"),
        ];
        element("a", attributes, vec![text(&words)])
    });
    let address = service.address.map(|address| [ui.visit(), " ", address].concat());
    element(
        "div",
        attributes![("class", "channels")],
        vec![
            element("div", attributes![("class", "row")], links.collect()),
            line("p", "address", &address.unwrap_or_default()),
        ],
    )
}
