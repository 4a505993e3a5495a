//! The widget as a whole: header, screen, footer; where the focus goes; which events leave.

use web_sys::{HtmlElement, HtmlSelectElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use wegwijzer_core::{Place, Texts, Walk};
use yew::prelude::*;

use crate::{
    content::{Content, Emit},
    screens,
    state::{Action, Aside, State, View},
};

#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    pub content: Content,
    pub preset: Option<Place>,
    pub heading_level: u8,
    pub emit: Emit,
}

/// What every screen is drawn from.
pub struct Scene<'a> {
    pub state: &'a State,
    pub content: &'a Content,
    pub texts: &'a Texts,
    pub walk: &'a Walk,
    pub act: &'a Callback<Action>,
    pub heading_level: u8,
    /// The heading of the screen, which takes the focus after a step.
    pub heading: NodeRef,
    /// The summary of errors, which takes the focus after a failed "continue".
    pub summary: NodeRef,
    /// The first field of the screen, where the summary leads.
    pub field: NodeRef,
}

impl Scene<'_> {
    pub fn on<E: 'static>(&self, action: impl Fn() -> Action + 'static) -> Callback<E> {
        self.act.reform(move |_| action())
    }

    /// The heading of a screen. Not a tab stop, but a place that the focus can be put.
    pub fn heading(&self, text: &str) -> Html {
        html! {
            <@{level(self.heading_level)} class="heading" tabindex="-1" ref={self.heading.clone()}>{ text }</@>
        }
    }

    /// The heading of a part of a screen, `below` levels further down.
    pub fn subheading(&self, below: u8, class: &'static str, text: &str) -> Html {
        html! { <@{level(self.heading_level + below)} class={class}>{ text }</@> }
    }

    pub fn link_button(&self, text: &str, action: Action) -> Html {
        let name = action_name(&action);
        html! {
            <button type="button" class="link" data-action={name} onclick={self.on(move || action.clone())}>{ text }</button>
        }
    }
}

/// The documented name of what a button does, for tests.
fn action_name(action: &Action) -> Option<&'static str> {
    Some(match action {
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
        _ => return None,
    })
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

#[function_component]
pub fn Widget(props: &Props) -> Html {
    let pack = props.content.pack.clone();
    let preset = props.preset;
    let state = use_reducer(|| State::new(pack, preset));
    let heading = use_node_ref();
    let summary = use_node_ref();
    let field = use_node_ref();

    let act = {
        let dispatcher = state.dispatcher();
        use_callback((), move |action: Action, ()| dispatcher.dispatch(action))
    };

    {
        let act = act.clone();
        use_effect_with(preset, move |&preset| act.emit(Action::Preset(preset)));
    }
    {
        // Never on the first render: then the reader is elsewhere on the page.
        let (heading, emit) = (heading.clone(), props.emit.clone());
        let is_result = state.view == View::Result && state.aside.is_none();
        use_effect_with(state.step, move |&step| {
            if step == 0 {
                emit.emit("shown", 0);
            } else {
                focus(&heading);
                emit.emit("step", step);
                if is_result {
                    emit.emit("result", 0);
                }
            }
        });
    }
    {
        let emit = props.emit.clone();
        use_effect_with(state.answers.is_empty(), move |&empty| {
            if !empty {
                emit.emit("start", 0);
            }
        });
    }
    {
        let summary = summary.clone();
        use_effect_with(state.failures, move |&failures| {
            if failures > 0 {
                focus(&summary);
            }
        });
    }

    let Some(texts) = props.content.texts(state.language) else { return Html::default() };
    let walk = state.walk();
    let scene = Scene {
        state: &state,
        content: &props.content,
        texts: &texts,
        walk: &walk,
        act: &act,
        heading_level: props.heading_level,
        heading,
        summary,
        field,
    };
    let direction = if ["ar", "fa", "he", "ur"].contains(&&texts.language[..2]) { "rtl" } else { "ltr" };
    html! {
        <div class="widget" lang={texts.language.clone()} dir={direction} data-language={texts.language.clone()}
            data-screen={screens::name(&state)}>
            { header(&scene) }
            <div class="body" part="body">
                <p class="status" role="status">{ if state.deleted { texts.ui.deleted.as_str() } else { "" } }</p>
                { screens::show(&scene) }
            </div>
            { footer(&scene) }
        </div>
    }
}

/// Puts the focus on an element, and scrolls no further than it takes to see it: what is in view stays where it is.
/// `scroll-margin` keeps clear of a sticky header of the host.
pub fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<HtmlElement>() {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        // An element that is gone by now needs no focus.
        let _ = element.focus_with_options(&options);
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

fn header(scene: &Scene) -> Html {
    let ui = &scene.texts.ui;
    let shown = &scene.texts.language;
    let options: Html = scene
        .content
        .languages()
        .map(|(index, texts)| {
            html! {
                <option key={index} value={index.to_string()} lang={texts.language.clone()} selected={texts.language == *shown}>
                    { &texts.ui.language_name }
                </option>
            }
        })
        .collect();
    let onchange = scene.act.reform(|event: Event| {
        let index = event.target_unchecked_into::<HtmlSelectElement>().value().parse();
        Action::Language(index.unwrap_or(0))
    });
    html! {
        <div class="top" part="header">
            <span class="sign">
                <svg viewBox="0 0 24 24" aria-hidden="true">
                    <path d="M11 2h2v2h6l3 3-3 3h-6v2h7v6H6l-3-3 3-3h5v-2H4V4h7zM11 18h2v4h-2z" />
                </svg>
                { &ui.name }
            </span>
            <select class="language" aria-label={ui.language.clone()} {onchange}>{ options }</select>
        </div>
    }
}

fn footer(scene: &Scene) -> Html {
    let ui = &scene.texts.ui;
    html! {
        <div class="foot" part="footer">
            { scene.link_button(&ui.talk, Action::Open(Aside::Talk)) }
            { scene.link_button(&ui.about, Action::Open(Aside::About)) }
            { scene.link_button(&ui.delete, Action::Delete) }
        </div>
    }
}
