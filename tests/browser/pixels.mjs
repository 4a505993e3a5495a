/**
 * Pictures of a page, compared pixel by pixel: one engine with itself, on one computer, in one run. And pictures that
 * somebody has looked at, which are kept: with those, what is seen is compared by the colours of small squares, so that a
 * new version of a browser may draw the edge of a letter a shade otherwise.
 *
 * Where two differ, both and their difference are written to tests/screenshots/, and the message says where to look.
 */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { PNG } from "pngjs";
import { ROOT } from "./facts.mjs";

const PICTURES = join(ROOT, "tests/screenshots");
const APPROVED = join(ROOT, "tests/hosts/approved");

/** The side of a square in pixels, and how far apart its mean colours may be in red, green or blue, of 255. */
const SQUARE = 16;
const MOST_APART = 8;

/** What stands in the page where something of ours is shown. */
const PLACES = "weg-wijzer, iframe";

/**
 * What is in the window, with the places of ours in it.
 *
 * @typedef {{x: number, y: number, width: number, height: number, radius: number}} Box In pixels of the window; `radius` of
 *   its round corners.
 * @typedef {{image: PNG, at: {x: number, y: number}, widget: Box, places: Box[], scroll: number}} Picture `at` is where the
 *   image begins in the window; `widget` is the box of the first widget as it is drawn; `places` are the boxes of all
 *   elements and frames of ours.
 *
 * @param {import("./driver.mjs").Visit} visit
 * @param {boolean} [closed] Whether the first of the places is all that can be seen of the widget from outside.
 * @param {boolean} [around] Whether the page around the widget is wanted too: that takes several times as long.
 * @returns {Promise<Picture>}
 */
export async function picture(visit, closed = false, around = true) {
  // What lies under the pointer may look different, and the pointer is where the last button was.
  await visit.page.mouse.move(0, 0);
  await visit.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const measure = (all) =>
    all.map((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      return { x, y, width, height, radius: parseFloat(getComputedStyle(one).borderStartStartRadius) };
    });
  const places = await visit.page.locator(PLACES).evaluateAll(measure);
  const [widget] = closed ? places : await visit.find(".widget").evaluateAll(measure);
  const scroll = await visit.page.evaluate(() => scrollY);
  // WebKit's driver cannot cut, and Firefox draws a part a shade otherwise than the whole.
  const clip = around || visit.engine !== "chromium" ? undefined : outward(widget);
  const image = PNG.sync.read(await visit.page.screenshot(clip && { clip }));
  return { image, at: clip ?? { x: 0, y: 0 }, places, widget, scroll };
}

/** The whole pixels that a box touches. */
function outward({ x, y, width, height }) {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  return { x: left, y: top, width: Math.ceil(x + width) - left, height: Math.ceil(y + height) - top };
}

/** The places of ours become empty blocks of the same sizes, and the page is scrolled to where it was. */
export async function emptyThePlaces(visit, { places, scroll }) {
  await visit.page.locator(PLACES).evaluateAll((all, places) => {
    all.forEach((one, at) => {
      const set = (property, value) => one.style.setProperty(property, value, "important");
      one.replaceChildren();
      one.removeAttribute("src");
      for (const [property, value] of [["display", "block"], ["visibility", "hidden"], ["transition", "none"], ["box-sizing", "border-box"]])
        set(property, value);
      for (const side of ["width", "height"]) {
        const wanted = places[at][side];
        set(side, `${wanted}px`);
        // On a page that is zoomed a pixel of CSS is not one of the window.
        const found = one.getBoundingClientRect()[side];
        if (found !== wanted) set(side, `${(wanted * wanted) / found}px`);
      }
    });
  }, places);
  await visit.page.evaluate((top) => scrollTo({ top, behavior: "instant" }), scroll);
}

/** The pixels of the widget alone, without what lies beyond its round corners. */
export function ofTheWidget({ image, at, widget }, radius = widget.radius) {
  const { width, height } = widget;
  const [x, y] = [widget.x - at.x, widget.y - at.y];
  const [left, top] = [Math.ceil(x), Math.ceil(y)];
  const [right, bottom] = [Math.floor(x + width), Math.floor(y + height)];
  assert.ok(
    left >= 0 && top >= 0 && right <= image.width && bottom <= image.height && right > left && bottom > top,
    `the whole widget was expected in a picture of ${image.width} by ${image.height} px, but is at ${[left, top, right, bottom]}`,
  );
  const cut = new PNG({ width: right - left, height: bottom - top });
  PNG.bitblt(image, cut, left, top, cut.width, cut.height, 0, 0);
  if (radius > 0) blankCorners(cut, radius);
  return cut;
}

/** The pixels of the page without those at the places of ours. */
export function aroundTheWidget({ image }, places) {
  const copy = new PNG({ width: image.width, height: image.height });
  image.data.copy(copy.data);
  for (const place of places) {
    const { x, y, width, height } = outward(place);
    const within = (at, size) => Math.min(Math.max(at, 0), size);
    const [left, right] = [within(x, copy.width), within(x + width, copy.width)];
    for (let row = within(y, copy.height); row < within(y + height, copy.height); row += 1) blank(copy, row, left, right);
  }
  return copy;
}

