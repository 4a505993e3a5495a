//! The configurator: an editor chooses, looks at the widget on a made-up page, and copies the lines for a page of their own.
//!
//! It is a wasm of its own, which the widget knows nothing of, and it uses `<weg-wijzer>` as any page does: by attributes
//! and custom properties. What was chosen is kept here; everything on the page follows from it. Three parts of
//! configurator.html are drawn with Yew. The made-up page stands beside them and not inside: the widget is made with Yew as
//! well, and two of them inside each other mix up their events.

mod choices;
mod colour;
mod contrast;
mod facts;
mod form;
mod lines;
mod parts;
mod preview;
mod snippet;

use std::{cell::RefCell, rc::Rc};

use wasm_bindgen::{JsValue, throw_str, throw_val};
use web_sys::{Document, Element};
use yew::{AppHandle, BaseComponent, Callback, Renderer};

use crate::{
    choices::Choices,
    facts::Facts,
    form::Form,
    lines::Lines,
    parts::Props,
    preview::{Preview, Scheme},
};

/// What the page is made of.
struct Page {
    props: Props,
    form: AppHandle<Form>,
    scheme: AppHandle<Scheme>,
    lines: AppHandle<Lines>,
    preview: Preview,
}

impl Page {
    fn draw(&mut self) {
        self.form.update(self.props.clone());
        self.scheme.update(self.props.clone());
        self.lines.update(self.props.clone());
        self.preview();
    }

    fn preview(&self) {
        let (settings, _) = self.props.choices.settle(&self.props.facts);
        if let Err(refused) = self.preview.show(&settings, self.props.choices.shown_dark()) {
            throw_val(refused);
        }
    }
}

fn main() {
    if let Err(problem) = start() {
        // For the console. The page itself says what to do when nothing comes.
        throw_str(&format!("the configurator does not run: {problem}"));
    }
}

fn start() -> Result<(), String> {
    let window = web_sys::window().ok_or("there is no window")?;
    let document = window.document().ok_or("there is no document")?;
    let facts = Facts::read(&found(&document, "#facts")?.text_content().unwrap_or_default())?;
    let address = |part: Result<String, JsValue>| part.map_err(|_| "the page has no address".to_owned());
    let (origin, path) = (address(window.location().origin())?, address(window.location().pathname())?);
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);

    let page: Rc<RefCell<Option<Page>>> = Rc::default();
    let act = Callback::from({
        let page = page.clone();
        move |change| {
            if let Some(page) = page.borrow_mut().as_mut() {
                page.props.choices.act(change, &page.props.facts);
                page.draw();
            }
        }
    });
    let props = Props { facts: Rc::new(facts), choices: Choices::at(&format!("{origin}{folder}/")), act };
    let whole = Page {
        preview: Preview::find(&document)?,
        form: drawn(&document, "#choices", &props)?,
        scheme: drawn(&document, "#scheme", &props)?,
        lines: drawn(&document, "#lines", &props)?,
        props,
    };
    whole.preview();
    *page.borrow_mut() = Some(whole);
    Ok(())
}

fn found(document: &Document, css: &str) -> Result<Element, String> {
    document.query_selector(css).ok().flatten().ok_or(format!("there is no {css} on the page"))
}

/// A part of the page, in the place of what stands there.
fn drawn<C: BaseComponent<Properties = Props>>(
    document: &Document,
    css: &str,
    props: &Props,
) -> Result<AppHandle<C>, String> {
    Ok(Renderer::<C>::with_root_and_props(found(document, css)?, props.clone()).render())
}
