//! The lines to copy, or what has to be put right first.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Element;
use yew::prelude::*;

use crate::{
    choices::Problem,
    parts::{Props, focus},
    snippet,
};

#[component]
pub fn Lines(props: &Props) -> Html {
    let facts = &props.facts;
    let (settings, problems) = props.choices.settle(facts);
    let said = use_state(|| None::<Said>);
    let presses = use_mut_ref(|| 0_u32);
    // Of other lines it is not true that they were copied.
    use_effect_with(settings.clone(), {
        let said = said.clone();
        move |_| said.set(None)
    });
    let say = {
        let said = said.setter();
        Callback::from(move |(of, outcome)| {
            let press = presses.borrow().wrapping_add(1);
            presses.replace(press);
            said.set(Some(Said { of, press, outcome }));
        })
    };
    let block = |class: &'static str, id: &'static str, name: &'static str, hint: Html, text: String| {
        let said = (*said).clone().filter(|said| said.of == id);
        html! { <Block key={id} {class} {id} {name} {hint} {text} {said} say={say.clone()} /> }
    };
    let policy = html! {
        <>
            { existing(&["script-src", "connect-src"]) }
            { " Styles, images, fonts and frames need nothing. If it lists " }<code>{ "trusted-types" }</code>
            { ", add " }<code>{ "weg-wijzer" }</code>{ " to them." }
        </>
    };
    let frame_policy = html! {
        <>
            { existing(&["frame-src"]) }
            { " The site of the folder must not forbid frames, by " }<code>{ "X-Frame-Options" }</code>{ " or " }
            <code>{ "frame-ancestors" }</code>{ "." }
        </>
    };
    let wrong = !problems.is_empty();
    html! {
        <>
            <div key="wrong" class="wrong" hidden={!wrong}>{ summary(&problems) }</div>
            <div key="lines" hidden={wrong}>
                <h3>{ "For a page that takes scripts" }</h3>
                <div class="lines">
                { block("block wide", "html", "Script and element", "Into the page, where the questions should come.".into(), snippet::html(&settings, facts)) }
                { block("block", "css", "Style", room(), snippet::css(&settings)) }
                { block("block", "policy", "Security policy", policy, snippet::policy(&settings)) }
                </div>
                <h3>{ "If your system strips scripts" }</h3>
                <p class="intro">{ "The same questions as a page of their own: in a frame, or behind a link. They have the look of Wegwijzer, and ask for the place." }</p>
                <div class="lines">
                { block("block wide", "frame", "Frame", "Its height is fixed, and what is higher scrolls inside it. On a phone nearly every screen is higher.".into(), snippet::frame(&settings)) }
                { block("block", "frame-policy", "Security policy for the frame", frame_policy, snippet::frame_policy(&settings)) }
                { block("block", "page", "Link", "Works everywhere.".into(), snippet::link(&settings)) }
                </div>
            </div>
        </>
    }
}

/// What is wrong, each with a way to its field. A link that the browser follows by itself would put the focus on no field.
fn summary(problems: &[Problem]) -> Html {
    let entries = problems.iter().map(|problem| {
        let field = problem.field;
        let onclick = Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            focus(field);
        });
        html! {
            <li key={field.id()}>
                <a href={format!("#{}", field.id())} {onclick}>{ field.label() }</a>{ ": " }{ problem.message.clone() }
            </li>
        }
    });
    html! {
        <>
            <h3>{ "Put this right first" }</h3>
            <ul>{ for entries }</ul>
        </>
    }
}