/** What lies outside a round corner, and the edge that mixes with it, is the page's. */
function blankCorners(image, radius) {
  const { width, height } = image;
  const beyond = (at, size) => Math.max(radius - (at + 0.5), at + 0.5 - (size - radius), 0);
  const ends = (size) => {
    const deep = Math.min(Math.ceil(radius), Math.ceil(size / 2));
    return Array.from({ length: deep }, (_, at) => [at, size - 1 - at]).flat();
  };
  const columns = ends(width);
  for (const row of ends(height)) {
    for (const column of columns) {
      if (Math.hypot(beyond(column, width), beyond(row, height)) > radius - 1.5) blank(image, row, column, column + 1);
    }
  }
}

/** Pixels of a row that do not count. */
function blank({ data, width }, row, from, to) {
  data.fill(0, (row * width + from) * 4, (row * width + to) * 4);
}

/** Whether two pictures are the same, pixel by pixel. */
export const isSame = (found, expected) =>
  found.width === expected.width && found.height === expected.height && found.data.equals(expected.data);

/**
 * @param {PNG} found
 * @param {PNG} expected
 * @param {string} what What is shown: for the message, and the name of the files.
 * @param {number} [tolerance] How far apart two pixels may be in red, green or blue, of 255.
 */
export function assertSame(found, expected, what, tolerance = 0) {
  if (isSame(found, expected)) return;
  const difference = new PNG({ width: Math.max(found.width, expected.width), height: Math.max(found.height, expected.height) });
  const rows = [];
  let count = 0;
  for (let row = 0; row < difference.height; row += 1) {
    for (let column = 0; column < difference.width; column += 1) {
      const [one, other] = [found, expected].map((image) => pixel(image, column, row));
      const differs = !one || !other || one.some((channel, at) => Math.abs(channel - other[at]) > tolerance);
      count += differs;
      if (differs && rows.at(-1) !== row) rows.push(row);
      // Red where they differ, and else the picture, faded.
      const colour = differs ? [255, 0, 0, 255] : [...one].map((channel, at) => (at === 3 ? 255 : 160 + channel / 4));
      difference.data.set(colour, (row * difference.width + column) * 4);
    }
  }
  if (count === 0) return;
  const files = keep(what, { found, expected, difference });
  assert.fail(
    `${what}: the same pixels were expected; ${count} differ, between the rows ${rows[0]} and ${rows.at(-1)}` +
      ` (found ${size(found)}, expected ${size(expected)}). Look at ${files.join(", ")}`,
  );
}

const size = ({ width, height }) => `${width} by ${height}`;

/** Writes pictures to look at; their paths. */
function keep(what, images) {
  mkdirSync(PICTURES, { recursive: true });
  return Object.entries(images).map(([kind, image]) => {
    const file = join(PICTURES, `${what.replace(/\W+/g, "-")}.${kind}.png`);
    writeFileSync(file, PNG.sync.write(image));
    return relative(ROOT, file);
  });
}

/**
 * What is seen looks as somebody has approved: the picture of that name in tests/hosts/approved/. With APPROVE=1 what is seen
 * becomes that picture; then look at it, and commit it if it is right.
 */
export function assertApproved(found, name) {
  const file = join(APPROVED, `${name}.png`);
  const shown = relative(ROOT, file);
  if (process.env.APPROVE === "1") {
    mkdirSync(APPROVED, { recursive: true });
    writeFileSync(file, PNG.sync.write(found));
    return;
  }
  const advice = "If what was found is right, run this test with APPROVE=1 and commit the picture";
  if (!existsSync(file)) assert.fail(`nobody has approved ${shown}. Look at ${keep(name, { found })}. ${advice}`);
  const approved = PNG.sync.read(readFileSync(file));
  const sameSize = size(found) === size(approved);
  const apart = sameSize ? squaresApart(found, approved) : [];
  if (sameSize && apart.length === 0) return;
  const what = sameSize
    ? `${apart.length} squares of ${SQUARE} px have other colours, the first at ${apart[0].x}, ${apart[0].y}`
    : `found ${size(found)}, approved ${size(approved)}`;
  assert.fail(`${shown} is not what was found: ${what}. Look at ${keep(name, { found, approved }).join(", ")}. ${advice}`);
}

/** The squares, by their corners, whose mean colours differ by more than the edges of letters make. */
function squaresApart(one, other) {
  const apart = [];
  for (let y = 0; y < one.height; y += SQUARE) {
    for (let x = 0; x < one.width; x += SQUARE) {
      const [mean, wanted] = [one, other].map((image) => meanColour(image, x, y));
      if (mean.some((channel, at) => Math.abs(channel - wanted[at]) > MOST_APART)) apart.push({ x, y });
    }
  }
  return apart;
}

function meanColour(image, left, top) {
  const sum = [0, 0, 0];
  let count = 0;
  for (let row = top; row < Math.min(top + SQUARE, image.height); row += 1) {
    for (let column = left; column < Math.min(left + SQUARE, image.width); column += 1) {
      const colour = pixel(image, column, row);
      sum.forEach((_, at) => (sum[at] += colour[at]));
      count += 1;
    }
  }
  return sum.map((total) => total / count);
}

const pixel = ({ width, height, data }, column, row) =>
  column < width && row < height ? data.subarray((row * width + column) * 4, (row * width + column) * 4 + 4) : undefined;
