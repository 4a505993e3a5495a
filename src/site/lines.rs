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
    let said = use_state(AttrValue::default);
    // Of other lines it is not true that they were copied.
    use_effect_with(settings.clone(), {
        let said = said.clone();
        move |_| said.set(AttrValue::default())
    });
    let block = |class: &'static str, id: &'static str, name: &'static str, hint: &'static str, text: String| {
        html! { <Block key={id} {class} {id} {name} {hint} {text} said={said.setter()} /> }
    };
    let wrong = !problems.is_empty();
    html! {
        <>
            <div key="wrong" class="wrong" hidden={!wrong}>{ summary(&problems) }</div>
            <div key="lines" hidden={wrong}>
                <h3>{ "For a page that takes scripts" }</h3>
                <div class="lines">
                { block("block wide", "html", "Script and element", "Into the page, where the questions should come.", snippet::html(&settings, facts)) }
                { block("block", "css", "Style", "Into a style sheet of the page. It keeps room for the questions, so that nothing jumps.", snippet::css(&settings)) }
                { block("block", "policy", "Security policy", "Only if your site sends a Content-Security-Policy: add this to it. Styles, images, fonts and frames need nothing. If it lists trusted-types, add weg-wijzer to them.", snippet::policy(&settings)) }
                </div>
                <h3>{ "If your system strips scripts" }</h3>
                <p class="intro">{ "The same questions as a page of their own: in a frame, or behind a link. They have the look of Wegwijzer, and ask for the place." }</p>
                <div class="lines">
                { block("block wide", "frame", "Frame", "Its height is fixed: make it so high that the longest result fits, or it scrolls by itself.", snippet::frame(&settings)) }
                { block("block", "frame-policy", "Security policy for the frame", "Only if your site sends a Content-Security-Policy.", snippet::frame_policy(&settings)) }
                { block("block", "page", "Link", "Works everywhere.", snippet::link(&settings)) }
                </div>
            </div>
            <p key="said" class="said" role="status">{ (*said).clone() }</p>
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
            <h3>{ "First put this right" }</h3>
            <ul>{ for entries }</ul>
        </>
    }
}

#[derive(PartialEq, Properties)]
struct BlockProps {
    class: &'static str,
    id: &'static str,
    name: &'static str,
    hint: &'static str,
    text: String,
    /// Hears what became of copying.
    said: UseStateSetter<AttrValue>,
}

/// Lines, and a button that copies them.
#[component]
fn Block(props: &BlockProps) -> Html {
    let node = use_node_ref();
    let onclick = {
        let (node, name, text, said) = (node.clone(), props.name, props.text.clone(), props.said.clone());
        Callback::from(move |_: MouseEvent| {
            let (node, text, said) = (node.clone(), text.clone(), said.clone());
            spawn_local(async move {
                let words = if copied(&text).await {
                    format!("Copied: {name}.")
                } else if select(&node).is_ok() {
                    format!(
                        "Your browser does not let this page copy. Selected: {name}. Press Ctrl+C, or Command+C on a Mac."
                    )
                } else {
                    format!("Your browser does not let this page copy. Select the lines of {name} yourself.")
                };
                said.set(words.into());
            });
        })
    };
    html! {
        <section class={props.class} id={format!("lines-{}", props.id)}>
            <div class="block-head">
                <h4>{ props.name }</h4>
                <button type="button" {onclick}>{ "Copy" }<span class="unseen">{ format!(" {}", props.name) }</span></button>
            </div>
            <p class="hint">{ props.hint }</p>
            <pre ref={node}><code>{ props.text.clone() }</code></pre>
        </section>
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
