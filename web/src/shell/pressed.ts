/** The name of a pressed key, as shortcuts are written: `mod+shift+k`, `alt+arrowup`, `?`. */
export function pressed(e: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">): string {
  const key = e.key.toLowerCase();
  const shifted = e.shiftKey && (key.length > 1 || /\p{L}/u.test(key));
  return `${e.ctrlKey || e.metaKey ? "mod+" : ""}${e.altKey ? "alt+" : ""}${shifted ? "shift+" : ""}${key}`;
}
