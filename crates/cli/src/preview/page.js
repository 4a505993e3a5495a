// The page around a previewed pack: it lists what is wrong, and loads again when there is another version to show. The
// widget knows nothing of it.

const NOTES = {
  nothing: "There is nothing to show yet. Put the errors right and save: then the pack comes here.",
  old: "Below is the last version without errors.",
  gone: "The preview has ended. Start it again in the terminal; this page goes on by itself.",
  failed:
    "The widget could not show this pack. Perhaps it is of another age than the program: make it again with " +
    "“cargo xtask dist”, then load this page again.",
};

const element = (id) => document.getElementById(id);
const version = document.documentElement.dataset.version;
let failed = false;

function note(text) {
  element("note").hidden = !text;
  element("note").textContent = text ?? "";
}

function show(news) {
  if (news.version !== version) return location.reload();
  document.title = `${news.errors ? "✗ " : ""}Preview of ${news.folder}`;
  element("folder").textContent = news.folder;
  element("summary").textContent = news.summary;
  document.body.classList.toggle("has-errors", news.errors > 0);
  element("problems").hidden = !news.problems.length;
  element("problems").replaceChildren(
    ...news.problems.map(({ level, text }) => {
      const item = document.createElement("li");
      item.className = level;
      item.textContent = text;
      return item;
    }),
  );
  note(failed ? NOTES.failed : !version ? NOTES.nothing : news.errors ? NOTES.old : "");
}

document.addEventListener("weg-wijzer-error", () => {
  failed = true;
  note(NOTES.failed);
});

const changes = new EventSource("changes");
changes.onmessage = ({ data }) => show(JSON.parse(data));
// The browser tries again by itself, and the first message then tells how things are.
changes.onerror = () => note(NOTES.gone);
