//! What a person sees and does: a state, and what each action makes of it.
//!
//! The answers are kept as they were given; which questions are asked and what counts is replayed from them each time.
//! Nothing here knows the DOM, so every way through the widget can be tested without a browser.

use std::{ops::Range, rc::Rc};

use wegwijzer_core::{Answer, Answers, Kind, OptionSet, Pack, Place, Reply, Resolved, Walk, replay};

/// How many suggestions are shown for a place.
pub const SUGGESTIONS: usize = 6;

/// Everything that changes while a person uses the widget.
pub struct State {
    pub pack: Rc<Pack>,
    pub answers: Answers,
    pub view: View,
    /// A page on top of the view, which stays as it is below.
    pub aside: Option<Aside>,
    pub draft: Draft,
    /// Shown after "continue" without a usable answer.
    pub error: Option<Problem>,
    /// The person changes an answer: "continue" leads back to the list of answers.
    pub changing: bool,
    /// The place that the host page gives; it never overrides the person.
    pub preset: Option<Place>,
    /// The language that the person chose, as an index into those of the pack.
    pub language: Option<usize>,
    /// The answers have just been deleted.
    pub deleted: bool,
    /// Goes up with every change of screen: the heading takes the focus.
    pub step: u32,
    /// Goes up with every failed "continue": the summary of errors takes the focus.
    pub failures: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    /// The screen that begins with this question.
    Question(u16),
    /// The list of regions of the place question.
    Regions,
    /// Several municipalities fit what was typed.
    Which(Vec<u16>),
    Review,
    Result,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aside {
    Talk,
    About,
}

/// What is chosen or typed on the current screen and not yet said with "continue".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The chosen options, for each question of the screen.
    pub chosen: Vec<OptionSet>,
    pub typed: String,
    /// The place that was picked from the suggestions or the list.
    pub place: Option<Place>,
    /// Whether the suggestions are open.
    pub open: bool,
    /// The suggestion that the arrow keys are on.
    pub active: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    NothingChosen,
    NothingTyped,
    UnknownPlace(String),
}

#[derive(Clone, Debug)]
pub enum Action {
    /// An option of a question of this screen (by its place on the screen).
    Choose {
        row: usize,
        option: u8,
    },
    Continue,
    Skip,
    Back,
    Type(String),
    /// An arrow key in the suggestions: down or up.
    Arrow {
        down: bool,
    },
    CloseSuggestions,
    /// A suggestion, by its place in the list.
    Pick(usize),
    /// A region of the list, or a municipality of "which one?".
    Select(Option<Place>),
    ShowRegions,
    ShowTyping,
    Change(u16),
    ShowReview,
    ShowResult,
    Open(Aside),
    Close,
    Delete,
    Language(usize),
}

impl State {
    pub fn new(pack: Rc<Pack>, preset: Option<Place>) -> Self {
        let mut state = State {
            pack,
            answers: Answers::default(),
            view: View::Result,
            aside: None,
            draft: Draft::default(),
            error: None,
            changing: false,
            preset,
            language: None,
            deleted: false,
            step: 0,
            failures: 0,
        };
        state.show(state.first_view());
        state.step = 0;
        state
    }

    /// The walk so far; what has no reply yet counts as skipped.
    pub fn walk(&self) -> Walk {
        let mut answers = self.answers.clone();
        if let (Some(question), Some(place)) = (self.pack.place_question(), self.preset) {
            if answers.get(question).is_none() {
                answers.set(question, Reply::Answered(Answer::Place(place)));
            }
        }
        replay(&self.pack, &answers)
    }

    /// The screens of a walk, each by its first question. A place that the host page gave has none.
    pub fn screens(&self, walk: &Walk) -> Vec<u16> {
        let given = |question: u16| {
            self.preset.is_some()
                && Some(question) == self.pack.place_question()
                && self.answers.get(question).is_none()
                && self.view != View::Question(question)
        };
        let mut screens: Vec<u16> = walk
            .asked()
            .filter(|&question| !given(question))
            .map(|question| self.pack.screen(question).start)
            .collect();
        screens.dedup();
        screens
    }

