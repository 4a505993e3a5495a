//! What the form and the lines to copy have in common: their properties, and small pieces of a page.

use std::rc::Rc;

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::{
    choices::{Change, Choices, Field},
    colour::Colour,
    facts::Facts,
};

/// What every part of the page is drawn from.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    pub facts: Rc<Facts>,
    pub choices: Choices,
    pub act: Callback<Change>,
}

impl Props {
    /// Does a change that follows from an event.
    pub fn on<E: 'static>(&self, change: impl Fn(E) -> Option<Change> + 'static) -> Callback<E> {
        let act = self.act.clone();
        Callback::from(move |event| {
            if let Some(change) = change(event) {
                act.emit(change);
            }
        })
    }
}

/// Puts the focus on a field, wherever on the page it is.
pub fn focus(field: Field) {
    let document = web_sys::window().and_then(|window| window.document());
    let element = document.and_then(|document| document.get_element_by_id(field.id()));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // A field that has just gone needs no focus.
        let _ = element.focus();
    }
}

/// What a country is called in English, by the names that browsers bring along; none from a browser that knows no such name.
///
/// Source: Unicode CLDR, through `Intl.DisplayNames` (ECMA-402, section 12).
pub fn country(code: &str) -> Option<String> {
    let get = |of: &wasm_bindgen::JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    let names: Function = get(&get(&js_sys::global(), "Intl")?, "DisplayNames")?.dyn_into().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &"region".into()).ok()?;
    let names = Reflect::construct(&names, &Array::of2(&Array::of1(&"en".into()), &options)).ok()?;
    let of: Function = get(&names, "of")?.dyn_into().ok()?;
    of.call1(&names, &code.into()).ok()?.as_string()
}

#[derive(PartialEq, Properties)]
pub struct SampleProps {
    pub front: Colour,
    pub back: Colour,
}

/// Two letters in one colour on another. They are set from here, because a policy refuses them as an attribute.
#[component]
pub fn Sample(props: &SampleProps) -> Html {
    let node = use_node_ref();
    use_effect_with((node.clone(), props.front, props.back), |(node, front, back)| {
        if let Some(element) = node.cast::<HtmlElement>() {
            set(&element, "color", Some(&front.to_string()));
            set(&element, "background-color", Some(&back.to_string()));
        }
    });
    html! { <span ref={node} class="sample" aria-hidden="true">{ "Aa" }</span> }
}

/// Sets a property of an element's style, or takes it away.
pub fn set(element: &HtmlElement, property: &str, value: Option<&str>) {
    let style = element.style();
    // Both are refused only of a style that cannot be written, which is that of no element on a page.
    let _ = match value {
        Some(value) => style.set_property(property, value),
        None => style.remove_property(property).map(drop),
    };
}
