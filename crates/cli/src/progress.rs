//! A sign of life while something takes long: after two seconds one line says what is being done, for how long, and how
//! far it is. Only on a terminal, on the error stream; when the work is over the line is gone. Work that is quick, or
//! whose output goes to a file, shows nothing.

use std::{
    env,
    io::{self, IsTerminal, Write},
    sync::{
        atomic::{AtomicU64, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

/// Work that is over sooner shows nothing.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often the line is drawn again.
const BEAT: Duration = Duration::from_millis(250);
/// To the first column, and what stands there goes.
const CLEAR: &str = "\r\u{1b}[2K";
/// A line that is wider than the terminal is cut off, and not continued on a second line that would stay behind.
const CUT: &str = "\u{1b}[?7l";
const WRAP: &str = "\u{1b}[?7h";

/// How far the work is. Counting costs next to nothing, and can be done from several threads.
#[derive(Debug, Default)]
pub(crate) struct Counter {
    done: AtomicU64,
    of: AtomicU64,
}

impl Counter {
    /// How much there is to do, once that is known.
    pub(crate) fn expect(&self, of: u64) {
        self.of.store(of, Ordering::Relaxed);
    }

    /// So much more is done.
    pub(crate) fn add(&self, more: u64) {
        self.done.fetch_add(more, Ordering::Relaxed);
    }
}

/// Does the work, and says `what` it is if it takes long: `progress::during("proving packs/nl", |counter| …)`. Work that
/// cannot tell how far it is leaves the counter alone.
pub(crate) fn during<T>(what: &str, work: impl FnOnce(&Counter) -> T) -> T {
    let terminal = is_watched(io::stderr().is_terminal(), env::var_os("TERM").is_some_and(|term| term == "dumb"));
    if terminal { shown(what, PATIENCE, &mut io::stderr(), work) } else { work(&Counter::default()) }
}

/// Whether somebody looks at a terminal that can take a line back.
fn is_watched(terminal: bool, dumb: bool) -> bool {
    terminal && !dumb
}

fn shown<T>(what: &str, patience: Duration, screen: &mut (impl Write + Send), work: impl FnOnce(&Counter) -> T) -> T {
    let counter = Counter::default();
    let start = Instant::now();
    // Dropped when the work is over, also by a panic: that is what ends the other thread.
    let (working, over) = mpsc::channel::<()>();
    thread::scope(|scope| {
        let counter = &counter;
        scope.spawn(move || {
            let mut wait = patience;
            let mut drawn = false;
            while over.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                let line = line(what, start.elapsed(), counter);
                let _ = write!(screen, "{CLEAR}{CUT}{line}{WRAP}").and_then(|()| screen.flush());
                drawn = true;
                wait = BEAT;
            }
            if drawn {
                let _ = write!(screen, "{CLEAR}").and_then(|()| screen.flush());
            }
        });
        let working = working;
        let result = work(counter);
        drop(working);
        result
    })
}

/// `proving packs/nl: 24 %, 1 min 05 s`; where nobody knows how much there is to do, `12,000 done`.
fn line(what: &str, elapsed: Duration, counter: &Counter) -> String {
    let (done, of) = (counter.done.load(Ordering::Relaxed), counter.of.load(Ordering::Relaxed));
    let far = match (done, of) {
        (0, 0) => String::new(),
        (done, 0) => format!("{} done, ", thousands(done)),
        (done, of) => format!("{} %, ", u128::from(done.min(of)) * 100 / u128::from(of)),
    };
    let seconds = elapsed.as_secs();
    match seconds / 60 {
        0 => format!("{what}: {far}{seconds} s"),
        minutes => format!("{what}: {far}{minutes} min {:02} s", seconds % 60),
    }
}

fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A screen that passes on what is drawn.
    struct Screen(mpsc::Sender<String>);

    impl Write for Screen {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let _ = self.0.send(String::from_utf8_lossy(bytes).into_owned());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn drawn_at_the_end(drawn: &mpsc::Receiver<String>) -> String {
        drawn.try_iter().collect()
    }

    #[test]
    fn only_a_terminal_that_can_take_a_line_back_is_written_to() {
        assert!(is_watched(true, false));
        assert!(!is_watched(true, true));
        assert!(!is_watched(false, false));
    }

    #[test]
    fn the_line_says_what_is_done_how_far_it_is_and_for_how_long() {
        let counter = Counter::default();
        let line = |seconds| line("proving a", Duration::from_secs(seconds), &counter);
        assert_eq!(line(2), "proving a: 2 s");
        counter.add(999);
        assert_eq!(line(58), "proving a: 999 done, 58 s");
        counter.add(1_234_000);
        assert_eq!(line(59), "proving a: 1,234,999 done, 59 s");
        counter.expect(5_000_000);
        assert_eq!(line(60), "proving a: 24 %, 1 min 00 s");
        counter.add(u64::MAX / 2);
        assert_eq!(line(3_605), "proving a: 100 %, 60 min 05 s");
    }

    #[test]
    fn work_that_is_long_is_shown_and_leaves_no_trace() {
        let (screen, drawn) = mpsc::channel();
        let result = shown("a", Duration::ZERO, &mut Screen(screen), |counter| {
            counter.add(7);
            // The work goes on until somebody has seen the counter.
            let mut seen = String::new();
            while !seen.contains("a: 7 done, 0 s") {
                seen.push_str(&drawn.recv().expect("the line is drawn again and again"));
            }
            "result"
        });
        assert_eq!(result, "result");
        assert!(drawn_at_the_end(&drawn).ends_with(CLEAR));
    }

    #[test]
    fn work_that_is_quick_is_not_shown() {
        let (screen, drawn) = mpsc::channel();
        shown("a", Duration::from_secs(3_600), &mut Screen(screen), |_| {
            // Time enough for a line that should not come.
            assert_eq!(drawn.recv_timeout(BEAT), Err(RecvTimeoutError::Timeout));
        });
        assert_eq!(drawn_at_the_end(&drawn), "");
    }

    #[test]
    fn work_that_panics_leaves_no_trace_either() {
        let (screen, drawn) = mpsc::channel();
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            shown("a", Duration::ZERO, &mut Screen(screen), |_| {
                drawn.recv().expect("something is drawn");
                std::panic::resume_unwind(Box::new(()));
            });
        }));
        assert!(panicked.is_err());
        assert!(drawn_at_the_end(&drawn).ends_with(CLEAR));
    }
}