    /// The questions on the current screen.
    pub fn rows(&self) -> Range<u16> {
        match self.view {
            View::Question(question) => self.pack.screen(question),
            View::Regions | View::Which(_) => self.pack.place_question().map_or(0..0, |place| place..place + 1),
            View::Review | View::Result => 0..0,
        }
    }

    /// The screen before the current one, if there is one.
    pub fn before(&self) -> Option<View> {
        if self.changing && matches!(self.view, View::Question(_)) {
            return Some(View::Review);
        }
        let screens = self.screens(&self.walk());
        match &self.view {
            View::Question(question) => {
                screens.iter().rev().find(|screen| *screen < question).map(|&screen| View::Question(screen))
            }
            View::Regions | View::Which(_) => self.pack.place_question().map(View::Question),
            View::Review => Some(View::Result),
            View::Result => screens.last().map(|&screen| View::Question(screen)),
        }
    }

    /// What an action makes of the state.
    pub fn act(&mut self, action: Action) {
        self.deleted = false;
        match action {
            Action::Choose { row, option } => self.choose(row, option),
            Action::Continue => self.go_on(),
            Action::Skip => {
                for question in self.rows() {
                    self.answers.set(question, Reply::Skipped);
                }
                self.forward();
            }
            Action::Back => {
                if let Some(view) = self.before() {
                    self.changing &= matches!(self.view, View::Regions | View::Which(_));
                    self.show(view);
                }
            }
            Action::Type(typed) => {
                self.draft.open = !typed.trim().is_empty();
                self.draft.typed = typed;
                self.draft.place = None;
                self.draft.active = None;
            }
            Action::Arrow { down } => {
                let count = self.pack.places.suggest(&self.draft.typed, SUGGESTIONS).len();
                if count > 0 {
                    let last = count - 1;
                    self.draft.active = Some(match (self.draft.active, down) {
                        _ if !self.draft.open => 0,
                        (Some(at), true) if at < last => at + 1,
                        (Some(at), false) if at > 0 => at - 1,
                        (_, true) => 0,
                        (_, false) => last,
                    });
                    self.draft.open = true;
                }
            }
            Action::CloseSuggestions => {
                self.draft.open = false;
                self.draft.active = None;
            }
            Action::Pick(at) => {
                let suggestions = self.pack.places.suggest(&self.draft.typed, SUGGESTIONS);
                let picked = suggestions.get(at).map(|picked| (picked.place, picked.name.to_owned()));
                if let Some((place, name)) = picked {
                    self.draft = Draft { typed: name, place: Some(place), ..Draft::default() };
                    self.error = None;
                }
            }
            Action::Select(place) => self.draft.place = place,
            Action::ShowRegions => self.show(View::Regions),
            Action::ShowTyping => {
                if let Some(place) = self.pack.place_question() {
                    self.show(View::Question(place));
                }
            }
            Action::Change(question) => {
                self.changing = true;
                self.show(View::Question(self.pack.screen(question).start));
            }
            Action::ShowReview => {
                self.changing = false;
                self.show(View::Review);
            }
            Action::ShowResult => {
                self.changing = false;
                self.show(View::Result);
            }
            Action::Open(aside) => {
                self.aside = Some(aside);
                self.step += 1;
            }
            Action::Close => {
                self.aside = None;
                self.step += 1;
            }
            Action::Delete => {
                self.answers = Answers::default();
                self.aside = None;
                self.changing = false;
                self.draft = Draft::default();
                self.show(self.first_view());
                self.deleted = true;
            }
            Action::Language(language) => self.language = Some(language),
        }
    }

    fn choose(&mut self, row: usize, option: u8) {
        let question = self.rows().nth(row).and_then(|index| self.pack.questions.get(usize::from(index)));
        let (Some(question), Some(chosen)) = (question, self.draft.chosen.get_mut(row)) else { return };
        let picked = OptionSet::one(option);
        let alone = |option: u8| question.options.get(usize::from(option)).is_some_and(|option| option.exclusive);
        *chosen = if question.kind != Kind::Many {
            picked
        } else if chosen.has(option) {
            chosen.without(picked)
        } else if alone(option) {
            picked
        } else {
            chosen.iter().filter(|&other| !alone(other)).fold(picked, |all, other| all.with(OptionSet::one(other)))
        };
    }

