//! A compiled pack as the files that a web page loads: each named by its hash and pinned by its integrity, with the entry
//! by which the loader finds them. `dist/` and the preview are made of the same.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha384};

use wegwijzer_core::{Pack, Texts, serve};

use crate::{Compiled, Day};

/// A pack as it lies beside the loader.
#[derive(Clone, Debug)]
pub struct WebPack {
    /// What the `pack` attribute names.
    pub id: String,
    /// Questions, rules and services.
    pub structure: WebFile,
    /// Places; `None` in a pack that has none. Bundlers put what is as small as an empty file into a `data:` address, which
    /// the policy of a page may refuse.
    pub places: Option<WebFile>,
    /// In the pack's order.
    pub languages: Vec<WebLanguage>,
    /// Codes and names, for pages that let somebody choose one.
    pub regions: Vec<(String, String)>,
    /// The country that it is about: two letters of ISO 3166-1; empty where the pack names none.
    pub country: String,
    /// Until when its content may be used without another look.
    pub review_by: Day,
}

/// The texts of a pack in one language.
#[derive(Clone, Debug)]
pub struct WebLanguage {
    /// The tag of the language.
    pub tag: String,
    /// How the language calls itself.
    pub name: String,
    /// The texts.
    pub file: WebFile,
    /// What the loader says when the questions cannot start.
    pub failed: String,
    /// How the loader names the link to the stand-alone page.
    pub open_page: String,
    /// What a frame with the questions is called.
    pub title: String,
    /// Whom a page can name for who would rather talk to somebody.
    pub contact: Contact,
}

/// Somebody to talk to, anywhere in the country.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// Its name.
    pub name: String,
    /// Where it is: a web address, else a phone number as an address.
    pub link: String,
    /// What it does, in a sentence.
    pub about: String,
}

/// A file by its path from the loader, with `/`.
#[derive(Clone, Debug)]
pub struct WebFile {
    /// Where the file is.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl WebFile {
    /// Names a file after what it is, its content and its kind, as the loader does.
    pub fn new(stem: &str, bytes: Vec<u8>, kind: &str) -> WebFile {
        let content: String = pin(&bytes).chars().take(8).collect();
        WebFile { path: format!("{stem}.{}.{kind}", content.replace(['+', '/'], "-")), bytes }
    }

    /// What the loader knows of a file: what it must be.
    pub fn pin(&self) -> Value {
        pin(&self.bytes).into()
    }
}

impl WebPack {
    /// Names the files of a pack.
    pub fn new(compiled: Compiled) -> WebPack {
        let pack = compiled.pack;
        let id = pack.id.clone();
        let structure = WebFile::new(&format!("packs/{id}"), compiled.structure, "pack");
        let places = (!pack.places.is_empty()).then_some(compiled.places);
        let places = places.map(|bytes| WebFile::new(&format!("packs/{id}"), bytes, "places"));
        let languages = compiled.languages.into_iter().zip(compiled.texts).map(|((tag, bytes), texts)| WebLanguage {
            name: texts.ui.language_name().to_owned(),
            file: WebFile::new(&format!("packs/{id}.{tag}"), bytes, "texts"),
            failed: texts.ui.failed().to_owned(),
            open_page: texts.ui.open_page().to_owned(),
            title: format!("{}: {}", texts.ui.name(), texts.ui.result_title()),
            contact: contact(&pack, &texts),
            tag,
        });
        let regions = pack.places.regions.iter().map(|region| (region.code.clone(), region.name.clone()));
        WebPack {
            languages: languages.collect(),
            regions: regions.collect(),
            country: compiled.country,
            review_by: Day::of_number(pack.review_by),
            structure,
            places,
            id,
        }
    }

    /// Every file: the structure, the places, then the languages.
    pub fn files(&self) -> impl Iterator<Item = &WebFile> {
        [&self.structure].into_iter().chain(&self.places).chain(self.languages.iter().map(|language| &language.file))
    }

    /// What the loader knows of a pack: its languages, and what to say in each when nothing else can be loaded.
    pub fn lines(&self) -> Value {
        self.by_language(|language| json!({ "failed": language.failed, "open": language.open_page }))
    }

    /// What comes with the glue: each file of the pack, by its kind, as `file` tells of it, [`WebFile::pin`] where it lies beside the loader.
    pub fn pins(&self, file: &dyn Fn(&WebFile) -> Value) -> Value {
        json!({
            "pack": file(&self.structure),
            "places": self.places.as_ref().map(file),
            "languages": self.by_language(|language| file(&language.file)),
        })
    }