/// How words get into a policy that is there. Pasted behind it they would do nothing, or forbid what it allows.
fn existing(directives: &[&'static str]) -> Html {
    let named = directives.iter().enumerate().map(|(at, name)| {
        html! { <>{ if at > 0 { " and " } else { "" } }<code>{ *name }</code></> }
    });
    let named: Html = named.collect();
    html! {
        <>
            { "Only if your site sends a Content-Security-Policy. Put these words into the " }{ named.clone() }
            { " that your policy has; a second directive of the same name is ignored. If it has only " }
            <code>{ "default-src" }</code>{ ", first copy its values into a new " }{ named }{ "." }
        </>
    }
}

/// What the rule for the style sheet does, and where it has to be another.
fn room() -> Html {
    html! {
        <>
            { "Into a style sheet of the page. It keeps room for the questions, so that nothing jumps. In a narrow column of a wide page write " }
            <code>{ "min-block-size: 100em" }</code>{ "." }
        </>
    }
}

/// What became of a press of a button.
#[derive(Clone, PartialEq)]
struct Said {
    /// The id of the lines.
    of: &'static str,
    /// Which press it was: the same words once more are heard once more.
    press: u32,
    outcome: Outcome,
}

#[derive(Clone, Copy, PartialEq)]
enum Outcome {
    Copied,
    /// The browser gives no clipboard: the person has to press the keys.
    Selected,
    Neither,
}

#[derive(PartialEq, Properties)]
struct BlockProps {
    class: &'static str,
    id: &'static str,
    name: &'static str,
    hint: Html,
    text: String,
    /// If the last press was here.
    said: Option<Said>,
    /// Hears what became of copying.
    say: Callback<(&'static str, Outcome)>,
}

/// Lines, and a button that copies them.
#[component]
fn Block(props: &BlockProps) -> Html {
    let node = use_node_ref();
    let onclick = {
        let (node, id) = (node.clone(), props.id);
        let (text, say) = (props.text.clone(), props.say.clone());
        Callback::from(move |_: MouseEvent| {
            let (node, text, say) = (node.clone(), text.clone(), say.clone());
            spawn_local(async move {
                let outcome = if copied(&text).await {
                    Outcome::Copied
                } else if select(&node).is_ok() {
                    Outcome::Selected
                } else {
                    Outcome::Neither
                };
                say.emit((id, outcome));
            });
        })
    };
    html! {
        <section class={props.class} id={format!("lines-{}", props.id)}>
            <div class="block-head">
                <div class="block-title">
                    <h4>{ props.name }</h4>
                    // Always there, so that a screen reader hears what comes into it (WCAG 2.2, success criterion 4.1.3).
                    <p class="said" role="status">
                        { for props.said.iter().map(|said| html! { <span key={said.press}>{ told(said.outcome, props.name) }</span> }) }
                    </p>
                </div>
                <button type="button" {onclick}>{ "Copy" }<span class="unseen">{ format!(" {}", props.name) }</span></button>
            </div>
            <p class="hint">{ props.hint.clone() }</p>
            <pre ref={node}><code>{ props.text.clone() }</code></pre>
        </section>
    }
}

/// What became of it, in words. The name of the lines is beside it for who sees.
fn told(outcome: Outcome, name: &str) -> Html {
    match outcome {
        Outcome::Copied => html! { <>{ "Copied" }<span class="unseen">{ format!(": {name}") }</span></> },
        Outcome::Selected => {
            format!("Your browser does not let this page copy. Selected: {name}. Press Ctrl+C, or Command+C on a Mac.")
                .into()
        }
        Outcome::Neither => {
            format!("Your browser does not let this page copy. Select the lines of {name} yourself.").into()
        }
    }
}

/// Whether the browser took the text. It has no clipboard for a page that came over an unsafe connection.
async fn copied(text: &str) -> bool {
    let Some(navigator) = web_sys::window().map(|window| window.navigator()) else { return false };
    let there = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|clipboard| !clipboard.is_undefined());
    there && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

/// Selects the lines, so that a person can copy them.
fn select(node: &NodeRef) -> Result<(), JsValue> {
    let element = node.cast::<Element>().ok_or("the lines are gone")?;
    let selection = web_sys::window().ok_or("there is no window")?.get_selection()?;
    selection.ok_or("nothing can be selected")?.select_all_children(&element)
}
