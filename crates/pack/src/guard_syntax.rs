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
//! Promises (promises.toml) say more, and only they:
//!
//! ```text
//! always = "independent" "of" question ("but" "for" kind)? | or
//! atom   = … | "has" role | role "is" kind | "recommends" kind | "only" "fallback" | "at" "most" number "of" role
//! role   = "main" | "first" | "also" | "person"
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

/// The roles, as promises name them.
pub(crate) const ROLES: [&str; 4] = ["main", "first", "also", "person"];

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
    Chose {
        name: Name,
        verb: Verb,
        option: Name,
    },
    Fate(Fate, Name),
    Region(Name),
    AtLeast {
        least: Name,
        of: Vec<Syntax>,
    },
    Not(Box<Syntax>),
    And(Vec<Syntax>),
    Or(Vec<Syntax>),
    /// Only in promises.
    Claim(Claim),
}

/// What a promise can say of a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    /// `has main`.
    Has(Name),
    /// `recommends kind`, or `main is kind` with a role.
    Leads { role: Option<Name>, kind: Name },
    /// `only fallback`.
    OnlyFallback,
    /// `at most 2 of also`.
    AtMost { most: Name, role: Name },
}

/// What a promise says of every walk, or of every two walks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AlwaysSyntax {
    Each(Syntax),
    /// `independent of q but for kind`.
    Independent {
        of: Name,
        but_for: Option<Name>,
    },
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
    let tokens = tokens(text, "guard", "leave the field out for something that always holds")?;
    let end = SimpleSpan::from(text.len()..text.len());
    let input = tokens.as_slice().split_token_span(end);
    guard_parser(false).parse(input).into_result().map_err(|errors| unexpected(text, "guard", &errors))
}

/// Reads what a promise says.
pub(crate) fn parse_always(text: &str) -> Result<AlwaysSyntax, SyntaxError> {
    let tokens = tokens(text, "promise", "say what always holds, such as `has main and has person`")?;
    let end = SimpleSpan::from(text.len()..text.len());
    let input = tokens.as_slice().split_token_span(end);
    always_parser().parse(input).into_result().map_err(|errors| unexpected(text, "promise", &errors))
}

fn tokens<'s>(text: &'s str, what: &str, when_empty: &str) -> Result<Vec<(Token<'s>, SimpleSpan)>, SyntaxError> {
    let length = text.chars().count();
    if length > LONGEST {
        let message = format!("this {what} has {length} characters; the most is {LONGEST}");
        return Err(SyntaxError::plain(0..0, message));
    }
    if text.trim().is_empty() {
        let help = Some(when_empty.to_owned());
        return Err(SyntaxError { help, ..SyntaxError::plain(0..0, format!("this {what} is empty")) });
    }
    let tokens = lexer().parse(text).into_result().map_err(|errors| foreign_character(text, what, &errors))?;
    check_depth(&tokens, what)?;
    Ok(tokens)
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

fn always_parser<'t, 's: 't, I>() -> impl Parser<'t, I, AlwaysSyntax, extra::Err<Rich<'t, Token<'s>>>>
where
    I: ValueInput<'t, Token = Token<'s>, Span = SimpleSpan>,
{
    let word = |word: &'static str| just(Token::Word(word)).ignored();
    let but_for = word("but").ignore_then(word("for")).ignore_then(name("a kind of service"));
    let independent = word("independent")
        .ignore_then(word("of"))
        .ignore_then(name("the id of a question"))
        .then(but_for.or_not())
        .map(|(of, but_for)| AlwaysSyntax::Independent { of, but_for });
    choice((independent, guard_parser(true).map(AlwaysSyntax::Each)))
}

/// An id, of which the words of the language are none.
fn name<'t, 's: 't, I>(label: &'static str) -> impl Parser<'t, I, Name, extra::Err<Rich<'t, Token<'s>>>> + Clone
where
    I: ValueInput<'t, Token = Token<'s>, Span = SimpleSpan>,
{
    select! { Token::Word(word) if !RESERVED.contains(&word) => word }
        .map_with(|word: &str, extra| {
            let span: SimpleSpan = extra.span();
            Name { text: word.to_owned(), at: span.start }
        })
        .labelled(label)
}

fn number<'t, 's: 't, I>() -> impl Parser<'t, I, Name, extra::Err<Rich<'t, Token<'s>>>> + Clone
where
    I: ValueInput<'t, Token = Token<'s>, Span = SimpleSpan>,
{
    select! { Token::Word(word) if word.bytes().all(|byte| byte.is_ascii_digit()) => word }
        .map_with(|word: &str, extra| {
            let span: SimpleSpan = extra.span();
            Name { text: word.to_owned(), at: span.start }
        })
        .labelled("a number")
}

/// What a promise can say of a result.
fn claim_parser<'t, 's: 't, I>() -> impl Parser<'t, I, Claim, extra::Err<Rich<'t, Token<'s>>>> + Clone
where
    I: ValueInput<'t, Token = Token<'s>, Span = SimpleSpan>,
{
    let word = |word: &'static str| just(Token::Word(word)).ignored();
    let role = select! { Token::Word(word) if ROLES.contains(&word) => word }
        .map_with(|word: &str, extra| {
            let span: SimpleSpan = extra.span();
            Name { text: word.to_owned(), at: span.start }
        })
        .labelled("a role: `main`, `first`, `also` or `person`");
    let kind = || name("a kind of service");
    let leads = role.then_ignore(word("is")).then(kind());
    let at_most = word("at").ignore_then(word("most")).ignore_then(number()).then_ignore(word("of")).then(role);
    choice((
        word("has").ignore_then(role).map(Claim::Has),
        word("recommends").ignore_then(kind()).map(|kind| Claim::Leads { role: None, kind }),
        leads.map(|(role, kind)| Claim::Leads { role: Some(role), kind }),
        word("only").ignore_then(word("fallback")).to(Claim::OnlyFallback),
        at_most.map(|(most, role)| Claim::AtMost { most, role }),
    ))
}

