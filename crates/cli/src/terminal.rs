//! What people read: lines to the screen, in colour only where somebody looks. A file, a pipe, NO_COLOR and
//! `--color never` get plain text; `--color always` and CLICOLOR_FORCE get colours everywhere. Whoever closed the pipe does
//! not want to read on, and that is no error.

use std::{ffi::OsString, io::Write};

use anstream::ColorChoice;
use anstyle::{AnsiColor, Style};
use clap::ValueEnum;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const ASIDE: Style = AnsiColor::Cyan.on_default();

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

/// Follows `--color` for all that is printed from now on. It looks at the arguments itself, before they are read, so that
/// help and complaints about wrong arguments follow it too.
pub(crate) fn follow_color_option(arguments: impl Iterator<Item = OsString>) {
    let choice = match wanted(arguments) {
        Some(Color::Always) => ColorChoice::Always,
        Some(Color::Never) => ColorChoice::Never,
        Some(Color::Auto) | None => return,
    };
    choice.write_global();
}

/// The last `--color` of the arguments that says something known.
fn wanted(arguments: impl Iterator<Item = OsString>) -> Option<Color> {
    let mut wanted = None;
    let mut arguments = arguments.map(|argument| argument.to_string_lossy().into_owned());
    while let Some(argument) = arguments.next() {
        let value = match argument.strip_prefix("--color") {
            Some("") => arguments.next(),
            Some(rest) => rest.strip_prefix('=').map(str::to_owned),
            None if argument == "--" => break,
            None => None,
        };
        wanted = value.and_then(|value| Color::from_str(&value, false).ok()).or(wanted);
    }
    wanted
}

/// Prints a line of what was asked for.
pub(crate) fn say(line: &str) {
    let _ = writeln!(anstream::stdout(), "{line}");
}

/// Prints what is wrong, to the error stream.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(anstream::stderr(), "{}", painted(text));
}

/// `where: error: what`, with its indented lines `found:`, `expected:` and `help:`, in colours.
fn painted(text: &str) -> String {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    let level = [(": error: ", "error", ERROR), (": warning: ", "warning", WARNING)]
        .into_iter()
        .filter_map(|(mark, word, style)| Some((first.split_once(mark)?, word, style)))
        .min_by_key(|((before, _), ..)| before.len());
    let mut painted = match level {
        Some(((place, message), word, style)) => format!("{place}: {style}{word}{style:#}: {message}"),
        None => first.to_owned(),
    };
    for line in lines {
        painted.push('\n');
        let detail = ["found", "expected", "help"].into_iter().find_map(|name| {
            let rest = line.strip_prefix("  ")?.strip_prefix(name)?.strip_prefix(": ")?;
            Some(format!("  {ASIDE}{name}:{ASIDE:#} {rest}"))
        });
        painted.push_str(&detail.unwrap_or_else(|| line.to_owned()));
    }
    painted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_wanted(arguments: &str, expected: Option<Color>) {
        assert_eq!(wanted(arguments.split(' ').map(OsString::from)), expected, "{arguments}");
    }

    #[test]
    fn the_option_is_found_wherever_it_stands() {
        assert_wanted("wegwijzer check packs/nl", None);
        assert_wanted("wegwijzer --color never check packs/nl", Some(Color::Never));
        assert_wanted("wegwijzer check packs/nl --color=always", Some(Color::Always));
        assert_wanted("wegwijzer check --color always --color auto packs/nl", Some(Color::Auto));
        assert_wanted("wegwijzer check --color", None);
        assert_wanted("wegwijzer check --color=pink", None);
        assert_wanted("wegwijzer check --colors=always", None);
        assert_wanted("wegwijzer check -- --color=always", None);
    }

    #[test]
    fn what_is_wrong_is_coloured_and_no_word_is_lost() {
        let text = "a/b.toml:3:4: error: rule x, when: bad: error: again\n  found: `y`\n  help: z\n  more";
        let coloured = painted(text);
        assert_eq!(
            coloured,
            "a/b.toml:3:4: \u{1b}[1m\u{1b}[31merror\u{1b}[0m: rule x, when: bad: error: again\n  \
             \u{1b}[36mfound:\u{1b}[0m `y`\n  \u{1b}[36mhelp:\u{1b}[0m z\n  more"
        );
        assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), text);
        assert!(painted("a: warning: b").starts_with("a: \u{1b}[1m\u{1b}[33mwarning\u{1b}[0m"));
        assert_eq!(painted("a: no errors"), "a: no errors");
    }
}
