//! What a person sees and does: a state, and what each action makes of it.
//!
//! The answers are kept as they were given; which questions are asked and what counts is replayed from them each time.
//! Nothing here knows the DOM, so every way through the widget can be tested without a browser.

use std::{ops::Range, rc::Rc};

use wegwijzer_core::{Answer, Answers, Kind, OptionSet, Pack, Place, Reply, Resolved, Walk, kept, replay};

/// How many suggestions are shown for a place.
pub const SUGGESTIONS: usize = 6;

/// Kept instead of answers where the person wants none to be kept, so that this need not be said again on the next page.
const REFUSED: &str = "refused";

/// Everything that changes while a person uses the widget.
#[derive(Clone)]
pub struct State {
    pub pack: Rc<Pack>,
    pub answers: Answers,
    pub view: View,
    /// A page on top of the view, which stays as it is below.
    pub aside: Option<Aside>,
    pub draft: Draft,
    /// Shown after "continue" without a usable answer.
    pub error: Option<Problem>,
    /// The person changes an answer: "continue" leads back to where that began, the list of answers or the result.
    pub changing: Option<View>,
    /// The place that the host page gives; it never overrides the person.
    pub preset: Option<Place>,
    pub keeping: Keeping,
    /// The language that the person chose, as an index into those of the pack.
    pub language: Option<usize>,
    /// The answers have just been deleted.
    pub deleted: bool,
    /// Goes up with every change of screen: the heading takes the focus.
    pub step: u32,
    /// Goes up with every failed "continue": the summary of errors takes the focus.
    pub failures: u32,
    /// What the button that went down is there for, until something is done.
    pub pressed: Option<Action>,
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

/// Whether the browser tab keeps the answers for a while, so that a person can come back to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// The host page does not want it.
    Off,
    On,
    /// The person does not want it.
    Refused,
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
    /// The tab is to keep no answers.
    Forget,
    Language(usize),
    /// The button of an action goes down. It may come up elsewhere, and nothing be done.
    Press(Box<Action>),
}

impl State {
    /// The state at the start. `kept` is what the tab has kept, if the host page wants it to: the person comes back to
    /// the first question without a reply, or to the result.
    pub fn new(pack: Rc<Pack>, preset: Option<Place>, kept: Option<&str>) -> Self {
        let mut state = State {
            answers: kept::read(&pack, kept.unwrap_or_default()),
            pack,
            view: View::Result,
            aside: None,
            draft: Draft::default(),
            error: None,
            changing: None,
            preset,
            keeping: match kept {
                None => Keeping::Off,
                Some(REFUSED) => Keeping::Refused,
                Some(_) => Keeping::On,
            },
            language: None,
            deleted: false,
            step: 0,
            failures: 0,
            pressed: None,
        };
        state.show(state.next_view());
        state.step = 0;
        state
    }

    /// Takes the pack with its places, which come after the first question, and the place that the host page gives. What the
    /// person said, chose or typed stays, an error too: it may have the focus. Until then no place is known, and can be tried
    /// again.
    pub fn refresh(&mut self, pack: Rc<Pack>, preset: Option<Place>) {
        self.pack = pack;
        self.preset = preset;
    }

    /// The walk so far; what has no reply yet counts as skipped.
    pub fn walk(&self) -> Walk {
        let mut answers = self.answers.clone();
        if let (Some(question), Some(place)) = (self.pack.place_question(), self.preset)
            && answers.get(question).is_none()
        {
            answers.set(question, Reply::Answered(Answer::Place(place)));
        }
        replay(&self.pack, &answers)
    }

    /// What the tab is to keep, if the host page wants it to. An empty text: nothing.
    pub fn kept(&self) -> Option<String> {
        match self.keeping {
            Keeping::Off => None,
            Keeping::On => Some(kept::write(&self.pack, &self.answers)),
            Keeping::Refused => Some(REFUSED.to_owned()),
        }
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
        if let (Some(origin), View::Question(_)) = (&self.changing, &self.view) {
            return Some(origin.clone());
        }
        let screens = self.screens(&self.walk());
        match &self.view {
            View::Question(question) => {
                screens.iter().rev().find(|screen| *screen < question).map(|&screen| View::Question(screen))
            }
            View::Regions | View::Which(_) => self.pack.place_question().map(View::Question),
            View::Review | View::Result => None,
        }
    }

