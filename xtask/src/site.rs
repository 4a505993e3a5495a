//! The pages of the stand-alone site, and the configurator's script and wasm, which no citizen loads.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use wegwijzer_pack::web::{WebFile, WebPack, integrity};
use xshell::cmd;

use crate::{
    engine,
    files::read_text,
    loader::{alias, bundle, module},
    project::Project,
};

/// What Trunk calls the configurator.
const SITE: &str = "wegwijzer-site";
/// The pack whose questions index.html shows. Those of the others are in pages/.
const INDEX: &str = "nl";

/// The configurator's script and the wasm that it pins, by their names in the folder of a version.
pub fn configurator(project: &Project, trunk: &str) -> Result<[WebFile; 2]> {
    let wasm = engine::optimised(project, &project.path(trunk).join(format!("{SITE}_bg.wasm")))?;
    let wasm = WebFile::new("site", wasm, "wasm");
    let pins = module(project, "site.js", "SITE", &json!({ "wasm": wasm.pin() }))?;
    let aliases = [
        alias("wegwijzer-site-glue", &project.path(trunk).join(format!("{SITE}.js"))),
        alias("wegwijzer-site-files", &pins),
        // The same way to get a file as the loader has: there is one.
        alias("wegwijzer-files-module", &project.path("embed/files.apart.js")),
        alias("wegwijzer-places", &project.path("embed/places.beside.js")),
    ];
    let script = bundle(project, &project.path("src/site/start.js"), &aliases)?;
    Ok([WebFile::new("site", script, "js"), wasm])
}

/// A style sheet of the pages, made small.
pub fn style(project: &Project, name: &str) -> Result<WebFile> {
    let shell = &project.shell;
    let input = project.path("style").join(name);
    let bytes = cmd!(shell, "esbuild {input} --minify --charset=utf8 --log-level=warning").quiet().output()?.stdout;
    Ok(WebFile { path: name.into(), bytes })
}

/// The name of the page that has the questions of a pack alone.
pub fn page_of(pack: &str) -> String {
    if pack == INDEX { "index.html".to_owned() } else { format!("{pack}.html") }
}

/// That page, with the loader pinned: index.html as Trunk laid it out, or the one in pages/.
pub fn questionnaire(project: &Project, trunk: &str, loader: &WebFile, pack: &WebPack) -> Result<String> {
    let id = &pack.id;
    let (name, page) = if *id == INDEX {
        let page = read_text(&project.path(trunk).join("index.html"))?;
        // Without scripts of its own to put in, Trunk leaves its instructions to compile in the page.
        let lines = page.lines().filter(|line| !line.contains("data-trunk")).map(|line| line.to_owned() + "\n");
        ("index.html".to_owned(), lines.collect())
    } else {
        let name = format!("pages/{id}.html");
        let page = read_text(&project.path(&name)).with_context(|| {
            format!("the pack {id} needs a page of its own, for where scripts are stripped and where it cannot run; pages/no.html is one")
        })?;
        (name, page)
    };
    let element = format!("<weg-wijzer pack=\"{id}\"");
    ensure!(page.contains(&element), "{name} was expected to show the pack {id}, with {element}");
    let contact = pack.languages.first().map_or("", |language| &language.contact.link);
    ensure!(
        page.contains(contact),
        "{name} was expected to name the contact of the pack inside the element: {contact}"
    );
    pinned(&page, &name, "weg-wijzer.js", loader)
}

/// configurator.html, with its scripts pinned, and what it must know of this folder.
pub fn configurator_page(project: &Project, loader: &WebFile, script: &WebFile, packs: &[WebPack]) -> Result<String> {
    const PAGE: &str = "configurator.html";
    let page = read_text(&project.path(PAGE))?;
    let page = pinned(&page, PAGE, "weg-wijzer.js", loader)?;
    let page = pinned(&page, PAGE, "site.js", script)?;
    let place = "<script type=\"application/json\" id=\"facts\"></script>";
    ensure!(page.contains(place), "{PAGE} was expected to have exactly {place}");
    // In a script only a less-than sign can end it.
    let facts = facts(loader, packs).to_string().replace('<', "\\u003c");
    Ok(page.replace(place, &place.replace("></", &format!(">{facts}</"))))
}

/// What src/site/facts.rs reads.
fn facts(loader: &WebFile, packs: &[WebPack]) -> Value {
    let packs: Vec<Value> = packs
        .iter()
        .map(|pack| {
            let languages: Vec<Value> = pack
                .languages
                .iter()
                .map(|language| {
                    let contact = &language.contact;
                    json!({
                        "tag": language.tag,
                        "name": language.name,
                        "open_page": language.open_page,
                        "title": language.title,
                        "instead": { "name": contact.name, "link": contact.link, "words": contact.about },
                    })
                })
                .collect();
            json!({
                "id": pack.id,
                "country": pack.country,
                "page": page_of(&pack.id),
                "languages": languages,
                "regions": pack.regions,
            })
        })
        .collect();
    json!({
        "loader": { "path": loader.path, "integrity": integrity(&loader.bytes) },
        "packs": packs,
    })
}

/// A page with one of its scripts where it lies and pinned.
fn pinned(page: &str, name: &str, script: &str, file: &WebFile) -> Result<String> {
    let plain = format!(r#"<script type="module" src="{script}">"#);
    ensure!(page.contains(&plain), "{name} must load {script} with exactly {plain}</script>");
    let (path, integrity) = (&file.path, integrity(&file.bytes));
    Ok(page.replace(
        &plain,
        &format!(r#"<script type="module" src="{path}" integrity="{integrity}" crossorigin="anonymous">"#),
    ))
}
