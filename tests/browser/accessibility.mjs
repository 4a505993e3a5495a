/** What axe-core finds in the widget, its shadow root included, or in what else a test names. It finds about half of all barriers: a floor, no proof. */
import assert from "node:assert/strict";

/** WCAG 2.0 to 2.2, levels A and AA, and axe's best practice as far as it is about a part of a page. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * No violation, and nothing that axe could not decide: but for the contrast of what a sticky header of the host covers at
 * the moment, which the same screen on a page without one decides. The visit must have been opened with `axe: true`.
 */
export async function assertAccessible(visit, where, within = "weg-wijzer") {
  const found = await visit.page.evaluate(async ([tags, within]) => {
    // A sample shows the very colours that the configurator refuses.
    const about = { include: [document.querySelector(within)], exclude: [".sample"] };
    const { violations, incomplete } = await window.axe.run(about, {
      runOnly: { type: "tag", values: tags },
      resultTypes: ["violations", "incomplete"],
    });
    const sticky = Boolean(document.querySelector(".site-header"));
    const covered = ({ any }) => sticky && any[0]?.data?.messageKey === "bgOverlap";
    const lines = (all) =>
      all.flatMap(({ id, help, nodes }) =>
        nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 160)}: ${node.any[0]?.message ?? ""}`),
      );
    const open = incomplete.map((one) => ({ ...one, nodes: one.nodes.filter((node) => !covered(node)) }));
    return { violations: lines(violations), incomplete: lines(open) };
  }, [TAGS, within]);
  assert.deepEqual(found.violations, [], `axe-core was expected to find nothing wrong on ${where}`);
  assert.deepEqual(found.incomplete, [], `axe-core was expected to leave nothing open on ${where}`);
}
