//! The widget as a whole: header, screen, footer; where the focus goes; which events leave.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlSelectElement, ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition};
use wegwijzer_core::{Place, Texts, Walk};
use yew::{
    html::Scope,
    prelude::*,
    virtual_dom::{Listener, ListenerKind},
};

use crate::{
    content::{Content, Emit},
    dom::{attributes, element, line, live_element, text, yes},
    listener::listener,
    screens,
    state::{Action, Aside, Keeping, State, View},
};

#[derive(Clone, Default, PartialEq, Properties)]
pub struct Props {
    pub content: Content,
    pub preset: Option<Place>,
    pub heading_level: u8,
    /// What the browser tab has kept; `None`: it is to keep nothing.
    pub kept: Option<String>,
    pub emit: Emit,
}

/// What every screen is drawn from.
pub struct Scene<'a> {
    pub state: &'a State,
    pub content: &'a Content,
    pub texts: &'a Texts,
    pub walk: &'a Walk,
    pub scope: &'a Scope<Widget>,
    pub heading_level: u8,
    pub nodes: &'a Nodes,
}

/// What the focus is put on.
#[derive(Default)]
pub struct Nodes {
    /// The heading of the screen, which takes the focus after a step.
    pub heading: NodeRef,
    /// The summary of errors, which takes the focus after a failed "continue".
    pub summary: NodeRef,
    /// The first field of the screen, where the summary leads.
    pub field: NodeRef,
    /// What is said of keeping the answers, which takes the focus of its button.
    pub kept: NodeRef,
}

impl Scene<'_> {
    /// Does the same whatever the event holds.
    pub fn on(&self, event: ListenerKind, action: Action) -> Rc<dyn Listener> {
        self.listen(event, move |_| Some(action.clone()))
    }

    /// Draws where the action leads while its button is held, which a finger does for a tenth of a second: see
    /// docs/decisions/0012-drawn-ahead.md.
    pub fn press(&self, action: Action) -> Rc<dyn Listener> {
        self.on(ListenerKind::onpointerdown, Action::Press(Box::new(action)))
    }

    /// Does what is made of the event.
    pub fn listen(&self, event: ListenerKind, action: impl Fn(Event) -> Option<Action> + 'static) -> Rc<dyn Listener> {
        listener(self.scope, event, action)
    }

    /// The heading of a screen. Not a tab stop, but a place that the focus can be put.
    pub fn heading(&self, words: &str) -> Html {
        let attributes = attributes![("class", "heading"), ("tabindex", "-1")];
        live_element(level(self.heading_level), attributes, &self.nodes.heading, &[], vec![text(words)])
    }

    /// The heading of a part of a screen, `below` levels further down.
    pub fn subheading(&self, below: u8, class: &'static str, text: &str) -> Html {
        line(level(self.heading_level.saturating_add(below)), class, text)
    }

    /// A button that looks like a link, because it leads away from the one clear action of the screen.
    pub fn link_button(&self, words: &str, action: Action) -> Html {
        self.button("link", action, vec![text(words)])
    }

    pub fn button(&self, class: &'static str, action: Action, children: Vec<Html>) -> Html {
        let attributes = attributes![("type", "button"), ("class", class), ("data-action", action_name(&action))];
        let press = self.press(action.clone());
        let click = self.on(ListenerKind::onclick, action);
        live_element("button", attributes, &NodeRef::default(), &[press, click], children)
    }
}

/// The documented name of what a button does, for tests.
fn action_name(action: &Action) -> &'static str {
    match action {
        Action::Skip => "skip",
        Action::Back => "back",
        Action::ShowRegions => "list",
        Action::ShowTyping => "type",
        Action::Change(_) => "change",
        Action::ShowReview => "review",
        Action::ShowResult => "result",
        Action::Open(Aside::Talk) => "talk",
        Action::Open(Aside::About) => "about",
        Action::Close => "close",
        Action::Delete => "delete",
        Action::Forget => "forget",
        _ => "",
    }
}

/// The element of a heading.
pub fn level(level: u8) -> &'static str {
    match level {
        0 | 1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}

/// The component: state, and what it looked like when it was last on the screen.
pub struct Widget {
    state: State,
    nodes: Nodes,
    /// What the tab keeps, as far as the loader has been told.
    kept_text: String,
    /// The counters of the state for which the focus has been put and events have left.
    seen: Seen,
}

#[derive(Clone, Copy)]
struct Seen {
    shown: bool,
    step: u32,
    failures: u32,
    started: bool,
    keeping: Keeping,
}

