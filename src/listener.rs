//! Listens to an element and tells the widget which action an event asks for.
//!
//! One type for all events: `Scope::callback` and yew's own listeners are compiled anew for each closure, and the widget has
//! more than twenty of them.

use std::rc::Rc;

use web_sys::Event;
use yew::{
    html::Scope,
    virtual_dom::{Listener, ListenerKind},
};

use crate::{app::Widget, state::Action};

struct ActionListener {
    event: ListenerKind,
    scope: Scope<Widget>,
    action: Box<dyn Fn(Event) -> Option<Action>>,
}

impl Listener for ActionListener {
    fn kind(&self) -> ListenerKind {
        self.event.clone()
    }

    fn handle(&self, event: Event) {
        if let Some(action) = (self.action)(event) {
            self.scope.send_message(action);
        }
    }

    fn passive(&self) -> bool {
        false
    }
}

/// A listener that does what `action` makes of the event, if it makes anything of it.
pub fn listener(
    scope: &Scope<Widget>,
    event: ListenerKind,
    action: impl Fn(Event) -> Option<Action> + 'static,
) -> Rc<dyn Listener> {
    Rc::new(ActionListener { event, scope: scope.clone(), action: Box::new(action) })
}
