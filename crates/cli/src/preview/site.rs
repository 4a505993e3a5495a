//! What the preview answers to a browser: its own page, the widget of `dist/`, the files of the pack from memory, and a
//! stream that tells of every change. No path of a request is ever looked up on the disk: there is a list of names, and
//! nothing else.

use std::{
    fs,
    io::{self, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use wegwijzer_pack::web::{GLUE, WebFile, WebPack, with_pack};

use super::{
    http::{Request, respond},
    shown::Shown,
};

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

/// The kind of a file, and what is in it.
type File = (&'static str, Vec<u8>);

impl Site {
    /// Answers a request; one for the stream of changes for as long as the browser listens.
    pub(crate) fn answer(&self, request: &Request, stream: &mut TcpStream) -> io::Result<()> {
        // A page from elsewhere cannot ask in a roundabout way, under a name of its own that leads to this computer.
        if !["127.0.0.1", "localhost"].contains(&request.host.as_str()) {
            return refuse(stream, "403 Forbidden", "This address is for this computer alone.");
        }
        if request.method != "GET" {
            return refuse(stream, "405 Method Not Allowed", "Only GET.");
        }
        if request.path == "/changes" {
            return tell_changes(stream, &self.shown);
        }
        match self.file(&request.path) {
            Some(Ok((kind, bytes))) => send(stream, "200 OK", kind, &bytes),
            Some(Err(why)) => refuse(stream, "500 Internal Server Error", &why),
            None => refuse(stream, "404 Not Found", "There is nothing at this address. The preview is at /"),
        }
    }

    fn file(&self, path: &str) -> Option<Result<File, String>> {
        const STYLE: &str = "text/css; charset=utf-8";
        const SCRIPT: &str = "text/javascript; charset=utf-8";
        let name = path.strip_prefix('/')?;
        match name {
            // The second is what the loader links to when it cannot run.
            "" | "index.html" => Some(Ok(("text/html; charset=utf-8", self.page().into_bytes()))),
            "preview.css" => Some(Ok((STYLE, include_bytes!("page.css").to_vec()))),
            "preview.js" => Some(Ok((SCRIPT, include_bytes!("page.js").to_vec()))),
            LOADER => Some(scripts(&self.widget, &self.shown).map(|(loader, _)| (SCRIPT, loader.into_bytes()))),
            _ if is_glue(name) => match scripts(&self.widget, &self.shown) {
                Ok((_, glue)) => (glue.path == name).then_some(Ok((SCRIPT, glue.bytes))),
                Err(why) => Some(Err(why)),
            },
            _ if name.starts_with("packs/") => {
                let file = |pack: &WebPack| pack.files().find(|file| file.path == name).map(|file| file.bytes.clone());
                Some(Ok(("application/octet-stream", self.shown.of_pack(file)??)))
            }
            _ => {
                // Looked up among the names that are there: the path of a request never becomes one of the disk.
                let file = names(&self.widget).find(|file| file == name && name.ends_with(".wasm"))?;
                Some(read(&self.widget.join(file)).map(|bytes| ("application/wasm", bytes)))
            }
        }
    }

    fn page(&self) -> String {
        let element = |pack: &WebPack| {
            let language = pack.languages.first().map_or("", |language| language.tag.as_str());
            // Ids and tags are letters, digits and `-`: `load` lets nothing else through.
            format!(r#"<weg-wijzer pack="{}" lang="{language}" loading="eager"></weg-wijzer>"#, pack.id)
        };
        include_str!("page.html")
            .replace("{version}", &self.shown.version())
            .replace("{widget}", &self.shown.of_pack(element).unwrap_or_default())
    }
}

/// Loader and glue as partners load them, but for their tables of packs: those have the previewed one alone.
pub(crate) fn scripts(widget: &Path, shown: &Shown) -> Result<(String, WebFile), String> {
    let file = widget.join(LOADER);
    let loader = String::from_utf8_lossy(&read(&file)?).into_owned();
    let glue = names(widget).find(|name| is_glue(name)).and_then(|name| fs::read_to_string(widget.join(name)).ok());
    let with = |pack: Option<&WebPack>| with_pack(&loader, glue.as_deref()?, pack);
    shown.of_pack(|pack| with(Some(pack))).unwrap_or_else(|| with(None)).ok_or_else(|| {
        format!(
            "{}: error: this is not a loader that the preview can use\n  help: run `cargo xtask dist` again",
            file.display()
        )
    })
}

/// The names of the files in a folder.
fn names(folder: &Path) -> impl Iterator<Item = String> {
    fs::read_dir(folder).into_iter().flatten().flatten().filter_map(|entry| entry.file_name().into_string().ok())
}

fn is_glue(name: &str) -> bool {
    name.strip_prefix(GLUE).is_some_and(|rest| rest.starts_with('.') && rest.ends_with(".js"))
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    fs::read(file).map_err(|error| format!("{}: error: this file cannot be read: {error}", file.display()))
}

fn refuse(stream: &mut TcpStream, status: &str, why: &str) -> io::Result<()> {
    send(stream, status, "text/plain; charset=utf-8", format!("{why}\n").as_bytes())
}

fn send(stream: &mut TcpStream, status: &str, kind: &str, bytes: &[u8]) -> io::Result<()> {
    let headers = [
        ("Content-Type", kind),
        ("Content-Security-Policy", POLICY),
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
    ];
    respond(stream, status, &headers, bytes)
}

/// Tells how things are, and again after every check, until the browser goes away.
///
/// Source of the format: HTML standard, section 9.2, "Server-sent events".
fn tell_changes(stream: &mut TcpStream, shown: &Shown) -> io::Result<()> {
    stream.write_all(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
    )?;
    let (mut check, mut news) = shown.news();
    loop {
        // JSON of this kind has no line breaks, which would end the event.
        stream.write_all(format!("data: {news}\n\n").as_bytes())?;
        (check, news) = loop {
            match shown.news_after(check, STILL_THERE) {
                Some(next) => break next,
                None => {
                    stream.write_all(b": still there\n\n")?;
                }
            }
        };
    }
}