impl Component for Widget {
    type Message = Action;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let props = ctx.props();
        let state = State::new(props.content.pack.clone(), props.preset, props.kept.as_deref());
        Widget {
            // Answers that the tab has kept were given, and told, before.
            seen: Seen {
                shown: false,
                step: 0,
                failures: 0,
                started: !state.answers.is_empty(),
                keeping: state.keeping,
            },
            state,
            nodes: Nodes::default(),
            kept_text: props.kept.clone().unwrap_or_default(),
        }
    }

    fn update(&mut self, _: &Context<Self>, action: Action) -> bool {
        self.state.act(action);
        true
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        let new = ctx.props();
        if old.emit == new.emit {
            self.state.refresh(new.content.pack.clone(), new.preset);
        } else {
            // Another widget moves in, or this one moved out (see `App::destroy`): nothing of the last may stay.
            *self = <Self as Component>::create(ctx);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let Some(texts) = props.content.texts(self.state.language) else { return Html::default() };
        let walk = self.state.walk();
        let scene = Scene {
            state: &self.state,
            content: &props.content,
            texts: &texts,
            walk: &walk,
            scope: ctx.link(),
            heading_level: props.heading_level,
            nodes: &self.nodes,
        };
        let deleted = if self.state.deleted { texts.ui.deleted() } else { "" };
        let status =
            element("p", attributes![("key", "status"), ("class", "status"), ("role", "status")], vec![text(deleted)]);
        let mut body = vec![status, screen(&scene, "screen")];
        if let Some(ahead) = self.state.ahead() {
            let walk = ahead.walk();
            body.push(screen(&Scene { state: &ahead, walk: &walk, nodes: &Nodes::default(), ..scene }, "screen ahead"));
        }
        let attributes = attributes![
            ("class", "widget"),
            ("lang", &*texts.language),
            ("dir", texts.ui.direction().as_str()),
            ("data-language", &*texts.language),
            ("data-screen", screens::name(&self.state)),
        ];
        element(
            "div",
            attributes,
            vec![
                header(&scene),
                element("div", attributes![("class", "body"), ("part", "body")], body),
                footer(&scene),
            ],
        )
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        let emit = &ctx.props().emit;
        let now = Seen {
            shown: ctx.props().content.texts(None).is_some(),
            step: self.state.step,
            failures: self.state.failures,
            started: self.seen.started || !self.state.answers.is_empty(),
            keeping: self.state.keeping,
        };
        let before = std::mem::replace(&mut self.seen, now);
        if now.shown && !before.shown {
            // The focus stays where it is: the reader is elsewhere on the page.
            emit.emit("shown", 0);
        }
        if now.started && !before.started {
            emit.emit("start", 0);
        }
        if let Some(text) = self.state.kept().filter(|text| *text != self.kept_text) {
            emit.keep(&text);
            self.kept_text = text;
        }
        if now.keeping != before.keeping {
            // The button that was pressed is gone. Nothing moves: the words are where it was.
            focus_in_place(&self.nodes.kept);
        }
        if now.failures != before.failures {
            focus(&self.nodes.summary);
        }
        if now.step != before.step {
            focus(&self.nodes.heading);
            emit.emit("step", now.step);
        }
        let is_new = now.step != before.step || now.shown != before.shown;
        if is_new && self.state.view == View::Result && self.state.aside.is_none() {
            emit.emit("result", 0);
        }
    }
}

/// Puts the focus on an element and its top in view. At once: a host's smooth scrolling, or one that is still under way,
/// must not carry the heading off the screen. `scroll-margin` keeps clear of a sticky header of the host.
pub fn focus(node: &NodeRef) {
    if let Some(element) = focus_in_place(node) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Start);
        options.set_behavior(ScrollBehavior::Instant);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

fn focus_in_place(node: &NodeRef) -> Option<HtmlElement> {
    let element = node.cast::<HtmlElement>()?;
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    // An element that is gone by now needs no focus.
    let _ = element.focus_with_options(&options);
    Some(element)
}

/// A screen. The key is its step, so that one that was drawn ahead is taken as it is when its step comes.
fn screen(scene: &Scene, class: &'static str) -> Html {
    let key = scene.state.step.to_string();
    element("div", attributes![("key", &key), ("class", class)], vec![screens::show(scene)])
}

fn header(scene: &Scene) -> Html {
    let ui = &scene.texts.ui;
    let shown = &scene.texts.language;
    let options = scene.content.languages().map(|(index, texts)| {
        let language = &texts.language;
        option(&index.to_string(), language, language == shown, texts.ui.language_name())
    });
    let change =
        scene.listen(ListenerKind::onchange, |event| Some(Action::Language(chosen_index(&event).unwrap_or(0))));
    let attributes = attributes![("class", "language"), ("aria-label", ui.language())];
    let language = live_element("select", attributes, &NodeRef::default(), &[change], options.collect());
    let path = "M11 2h2v2h6l3 3-3 3h-6v2h7v6H6l-3-3 3-3h5v-2H4V4h7zM11 18h2v4h-2z";
    element(
        "div",
        attributes![("class", "top"), ("part", "header")],
        vec![
            element("span", attributes![("class", "sign")], vec![drawing("sign-icon", path), text(ui.name())]),
            language,
        ],
    )
}

/// An option of a select, by its index.
pub fn option(index: &str, language: &str, selected: bool, words: &str) -> Html {
    let attributes = attributes![("key", index), ("value", index), ("lang", language), ("selected", yes(selected))];
    element("option", attributes, vec![text(words)])
}

/// The index of the option that is chosen in a select.
pub fn chosen_index(change: &Event) -> Option<usize> {
    change.target()?.unchecked_into::<HtmlSelectElement>().value().parse().ok()
}

/// A drawing of 24 by 24. It adds nothing that the words do not say.
pub fn drawing(class: &'static str, path: &str) -> Html {
    let path = element("path", attributes![("d", path)], Vec::new());
    element("svg", attributes![("class", class), ("viewBox", "0 0 24 24"), ("aria-hidden", "true")], vec![path])
}

fn footer(scene: &Scene) -> Html {
    let ui = &scene.texts.ui;
    element(
        "div",
        attributes![("class", "foot"), ("part", "footer")],
        vec![
            scene.link_button(ui.talk(), Action::Open(Aside::Talk)),
            scene.link_button(ui.about(), Action::Open(Aside::About)),
            scene.link_button(ui.delete(), Action::Delete),
        ],
    )
}
