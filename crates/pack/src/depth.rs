//! Refuses a TOML file whose tables are nested too deep, before it is parsed: a tree of any depth could overflow the
//! stack of whoever walks it, and be it to throw it away.

use toml_parser::{Source, lexer::TokenKind};

use crate::limits::DEPTH;

/// Where a text goes deeper than [`DEPTH`], in bytes. Counts brackets within brackets, and the dots of one key.
pub(crate) fn too_deep(text: &str) -> Option<usize> {
    let (mut brackets, mut dots) = (0usize, 0usize);
    for token in Source::new(text).lex() {
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => {
                brackets += 1;
                dots = 0;
            }
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                brackets = brackets.saturating_sub(1);
                dots = 0;
            }
            TokenKind::Dot => dots += 1,
            TokenKind::Equals | TokenKind::Comma | TokenKind::Newline | TokenKind::Comment => dots = 0,
            _ => {}
        }
        if brackets + dots > DEPTH {
            return Some(token.span().start());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_and_dots_of_keys_count_and_those_in_texts_do_not() {
        let nested = |depth: usize| format!("a = {}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(too_deep(&nested(DEPTH)), None);
        assert_eq!(too_deep(&nested(DEPTH + 1)), Some(4 + DEPTH));
        let tables = |depth: usize| format!("a = {}1{}", "{ a = ".repeat(depth), "}".repeat(depth));
        assert_eq!(too_deep(&tables(DEPTH)), None);
        assert_eq!(too_deep(&tables(DEPTH + 1)), Some(4 + 6 * DEPTH));
        let dotted = |dots: usize| format!("a{} = 1", ".a".repeat(dots));
        assert_eq!(too_deep(&dotted(DEPTH)), None);
        assert_eq!(too_deep(&dotted(DEPTH + 1)), Some(1 + 2 * DEPTH));
        assert_eq!(too_deep(&format!("[a{}]", ".a".repeat(DEPTH))), Some(2 * DEPTH));
        let text = format!("a = \"{}{}\" # {}", "[".repeat(99), ".".repeat(99), "[{".repeat(99));
        assert_eq!(too_deep(&text), None);
        assert_eq!(too_deep(&"a = [1.5, 2.5]\n".repeat(99)), None);
    }

    #[test]
    fn a_bracket_that_is_never_closed_is_a_mistake_in_syntax_and_not_in_depth() {
        assert_eq!(too_deep("a = [\nb = [\nc = }}}}\n"), None);
    }
}
