import { IconGavel, IconNews } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import {
  type DecisionHit,
  type Findings,
  type PersonHit,
  pictureOf,
  type SaidHit,
  type SpaceHit,
  type TaskHit,
} from "../../api/search";
import { me } from "../../base/account";
import { shortOf } from "../../base/names";
import { dateOf, msOfDay, timeOf } from "../../i18n/dates";
import { roomPath } from "../../message/paths";
import { roomLines } from "../../session/counts";
import { localpart } from "../../session/people";
import { parts } from "../../shell/match";
import { say } from "../../shell/toast";
import { Face, Outsider, Plaque } from "../../ui/parts";
import { decisionPath, lineOf, placeOf, spacePath, taskPath } from "./paths";
import { StateIcon } from "./StateIcon";
import s from "./search.module.css";

function Marked({ text, words }: { text: string; words: string }) {
  return parts(text, words).map((p, i) => (p.hit ? <mark key={i}>{p.text}</mark> : p.text));
}

interface LineProps {
  readonly href: string;
  readonly lead: ReactNode;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly where?: ReactNode;
}
function Line({ href, lead, title, children, where }: LineProps) {
  return (
    <li>
      <Link className={s.hit} href={href}>
        <span className={s.lead}>{lead}</span>
        <span className={s.said}>
          <span className={s.by}>{title}</span>
          {children ? <span className={s.text}>{children}</span> : null}
          {where ? <span className={s.where}>{where}</span> : null}
        </span>
      </Link>
    </li>
  );
}

function SaidRow({ of, kind, words }: { of: SaidHit; kind: "post" | "message"; words: string }) {
  const { t } = useTranslation();
  const lines = roomLines.use();
  const mine = me.use();
  // Where I am no more, nobody says what I was called there.
  const name = of.sender_name || (mine?.userId === of.sender ? mine.name : localpart(of.sender));
  const place = of.room_name || lines.find((one) => one.id === of.room)?.name || t("search.left");
  const sender = { id: of.sender, name, picture: of.sender_picture ?? null };
  return (
    <Line
      href={placeOf(of, kind)}
      lead={<Face of={sender} size={32} />}
      title={
        <>
          <b className="cut">{name}</b>
          <Outsider id={of.sender} />
        </>
      }
      where={
        <>
          {kind === "post" ? <IconNews size={14} stroke={1.7} aria-hidden /> : null}
          {place === name ? null : <span className="cut">{place}</span>}
          <time dateTime={new Date(of.at).toISOString()}>
            {t("search.when", { date: dateOf(of.at), time: timeOf(of.at) })}
          </time>
        </>
      }
    >
      <Marked text={lineOf(of.text)} words={words} />
    </Line>
  );
}

function TaskRow({ of, words }: { of: TaskHit; words: string }) {
  const { t } = useTranslation();
  const states = { open: t("search.task.open"), done: t("search.task.done"), validated: t("search.task.validated") };
  return (
    <Line
      href={taskPath(of)}
      lead={<StateIcon of={of.state} size={20} />}
      title={
        <b>
          <Marked text={of.title} words={words} />
        </b>
      }
      where={
        <>
          <span className="cut">{t("search.task.where", { space: of.space_name, number: of.number })}</span>
          <span>{states[of.state]}</span>
          {of.due ? <span>{t("search.task.due", { date: dateOf(msOfDay(of.due)) })}</span> : null}
        </>
      }
    />
  );
}

function DecisionRow({ of, words }: { of: DecisionHit; words: string }) {
  const { t } = useTranslation();
  return (
    <Line
      href={decisionPath(of)}
      lead={<IconGavel size={20} stroke={1.7} aria-hidden />}
      title={
        <b>
          <Marked text={of.title} words={words} />
        </b>
      }
      where={
        <>
          <span className="cut">{t("search.task.where", { space: of.space_name, number: of.number })}</span>
          <span>{dateOf(of.at)}</span>
        </>
      }
    />
  );
}

function SpaceRow({ of, words }: { of: SpaceHit; words: string }) {
  return (
    <Line
      href={spacePath(of.space_id)}
      lead={<Plaque id={of.space_id} short={shortOf(of.title)} size={32} picture={pictureOf(of)} />}
      title={
        <b>
          <Marked text={of.title} words={words} />
        </b>
      }
      where={of.purpose}
    />
  );
}

/** Opens the conversation with somebody. */
function PersonRow({ of, words }: { of: PersonHit; words: string }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const open = async () => {
    const { directWith } = await import("../../session/rooms");
    go(roomPath(await directWith(of.user)));
  };
  return (
    <li>
      <button type="button" className={s.hit} onClick={() => void open().catch(() => say(t("search.failed")))}>
        <span className={s.lead}>
          <Face of={{ id: of.user, name: of.title, picture: of.picture ?? null }} size={32} />
        </span>
        <span className={s.said}>
          <span className={s.by}>
            <b>
              <Marked text={of.title} words={words} />
            </b>
            <Outsider id={of.user} />
          </span>
          <span className={s.where}>{of.text ?? of.user}</span>
        </span>
      </button>
    </li>
  );
}

/** What was found of one kind; each opens where it stands. */
export function Rows({ of, words, label }: { of: Findings; words: string; label: string }) {
  return (
    <ul className={s.hits} aria-label={label}>
      {rowsOf(of, words)}
    </ul>
  );
}

function rowsOf(of: Findings, words: string): ReactNode {
  switch (of.kind) {
    case "person":
      return of.results.map((one) => <PersonRow key={one.user} of={one} words={words} />);
    case "space":
      return of.results.map((one) => <SpaceRow key={one.space_id} of={one} words={words} />);
    case "task":
      return of.results.map((one) => <TaskRow key={one.task} of={one} words={words} />);
    case "decision":
      return of.results.map((one) => <DecisionRow key={one.decision} of={one} words={words} />);
    case "post":
    case "message":
      return of.results.map((one) => <SaidRow key={one.event} of={one} kind={of.kind} words={words} />);
  }
}