    /// "Continue": says what is in the draft, or what is wrong with it.
    fn go_on(&mut self) {
        let Some(question) = self.rows().next() else { return };
        let is_place = Some(question) == self.pack.place_question();
        if is_place {
            match self.drafted_place() {
                Ok(Resolved::One(place)) => {
                    self.answers.set(question, Reply::Answered(Answer::Place(place)));
                    self.forward();
                }
                Ok(Resolved::Several(municipalities)) => {
                    let typed = std::mem::take(&mut self.draft.typed);
                    self.show(View::Which(municipalities));
                    self.draft.typed = typed;
                }
                Ok(Resolved::Unknown) => self.fail(Problem::UnknownPlace(self.draft.typed.trim().to_owned())),
                Err(problem) => self.fail(problem),
            }
            return;
        }
        if self.draft.chosen.iter().all(|chosen| chosen.is_empty()) {
            return self.fail(Problem::NothingChosen);
        }
        // A statement left open among answered ones is passed over; that neither lowers nor raises anybody.
        for (question, chosen) in self.rows().zip(self.draft.chosen.clone()) {
            let reply = if chosen.is_empty() { Reply::Skipped } else { Reply::Answered(Answer::Options(chosen)) };
            self.answers.set(question, reply);
        }
        self.forward();
    }

    fn drafted_place(&self) -> Result<Resolved, Problem> {
        match (self.draft.place, &self.view) {
            (Some(place), _) => Ok(Resolved::One(place)),
            (None, View::Regions | View::Which(_)) => Err(Problem::NothingChosen),
            (None, _) if self.draft.typed.trim().is_empty() => Err(Problem::NothingTyped),
            (None, _) => Ok(self.pack.places.resolve(&self.draft.typed)),
        }
    }

    fn fail(&mut self, problem: Problem) {
        self.draft.open = false;
        self.draft.active = None;
        self.error = Some(problem);
        self.failures += 1;
    }

    /// To the next question; when an answer is changed, only to questions that came up by it, then to the list.
    fn forward(&mut self) {
        let walk = self.walk();
        let end = self.rows().end;
        let next = if self.changing {
            walk.next
        } else {
            self.screens(&walk).into_iter().find(|&screen| screen >= end).or(walk.next)
        };
        match next {
            Some(question) => self.show(View::Question(self.pack.screen(question).start)),
            None if self.changing => {
                self.changing = false;
                self.show(View::Review);
            }
            None => self.show(View::Result),
        }
    }

    fn first_view(&self) -> View {
        self.screens(&self.walk()).first().map_or(View::Result, |&screen| View::Question(screen))
    }

    fn show(&mut self, view: View) {
        self.view = view;
        self.error = None;
        self.step += 1;
        self.draft = Draft { chosen: vec![OptionSet::default(); self.rows().len()], ..Draft::default() };
        // Going back shows what was said before: nothing is asked twice.
        for (row, question) in self.rows().enumerate() {
            match self.answers.get(question) {
                Some(Reply::Answered(Answer::Options(chosen))) => self.draft.chosen[row] = chosen,
                Some(Reply::Answered(Answer::Place(place))) => self.recall_place(place),
                _ => {}
            }
        }
    }

    fn recall_place(&mut self, place: Place) {
        match (place, &self.view) {
            (Place::Municipality(index), View::Question(_)) => {
                if let Some(municipality) = self.pack.places.municipality(index) {
                    self.draft.typed = municipality.name.clone();
                    self.draft.place = Some(place);
                }
            }
            (Place::Region(index), View::Question(_)) => {
                if let Some(region) = self.pack.places.region(index) {
                    self.draft.typed = region.name.clone();
                    self.draft.place = Some(place);
                }
            }
            (Place::Region(_), View::Regions) => self.draft.place = Some(place),
            (Place::Municipality(_), View::Which(all)) if all.iter().any(|&one| Place::Municipality(one) == place) => {
                self.draft.place = Some(place);
            }
            _ => {}
        }
    }
}
