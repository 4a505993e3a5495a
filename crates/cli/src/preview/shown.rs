//! What the preview shows: the last version of the pack without errors, and what is wrong with the files as they are now.
//! Whoever waits for a change is woken by it.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde_json::{Value, json};
use wegwijzer_pack::{
    Compiled, Diagnostic, Diagnostics,
    web::{WebPack, pin},
};

/// Shared by the thread that looks at the files and those that answer the browser.
pub(crate) struct Shown {
    folder: String,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Goes up with every check.
    checks: u64,
    pack: Option<WebPack>,
    summary: String,
    problems: Vec<Value>,
    errors: usize,
}

impl Shown {
    /// Before the first check, of the pack in a folder, as the author calls it.
    pub(crate) fn new(folder: String) -> Shown {
        Shown { folder, state: Mutex::default(), changed: Condvar::new() }
    }

    /// The files are without errors.
    pub(crate) fn good(&self, compiled: Compiled, summary: String) {
        let problems = problems(&compiled.warnings);
        let pack = Some(WebPack::new(compiled));
        self.set(|state| *state = State { checks: state.checks, pack, summary, problems, errors: 0 });
    }

    /// The files have errors; the version before stays.
    pub(crate) fn bad(&self, diagnostics: &Diagnostics, summary: String) {
        let problems = problems(diagnostics);
        self.set(|state| {
            *state = State {
                checks: state.checks,
                pack: state.pack.take(),
                summary,
                problems,
                errors: diagnostics.errors(),
            };
        });
    }

    /// Whether there has been a version without errors.
    pub(crate) fn has_pack(&self) -> bool {
        self.state().pack.is_some()
    }

    /// Something about the pack that is shown, if there is one.
    pub(crate) fn of_pack<T>(&self, ask: impl FnOnce(&WebPack) -> T) -> Option<T> {
        self.state().pack.as_ref().map(ask)
    }

    /// Changes with the pack that is shown, and with nothing else; empty if there is none.
    pub(crate) fn version(&self) -> String {
        version(&self.state())
    }

    /// What the page has to know, and the number of the check that it is of.
    pub(crate) fn news(&self) -> (u64, Value) {
        self.told(&self.state())
    }

    /// The same, of a check after this one, as soon as there is one; `None` if there is none for so long.
    pub(crate) fn news_after(&self, check: u64, patience: Duration) -> Option<(u64, Value)> {
        let waiting = self.changed.wait_timeout_while(self.state(), patience, |state| state.checks <= check);
        let (state, _) = waiting.unwrap_or_else(PoisonError::into_inner);
        (state.checks > check).then(|| self.told(&state))
    }

    fn told(&self, state: &State) -> (u64, Value) {
        let news = json!({
            "version": version(state),
            "folder": self.folder,
            "summary": state.summary,
            "errors": state.errors,
            "problems": state.problems,
        });
        (state.checks, news)
    }

    fn set(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.state();
        change(&mut state);
        state.checks += 1;
        self.changed.notify_all();
    }

    // No thread leaves the state half changed, so one that has panicked is no reason to stop.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Of the names of the files, which carry their hashes.
fn version(state: &State) -> String {
    let names = |pack: &WebPack| pack.files().map(|file| file.path.as_str()).collect::<Vec<_>>().join(" ");
    state.pack.as_ref().map(|pack| pin(names(pack).as_bytes())).unwrap_or_default()
}

fn problems(diagnostics: &Diagnostics) -> Vec<Value> {
    let problem = |one: &Diagnostic| json!({ "level": one.level.to_string(), "text": one.to_string() });
    diagnostics.0.iter().map(problem).collect()
}
