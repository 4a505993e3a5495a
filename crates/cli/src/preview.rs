//! `wegwijzer preview`: a pack in the real widget, in the author's own browser, again with every change. The widget is the
//! one of `dist/`, byte for byte but for the loader's table of packs. Nothing of the preview goes into it: what reloads
//! the page and lists the errors is the page around it.
//!
//! One thread looks at the files of the pack; the others answer the browser (`site.rs`). Between them lies the last
//! version without errors and what is wrong now (`Shown`).

mod http;
mod shown;
mod site;

use std::{
    env, fs, io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    thread,
    time::{Duration, SystemTime},
};

use wegwijzer_pack::load;

use self::{shown::Shown, site::Site};
use crate::{
    check::{contents, counts, print_all},
    progress,
    terminal::{complain, say},
};

/// How often the files are looked at: soon enough to feel at once, and no work for the computer.
const BEAT: Duration = Duration::from_millis(300);
/// The first port that is tried.
const PORT: u16 = 8090;
/// How many ports are tried.
const PORTS: u16 = 20;

/// Serves the preview until the program is ended.
pub(crate) fn preview(dir: &Path, widget: Option<&Path>, port: Option<u16>) -> ExitCode {
    // What cannot get better by saving a file ends the program at once.
    if !dir.join("pack.toml").is_file() {
        if let Err(diagnostics) = load(dir) {
            print_all(&diagnostics);
        }
        return ExitCode::FAILURE;
    }
    match open(dir, widget, port) {
        Ok((listener, address, site)) => {
            let files = fingerprint(dir);
            check(dir, &site.shown);
            say(&format!("Preview of {} on http://{address}/ (Ctrl+C ends it)", dir.display()));
            let (dir, shown) = (dir.to_owned(), Arc::clone(&site.shown));
            thread::spawn(move || watch(&dir, files, &shown));
            http::serve(&listener, move |request, stream| site.answer(request, stream));
            ExitCode::SUCCESS
        }
        Err(why) => {
            complain(&why);
            ExitCode::FAILURE
        }
    }
}

fn open(dir: &Path, widget: Option<&Path>, port: Option<u16>) -> Result<(TcpListener, SocketAddr, Site), String> {
    let widget = find_widget(widget)?;
    let listener = listen(port)?;
    let address = listener.local_addr().map_err(|error| format!("the preview: error: it has no address: {error}"))?;
    let shown = Arc::new(Shown::new(dir.display().to_string()));
    Ok((listener, address, Site { widget, shown }))
}

/// The folder of the built widget.
fn find_widget(given: Option<&Path>) -> Result<PathBuf, String> {
    let beside_program = env::current_exe().ok().and_then(|program| Some(program.parent()?.join("dist")));
    let places = match given {
        Some(folder) => vec![folder.to_owned()],
        None => [PathBuf::from("dist")].into_iter().chain(beside_program).collect(),
    };
    if let Some(found) = places.iter().flat_map(|place| with_versions(place)).find(|at| at.join(site::LOADER).is_file())
    {
        site::scripts(&found, &Shown::new(String::new()))?;
        return Ok(found);
    }
    let places: Vec<String> = places.iter().map(|folder| folder.display().to_string()).collect();
    Err(format!(
        "{}: error: the built widget is not here: there is no {}\n  \
         help: run `cargo xtask dist` first, or say with --widget in which folder it is",
        places.join(", "),
        site::LOADER
    ))
}

/// A folder and, newest name first, those inside it: the widget lies in one that is named after its version.
fn with_versions(folder: &Path) -> Vec<PathBuf> {
    let mut versions: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    versions.sort_by(|one, other| other.cmp(one));
    [folder.to_owned()].into_iter().chain(versions).collect()
}

/// On this computer alone.
fn listen(port: Option<u16>) -> Result<TcpListener, String> {
    let ports = match port {
        Some(port) => port..=port,
        None => PORT..=PORT + PORTS - 1,
    };
    let mut last = None;
    for port in ports {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some((port, error)),
        }
    }
    let (port, why) = last.map_or((PORT, String::new()), |(port, error)| match error.kind() {
        io::ErrorKind::AddrInUse => (port, "another program uses it".to_owned()),
        _ => (port, error.to_string()),
    });
    Err(format!(
        "port {port}: error: the preview cannot have it: {why}\n  help: take another one, such as --port {}",
        port.wrapping_add(1).max(1024)
    ))
}

/// Looks at the files again and again, and checks the pack when one has changed.
fn watch(dir: &Path, mut files: Fingerprint, shown: &Shown) {
    loop {
        thread::sleep(BEAT);
        let now = fingerprint(dir);
        if now != files {
            // Taken before the files are read: what changes meanwhile is seen the next time.
            files = now;
            check(dir, shown);
        }
    }
}

/// Checks the pack, and tells the terminal and the page.
fn check(dir: &Path, shown: &Shown) {
    let folder = dir.display();
    match progress::during(&format!("reading {folder}"), |_| load(dir)) {
        Ok(compiled) => {
            print_all(&compiled.warnings);
            let summary = format!("{}: {}", contents(&compiled), counts(0, compiled.warnings.warnings()));
            say(&format!("{folder}: {summary}"));
            shown.good(compiled, summary);
        }
        Err(diagnostics) => {
            print_all(&diagnostics);
            let counts = counts(diagnostics.errors(), diagnostics.warnings());
            let page = if shown.has_pack() {
                "the page keeps the last version without errors"
            } else {
                "the page has nothing to show yet"
            };
            say(&format!("{folder}: {counts}; {page}"));
            shown.bad(&diagnostics, counts);
        }
    }
}

/// Name, size and time of every file of the pack.
type Fingerprint = Vec<(PathBuf, u64, Option<SystemTime>)>;

fn fingerprint(dir: &Path) -> Fingerprint {
    let mut files = Fingerprint::new();
    for folder in [dir.to_owned(), dir.join("places"), dir.join("texts")] {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let ours = path.extension().is_some_and(|extension| extension == "toml" || extension == "csv");
            if ours && let Ok(data) = fs::metadata(&path) {
                files.push((path, data.len(), data.modified().ok()));
            }
        }
    }
    files.sort();
    files
}
