//! What the page knows of the folder that it stands in. `cargo xtask dist` writes it into configurator.html; nothing is
//! fetched for it.

use serde::Deserialize;

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Facts {
    /// The loader of this version.
    pub loader: File,
    pub packs: Vec<Pack>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct File {
    /// From the folder.
    pub path: String,
    /// For the attribute of that name.
    pub integrity: String,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Pack {
    pub id: String,
    /// Two letters of ISO 3166-1; empty where the pack names none.
    pub country: String,
    /// Its questions as a page of their own, from the folder.
    pub page: String,
    /// The default language first.
    pub languages: Vec<Language>,
    /// Code and name; none in a pack that asks for no place.
    pub regions: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Language {
    pub tag: String,
    /// In that language.
    pub name: String,
    /// How the link to the page of its own is called.
    pub open_page: String,
    /// What a frame with the questions is called.
    pub title: String,
    /// Who can be talked to instead, anywhere in the country.
    pub instead: Instead,
}

/// What stands in the element until the questions are there, and if they cannot run: a link and a sentence.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Instead {
    pub name: String,
    pub link: String,
    pub words: String,
}

impl Facts {
    /// # Errors
    /// What is wrong with the text, for the console.
    pub fn read(text: &str) -> Result<Facts, String> {
        let facts: Facts =
            serde_json::from_str(text).map_err(|error| format!("the facts in the page cannot be read: {error}"))?;
        if facts.packs.iter().any(|pack| pack.languages.is_empty()) || facts.packs.is_empty() {
            return Err("the facts in the page were expected to name a pack, and a language of each".to_owned());
        }
        Ok(facts)
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A folder with two packs, one of which asks for no place.
    pub fn facts() -> Facts {
        Facts::read(
            r#"{
                "loader": { "path": "v1.2.3/weg-wijzer.js", "integrity": "sha384-abc+/=" },
                "packs": [
                    { "id": "aa", "country": "NL", "page": "index.html", "regions": [["A1", "North"], ["A2", "South & <West>"]], "languages": [
                        { "tag": "nl", "name": "Nederlands", "open_page": "Open", "title": "Vragen", "instead": { "name": "Balie", "link": "https://balie.example", "words": "Voor elke vraag." } },
                        { "tag": "en", "name": "English", "open_page": "Open it", "title": "Questions", "instead": { "name": "Desk", "link": "tel:+31201234567", "words": "" } } ] },
                    { "id": "bb", "country": "", "page": "bb.html", "regions": [], "languages": [
                        { "tag": "sv", "name": "Svenska", "open_page": "Öppna", "title": "Frågor", "instead": { "name": "Disk", "link": "https://disk.example", "words": "" } } ] }
                ]
            }"#,
        )
        .expect("these are facts")
    }

    #[test]
    fn facts_that_say_too_little_are_told() {
        let error = Facts::read("{}").expect_err("nothing in it");
        assert_eq!(error, "the facts in the page cannot be read: missing field `loader` at line 1 column 2");
        let error = Facts::read(r#"{"loader":{"path":"","integrity":""},"packs":[]}"#);
        assert_eq!(
            error.expect_err("no pack"),
            "the facts in the page were expected to name a pack, and a language of each"
        );
    }
}
