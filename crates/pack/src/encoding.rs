//! Files that are not UTF-8: what a spreadsheet or an editor has saved instead, and what to do about it.

use std::ops::Range;

/// What to do about a table or a text in another encoding.
pub(crate) const SAVE_AS_UTF_8: &str = "save the file with the encoding UTF-8; a spreadsheet calls it \"CSV UTF-8\"";

/// What a file is as a whole, if it is no text of which a part could be shown.
pub(crate) fn as_a_whole(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("text in UTF-16, as a spreadsheet saves \"Unicode text\""),
        [b'P', b'K', 3, 4, ..] => Some("a workbook of a spreadsheet"),
        _ => None,
    }
}

/// What a byte that is not UTF-8 probably is.
pub(crate) fn byte(byte: u8) -> String {
    match windows_1252(byte) {
        Some(letter) => format!("the byte 0x{byte:02x}, which is `{letter}` in Windows-1252"),
        None => format!("the byte 0x{byte:02x}"),
    }
}

/// The letter of a byte in the encoding that spreadsheets in Western Europe write by themselves.
fn windows_1252(byte: u8) -> Option<char> {
    match byte {
        0x80 => Some('€'),
        0x82 => Some('‚'),
        0x84 => Some('„'),
        0x85 => Some('…'),
        0x8a => Some('Š'),
        0x8e => Some('Ž'),
        0x91 => Some('‘'),
        0x92 => Some('’'),
        0x93 => Some('“'),
        0x94 => Some('”'),
        0x96 => Some('–'),
        0x97 => Some('—'),
        0x9a => Some('š'),
        0x9e => Some('ž'),
        0xa1..=0xff => Some(char::from(byte)),
        _ => None,
    }
}

/// The first letters that were read in the wrong encoding and saved so: "Ã¢" for "â", or the sign for a letter that is
/// lost.
pub(crate) fn garbled(text: &str) -> Option<Range<usize>> {
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        // UTF-8 writes a letter of Western Europe as 0xC2 or 0xC3 and a byte from 0x80 to 0xBF.
        let pair = matches!(
            (letter, next),
            (
                'Ã' | 'Â',
                Some(
                    '\u{80}'
                        ..='\u{bf}'
                            | '€'
                            | '‚'
                            | '„'
                            | '…'
                            | '‹'
                            | '›'
                            | '™'
                            | '˜'
                            | 'š'
                            | 'Š'
                            | 'ž'
                            | 'Ž'
                            | '“'
                            | '”'
                            | '‘'
                            | '’'
                            | '–'
                            | '—'
                )
            ) | ('â', Some('€'))
        );
        if pair {
            return Some(at..at + letter.len_utf8() + next.map_or(0, char::len_utf8));
        }
        if letter == char::REPLACEMENT_CHARACTER {
            return Some(at..at + letter.len_utf8());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_the_wrong_encoding_is_known_and_plain_text_is_not() {
        let part = |text: &'static str| garbled(text).map(|range| &text[range]);
        assert_eq!(part("FryslÃ¢n"), Some("Ã¢"));
        assert_eq!(part("BodÃ¸"), Some("Ã¸"));
        assert_eq!(part("Zeg: â€œHalloâ€"), Some("â€"));
        assert_eq!(part("Frysl\u{fffd}n"), Some("\u{fffd}"));
        for good in ["Fryslân", "Bodø", "SÃO PAULO", "“Hallo” – 5 €", "Årjäng", "Â"] {
            assert_eq!(part(good), None, "{good}");
        }
    }

    #[test]
    fn what_was_saved_instead_of_utf_8_is_named() {
        assert_eq!(as_a_whole(b"\xff\xfec\0"), Some("text in UTF-16, as a spreadsheet saves \"Unicode text\""));
        assert_eq!(as_a_whole(b"PK\x03\x04\x14\xff"), Some("a workbook of a spreadsheet"));
        assert_eq!(as_a_whole(b"Frysl\xe2n"), None);
        assert_eq!(byte(0xe2), "the byte 0xe2, which is `â` in Windows-1252");
        assert_eq!(byte(0x80), "the byte 0x80, which is `€` in Windows-1252");
        assert_eq!(byte(0x81), "the byte 0x81");
    }
}
