import { useMemo } from "react";
import { toHtml } from "../session/markdown";
import { linked, rich } from "./html";
import s from "./message.module.css";

/** A text of people as messages are shown: its Markdown as form, its addresses as links. */
export function Formatted({ children: text }: { children: string }) {
  const html = useMemo(() => toHtml(text, () => null, []), [text]);
  return (
    <div className={s.body} data-rich={html === null ? undefined : true}>
      {html === null ? linked(text) : rich(html)}
    </div>
  );
}
