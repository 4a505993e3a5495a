//! Texts: every word that a person reads, one file a language. The engine never looks inside; the widget shows them.
//!
//! All lists run parallel to those of the [`Pack`](crate::Pack), which [`Texts::fits`] proves after reading.

use alloc::{string::String, vec::Vec};

use crate::pack::{Pack, require};

/// The words of a pack in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// BCP 47 tag.
    pub language: String,
    /// The words around the questions.
    pub ui: Ui,
    /// Parallel to the questions.
    pub questions: Vec<QuestionTexts>,
    /// Parallel to the steps.
    pub steps: Vec<StepTexts>,
    /// Parallel to the kinds of service.
    pub kinds: Vec<KindTexts>,
    /// What this is, what it cannot do, who made the data: one paragraph each.
    pub about: Vec<String>,
}

/// The words of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuestionTexts {
    /// The question, or the statement.
    pub title: String,
    /// One short sentence below it; may be empty.
    pub hint: String,
    /// Parallel to the options.
    pub options: Vec<OptionTexts>,
}

/// The words of an option.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OptionTexts {
    /// What stands beside the radio button or box.
    pub label: String,
    /// How it goes on after "because you said: ".
    pub because: String,
}

/// The words of a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepTexts {
    /// What to do, as a heading.
    pub title: String,
    /// How to do it, one short sentence each.
    pub actions: Vec<String>,
}

/// The words of a kind of service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KindTexts {
    /// Its name.
    pub name: String,
    /// What it does, in a sentence.
    pub about: String,
    /// How to find it, where there is no web address, phone or address; may be empty.
    pub find: String,
}

macro_rules! ui {
    ($($(#[$doc:meta])+ $name:ident,)+) => {
        #[expect(non_camel_case_types, reason = "the keys as they stand below")]
        enum Key {
            $($name),+
        }

        impl Ui {
            /// How many words there are.
            const COUNT: usize = [$(stringify!($name)),+].len();

            /// The keys in the author's files: those below with `-` for `_`.
            pub fn keys() -> impl Iterator<Item = String> {
                [$(stringify!($name)),+].into_iter().map(|name| name.replace('_', "-"))
            }

            $($(#[$doc])+ pub fn $name(&self) -> &String {
                self.word(Key::$name as usize)
            })+
        }
    };
}

/// The words around the questions. In the author's files: the table `[ui]`.
///
/// A list and not a field each: sixty fields to read, default and drop are 5 kB of wasm.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ui(pub(crate) Vec<String>);

impl Ui {
    /// The words by key.
    pub fn from_words(word: impl FnMut(String) -> String) -> Self {
        Ui(Ui::keys().map(word).collect())
    }

    /// All words, parallel to [`Ui::keys`].
    pub fn words(&self) -> &[String] {
        &self.0
    }

    #[inline(never)]
    fn word(&self, key: usize) -> &String {
        static NONE: String = String::new();
        self.0.get(key).unwrap_or(&NONE)
    }
}

ui! {
    /// The name of this language in this language.
    language_name,
    /// `ltr` or `rtl`: from where to where this language is written.
    direction,
    /// The name of the tool, in the header.
    name,
    /// Names the choice of language for a screen reader.
    language,
    /// On the first screen: what you get.
    promise,
    /// On every question: what happens to the answers.
    private,
    /// The browser tab keeps the answers for an hour; only where the host page wants that.
    keep,
    /// Refuses it.
    keep_not,
    /// Said after that.
    kept_not,
    /// The way back.
    back,
    /// The way on.
    next,
    /// Passing over a question.
    skip,
    /// `{n}` of about `{total}`.
    progress,
    /// Hint of a question with several answers.
    many_hint,
    /// Hint of a screen of statements.
    statements_hint,
    /// Title of a screen of statements.
    statements_title,
    /// Error: nothing chosen.
    choose_one,
    /// Error: nothing chosen where several may be.
    choose_many,
    /// Error: a statement without an answer.
    choose_each,
    /// Heading of the summary of errors.
    error_title,
    /// Label of the place box.
    place_label,
    /// How many suggestions, `{n}`; for a screen reader.
    place_count,
    /// Error: nothing typed.
    place_empty,
    /// Error: no such place as `{typed}`.
    place_unknown,
    /// To the list of regions.
    place_list,
    /// Title of the list of regions.
    place_list_title,
    /// Back from the list to typing.
    place_type,
    /// Marks a suggestion that is a region.
    place_region,
    /// Title of "which one?", for `{typed}`.
    which_title,
    /// None of these.
    which_none,
    /// To a person.
    talk,
    /// Title of the screen.
    talk_title,
    /// Its first sentence.
    talk_intro,
    /// Heading of crisis help.
    crisis_title,
    /// Its sentence.
    crisis_intro,
    /// Back to where you were.
    close,
    /// Deletes all answers.
    delete,
    /// Said after that.
    deleted,
    /// To the page about this tool.
    about,
    /// Its title.
    about_title,
    /// Version and date of the content, `{version}`.
    about_version,
    /// Nobody has reviewed the content.
    not_reviewed,
    /// `{who}` has.
    reviewed,
    /// Title of the list of answers.
    review_title,
    /// To the list of answers.
    review,
    /// Changes an answer.
    change,
    /// Behind it, for a screen reader: `{question}`.
    change_what,
    /// An answer that was passed over.
    skipped,
    /// From the list to the result.
    to_result,
    /// Title of the result.
    result_title,
    /// The role *first*.
    role_first,
    /// The role *main*.
    role_main,
    /// The role *main*, several equals.
    role_main_equal,
    /// The role *also*.
    role_also,
    /// The role *person*.
    role_person,
    /// Opens what to do, for the role *also*.
    how,
    /// Before the reasons.
    because,
    /// Between the last two reasons.
    and,
    /// Because of where you live: `{place}`.
    because_place,
    /// Where no answer led to it.
    because_nothing,
    /// From a fallback.
    fallback,
    /// The region of the result, `{region}`.
    for_region,
    /// No place given.
    for_nobody,
    /// Changes the place.
    change_place,
    /// To a web address, `{site}`.
    open_site,
    /// To a phone number, `{phone}`.
    call,
    /// Before a street address.
    visit,
    /// Source of the information, `{source}` and `{date}`.
    source,
    /// Source without a date, `{source}`.
    source_undated,
    /// The names of the twelve months, with a comma between them: dates are written with them.
    months,
    /// Read through another source.
    second_hand,
    /// Nobody checked it by hand.
    not_checked,
    /// A service that is about to be replaced.
    ending,
    /// The content is older than it should be.
    stale,
    /// Further recommendations, `{n}`.
    more,
    /// Where the engine does not run: for the loader.
    failed,
    /// Link to the page of its own: for the loader.
    open_page,
}

impl Texts {
    /// Proves that the lists run parallel to those of a pack.
    ///
    /// # Errors
    /// Which list does not.
    pub fn fits(&self, pack: &Pack) -> Result<(), &'static str> {
        let options =
            |(texts, question): (&QuestionTexts, &crate::Question)| texts.options.len() == question.options.len();
        require(
            self.questions.len() == pack.questions.len() && self.questions.iter().zip(&pack.questions).all(options),
            "texts for other questions",
        )?;
        // A key that was added since the file was written would be a button without a word.
        require(self.ui.0.len() == Ui::COUNT, "texts for another engine")?;
        require(self.steps.len() == pack.steps.len(), "texts for other steps")?;
        require(self.kinds.len() == pack.kinds.len(), "texts for other services")
    }
}