fn guard_parser<'t, 's: 't, I>(claims: bool) -> impl Parser<'t, I, Syntax, extra::Err<Rich<'t, Token<'s>>>>
where
    I: ValueInput<'t, Token = Token<'s>, Span = SimpleSpan>,
{
    let word = |word: &'static str| just(Token::Word(word)).ignored();
    recursive(move |guard| {
        let fate = choice((
            word("asked").to(Fate::Asked),
            word("answered").to(Fate::Answered),
            word("skipped").to(Fate::Skipped),
        ));
        let fate = fate.then(name("the id of a question")).map(|(fate, name)| Syntax::Fate(fate, name));
        let region =
            word("region").ignore_then(word("is")).ignore_then(name("the code of a region")).map(Syntax::Region);
        let at_least = word("at")
            .ignore_then(word("least"))
            .ignore_then(number())
            .then_ignore(word("of"))
            .then_ignore(just(Token::Open))
            .then(guard.clone().separated_by(just(Token::Comma)).at_least(1).collect())
            .then_ignore(just(Token::Close))
            .map(|(least, of)| Syntax::AtLeast { least, of });
        let verb = choice((word("is").to(Verb::Is), word("has").to(Verb::Has)));
        let chose = name("the id of a question or scale")
            .then(verb)
            .then(name("an option"))
            .map(|((name, verb), option)| Syntax::Chose { name, verb, option });
        let brackets = guard.delimited_by(just(Token::Open), just(Token::Close));
        let atom = choice((brackets, fate, region, at_least, chose));
        let atom = match claims {
            true => claim_parser().map(Syntax::Claim).or(atom).boxed(),
            false => atom.boxed(),
        };

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

fn check_depth(tokens: &[(Token, SimpleSpan)], what: &str) -> Result<(), SyntaxError> {
    let mut depth = 0usize;
    for (token, span) in tokens {
        match token {
            Token::Open => depth += 1,
            Token::Close => depth = depth.saturating_sub(1),
            Token::Word(_) | Token::Comma => {}
        }
        if depth > DEEPEST {
            let message = format!("this {what} has more than {DEEPEST} brackets within brackets");
            return Err(SyntaxError::plain(span.start..span.end, message));
        }
    }
    Ok(())
}

fn foreign_character(text: &str, what: &str, errors: &[Rich<'_, char>]) -> SyntaxError {
    let span = errors.first().map_or(0..0, |error| error.span().into_range());
    let found = text.get(span.start..).and_then(|rest| rest.chars().next());
    let found = found.map(|c| format!("`{c}`"));
    let expected = Some("ids, the words of the guard language, brackets and commas".to_owned());
    SyntaxError { found, expected, ..SyntaxError::plain(span, format!("a {what} cannot have this character")) }
}

fn unexpected(text: &str, what: &str, errors: &[Rich<'_, Token<'_>>]) -> SyntaxError {
    let Some(error) = errors.first() else {
        return SyntaxError::plain(0..0, format!("this is not a {what}"));
    };
    let span = error.span().into_range();
    let found = match error.found() {
        Some(_) => format!("`{}`", text.get(span.clone()).unwrap_or_default()),
        None => format!("the end of the {what}"),
    };
    let mut names: Vec<String> = match error.reason() {
        RichReason::ExpectedFound { expected, .. } => {
            expected.iter().map(|pattern| pattern_name(pattern, what)).collect()
        }
        RichReason::Custom(message) => vec![message.clone()],
    };
    names.sort_by_key(|name| (name.starts_with('`'), name.clone()));
    names.dedup();
    // After a finished condition the reader can only go on with `and` or `or`; a name with neither `is` nor `has` behind
    // it is nearly always the short form of everyday speech.
    let verb_missing = names.iter().any(|name| name == "`is`") && names.iter().any(|name| name == "`has`");
    let other_word = text.get(span.clone()).is_some_and(|word| is_name(word) && !RESERVED.contains(&word));
    let before = text.get(..span.start).unwrap_or_default().trim_end();
    let help = if what == "promise" && before.ends_with("independent") {
        Some("`independent of` stands alone: make it a promise of its own".to_owned())
    } else {
        (verb_missing && !other_word).then(|| "repeat the question for each option: `q is a or q is b`".to_owned())
    };
    SyntaxError {
        found: Some(found),
        expected: Some(in_words(&names)),
        help,
        ..SyntaxError::plain(span, format!("this {what} cannot be read"))
    }
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphanumeric())
}

fn pattern_name(pattern: &RichPattern<'_, Token<'_>>, what: &str) -> String {
    match pattern {
        RichPattern::Token(token) => match **token {
            Token::Word(word) => format!("`{word}`"),
            Token::Open => "`(`".to_owned(),
            Token::Close => "`)`".to_owned(),
            Token::Comma => "`,`".to_owned(),
        },
        RichPattern::Label(label) => label.to_string(),
        RichPattern::Identifier(word) => format!("`{word}`"),
        RichPattern::EndOfInput => format!("the end of the {what}"),
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
            Syntax::Claim(claim) => format!("{claim:?}"),
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
