//! A partner's page that is itself made with Yew. It counts the clicks on its own button and on everything around the
//! widget: a click inside the widget must count as neither, although both applications number their listeners from 1 and
//! keep the numbers on the elements.

use wasm_bindgen::prelude::wasm_bindgen;
use yew::{Html, Renderer, function_component, html, use_state};

/// The page.
#[function_component]
fn Page() -> Html {
    let pressed = use_state(|| 0);
    let ticked = use_state(|| 0);
    let on_press = {
        let pressed = pressed.clone();
        move |_| pressed.set(*pressed + 1)
    };
    let on_tick = {
        let ticked = ticked.clone();
        move |_| ticked.set(*ticked + 1)
    };
    html! {
        <main>
            <h1>{ "A page made with Yew" }</h1>
            <p><button id="press" onclick={on_press}>{ "Pressed " }<output id="pressed">{ *pressed }</output>{ " times" }</button></p>
            <p><label><input id="tick" type="checkbox" onchange={on_tick} />{ " Ticked " }<output id="ticked">{ *ticked }</output>{ " times" }</label></p>
            <weg-wijzer pack="nl" lang="nl" shadow="closed" loading="eager">
                <p>{ "Werkcentrum: voor iedereen met een vraag over werk of leren." }</p>
            </weg-wijzer>
        </main>
    }
}

/// Draws the page.
#[wasm_bindgen(start)]
pub fn start() {
    Renderer::<Page>::new().render();
}
