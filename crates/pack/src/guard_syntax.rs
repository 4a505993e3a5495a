//! The grammar of guards: from a text to a tree, or to what was expected and where.
//!
//! ```text
//! or     = and ("or" and)*
//! and    = not ("and" not)*
//! not    = "not"* atom
//! atom   = "(" or ")" | ("asked" | "answered" | "skipped") question | "region" "is" code
//!        | "at" "least" number "of" "(" or ("," or)* ")" | name ("is" | "has") option
//! ```
//!
//! No text can overflow the stack: its length and its brackets are limited before it is parsed.

use std::ops::Range;

use chumsky::{
    error::{RichPattern, RichReason},
    input::ValueInput,
    prelude::*,
};

/// The most characters of a guard.
pub(crate) const LONGEST: usize = 4000;
/// The most brackets within brackets.
pub(crate) const DEEPEST: usize = 32;

/// Words of the language, which no question, option, scale or band may have as its id.
pub(crate) const RESERVED: [&str; 12] =
    ["and", "or", "not", "is", "has", "asked", "answered", "skipped", "region", "at", "least", "of"];

/// A name in a guard, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) at: usize,
}

/// `is` or `has`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Is,
    Has,
}

/// `asked`, `answered` or `skipped`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Asked,
    Answered,
    Skipped,
}

/// A guard as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    Chose { name: Name, verb: Verb, option: Name },
    Fate(Fate, Name),
    Region(Name),
    AtLeast { least: Name, of: Vec<Syntax> },
    Not(Box<Syntax>),
    And(Vec<Syntax>),
    Or(Vec<Syntax>),
}

/// Why a text is no guard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    /// Bytes of the text.
    pub(crate) span: Range<usize>,
    pub(crate) message: String,
    pub(crate) found: Option<String>,
    pub(crate) expected: Option<String>,
    pub(crate) help: Option<String>,
}

impl SyntaxError {
    fn plain(span: Range<usize>, message: String) -> Self {
        SyntaxError { span, message, found: None, expected: None, help: None }
    }
}

/// Reads a guard.
pub(crate) fn parse(text: &str) -> Result<Syntax, SyntaxError> {
    let length = text.chars().count();
    if length > LONGEST {
        let message = format!("this guard has {length} characters; the most is {LONGEST}");
        return Err(SyntaxError::plain(0..0, message));
    }
    if text.trim().is_empty() {
        let help = Some("leave the field out for something that always holds".to_owned());
        return Err(SyntaxError { help, ..SyntaxError::plain(0..0, "this guard is empty".to_owned()) });
    }
    let tokens = lexer().parse(text).into_result().map_err(|errors| foreign_character(text, &errors))?;
    check_depth(&tokens)?;
    let end = SimpleSpan::from(text.len()..text.len());
    let input = tokens.as_slice().split_token_span(end);
    parser().parse(input).into_result().map_err(|errors| unexpected(text, &errors))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'s> {
    Word(&'s str),
    Open,
    Close,
    Comma,
}

fn lexer<'s>() -> impl Parser<'s, &'s str, Vec<(Token<'s>, SimpleSpan)>, extra::Err<Rich<'s, char>>> {
    let letter = any().filter(|c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let word = letter.repeated().at_least(1).to_slice().map(Token::Word);
    let sign = choice((just('(').to(Token::Open), just(')').to(Token::Close), just(',').to(Token::Comma)));
    let space = any().filter(|c: &char| c.is_whitespace()).repeated();
    let token = word.or(sign).map_with(|token, extra| (token, extra.span()));
    space.ignore_then(token.then_ignore(space).repeated().collect())
}

