/**
 * In which colours a page writes, by functions that run in the page: each pair of a text's colour and of what lies behind
 * it, with all that decides whether it can be read. What was read once can be read on every page.
 */

/** In the page: the parts of it that a person may reach. What lies behind a dialog cannot be, and was there before. */
function reachable() {
  const open = document.querySelector("[role=dialog][aria-modal=true]")?.checkVisibility();
  const before = "[role=dialog][aria-modal=true], [role=menu], [role=listbox], [role=alert], [role=status]";
  return open ? [...document.querySelectorAll(before)] : [document.documentElement];
}

/** In the page: the inks of its texts. One that lies over something else is told by what it is, too. */
function inksOf(roots) {
  const clear = "rgba(0, 0, 0, 0)";
  const grounds = new Map();
  const ground = (e) => {
    if (e === null) return "";
    if (!grounds.has(e)) {
      const style = getComputedStyle(e);
      const { backgroundColor, backgroundImage, opacity, position, filter, mixBlendMode } = style;
      let said = backgroundColor === clear ? "" : backgroundColor;
      if (backgroundImage !== "none") said += ` image ${e.className}`;
      if (opacity !== "1" || filter !== "none" || mixBlendMode !== "normal")
        said += ` ${opacity} ${filter} ${mixBlendMode}`;
      if (/absolute|fixed|sticky/.test(position)) said += ` ${position} ${e.className}`;
      const whole = /^rgb\(/.test(backgroundColor) && opacity === "1" && said === backgroundColor;
      grounds.set(e, whole ? said : `${said} ${ground(e.parentElement)}`.trim());
    }
    return grounds.get(e);
  };
  const writes = (e) =>
    e.matches("input, textarea, select") ||
    [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
  const inks = new Set();
  const read = (e) => {
    if (!writes(e) || !e.checkVisibility({ visibilityProperty: true })) return;
    const { color, fontSize, fontWeight, textShadow, webkitTextFillColor } = getComputedStyle(e);
    const placeholder = e.placeholder ? getComputedStyle(e, "::placeholder").color : "";
    const state = e.matches(":disabled, [aria-disabled=true]") ? "disabled" : "";
    inks.add([color, webkitTextFillColor, placeholder, fontSize, fontWeight, textShadow, state, ground(e)].join(" | "));
  };
  for (const root of roots) for (const e of [root, ...root.querySelectorAll("*")]) read(e);
  return [...inks];
}

/** In the page: the ids of the rules that are broken, with the places; undefined where axe is not yet. */
async function brokenRules(roots, options) {
  if (!("axe" in window)) return undefined;
  const { violations } = await window.axe.run(roots, options);
  return violations.flatMap(({ id, nodes }) => {
    const places = nodes.map((n) => n.target.join(" "));
    const at = id === "target-size" ? places.filter((place) => !covered(document.querySelector(place))) : places;
    return at.length > 0 ? [`${id} at ${at.slice(0, 3).join(" ; ")}`] : [];
  });

  /** Whether something floating covers a part of it: what is below it is no target while it is there. */
  function covered(element) {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const corners = [left + 1, right - 1].flatMap((x) => [top + 1, bottom - 1].map((y) => [x, y]));
    const above = corners.map(([x, y]) =>
      document.elementFromPoint(x, y)?.closest("[role=dialog], [role=menu], [role=listbox]"),
    );
    return above.some((floating) => floating && !floating.contains(element));
  }
}

export const inks = `(${inksOf})((${reachable})())`;
export const broken = (options) => `(${brokenRules})((${reachable})(), ${JSON.stringify(options)})`;