    /// What the button that went down leads to, if that is another screen.
    pub fn ahead(&self) -> Option<State> {
        let mut ahead = self.clone();
        ahead.act(self.pressed.clone()?);
        ((&ahead.view, ahead.aside) != (&self.view, self.aside)).then_some(ahead)
    }

    /// What an action makes of the state.
    pub fn act(&mut self, action: Action) {
        // A button that goes down has not done anything yet.
        self.deleted &= matches!(action, Action::Press(_));
        self.pressed = None;
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
                    if matches!(self.view, View::Question(_)) {
                        self.changing = None;
                    }
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
                self.changing = Some(self.view.clone());
                self.show(View::Question(self.pack.screen(question).start));
            }
            Action::ShowReview => {
                self.changing = None;
                self.show(View::Review);
            }
            Action::ShowResult => {
                self.changing = None;
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
                self.changing = None;
                self.draft = Draft::default();
                self.show(self.next_view());
                self.deleted = true;
            }
            Action::Forget => self.keeping = Keeping::Refused,
            Action::Language(language) => self.language = Some(language),
            Action::Press(action) => self.pressed = Some(*action),
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
        let next = if self.changing.is_some() {
            walk.next
        } else {
            self.screens(&walk).into_iter().find(|&screen| screen >= end).or(walk.next)
        };
        match next {
            Some(question) => self.show(View::Question(self.pack.screen(question).start)),
            None => {
                let origin = self.changing.take();
                self.show(origin.unwrap_or(View::Result));
            }
        }
    }

    fn next_view(&self) -> View {
        self.walk().next.map_or(View::Result, |question| View::Question(self.pack.screen(question).start))
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

#[cfg(test)]
mod tests {
    use wegwijzer_core::{Guard, Municipality, Op, Opt, Places, Question, Region};

    use super::*;

    /// situation (work, study) -> duties if study (many: care, job, none) -> want, know -> place.
    fn pack() -> Rc<Pack> {
        let options = |ids: &[&str]| -> Vec<Opt> {
            ids.iter()
                .map(|id| Opt { id: (*id).to_owned(), exclusive: *id == "none", open: false, icon: None })
                .collect()
        };
        let question = |id: &str, kind, when, ids: &[&str]| Question {
            id: id.to_owned(),
            kind,
            when: Guard(when),
            options: options(ids),
        };
        let municipality = |code: &str, name: &str| Municipality {
            code: code.to_owned(),
            name: name.to_owned(),
            ..Municipality::default()
        };
        Rc::new(Pack {
            languages: vec!["nl".to_owned()],
            questions: vec![
                question("situation", Kind::One, vec![], &["work", "study"]),
                question("duties", Kind::Many, vec![Op::Chose(0, 1)], &["care", "job", "none"]),
                question("want", Kind::Statement, vec![], &["agree", "disagree"]),
                question("know", Kind::Statement, vec![], &["agree", "disagree"]),
                question("place", Kind::Place, vec![], &[]),
            ],
            places: Places {
                regions: vec![Region { code: "R1".to_owned(), name: "North".to_owned(), aliases: vec![] }],
                municipalities: vec![
                    municipality("M1", "Hill"),
                    municipality("M2", "Dale (east)"),
                    municipality("M3", "Dale (west)"),
                ],
                ..Places::default()
            },
            ..Pack::default()
        })
    }

    fn state() -> State {
        State::new(pack(), None, None)
    }

    fn choose(state: &mut State, options: &[u8]) {
        for (row, &option) in options.iter().enumerate() {
            state.act(Action::Choose { row, option });
        }
        state.act(Action::Continue);
    }

    fn type_place(state: &mut State, typed: &str) {
        state.act(Action::Type(typed.to_owned()));
        state.act(Action::Continue);
    }

    /// work, both statements, Hill.
    fn walked() -> State {
        let mut state = state();
        choose(&mut state, &[0]);
        choose(&mut state, &[0, 1]);
        type_place(&mut state, "hill");
        state
    }

    #[test]
    fn the_first_question_is_on_the_first_screen_and_the_focus_stays() {
        let state = state();
        assert_eq!(state.view, View::Question(0));
        assert_eq!((state.step, state.before()), (0, None));
    }

    #[test]
    fn a_walk_ends_at_the_result() {
        assert_eq!(walked().view, View::Result);
    }

    #[test]
    fn continue_without_an_answer_says_so_and_stays() {
        let mut state = state();
        state.act(Action::Continue);
        assert_eq!((state.view, state.error, state.failures), (View::Question(0), Some(Problem::NothingChosen), 1));
    }

    #[test]
    fn skipping_every_question_ends_at_the_result() {
        let mut state = state();
        while state.view != View::Result {
            state.act(Action::Skip);
        }
        assert_eq!(state.step, 3);
    }

    #[test]
    fn going_back_shows_what_was_said() {
        let mut state = state();
        choose(&mut state, &[1]);
        state.act(Action::Back);
        assert_eq!(state.draft.chosen, [OptionSet::one(1)]);
        choose(&mut state, &[]);
        assert_eq!(state.view, View::Question(1));
    }

    #[test]
    fn none_of_these_stands_alone() {
        let mut state = state();
        choose(&mut state, &[1]);
        let pick = |state: &mut State, option| state.act(Action::Choose { row: 0, option });
        pick(&mut state, 0);
        pick(&mut state, 2);
        assert_eq!(state.draft.chosen, [OptionSet::one(2)]);
        pick(&mut state, 1);
        assert_eq!(state.draft.chosen, [OptionSet::one(1)]);
    }

    #[test]
    fn a_statement_left_open_among_answered_ones_is_passed_over() {
        let mut state = state();
        choose(&mut state, &[0]);
        state.act(Action::Choose { row: 1, option: 0 });
        state.act(Action::Continue);
        assert_eq!(state.view, View::Question(4));
        assert_eq!(state.answers.get(2), Some(Reply::Skipped));
    }

    #[test]
    fn a_changed_answer_leads_back_to_the_list_and_new_questions_come_first() {
        let mut state = walked();
        state.act(Action::ShowReview);
        state.act(Action::Change(0));
        choose(&mut state, &[1]);
        assert_eq!(state.view, View::Question(1), "the question that the change brought");
        choose(&mut state, &[0]);
        assert_eq!(state.view, View::Review);
    }

    #[test]
    fn another_place_chosen_on_the_result_leads_back_to_the_result() {
        let mut state = walked();
        state.act(Action::Change(4));
        assert_eq!(state.before(), Some(View::Result));
        type_place(&mut state, "dale");
        state.act(Action::Select(Some(Place::Municipality(1))));
        state.act(Action::Continue);
        assert_eq!((state.view, state.changing), (View::Result, None));
    }

    #[test]
    fn answers_of_a_branch_come_back_with_it() {
        let mut state = walked();
        state.act(Action::ShowReview);
        for option in [1, 0, 1] {
            state.act(Action::Change(0));
            choose(&mut state, &[option]);
            if state.view == View::Question(1) {
                choose(&mut state, &[1]);
            }
        }
        let answered = wegwijzer_core::State::Answered(Answer::Options(OptionSet::one(1)));
        assert_eq!(state.walk().state(1), answered);
        assert_eq!(state.view, View::Review, "it was not asked again");
    }

    #[test]
    fn several_places_of_one_name_lead_to_which_one() {
        let mut state = state();
        choose(&mut state, &[0]);
        state.act(Action::Skip);
        type_place(&mut state, "dale");
        assert_eq!(state.view, View::Which(vec![1, 2]));
        state.act(Action::Select(Some(Place::Municipality(2))));
        state.act(Action::Continue);
        assert_eq!(state.view, View::Result);
    }

    #[test]
    fn an_unknown_place_is_named_and_nothing_is_lost() {
        let mut state = state();
        choose(&mut state, &[0]);
        state.act(Action::Skip);
        type_place(&mut state, " Atlantis ");
        assert_eq!(state.error, Some(Problem::UnknownPlace("Atlantis".to_owned())));
        assert_eq!(state.draft.typed, " Atlantis ");
    }

    #[test]
    fn the_arrows_go_round_the_suggestions_and_a_pick_is_kept() {
        let mut state = state();
        choose(&mut state, &[0]);
        state.act(Action::Skip);
        state.act(Action::Type("da".to_owned()));
        for expected in [0, 1, 0] {
            state.act(Action::Arrow { down: true });
            assert_eq!(state.draft.active, Some(expected));
        }
        state.act(Action::Pick(1));
        assert_eq!(state.draft.place, Some(Place::Municipality(2)));
        assert_eq!(state.draft.typed, "Dale (west)");
    }

    #[test]
    fn a_place_from_the_host_page_is_not_asked_and_never_overrides_the_person() {
        let mut state = State::new(pack(), Some(Place::Region(0)), None);
        choose(&mut state, &[0]);
        state.act(Action::Skip);
        assert_eq!(state.view, View::Result, "the place is given");
        assert_eq!(state.walk().state(4), wegwijzer_core::State::Answered(Answer::Place(Place::Region(0))));
        state.act(Action::Change(4));
        assert_eq!(state.view, View::Question(4));
        type_place(&mut state, "Hill");
        let own = wegwijzer_core::State::Answered(Answer::Place(Place::Municipality(0)));
        assert_eq!(state.walk().state(4), own);
        state.act(Action::Change(4));
        state.act(Action::Skip);
        assert_eq!(state.walk().state(4), wegwijzer_core::State::Skipped, "who skips it has said so");
    }

    /// A state before the places are there.
    fn without_places() -> State {
        State::new(Rc::new(Pack { places: Places::default(), ..Pack::clone(&pack()) }), None, None)
    }

    #[test]
    fn places_that_come_later_change_nothing_of_what_was_said_or_is_on_the_way() {
        let mut state = without_places();
        choose(&mut state, &[1]);
        state.act(Action::Choose { row: 0, option: 1 });
        state.act(Action::Open(Aside::About));
        let before = (state.answers.clone(), state.view.clone(), state.draft.clone(), state.aside, state.step);
        state.refresh(pack(), None);
        assert_eq!(before, (state.answers.clone(), state.view.clone(), state.draft.clone(), state.aside, state.step));
        state.act(Action::Close);
        choose(&mut state, &[]);
        state.act(Action::Skip);
        type_place(&mut state, "hill");
        assert_eq!(state.view, View::Result);
        let place = wegwijzer_core::State::Answered(Answer::Place(Place::Municipality(0)));
        assert_eq!(state.walk().state(4), place);
    }

    #[test]
    fn before_the_places_are_there_none_is_known_none_is_stored_and_it_can_be_tried_again() {
        let mut state = without_places();
        choose(&mut state, &[0]);
        state.act(Action::Skip);
        type_place(&mut state, "hill");
        assert_eq!(state.error, Some(Problem::UnknownPlace("hill".to_owned())));
        for action in [
            Action::Arrow { down: true },
            Action::Pick(0),
            Action::ShowRegions,
            Action::Select(Some(Place::Region(7))),
            Action::ShowTyping,
        ] {
            state.act(action);
        }
        assert_eq!((state.answers.get(4), &state.view), (None, &View::Question(4)));
        type_place(&mut state, "hill");
        state.refresh(pack(), None);
        assert_eq!(state.draft.typed, "hill", "it stays to be tried again");
        state.act(Action::Continue);
        assert_eq!((&state.view, state.error), (&View::Result, None));
        let place = Some(Reply::Answered(Answer::Place(Place::Municipality(0))));
        assert_eq!(state.answers.get(4), place);
    }

    #[test]
    fn a_place_that_is_chosen_before_there_are_any_counts_as_skipped() {
        let mut state = without_places();
        choose(&mut state, &[0]);
        state.act(Action::Skip);
        state.act(Action::ShowRegions);
        state.act(Action::Select(Some(Place::Region(7))));
        state.act(Action::Continue);
        assert_eq!((state.walk().state(4), &state.view), (wegwijzer_core::State::Skipped, &View::Result));
        state.refresh(pack(), None);
        assert_eq!(state.walk().state(4), wegwijzer_core::State::Skipped);
    }

    #[test]
    fn a_place_of_the_host_page_that_comes_with_the_places_is_not_asked() {
        let mut state = without_places();
        choose(&mut state, &[0]);
        state.refresh(pack(), Some(Place::Region(0)));
        state.act(Action::Skip);
        assert_eq!(state.view, View::Result);
        assert_eq!(state.walk().state(4), wegwijzer_core::State::Answered(Answer::Place(Place::Region(0))));
    }

    /// The widget of a host page that wants the answers kept, after a reload.
    fn reloaded(kept: &str) -> State {
        State::new(pack(), None, Some(kept))
    }

    #[test]
    fn nothing_is_kept_unless_the_host_page_wants_it() {
        assert_eq!(walked().kept(), None);
        assert_eq!(reloaded("").kept(), Some(String::new()));
    }

    #[test]
    fn who_comes_back_is_where_they_were() {
        let mut state = reloaded("");
        let mut seen = Vec::new();
        for answer in [&[1][..], &[0], &[0, 1]] {
            choose(&mut state, answer);
            let again = reloaded(&state.kept().unwrap());
            assert_eq!((&again.answers, &again.view, &again.draft), (&state.answers, &state.view, &state.draft));
            assert_eq!(again.step, 0, "the focus stays where it is");
            seen.push(again.view);
        }
        assert_eq!(seen, [View::Question(1), View::Question(2), View::Question(4)]);
        state.act(Action::Skip);
        let mut again = reloaded(&state.kept().unwrap());
        assert_eq!(again.view, View::Result);
        again.act(Action::ShowReview);
        again.act(Action::Change(0));
        assert_eq!(again.draft.chosen, [OptionSet::one(1)], "and can go on as before");
    }

    #[test]
    fn answers_of_a_branch_that_was_left_are_kept_too() {
        let mut state = reloaded("");
        choose(&mut state, &[1]);
        choose(&mut state, &[1]);
        state.act(Action::Back);
        state.act(Action::Back);
        choose(&mut state, &[0]);
        let again = reloaded(&state.kept().unwrap());
        assert_eq!(again.walk().state(1), wegwijzer_core::State::NotAsked);
        assert_eq!(again.answers, state.answers);
    }

    #[test]
    fn a_kept_answer_that_the_pack_does_not_know_is_asked_again() {
        let mut state = reloaded("");
        choose(&mut state, &[0]);
        choose(&mut state, &[0, 1]);
        let kept = state.kept().unwrap();
        let again = reloaded(&kept.replace("agree", "perhaps"));
        assert_eq!(again.view, View::Question(2));
        assert_eq!(reloaded(&[&kept, "\nplace=municipality:M9\nage=old"].concat()).answers, state.answers);
        assert_eq!(reloaded("\u{0}rubbish=").view, View::Question(0));
    }

    #[test]
    fn a_place_from_the_host_page_is_not_the_persons_and_is_not_kept() {
        let mut state = State::new(pack(), Some(Place::Region(0)), Some(""));
        choose(&mut state, &[0]);
        state.act(Action::Skip);
        assert_eq!(state.view, View::Result);
        let kept = state.kept().unwrap();
        assert_eq!(State::new(pack(), Some(Place::Region(0)), Some(&kept)).view, View::Result);
        assert_eq!(reloaded(&kept).view, View::Question(4), "another page asks for it");
    }

    #[test]
    fn who_does_not_want_the_answers_kept_goes_on_with_them_and_is_not_asked_again() {
        let mut state = reloaded("");
        choose(&mut state, &[0]);
        state.act(Action::Forget);
        assert_eq!(state.kept().as_deref(), Some(REFUSED));
        choose(&mut state, &[0, 1]);
        assert_eq!((state.kept().as_deref(), &state.view), (Some(REFUSED), &View::Question(4)));
        let again = reloaded(REFUSED);
        assert_eq!((again.keeping, &again.view), (Keeping::Refused, &View::Question(0)));
        assert_eq!(again.kept().as_deref(), Some(REFUSED));
    }

    #[test]
    fn deleted_answers_are_no_longer_kept() {
        let mut state = reloaded("");
        choose(&mut state, &[0]);
        state.act(Action::Delete);
        assert_eq!(state.kept().as_deref(), Some(""));
        choose(&mut state, &[1]);
        assert_ne!(state.kept().as_deref(), Some(""), "what is said afterwards is kept as before");
    }

    #[test]
    fn deleting_leaves_nothing() {
        let mut state = walked();
        state.act(Action::Open(Aside::Talk));
        state.act(Action::Delete);
        assert!(state.answers.is_empty() && state.deleted && state.aside.is_none());
        assert_eq!(
            (&state.view, &state.draft),
            (&View::Question(0), &Draft { chosen: vec![OptionSet::default()], ..Draft::default() })
        );
    }

    fn press(state: &mut State, action: &Action) {
        state.act(Action::Press(Box::new(action.clone())));
    }

    /// All of a state but its pack, the place of the host page, and what is pressed.
    fn all(state: &State) -> impl PartialEq + std::fmt::Debug {
        let said = (state.answers.clone(), state.draft.clone(), state.error.clone());
        let shown = (state.view.clone(), state.aside, state.changing.clone(), state.deleted, state.language);
        (said, shown, state.keeping, state.step, state.failures)
    }

    #[test]
    fn a_button_that_goes_down_changes_nothing_and_leads_where_it_leads_when_it_comes_up() {
        for action in [Action::Continue, Action::Skip, Action::Back, Action::Open(Aside::Talk), Action::Delete] {
            let mut state = state();
            choose(&mut state, &[1]);
            state.act(Action::Choose { row: 0, option: 0 });
            let mut pressed = state.clone();
            press(&mut pressed, &action);
            assert_eq!(all(&pressed), all(&state), "{action:?}");
            state.act(action.clone());
            assert_eq!(pressed.ahead().as_ref().map(all), Some(all(&state)), "{action:?}");
            pressed.act(action);
            assert_eq!((all(&pressed), pressed.ahead().is_none()), (all(&state), true));
        }
    }

    #[test]
    fn what_was_said_of_the_last_action_stays_while_a_button_is_down() {
        let mut state = walked();
        state.act(Action::Delete);
        press(&mut state, &Action::Skip);
        assert!(state.deleted, "it may still be read aloud");
        state.act(Action::Choose { row: 0, option: 0 });
        state.act(Action::Delete);
        choose(&mut state, &[]);
        let failed = (state.error.clone(), state.failures);
        press(&mut state, &Action::Skip);
        assert_eq!((state.error, state.failures), failed);
    }

    #[test]
    fn a_button_that_leads_to_no_other_screen_has_nothing_ahead() {
        let mut state = reloaded("");
        for action in [Action::Continue, Action::Back, Action::Forget, Action::Delete] {
            press(&mut state, &action);
            assert!(state.ahead().is_none(), "{action:?}");
        }
        assert_eq!((state.failures, state.keeping), (0, Keeping::On));
    }

    #[test]
    fn nothing_is_ahead_of_a_button_that_came_up_elsewhere_once_something_else_is_done() {
        let mut state = state();
        state.act(Action::Choose { row: 0, option: 0 });
        press(&mut state, &Action::Continue);
        assert!(state.ahead().is_some());
        state.act(Action::Choose { row: 0, option: 1 });
        assert!(state.ahead().is_none());
        press(&mut state, &Action::Continue);
        let ahead = state.ahead().map(|ahead| ahead.view);
        assert_eq!(ahead, Some(View::Question(1)), "the answer that counts now");
    }

    #[test]
    fn what_is_ahead_is_of_the_pack_and_place_that_are_there_by_then() {
        let mut state = without_places();
        choose(&mut state, &[0]);
        press(&mut state, &Action::Skip);
        assert_eq!(state.ahead().map(|ahead| ahead.view), Some(View::Question(4)));
        state.refresh(pack(), Some(Place::Region(0)));
        assert_eq!(state.ahead().map(|ahead| ahead.view), Some(View::Result), "the place is given");
    }

    #[test]
    fn a_page_on_top_leaves_the_draft_as_it_is() {
        let mut state = state();
        state.act(Action::Choose { row: 0, option: 1 });
        state.act(Action::Open(Aside::About));
        state.act(Action::Language(0));
        state.act(Action::Close);
        assert_eq!(state.draft.chosen, [OptionSet::one(1)]);
    }
}