fn parser<'t, 's: 't, I>() -> impl Parser<'t, I, Syntax, extra::Err<Rich<'t, Token<'s>>>>
where
    I: ValueInput<'t, Token = Token<'s>, Span = SimpleSpan>,
{
    let word = |word: &'static str| just(Token::Word(word)).ignored();
    let any_name = |label: &'static str| {
        select! { Token::Word(word) if !RESERVED.contains(&word) => word }
            .map_with(|word: &str, extra| {
                let span: SimpleSpan = extra.span();
                Name { text: word.to_owned(), at: span.start }
            })
            .labelled(label)
    };
    let number = select! { Token::Word(word) if word.bytes().all(|byte| byte.is_ascii_digit()) => word }
        .map_with(|word: &str, extra| {
            let span: SimpleSpan = extra.span();
            Name { text: word.to_owned(), at: span.start }
        })
        .labelled("a number");
    recursive(|guard| {
        let fate = choice((
            word("asked").to(Fate::Asked),
            word("answered").to(Fate::Answered),
            word("skipped").to(Fate::Skipped),
        ));
        let fate = fate.then(any_name("the id of a question")).map(|(fate, name)| Syntax::Fate(fate, name));
        let region =
            word("region").ignore_then(word("is")).ignore_then(any_name("the code of a region")).map(Syntax::Region);
        let at_least = word("at")
            .ignore_then(word("least"))
            .ignore_then(number)
            .then_ignore(word("of"))
            .then_ignore(just(Token::Open))
            .then(guard.clone().separated_by(just(Token::Comma)).at_least(1).collect())
            .then_ignore(just(Token::Close))
            .map(|(least, of)| Syntax::AtLeast { least, of });
        let verb = choice((word("is").to(Verb::Is), word("has").to(Verb::Has)));
        let chose = any_name("the id of a question or scale")
            .then(verb)
            .then(any_name("an option"))
            .map(|((name, verb), option)| Syntax::Chose { name, verb, option });
        let brackets = guard.delimited_by(just(Token::Open), just(Token::Close));
        let atom = choice((brackets, fate, region, at_least, chose));

        let not = word("not").repeated().foldr(atom, |(), inner| Syntax::Not(Box::new(inner)));
        let and = not.separated_by(word("and")).at_least(1).collect().map(|all| one_or(all, Syntax::And));
        and.separated_by(word("or")).at_least(1).collect().map(|all| one_or(all, Syntax::Or))
    })
}

fn one_or(mut all: Vec<Syntax>, several: fn(Vec<Syntax>) -> Syntax) -> Syntax {
    match all.pop() {
        Some(only) if all.is_empty() => only,
        Some(last) => {
            all.push(last);
            several(all)
        }
        None => several(all),
    }
}

fn check_depth(tokens: &[(Token, SimpleSpan)]) -> Result<(), SyntaxError> {
    let mut depth = 0usize;
    for (token, span) in tokens {
        match token {
            Token::Open => depth += 1,
            Token::Close => depth = depth.saturating_sub(1),
            Token::Word(_) | Token::Comma => {}
        }
        if depth > DEEPEST {
            let message = format!("this guard has more than {DEEPEST} brackets within brackets");
            return Err(SyntaxError::plain(span.start..span.end, message));
        }
    }
    Ok(())
}

fn foreign_character(text: &str, errors: &[Rich<'_, char>]) -> SyntaxError {
    let span = errors.first().map_or(0..0, |error| error.span().into_range());
    let found = text.get(span.start..).and_then(|rest| rest.chars().next());
    let found = found.map(|c| format!("`{c}`"));
    let expected = Some("ids, the words of the guard language, brackets and commas".to_owned());
    SyntaxError { found, expected, ..SyntaxError::plain(span, "a guard cannot have this character".to_owned()) }
}

fn unexpected(text: &str, errors: &[Rich<'_, Token<'_>>]) -> SyntaxError {
    let Some(error) = errors.first() else {
        return SyntaxError::plain(0..0, "this is not a guard".to_owned());
    };
    let span = error.span().into_range();
    let found = match error.found() {
        Some(_) => format!("`{}`", text.get(span.clone()).unwrap_or_default()),
        None => "the end of the guard".to_owned(),
    };
    let mut names: Vec<String> = match error.reason() {
        RichReason::ExpectedFound { expected, .. } => expected.iter().map(pattern_name).collect(),
        RichReason::Custom(message) => vec![message.clone()],
    };
    names.sort_by_key(|name| (name.starts_with('`'), name.clone()));
    names.dedup();
    // After a finished condition the reader can only go on with `and` or `or`; a name with neither `is` nor `has` behind
    // it is nearly always the short form of everyday speech.
    let verb_missing = names.iter().any(|name| name == "`is`") && names.iter().any(|name| name == "`has`");
    let other_word = text.get(span.clone()).is_some_and(|word| is_name(word) && !RESERVED.contains(&word));
    let help =
        (verb_missing && !other_word).then(|| "repeat the question for each option: `q is a or q is b`".to_owned());
    SyntaxError {
        found: Some(found),
        expected: Some(in_words(&names)),
        help,
        ..SyntaxError::plain(span, "this guard cannot be read".to_owned())
    }
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphanumeric())
}

