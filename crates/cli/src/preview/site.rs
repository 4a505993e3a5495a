//! What the preview answers to a browser: its own page, the widget of `dist/`, the files of the pack from memory, and a
//! stream that tells of every change. No path of a request is ever looked up on the disk: there is a list of names, and
//! nothing else.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use serde_json::Map;
use tiny_http::{Header, Method, Request, Response, Server};
use wegwijzer_pack::web::loader_with;

use super::shown::Shown;

/// The loader of the widget, by its name in `dist/`.
pub(crate) const LOADER: &str = "weg-wijzer.js";

/// The widget needs no more than this, and neither does the page around it.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
                      img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// So often the stream of changes says that it is still there; who has gone is noticed by it.
const STILL_THERE: Duration = Duration::from_secs(15);

/// All that can be asked for.
pub(crate) struct Site {
    /// The folder of the built widget.
    pub(crate) widget: PathBuf,
    pub(crate) shown: Arc<Shown>,
}

/// An answer: its kind, and what is in it.
type Answer = (&'static str, Vec<u8>);

impl Site {
    /// Answers one browser after the other, for as long as the program runs. Streams of changes have a thread of their own.
    pub(crate) fn answer_all(&self, server: &Server) {
        for request in server.incoming_requests() {
            let path = request.url().split(['?', '#']).next().unwrap_or_default().to_owned();
            if !is_for_us(&request) {
                refuse(request, 403, "This address is for this computer alone.");
            } else if *request.method() != Method::Get {
                refuse(request, 405, "Only GET.");
            } else if path == "/changes" {
                let shown = Arc::clone(&self.shown);
                // The browser has gone away: nobody is left to tell.
                thread::spawn(move || tell_changes(request, &shown).ok());
            } else {
                match self.answer(&path) {
                    Some(Ok((kind, bytes))) => respond(request, 200, kind, bytes),
                    Some(Err(why)) => refuse(request, 500, &why),
                    None => refuse(request, 404, "There is nothing at this address. The preview is at /"),
                }
            }
        }
    }

    fn answer(&self, path: &str) -> Option<Result<Answer, String>> {
        const STYLE: &str = "text/css; charset=utf-8";
        const SCRIPT: &str = "text/javascript; charset=utf-8";
        let name = path.strip_prefix('/')?;
        match name {
            // The second is what the loader links to when it cannot run.
            "" | "index.html" => Some(Ok(("text/html; charset=utf-8", self.page().into_bytes()))),
            "preview.css" => Some(Ok((STYLE, include_bytes!("page.css").to_vec()))),
            "preview.js" => Some(Ok((SCRIPT, include_bytes!("page.js").to_vec()))),
            LOADER => Some(loader(&self.widget, &self.shown).map(|loader| (SCRIPT, loader.into_bytes()))),
            _ if name.starts_with("packs/") => {
                let file = |pack: &wegwijzer_pack::web::WebPack| {
                    pack.files().find(|file| file.path == name).map(|file| file.bytes.clone())
                };
                Some(Ok(("application/octet-stream", self.shown.of_pack(file)??)))
            }
            _ => {
                // Looked up among the names that are there: the path of a request never becomes one of the disk.
                let mut files = fs::read_dir(&self.widget).ok()?.flatten();
                let file = files.find(|file| file.file_name() == name && name.ends_with(".wasm"))?;
                Some(read(&file.path()).map(|bytes| ("application/wasm", bytes)))
            }
        }
    }

    fn page(&self) -> String {
        let element = |pack: &wegwijzer_pack::web::WebPack| {
            let language = pack.languages.first().map_or("", |language| language.tag.as_str());
            // Ids and tags are letters, digits and `-`: `load` lets nothing else through.
            format!(r#"<weg-wijzer pack="{}" lang="{language}" loading="eager"></weg-wijzer>"#, pack.id)
        };
        include_str!("page.html")
            .replace("{version}", &self.shown.version())
            .replace("{widget}", &self.shown.of_pack(element).unwrap_or_default())
    }
}

/// The loader as partners load it, but for its table of packs: that has the previewed one alone.
pub(crate) fn loader(widget: &Path, shown: &Shown) -> Result<String, String> {
    let file = widget.join(LOADER);
    let loader = String::from_utf8_lossy(&read(&file)?).into_owned();
    let packs = shown.of_pack(|pack| Map::from_iter([(pack.id.clone(), pack.entry())])).unwrap_or_default();
    loader_with(&loader, &packs).ok_or_else(|| {
        format!(
            "{}: error: this is not a loader that the preview can use\n  help: run `cargo xtask dist` again",
            file.display()
        )
    })
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    fs::read(file).map_err(|error| format!("{}: error: this file cannot be read: {error}", file.display()))
}

/// A page from elsewhere cannot ask in a roundabout way, under a name of its own that leads to this computer.
fn is_for_us(request: &Request) -> bool {
    let host = request.headers().iter().find(|header| header.field.equiv("Host"));
    let name = host.map_or("", |host| host.value.as_str()).split(':').next().unwrap_or_default();
    ["127.0.0.1", "localhost"].contains(&name)
}

fn refuse(request: Request, status: u16, why: &str) {
    respond(request, status, "text/plain; charset=utf-8", format!("{why}\n").into_bytes());
}

fn respond(request: Request, status: u16, kind: &str, bytes: Vec<u8>) {
    let mut response = Response::from_data(bytes).with_status_code(status);
    for (name, value) in [
        ("Content-Type", kind),
        ("Content-Security-Policy", POLICY),
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
    ] {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    // The browser has gone away: nobody is left to answer.
    let _ = request.respond(response);
}

/// Tells how things are, and again after every check, until the browser goes away.
///
/// Source of the format: HTML standard, section 9.2, "Server-sent events".
fn tell_changes(request: Request, shown: &Shown) -> io::Result<()> {
    let mut stream = request.into_writer();
    stream.write_all(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
    )?;
    let (mut check, mut news) = shown.news();
    loop {
        // JSON of this kind has no line breaks, which would end the event.
        write!(stream, "data: {news}\n\n")?;
        stream.flush()?;
        (check, news) = loop {
            match shown.news_after(check, STILL_THERE) {
                Some(next) => break next,
                None => {
                    stream.write_all(b": still there\n\n")?;
                    stream.flush()?;
                }
            }
        };
    }
}
