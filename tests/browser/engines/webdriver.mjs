/** A small client of W3C WebDriver on plain `fetch`: one session, and the commands that webkit.mjs needs of it. */
import { PATIENCE } from "./programs.mjs";

/** One session. Every command throws what the driver says when it refuses. */
export class Session {
  #url;

  static async open(driver, capabilities) {
    const session = new Session();
    const { sessionId } = await send(`${driver}/session`, "POST", { capabilities: { alwaysMatch: capabilities } });
    session.#url = `${driver}/session/${sessionId}`;
    return session;
  }

  get(command) {
    return send(`${this.#url}/${command}`, "GET");
  }

  post(command, body = {}) {
    return send(`${this.#url}/${command}`, "POST", body);
  }

  close() {
    return send(this.#url, "DELETE");
  }

  /** Runs the body of a function in the page, and waits for the promise that it returns. */
  run(script, ...args) {
    return this.post("execute/sync", { script, args });
  }

  /** Keys as a keyboard sends them: each is pressed and let go, while the modifiers are held. */
  keys(keys, modifiers = []) {
    const down = (value) => ({ type: "keyDown", value });
    const up = (value) => ({ type: "keyUp", value });
    const strokes = keys.flatMap((key) => [down(key), up(key)]);
    return this.#act("key", {}, [...modifiers.map(down), ...strokes, ...modifiers.map(up)]);
  }

  /** What a mouse does: `pointerMove` to a place in the window, `pointerDown`, `pointerUp`. */
  pointer(...actions) {
    return this.#act("pointer", { parameters: { pointerType: "mouse" } }, actions);
  }

  #act(type, more, actions) {
    return this.post("actions", { actions: [{ type, id: type, ...more, actions }] });
  }
}

export const moveTo = (x, y) => ({ type: "pointerMove", duration: 0, x: Math.round(x), y: Math.round(y) });
export const PRESS = { type: "pointerDown", button: 0 };
export const RELEASE = { type: "pointerUp", button: 0 };

/** The codes of the keys that are no letters, and of those that are held. */
export const KEYS = {
  Backspace: "\uE003",
  Tab: "\uE004",
  Enter: "\uE007",
  Escape: "\uE00C",
  Space: " ",
  PageUp: "\uE00E",
  PageDown: "\uE00F",
  End: "\uE010",
  Home: "\uE011",
  ArrowLeft: "\uE012",
  ArrowUp: "\uE013",
  ArrowRight: "\uE014",
  ArrowDown: "\uE015",
  Delete: "\uE017",
};
export const MODIFIERS = { Shift: "\uE008", Control: "\uE009", Alt: "\uE00A" };

/** The name under which WebDriver passes an element. */
export const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** One command: what the driver answers, or its own words about what went wrong. */
export async function send(url, method, body) {
  const text = body && JSON.stringify(body);
  const answer = await fetch(url, { method, body: text, signal: AbortSignal.timeout(2 * PATIENCE) }).catch((cause) => {
    throw new Error(`WebDriver was expected to answer ${method} ${url} ${text?.slice(0, 200) ?? ""}`, { cause });
  });
  const { value } = await answer.json();
  if (value?.error) throw new Error(`${value.error}: ${value.message}`);
  return value;
}
