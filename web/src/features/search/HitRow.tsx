import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { dateOf, timeOf } from "../../i18n/dates";
import type { Body } from "../../session/message";
import { coordinatesOf } from "../../session/positions";
import { said } from "../../session/said";
import type { Hit } from "../../session/search";
import { parts } from "../../shell/match";
import { Face, Outsider } from "../../ui/parts";
import { placeOf } from "./paths";
import s from "./search.module.css";

const before = 60;
const shown = 240;

/** The part of a text around the first word that was found. */
function around(text: string, found: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  let passed = 0;
  for (const part of parts(line, found)) {
    if (part.hit) break;
    passed += part.text.length;
  }
  const from = passed >= line.length || passed <= before ? 0 : line.lastIndexOf(" ", passed - before) + 1;
  const cut = line.slice(from, from + shown);
  return `${from > 0 ? "… " : ""}${cut}${from + shown < line.length ? "…" : ""}`;
}

function textOf(body: Body): string {
  if (body.kind === "text") return said(body);
  if ("name" in body) return body.caption ? said(body.caption) : body.name;
  if (body.kind === "poll") return [body.poll.question, ...body.poll.answers.map((a) => a.text)].join(" · ");
  if (body.kind === "place") return body.words ?? coordinatesOf(body.at);
  return body.kind === "unknown" ? (body.text ?? "") : "";
}

/** A message that was found; it opens where it stands. */
export function HitRow({ of, found, where }: { of: Hit; found: readonly string[]; where: boolean }) {
  const { t } = useTranslation();
  const words = found.join(" ");
  const text = textOf(of.body);
  return (
    <li>
      <Link className={s.hit} href={placeOf(of.room, of.id, of.thread)}>
        <Face of={of.sender} size={32} />
        <span className={s.said}>
          <span className={s.by}>
            <b className="cut">{of.sender.name}</b>
            <Outsider id={of.sender.id} />
            {where && of.roomName !== of.sender.name ? (
              <span className="cut">{of.roomName ?? t("search.left")}</span>
            ) : null}
            <time dateTime={new Date(of.ts).toISOString()}>
              {t("search.when", { date: dateOf(of.ts), time: timeOf(of.ts) })}
            </time>
          </span>
          <span className={s.text}>
            {parts(around(text, words), words).map((p, i) => (p.hit ? <mark key={i}>{p.text}</mark> : p.text))}
          </span>
        </span>
      </Link>
    </li>
  );
}