    fn by_language(&self, value: impl Fn(&WebLanguage) -> Value) -> Value {
        self.languages.iter().map(|language| (language.tag.clone(), value(language))).collect::<Map<_, _>>().into()
    }
}

/// The first of those whom a pack names for a talk.
fn contact(pack: &Pack, texts: &Texts) -> Contact {
    let first = pack.talk.first().and_then(|&kind| Some((kind, texts.kinds.get(usize::from(kind))?)));
    let Some((kind, words)) = first else { return Contact::default() };
    let service = serve(pack, kind, None);
    let phone = |phone: &str| {
        let number: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        format!("tel:{number}")
    };
    Contact {
        name: service.name.unwrap_or(&words.name).to_owned(),
        link: service.url.map(str::to_owned).or(service.phone.map(phone)).unwrap_or_default(),
        about: words.about.clone(),
    }
}

/// Loader and glue as built, but with another pack in place of theirs. `None` if they are not what `cargo xtask dist` writes.
pub fn with_pack(loader: &str, glue: &str, pack: Option<&WebPack>) -> Option<(String, WebFile)> {
    let table =
        |value: &dyn Fn(&WebPack) -> Value| pack.map(|pack| (pack.id.clone(), value(pack))).into_iter().collect();
    let other = with_table(glue, &table(&|pack| pack.pins(&WebFile::pin)))?;
    let other = WebFile::new(GLUE, other.into_bytes(), "js");
    let (old, new) = (pin(glue.as_bytes()), pin(&other.bytes));
    let loader = with_table(loader, &table(&WebPack::lines))?;
    loader.contains(&old).then(|| (loader.replace(&old, &new), other))
}

/// What the names of the glue begin with.
pub const GLUE: &str = "wegwijzer";

/// A script with other packs in its table, by id; all else of it stays as it is. `None` if it has no such table.
fn with_table(script: &str, packs: &Map<String, Value>) -> Option<String> {
    let (before, rest) = script.split_once(TABLE)?;
    if rest.contains(TABLE) {
        return None;
    }
    let after = rest.get(object_end(rest)?..)?;
    let packs = Value::Object(packs.clone());
    Some(format!("{before},packs:{packs}{after}"))
}

/// How the table of packs begins in loader and glue as esbuild writes them, where it follows something else.
const TABLE: &str = ",packs:{";

/// Where an object ends whose first brace lies before this code. Braces in strings do not count.
fn object_end(code: &str) -> Option<usize> {
    let mut depth = 1;
    let mut quote = None;
    let mut characters = code.char_indices();
    while let Some((at, c)) = characters.next() {
        match (quote, c) {
            (Some(_), '\\') => drop(characters.next()),
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '{') => depth += 1,
            (None, '}') => depth -= 1,
            (None, _) => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// What a file must be: its SHA-384 in base64.
pub fn pin(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(Sha384::digest(bytes))
}

/// The value of the `integrity` attribute of a page's `script`.
///
/// Source: W3C Subresource Integrity, section 3.5.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", pin(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_agree_with_published_ones_of_nothing() {
        assert_eq!(integrity(b""), "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb");
    }

    #[test]
    fn a_file_is_named_after_its_content() {
        assert_eq!(WebFile::new("packs/nl", Vec::new(), "pack").path, "packs/nl.OLBgp1Gs.pack");
        let slash = (0_u32..).map(u32::to_le_bytes).find(|bytes| pin(bytes)[..8].contains('/')).expect("there is one");
        let name = WebFile::new("a", slash.to_vec(), "b").path;
        assert!(name.contains('-') && !name.contains('/'), "{name}");
    }

    #[test]
    fn a_script_gets_other_packs_and_keeps_all_else() {
        let other = Map::from_iter([("b".to_owned(), json!({ "x": "}\"" }))]);
        for table in [r#"{}"#, r#"{a:{x:"}"}}"#, r#"{a:{x:'}"{',y:`}'\``,z:"\"}\\"},b:{}}"#] {
            let loader = format!("var p={{version:\"1\",wasm:{{}},packs:{table}}};f({{}},p.packs)");
            let expected = "var p={version:\"1\",wasm:{},packs:{\"b\":{\"x\":\"}\\\"\"}}};f({},p.packs)";
            assert_eq!(with_table(&loader, &other).as_deref(), Some(expected), "{table}");
        }
    }

    #[test]
    fn a_file_without_exactly_one_table_is_none_of_ours() {
        for file in ["", "packs:{}", ",packs:{", ",packs:{\"}", ",packs:{},packs:{}"] {
            assert_eq!(with_table(file, &Map::new()), None, "{file}");
        }
    }
}
