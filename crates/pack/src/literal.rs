//! From a place in the value of a TOML string back to the place in the file where it is written, so that an error in a
//! guard points at its word.

/// The byte of the literal (quotation marks and escapes included) at which a byte of the value is written.
pub(crate) fn offset_in(literal: &str, of_value: usize) -> usize {
    let (quotes, escapes) = match literal.as_bytes() {
        [b'"', b'"', b'"', ..] if literal.len() >= 6 => (3, true),
        [b'\'', b'\'', b'\'', ..] if literal.len() >= 6 => (3, false),
        [b'\'', ..] => (1, false),
        [b'"', ..] => (1, true),
        _ => (0, false),
    };
    let mut at = quotes;
    if quotes == 3 {
        // A line break right after the opening quotation marks is not part of the value.
        let rest = literal.get(at..).unwrap_or_default();
        at += if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
    }
    let mut seen = 0;
    while seen < of_value {
        let Some(rest) = literal.get(at..).filter(|rest| !rest.is_empty()) else { break };
        let (written, meant) = if escapes && rest.starts_with('\\') { escape(rest) } else { plain(rest) };
        at += written;
        seen += meant;
    }
    at.min(literal.len())
}

/// The bytes that a plain character takes in the file and in the value.
fn plain(rest: &str) -> (usize, usize) {
    let length = rest.chars().next().map_or(1, char::len_utf8);
    (length, length)
}

/// The bytes that an escape takes in the file and in the value.
fn escape(rest: &str) -> (usize, usize) {
    let digits = match rest.as_bytes().get(1) {
        Some(b'x') => 2,
        Some(b'u') => 4,
        Some(b'U') => 8,
        Some(b' ' | b'\t' | b'\r' | b'\n') => {
            // A backslash at the end of a line swallows the white space up to the next word.
            let after = rest.get(1..).unwrap_or_default();
            return (rest.len() - after.trim_start_matches([' ', '\t', '\r', '\n']).len(), 0);
        }
        _ => return (2, 1),
    };
    let code = rest.get(2..2 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    (2 + digits, code.and_then(char::from_u32).map_or(1, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of the literal from the place on at which a part of its value is written.
    #[track_caller]
    fn points_at(literal: &str, value: &str, part: &str, expected: &str) {
        let at = value.find(part);
        assert_eq!(at.and_then(|at| literal.get(offset_in(literal, at)..)), Some(expected));
    }

    #[test]
    fn an_error_points_at_its_word_whatever_the_quotation_marks() {
        points_at(r#""a is b""#, "a is b", "b", "b\"");
        points_at("'a is b'", "a is b", "b", "b'");
        points_at("\"\"\"\na is b\"\"\"", "a is b", "b", "b\"\"\"");
        points_at("\'\'\'\r\na is b\'\'\'", "a is b", "b", "b\'\'\'");
    }

    #[test]
    fn escapes_before_the_word_do_not_move_it() {
        points_at(r#""a\tis b""#, "a\tis b", "b", "b\"");
        points_at(r#""\u00e9 is b""#, "é is b", "b", "b\"");
        points_at("\"\"\"a \\\n   is b\"\"\"", "a is b", "b", "b\"\"\"");
    }

    #[test]
    fn a_place_past_the_end_is_the_end() {
        assert_eq!(offset_in("\"ab\"", 99), 4);
        assert_eq!(offset_in("", 5), 0);
        assert_eq!(offset_in("\"\\", 5), 2);
    }
}
