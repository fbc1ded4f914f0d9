import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconCircle, IconCircleCheck, IconMessageCircle, IconPlus, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { type Decision, type DecisionLink, decisionLinks, tieDecision, untieDecision } from "../../api/decisions";
import { makeTask } from "../../api/tasks";
import { tie } from "../../api/taskTalk";
import { type Asked, useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { useKept } from "../../base/kept";
import { useOneLine } from "../../message/MessageBody";
import { eventPath } from "../../message/paths";
import { useEvent, useRoom } from "../../session/hooks";
import { bodyOfEvent } from "../../session/message";
import { nameOf } from "../../session/overview";
import { things } from "../../shell/things";
import { Wrong } from "../../ui/parts";
import { useFresh, useRegister } from "./context";
import s from "./decisions.module.css";
import { holds, overName, sentence, titleMax } from "./words";

type ThingLink = Extract<DecisionLink, { kind: "thing" }>;
type MessageLink = Extract<DecisionLink, { kind: "message" }>;

/** What a decision is tied to, as far as I see it; asked again when something changes. */
export function useLinks(id: string): [Asked<readonly DecisionLink[]>, () => void] {
  const question = useCallback(() => decisionLinks(id), [id]);
  const [asked, again] = useAsked(question);
  useFresh(again, true);
  return [asked, again];
}

/** What a decision came from. */
export const sourcesOf = (links: readonly DecisionLink[]): readonly DecisionLink[] =>
  links.filter((link) => link.kind === "message" || link.way === "from");
/** What comes of it: of a thing whose way nobody said, too. */
export const outcomesOf = (links: readonly DecisionLink[]): readonly ThingLink[] =>
  links.filter((link): link is ThingLink => link.kind === "thing" && link.way !== "from");

/** Where a message stands, and what it says. */
export function Source({ of }: { of: MessageLink }) {
  const { t } = useTranslation();
  const { room } = useRoom(of.room);
  return (
    <Link className={s.link} href={eventPath(of.room, of.event)}>
      <IconMessageCircle size={16} aria-hidden />
      {room ? <Quoted room={room} event={of.event} /> : <span className="cut">{t("decisions.message")}</span>}
    </Link>
  );
}

function Quoted({ room, event: id }: { room: Parameters<typeof nameOf>[0]; event: string }) {
  const { t } = useTranslation();
  const oneLine = useOneLine();
  const event = useEvent(room, id);
  const words = event ? oneLine(bodyOfEvent(event)) : t("decisions.message");
  return (
    <span className={s.what}>
      <b>{words}</b>
      <span className="cut">{nameOf(room)}</span>
    </span>
  );
}

function ThingLine({ of }: { of: ThingLink }) {
  const { t } = useTranslation();
  const kind = things.get(of.of);
  const Icon = of.over ? IconCircleCheck : IconCircle;
  return (
    <Link className={s.link} href={kind?.path(of.space, of.thing) ?? ""} data-over={of.over || undefined}>
      <Icon size={18} aria-hidden />
      <span className={s.ref}>{of.number}</span>
      <span className="cut">{of.title}</span>
      <span className="hidden">, {overName(of, t)}</span>
    </Link>
  );
}

/** A line for the next task that comes of a decision: made on the board of its space, and tied both ways. */
function NewTask({ of, again }: { of: Decision; again: () => void }) {
  const { t } = useTranslation();
  const [title, write] = useKept(`decisions.${of.id}.task`);
  const [request, renew] = useState(() => crypto.randomUUID());
  const { busy, run, refusal } = useDeed(sentence);
  const written = useRef(title);
  written.current = title;
  const make = () =>
    run(async () => {
      const task = await makeTask(of.space, request, { title: title.trim() });
      await tieDecision(of.id, { kind: "thing", of: "task", thing: task.id, way: "to" });
      await tie(task.id, { kind: "thing", of: "decision", thing: of.id, way: "from" });
      // Who writes the next one already keeps it.
      if (written.current === title) write("");
      renew(crypto.randomUUID());
      again();
    });
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key !== "Enter" || e.nativeEvent.isComposing || title.trim() === "") return;
    e.preventDefault();
    void make();
  };
  return (
    <>
      <div className={s.acts}>
        <TextInput
          className="grow"
          aria-label={t("decisions.task.title")}
          placeholder={t("decisions.task.hint")}
          maxLength={titleMax}
          value={title}
          onChange={(e) => write(e.target.value)}
          onKeyDown={onKeyDown}
        />
        <Button
          variant="light"
          leftSection={<IconPlus size={16} aria-hidden />}
          loading={busy}
          disabled={title.trim() === ""}
          onClick={() => void make()}
        >
          {t("decisions.task.make")}
        </Button>
      </div>
      <Wrong>{refusal}</Wrong>
    </>
  );
}

interface FollowsProps {
  readonly of: Decision;
  readonly links: readonly DecisionLink[];
  readonly again: () => void;
}

/** What a decision came from, and what comes of it: its tasks, and how far each is. */
export function Follows({ of, links, again }: FollowsProps) {
  const { t } = useTranslation();
  const { space, may } = useRegister();
  const { run, refusal } = useDeed(sentence);
  const tasks = outcomesOf(links);
  const sources = sourcesOf(links);
  const makes = space.archived !== true && space.rights.includes("do_tasks") && may.propose && holds(of);
  const drop = (link: DecisionLink) =>
    void run(async () => {
      await untieDecision(of.id, link.id);
      again();
    });
  const dropper = (link: DecisionLink) => {
    const name = link.kind === "thing" ? link.title : t("decisions.message");
    return may.propose && (may.take || !holds(of)) ? (
      <ActionIcon size={26} aria-label={t("decisions.untie", { name })} onClick={() => drop(link)}>
        <IconX size={15} />
      </ActionIcon>
    ) : null;
  };
  const row = (link: DecisionLink) => (
    <li key={link.id}>
      {link.kind === "thing" ? <ThingLine of={link} /> : <Source of={link} />}
      {dropper(link)}
    </li>
  );
  const over = tasks.filter((task) => task.over).length;
  return (
    <>
      {sources.length > 0 ? (
        <section className={s.sec} aria-label={t("decisions.from")}>
          <h4>{t("decisions.from")}</h4>
          <ul className={s.links}>{sources.map(row)}</ul>
        </section>
      ) : null}
      {tasks.length > 0 || makes ? (
        <section className={s.sec} aria-label={t("decisions.tasks")}>
          <h4>
            {t("decisions.tasks")}
            {tasks.length > 0 ? <span>{t("decisions.tasksDone", { over, all: tasks.length })}</span> : null}
          </h4>
          <ul className={s.links}>{tasks.map(row)}</ul>
          {makes ? <NewTask of={of} again={again} /> : null}
        </section>
      ) : null}
      <Wrong>{refusal}</Wrong>
    </>
  );
}
