/**
 * Words of a page that end in the middle without a sign: in a box that is too narrow, or in the field of a choice. It runs in
 * the page and therefore brings all it needs.
 */
export function cutWords() {
  /** Whether a box hides what lies beyond it, without an ellipsis; what somebody can scroll to is not hidden. */
  const hides = (text, right) => {
    for (let box = text.parentElement; box && box !== document.body; box = box.parentElement) {
      const { overflowX, textOverflow, clipPath, position } = getComputedStyle(box);
      if (/auto|scroll/.test(overflowX) || textOverflow === "ellipsis" || clipPath !== "none") return false;
      const { right: end, width } = box.getBoundingClientRect();
      if (/hidden|clip/.test(overflowX) && width > 1 && right > end + 1) return true;
      if (position === "fixed") return false;
    }
    return false;
  };
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const words = text.data.trim();
    if (!words || !text.parentElement.checkVisibility({ visibilityProperty: true })) continue;
    if (text.parentElement.closest("svg, option, textarea, [inert], [aria-hidden=true]")) continue;
    range.selectNodeContents(text);
    const { right, width } = range.getBoundingClientRect();
    if (width > 0 && hides(text, right)) found.push(`cuts "${words.slice(0, 60)}"`);
  }
  const pen = document.createElement("canvas").getContext("2d");
  for (const select of document.querySelectorAll("select")) {
    if (!select.checkVisibility({ visibilityProperty: true })) continue;
    const { font, paddingLeft, paddingRight } = getComputedStyle(select);
    const chosen = select.selectedOptions[0]?.text ?? "";
    pen.font = font;
    const room = select.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
    if (pen.measureText(chosen).width > room + 1) found.push(`cuts the choice "${chosen}"`);
  }
  return found;
}
