/**
 * What is seen of a page, by a function that runs in the page and therefore brings all it needs: where one is, what
 * floats, the links of this site, and what is wrong: sideways scroll, main headings, links and buttons that do nothing.
 */
export function look() {
  const shown = (selector) =>
    [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility({ visibilityProperty: true }));
  /** What an element is called by who cannot see it. */
  const words = (e) => {
    const copy = e?.cloneNode(true);
    for (const unheard of copy?.querySelectorAll("[aria-hidden=true]") ?? []) unheard.remove();
    return e?.getAttribute("aria-label") ?? copy?.textContent ?? "";
  };
  const named = (e) => {
    const by = e.getAttribute("aria-labelledby");
    return by
      ? by
          .split(" ")
          .map((id) => words(document.getElementById(id)))
          .join(" ")
      : words(e);
  };
  /** What React was told to do with an element. */
  const told = (e) => e[Object.keys(e).find((key) => key.startsWith("__reactProps$"))] ?? {};
  const does = (e, what) =>
    Object.entries(told(e)).some(([name, deed]) => what.test(name) && typeof deed === "function");
  const pressed = /^on(Click|MouseDown|PointerDown|KeyDown)/;
  const works = (e) => does(e, pressed) || (e.type === "submit" && e.form !== null && does(e.form, /^onSubmit$/));
  const faults = [];

  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push(`scrolls sideways by ${scrollWidth - clientWidth} px`);
  const floats = shown("[role=dialog], [role=menu]");
  // The application fills its window: only its parts scroll. What floats above it may reach below.
  const beyond = document.documentElement.scrollHeight - innerHeight;
  const above = floats.length + shown("[role=listbox]").length;
  if (beyond > 1 && above === 0 && document.querySelector("#root [data-nav]"))
    faults.push(`is ${beyond} px taller than its window`);
  const headings = shown("h1").length;
  if (headings !== 1 && !floats.some((e) => e.getAttribute("role") === "dialog"))
    faults.push(`${headings} main headings`);

  // Names are others' words: one that turns the writing makes a name look like another.
  if (/[^\P{Cc}\n\t]|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u.test(document.body.textContent))
    faults.push("shows a sign that turns the writing, or none that one can see");

  const links = [];
  for (const a of shown("a")) {
    const href = a.getAttribute("href") ?? "";
    if (href.startsWith("/")) links.push(href);
    else if (/^#./.test(href) ? !document.getElementById(href.slice(1)) : !/^(https?|mailto|geo):./.test(href))
      faults.push(`the link "${words(a)}" leads nowhere: ${href}`);
  }
  for (const button of shown("button, [role=button], [role=menuitem]")) {
    if (button.matches("a, :disabled, [aria-disabled=true]") || works(button)) continue;
    faults.push(`the button "${named(button)}" does nothing`);
  }
  return {
    address: location.pathname,
    names: floats.map(named),
    links,
    signedIn: localStorage.getItem("parvis.account") !== null,
    faults,
  };
}
