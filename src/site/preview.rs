//! The made-up page: puts on its element what was chosen, as the snippet would, and takes on the editor's own colours.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, HtmlElement};
use yew::prelude::*;

use crate::{
    choices::{Change, Settings, Theme},
    contrast::{DARK, LIGHT},
    parts::{Props, set},
};

/// The attributes that can be chosen.
const ATTRIBUTES: [&str; 5] = ["pack", "lang", "region", "heading-level", "theme"];

pub struct Preview {
    page: HtmlElement,
    element: HtmlElement,
}

impl Preview {
    /// The made-up page of a document.
    ///
    /// # Errors
    /// What of it is missing.
    pub fn find(document: &Document) -> Result<Preview, String> {
        let find = |css| {
            let found = document.query_selector(css).ok().flatten();
            found.and_then(|found| found.dyn_into().ok()).ok_or(format!("there is no {css} on the page"))
        };
        Ok(Preview { page: find("#page")?, element: find("#page weg-wijzer")? })
    }

    /// Shows settings on a page that is light or dark.
    ///
    /// # Errors
    /// What the browser refused.
    pub fn show(&self, settings: &Settings, dark: bool) -> Result<(), JsValue> {
        let (theme, brand) = match dark {
            true => (Theme::Dark, settings.dark_brand.unwrap_or(DARK.brand)),
            false => (Theme::Light, settings.brand.unwrap_or(LIGHT.brand)),
        };
        self.page.set_attribute("data-scheme", theme.id())?;
        set(&self.page, "--their-brand", Some(&brand.to_string()));

        // Without a language of its own the element speaks that of the page around it: taken to be the first of the pack.
        if let Some(around) = self.element.parent_element() {
            around.set_attribute("lang", &settings.page_language)?;
        }
        let shown = Settings { theme, ..settings.clone() };
        let wanted = shown.attributes();
        for name in ATTRIBUTES {
            let value = wanted.iter().find(|(other, _)| *other == name).map(|(_, value)| value.as_str());
            if self.element.get_attribute(name).as_deref() != value {
                match value {
                    Some(value) => self.element.set_attribute(name, value)?,
                    None => self.element.remove_attribute(name)?,
                }
            }
        }
        for (property, value) in settings.properties() {
            set(&self.element, property, value.as_deref());
        }
        Ok(())
    }
}

/// Light or dark, where the widget can be both.
#[component]
pub fn Scheme(props: &Props) -> Html {
    let dark = props.choices.shown_dark();
    if props.choices.theme != Theme::Auto {
        let words = if dark { "Always dark, as you chose." } else { "Always light, as you chose." };
        return html! { <p key="words" class="hint">{ words }</p> };
    }
    let choice = |dark_one: bool, id: &'static str, words: &'static str| {
        let onchange = props.on(move |_: Event| Some(Change::SeenDark(dark_one)));
        html! {
            <label class="choice">
                <input type="radio" name="scheme" {id} checked={dark == dark_one} {onchange} />{ words }
            </label>
        }
    };
    html! {
        <fieldset key="choice" class="scheme">
            <legend>{ "Device of the visitor" }</legend>
            { choice(false, "scheme-light", "Light") }
            { choice(true, "scheme-dark", "Dark") }
        </fieldset>
    }
}
