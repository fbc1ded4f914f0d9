import DOMPurify from "dompurify";
import { Fragment, type ReactNode } from "react";
import { plain } from "../base/names";
import { addressesIn } from "./addresses";
import { Mention } from "./Mention";
import s from "./message.module.css";

/// spec: client-server-api#mroommessage-msgtypes: the tags and attributes a client may show.
const tags = [
  "del",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "blockquote",
  "p",
  "a",
  "ul",
  "ol",
  "sup",
  "sub",
  "li",
  "b",
  "i",
  "u",
  "strong",
  "em",
  "s",
  "code",
  "hr",
  "br",
  "div",
  "table",
  "thead",
  "tbody",
  "tr",
  "th",
  "td",
  "caption",
  "pre",
  "span",
  "details",
  "summary",
];
const attributes = ["href", "start", "class", "data-mx-spoiler"];
const deepest = 40;
const followable = /^(https?|mailto|ftp|matrix):/i;

function fragmentOf(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, {
    ALLOWED_TAGS: tags,
    ALLOWED_ATTR: attributes,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
    // Old replies repeat what they answer; the answer above the message says it already.
    FORBID_TAGS: ["mx-reply"],
    FORBID_CONTENTS: ["mx-reply", "script", "style", "textarea", "title", "iframe", "math", "svg"],
  });
}

/** A text with its addresses as links. */
export function linked(text: string): ReactNode[] {
  return addressesIn(text).map((part, i) =>
    part.href ? (
      <a key={i} className="link" href={part.href} target="_blank" rel="noopener noreferrer">
        {part.text}
      </a>
    ) : (
      <Fragment key={i}>{part.text}</Fragment>
    ),
  );
}

const personLink = /^https:\/\/matrix\.to\/#\/(@[^/?]+|%40[^/?]+)/i;

function userOf(href: string): string | null {
  const found = personLink.exec(href)?.[1];
  try {
    return found ? decodeURIComponent(found) : null;
  } catch {
    return null;
  }
}

function anchor(el: Element, inside: ReactNode, key: number): ReactNode {
  const href = el.getAttribute("href") ?? "";
  const user = userOf(href);
  if (user) return <Mention key={key} id={user} name={plain(el.textContent ?? "").replace(/^@/, "")} />;
  if (!followable.test(href)) return <Fragment key={key}>{inside}</Fragment>;
  return (
    <a key={key} className="link" href={href} target="_blank" rel="noopener noreferrer">
      {inside}
    </a>
  );
}

function element(el: Element, depth: number, key: number): ReactNode {
  const tag = el.tagName.toLowerCase();
  const inside = children(el, depth + 1, tag === "a" || tag === "code" || tag === "pre");
  switch (tag) {
    case "a":
      return anchor(el, inside, key);
    case "br":
      return <br key={key} />;
    case "hr":
      return <hr key={key} />;
    case "ol": {
      const said = Number.parseInt(el.getAttribute("start") ?? "1", 10);
      const start = Number.isFinite(said) ? said : 1;
      const digits = `${start + el.childElementCount}`.length;
      return (
        <ol key={key} start={start} style={{ paddingLeft: `calc(${digits}ch + 18px)` }}>
          {inside}
        </ol>
      );
    }
    case "h1":
    case "h2":
    case "h3":
    case "h4":
    case "h5":
    case "h6":
      // A title inside a message is no title of the page.
      return (
        <p key={key}>
          <strong>{inside}</strong>
        </p>
      );
    case "pre":
      return (
        <pre key={key} tabIndex={0}>
          {inside}
        </pre>
      );
    case "span":
      return el.hasAttribute("data-mx-spoiler") ? (
        <details key={key} className={s.spoiler}>
          <summary>…</summary>
          {inside}
        </details>
      ) : (
        <span key={key}>{inside}</span>
      );
    default: {
      const Tag = tag as "p";
      return <Tag key={key}>{inside}</Tag>;
    }
  }
}

const noText = new Set(["ul", "ol", "table", "thead", "tbody", "tr"]);

function children(parent: Node, depth: number, bare: boolean): ReactNode[] {
  if (depth > deepest) return [parent.textContent];
  const listLike = noText.has((parent as Element).tagName?.toLowerCase());
  return [...parent.childNodes].map((node, i) => {
    if (node instanceof Element) return element(node, depth, i);
    const text = node.textContent ?? "";
    if (listLike && text.trim() === "") return null;
    return bare ? text : <Fragment key={i}>{linked(text)}</Fragment>;
  });
}

/** The HTML of a message as elements of our own: nothing of it reaches the page unread. */
export const rich = (html: string): ReactNode => children(fragmentOf(html), 0, false);
