//! The widget: shows a pack's questions and results in an element that the loader gives it.
//!
//! It promises: no request, no storage, no change outside that element. Bytes come in through [`mount`], [`App::add_places`]
//! and [`App::add_language`], names of events go out through a callback, answers only if the loader asks to keep them in the
//! browser tab, and nothing else crosses the border to JavaScript, but a line on the console for a region that the pack does
//! not know.

mod app;
mod content;
mod dom;
mod listener;
mod screens;
mod state;
mod words;

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;
use wegwijzer_core::file::FileError;
use yew::{AppHandle, Renderer};

use crate::{
    app::{Props, Widget},
    content::{Content, Emit},
};

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

thread_local! {
    /// One instance runs all widgets of a page; a panic ends it, so all of them must hear of it.
    static LISTENERS: RefCell<Vec<js_sys::Function>> = const { RefCell::new(Vec::new()) };

    /// Roots of widgets that were taken down, each empty and out of the page. Yew never lets go of a root and of the
    /// listeners on it, so the next widget moves in: a page that puts widgets up and takes them down for ever keeps no more
    /// of them than it once had at the same time.
    static VACANT: RefCell<Vec<(AppHandle<Widget>, HtmlElement)>> = const { RefCell::new(Vec::new()) };
}

/// One widget on the page. The loader keeps it for as long as its element is connected.
#[wasm_bindgen]
pub struct App {
    handle: AppHandle<Widget>,
    root: HtmlElement,
    props: Props,
    structure: Box<[u8]>,
    /// What the host page gives, which means something once the places are there.
    region: Option<String>,
}

/// Puts a widget into `root`, which must be empty and the loader's own.
///
/// `structure`, `places` and `texts` are the bytes of pack files. The first question needs no places, unless the page has a
/// `region` or something was `kept`; without them, [`App::add_places`] is to follow. `region` is a region's or municipality's
/// code that the host page gives. `kept` is what the browser tab has kept of an earlier `keep`, however old or broken; without
/// it nothing is to be kept. `emit`, a function of this widget alone, is called with the name of an event (without
/// `weg-wijzer-`) and a number. `keep` alone is followed by a text, which is to be kept instead of what was; an empty one is to
/// be forgotten.
///
/// # Errors
/// One English sentence, for the console: a file that cannot be used and why.
#[wasm_bindgen]
#[expect(clippy::too_many_arguments, reason = "JavaScript calls it, and a struct would be a class there")]
pub fn mount(
    root: HtmlElement,
    structure: Box<[u8]>,
    places: Option<Box<[u8]>>,
    texts: &[u8],
    region: Option<String>,
    heading_level: u8,
    kept: Option<String>,
    emit: js_sys::Function,
) -> Result<App, JsError> {
    yew::set_custom_panic_hook(Box::new(|_| {
        LISTENERS.with_borrow(|all| {
            for listener in all {
                // Whether the host's listener fails is the host's affair.
                let _ = listener.call2(&JsValue::NULL, &"error".into(), &0.into());
            }
        });
    }));

    let content = Content::new(&structure, places.as_deref(), texts).map_err(told)?;
    LISTENERS.with_borrow_mut(|all| all.push(emit.clone()));
    let props = Props {
        preset: content.preset(region.as_deref()),
        content,
        heading_level: heading_level.clamp(1, 6),
        kept,
        emit: Emit(emit),
    };
    let vacant = VACANT.with_borrow_mut(Vec::pop);
    let (handle, root) = if let Some((mut handle, vacant)) = vacant {
        // Cannot fail: `root` is new and empty.
        let _ = root.append_child(&vacant);
        handle.update(props.clone());
        (handle, vacant)
    } else {
        (Renderer::<Widget>::with_root_and_props(root.clone().into(), props.clone()).render(), root)
    };
    Ok(App { handle, root, props, structure, region })
}

fn told(error: FileError) -> JsError {
    JsError::new(&error.message())
}

#[wasm_bindgen]
impl App {
    /// Adds the places of the pack. What was answered stays.
    ///
    /// # Errors
    /// As [`mount`].
    pub fn add_places(&mut self, places: &[u8]) -> Result<(), JsError> {
        self.props.content = self.props.content.with_places(&self.structure, places).map_err(told)?;
        self.take_preset();
        Ok(())
    }

    /// Adds a further language.
    ///
    /// # Errors
    /// As [`mount`].
    pub fn add_language(&mut self, texts: &[u8]) -> Result<(), JsError> {
        let content = self.props.content.with_texts(&self.structure, texts).map_err(told)?;
        self.change(|props| props.content = content);
        Ok(())
    }

    /// Shows a language, unless the person has chosen one.
    pub fn set_language(&mut self, tag: &str) {
        self.change(|props| props.content = props.content.in_language(tag));
    }

    /// Takes another region from the host page. The same again is nothing new, and no reason to warn of it again.
    pub fn set_region(&mut self, region: Option<String>) {
        if region != self.region {
            self.region = region;
            self.take_preset();
        }
    }

    /// Fits the headings to the page.
    pub fn set_heading_level(&mut self, level: u8) {
        self.change(|props| props.heading_level = level.clamp(1, 6));
    }

    /// Takes the widget down: what was answered is gone, and nothing of the host page is held.
    pub fn destroy(mut self) {
        LISTENERS.with_borrow_mut(|all| all.retain(|listener| *listener != self.props.emit.0));
        self.change(|props| *props = Props::default());
        VACANT.with_borrow_mut(|all| all.push((self.handle, self.root)));
    }

    fn take_preset(&mut self) {
        let preset = self.props.content.preset(self.region.as_deref());
        self.change(|props| props.preset = preset);
    }

    fn change(&mut self, change: impl FnOnce(&mut Props)) {
        change(&mut self.props);
        self.handle.update(self.props.clone());
    }
}

/// The stylesheet of the widget, for the loader to adopt.
#[wasm_bindgen]
pub fn css() -> String {
    include_str!(concat!(env!("OUT_DIR"), "/widget.css")).to_owned()
}
