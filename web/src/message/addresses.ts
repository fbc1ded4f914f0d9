/** A part of a text, and where it leads when it is an address. */
export interface Part {
  readonly text: string;
  readonly href: string | null;
}

const web = String.raw`https?:\/\/[^\s<>"']+`;
const bare = String.raw`(?<![\p{L}\p{N}@/._-])www\.[^\s<>"']+`;
const mail = String.raw`(?<![\p{L}\p{N}@/._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+`;
const address = new RegExp(`${web}|${bare}|${mail}`, "giu");
const whole = /^(https?:\/\/|www\.).|@/i;

const pairs: Record<string, string> = { ")": "(", "]": "[", "}": "{" };
const behind = /[.,;:!?»…-]/;

/** How much of what was found is the address: signs of the sentence behind it are none, a bracket that it opened is. */
function ended(found: string): string {
  const left = new Map<string, number>();
  for (const sign of found) left.set(sign, (left.get(sign) ?? 0) + 1);
  let end = found.length;
  for (; end > 0; end--) {
    const last = found.charAt(end - 1);
    const opens = pairs[last];
    const mine = opens ? left.get(last)! <= (left.get(opens) ?? 0) : !behind.test(last);
    if (mine) break;
    left.set(last, left.get(last)! - 1);
  }
  return found.slice(0, end);
}

const hrefOf = (text: string): string =>
  /^https?:/i.test(text) ? text : /^www\./i.test(text) ? `https://${text}` : `mailto:${text}`;

const toSomebody = /^https?:\/\/matrix\.to\//i;

/** The first page of the web in a text that is neither of this house nor somebody's name. */
export const firstPage = (text: string, house: string): string | null =>
  addressesIn(text).find(
    ({ href }) =>
      href && /^https?:/i.test(href) && !toSomebody.test(href) && URL.canParse(href) && new URL(href).origin !== house,
  )?.href ?? null;

/** A text with its addresses apart: of the web, also those that begin by www, and of mail. */
export function addressesIn(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(address)) {
    const one = ended(found);
    if (!whole.test(one)) continue;
    if (index > from) parts.push({ text: text.slice(from, index), href: null });
    parts.push({ text: one, href: hrefOf(one) });
    from = index + one.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), href: null });
  return parts;
}
