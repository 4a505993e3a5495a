/**
 * What the pages of the comparison share, since no form library has it: from the rules that fire to a list on the page, in
 * the order of our engine, and the band of a scale. No reasons, services of a region or ways to get there: only the headings.
 */

/** The recommendations of the rules that fire. */
export function recommendations(rules, fires) {
  const fired = rules.filter(fires);
  const inRole = (role) => fired.filter((rule) => rule.role === role).sort((one, two) => one.tier - two.tier);
  const all = [];
  const add = (role, rule, among = all) =>
    among.some((other) => other.step === rule.step) || all.push({ ...rule, role });

  for (const rule of inRole("first")) add("first", rule);
  const main = inRole("main");
  const leads = (rule) => rule.tier === main[0].tier;
  const before = all.length;
  for (const rule of main.filter(leads))
    add("main", rule, all.slice(before).filter((other) => other.service === rule.service));
  for (const rule of [...main.filter((rule) => !leads(rule)), ...inRole("also")]) add("also", rule);
  for (const rule of inRole("person").slice(0, 1)) add("person", rule, []);
  return all;
}

/** The band of a scale: the sum over the answered statements, as if all were answered, against the lower ends. */
export function bandOf({ items, needs, bands }, answers) {
  const answered = items.filter(({ question }) => answers[question] !== undefined);
  if (answered.length < needs) return "unknown";
  const sum = answered.reduce((sum, { question, points }) => sum + points[answers[question]], 0);
  return bands.filter(({ from }, at) => !at || sum * items.length >= from * answered.length).at(-1).id;
}

/** The result as elements, for the pages that draw without a library of their own. */
export function resultElement(ui, all) {
  const make = (name, attributes, ...children) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.append(...children);
    return element;
  };
  return make(
    "section",
    { id: "result" },
    make("h2", { tabIndex: -1, textContent: ui.result }),
    ...all.map(({ id, role, step, service }) => {
      const card = make("article", {}, make("p", { textContent: ui[role] }), make("h3", { textContent: step }), service);
      card.dataset.rule = id;
      return card;
    }),
  );
}
