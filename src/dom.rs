//! Elements without `html!`: the macro writes out every element in full, which for the many elements of the screens is a
//! fifth of the wasm. Fields whose value Yew controls are still written with `html!`.

use std::rc::Rc;

use yew::{
    AttrValue, Callback, Html, MouseEvent, NodeRef,
    html::onclick,
    virtual_dom::{Key, Listener, VTag, VText},
};

/// An element. An attribute without a value is left out; `key` is Yew's key.
///
/// The children of one element are either always as many, or all of them have a key.
pub fn element(tag: &'static str, attributes: &[(&'static str, &str)], children: Vec<Html>) -> Html {
    live_element(tag, attributes, &NodeRef::default(), &[], children)
}

/// An element that can be found again, or that listens.
pub fn live_element(
    tag: &'static str,
    attributes: &[(&'static str, &str)],
    node: &NodeRef,
    listeners: &[Rc<dyn Listener>],
    children: Vec<Html>,
) -> Html {
    let mut element = VTag::new(tag);
    element.node_ref = node.clone();
    for &(name, value) in attributes {
        if name == "key" {
            element.key = Some(Key::from(value));
        } else if !value.is_empty() {
            element.add_attribute(name, AttrValue::from(value.to_owned()));
        }
    }
    element.set_listeners(listeners.iter().cloned().map(Some).collect());
    element.add_children(children);
    element.into()
}

/// What an element does on a click.
pub fn on_click(does: Callback<MouseEvent>) -> Rc<dyn Listener> {
    Rc::new(onclick::Wrapper::new(does))
}

/// A text.
pub fn text(words: &str) -> Html {
    VText::new(words.to_owned()).into()
}

/// A text in an element of its own; without words it is there but hidden, so that its neighbours stay what they are.
pub fn line(tag: &'static str, class: &'static str, words: &str) -> Html {
    let hidden = if words.is_empty() { "hidden" } else { "" };
    element(tag, &[("class", class), ("hidden", hidden)], vec![text(words)])
}