fn pattern_name(pattern: &RichPattern<'_, Token<'_>>) -> String {
    match pattern {
        RichPattern::Token(token) => match **token {
            Token::Word(word) => format!("`{word}`"),
            Token::Open => "`(`".to_owned(),
            Token::Close => "`)`".to_owned(),
            Token::Comma => "`,`".to_owned(),
        },
        RichPattern::Label(label) => label.to_string(),
        RichPattern::Identifier(word) => format!("`{word}`"),
        RichPattern::EndOfInput => "the end of the guard".to_owned(),
        _ => "something else".to_owned(),
    }
}

fn in_words(names: &[String]) -> String {
    match names {
        [] => "something else".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, prop_assert, proptest};

    use super::{DEEPEST, LONGEST, Syntax, Verb, parse};

    /// A guard with all its brackets, so that precedence can be seen.
    fn bracketed(syntax: &Syntax) -> String {
        let joined = |all: &[Syntax], between: &str| all.iter().map(bracketed).collect::<Vec<_>>().join(between);
        match syntax {
            Syntax::Chose { name, verb: Verb::Is, option } => format!("{}={}", name.text, option.text),
            Syntax::Chose { name, verb: Verb::Has, option } => format!("{}~{}", name.text, option.text),
            Syntax::Fate(fate, name) => format!("{fate:?}:{}", name.text),
            Syntax::Region(code) => format!("region={}", code.text),
            Syntax::AtLeast { least, of } => format!("{}of[{}]", least.text, joined(of, ",")),
            Syntax::Not(inner) => format!("!{}", bracketed(inner)),
            Syntax::And(all) => format!("({})", joined(all, "&")),
            Syntax::Or(all) => format!("({})", joined(all, "|")),
        }
    }

    #[track_caller]
    fn reads_as(text: &str, expected: &str) {
        assert_eq!(parse(text).map(|syntax| bracketed(&syntax)), Ok(expected.to_owned()));
    }

    #[test]
    fn not_binds_before_and_and_before_or() {
        reads_as("a is b or c is d and not e is f", "(a=b|(c=d&!e=f))");
        reads_as("not a is b and c is d or e is f", "((!a=b&c=d)|e=f)");
        reads_as("not (a is b or c is d) and e is f", "(!(a=b|c=d)&e=f)");
        reads_as("a is b and (c is d or e is f)", "(a=b&(c=d|e=f))");
        reads_as("not not a is b", "!!a=b");
        reads_as("a is b or c is d or e is f", "(a=b|c=d|e=f)");
    }

    #[test]
    fn every_condition_of_the_language_is_read() {
        reads_as(" a\n  has\tb ", "a~b");
        reads_as("asked a and answered b and skipped c", "(Asked:a&Answered:b&Skipped:c)");
        reads_as("region is AM18", "region=AM18");
        reads_as("at least 2 of (a is b, not c is d, e is f or g is h)", "2of[a=b,!c=d,(e=f|g=h)]");
        reads_as("at least 1 of (at least 1 of (a is b), c is d)", "1of[1of[a=b],c=d]");
        reads_as("age is 27-to-66", "age=27-to-66");
    }

    #[test]
    fn brackets_and_length_have_a_limit_that_is_told() {
        let nested = |depth: usize| format!("{}a is b{}", "(".repeat(depth), ")".repeat(depth));
        reads_as(&nested(DEEPEST), "a=b");
        let message = |text: &str| parse(text).map_err(|error| error.message);
        assert_eq!(
            message(&nested(DEEPEST + 1)),
            Err("this guard has more than 32 brackets within brackets".to_owned())
        );
        let long = format!("a is b{}", " ".repeat(LONGEST));
        assert_eq!(message(&long), Err("this guard has 4006 characters; the most is 4000".to_owned()));
        assert!(parse(&format!("{}a is b", "not ".repeat(900))).is_ok());
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in any::<String>()) {
            let _ = parse(&text);
        }

        #[test]
        fn no_row_of_words_makes_the_parser_panic(
            words in prop::collection::vec(
                prop::sample::select(vec!["and", "or", "not", "is", "has", "asked", "region", "at", "least", "of", "2", "(", ")", ",", "a"]),
                0..60,
            )
        ) {
            let text = words.join(" ");
            if let Err(error) = parse(&text) {
                prop_assert!(error.span.start <= text.len());
            }
        }
    }
}
