//! A compiled pack as the files that a web page loads: each named by its hash and pinned by its integrity, with the entry
//! by which the loader finds them. `dist/` and the preview are made of the same.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256, Sha384};

use crate::Compiled;

/// A pack as it lies beside the loader.
#[derive(Clone, Debug)]
pub struct WebPack {
    /// What the `pack` attribute names.
    pub id: String,
    /// Questions, rules, services and places.
    pub structure: WebFile,
    /// In the pack's order.
    pub languages: Vec<WebLanguage>,
}

/// The texts of a pack in one language.
#[derive(Clone, Debug)]
pub struct WebLanguage {
    /// The tag of the language.
    pub tag: String,
    /// The texts.
    pub file: WebFile,
    /// What the loader says when the questions cannot start.
    pub failed: String,
    /// How the loader names the link to the stand-alone page.
    pub open_page: String,
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
    /// What the loader knows of a file: where it is, and what it must be.
    pub fn entry(&self) -> Value {
        json!({ "file": self.path, "integrity": pin(&self.bytes) })
    }
}

impl WebLanguage {
    fn entry(&self) -> Value {
        json!({
            "file": self.file.path,
            "integrity": pin(&self.file.bytes),
            "failed": self.failed,
            "open": self.open_page,
        })
    }
}

impl WebPack {
    /// Names the files of a pack.
    pub fn new(compiled: Compiled) -> WebPack {
        let id = compiled.pack.id;
        let structure =
            WebFile { path: format!("packs/{id}.{}.pack", short_hash(&compiled.structure)), bytes: compiled.structure };
        let languages = compiled.languages.into_iter().zip(compiled.texts).map(|((tag, bytes), texts)| WebLanguage {
            file: WebFile { path: format!("packs/{id}.{tag}.{}.texts", short_hash(&bytes)), bytes },
            failed: texts.ui.failed().to_owned(),
            open_page: texts.ui.open_page().to_owned(),
            tag,
        });
        WebPack { languages: languages.collect(), structure, id }
    }

    /// Every file: the structure, then the languages.
    pub fn files(&self) -> impl Iterator<Item = &WebFile> {
        [&self.structure].into_iter().chain(self.languages.iter().map(|language| &language.file))
    }

    /// What the loader knows of a pack.
    pub fn entry(&self) -> Value {
        let languages = self.languages.iter().map(|language| (language.tag.clone(), language.entry()));
        let languages: Map<String, Value> = languages.collect();
        json!({ "structure": self.structure.entry(), "languages": languages })
    }
}

/// A built loader with other packs in its table of files, by id; all else of it stays as it is. `None` if it has no such
/// table.
pub fn loader_with(loader: &str, packs: &Map<String, Value>) -> Option<String> {
    let (before, rest) = loader.split_once(TABLE)?;
    if rest.contains(TABLE) {
        return None;
    }
    let after = rest.get(object_end(rest)?..)?;
    let packs = Value::Object(packs.clone());
    Some(format!("{before},packs:{packs}{after}"))
}

/// How the table of packs begins in a built loader, where it follows the version and the wasm.
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

/// The first 8 hexadecimal digits of the SHA-256: enough to tell versions of one file apart in its name.
pub fn short_hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

/// What the loader holds of a file. SHA-256 and not SHA-384, for 16 bytes a file in a loader that may weigh 3 kB; both are
/// beyond anybody's reach.
///
/// Source: W3C Subresource Integrity, section 3.5.
pub fn pin(bytes: &[u8]) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(bytes)))
}

/// The value of the `integrity` attribute of a page's `script`.
///
/// Source: W3C Subresource Integrity, section 3.5.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_agree_with_published_ones_of_nothing() {
        assert_eq!(short_hash(b""), "e3b0c442");
        assert_eq!(pin(b""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assert_eq!(integrity(b""), "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb");
    }

    #[test]
    fn a_loader_gets_other_packs_and_keeps_all_else() {
        let other = Map::from_iter([("b".to_owned(), json!({ "x": "}\"" }))]);
        for table in [r#"{}"#, r#"{a:{x:"}"}}"#, r#"{a:{x:'}"{',y:`}'\``,z:"\"}\\"},b:{}}"#] {
            let loader = format!("var p={{version:\"1\",wasm:{{}},packs:{table}}};f({{}},p.packs)");
            let expected = "var p={version:\"1\",wasm:{},packs:{\"b\":{\"x\":\"}\\\"\"}}};f({},p.packs)";
            assert_eq!(loader_with(&loader, &other).as_deref(), Some(expected), "{table}");
        }
    }

    #[test]
    fn a_file_without_exactly_one_table_is_no_loader() {
        for file in ["", "packs:{}", ",packs:{", ",packs:{\"}", ",packs:{},packs:{}"] {
            assert_eq!(loader_with(file, &Map::new()), None, "{file}");
        }
    }
}
