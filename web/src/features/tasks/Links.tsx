import { ActionIcon } from "@mantine/core";
import { IconArrowUpRight, IconX } from "@tabler/icons-react";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { type Task, task } from "../../api/tasks";
import { type TaskLink, taskLinks, tie, untie } from "../../api/taskTalk";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { things } from "../../shell/things";
import { say } from "../../shell/toast";
import { Wrong } from "../../ui/parts";
import { Attached, AttachFile } from "./Attached";
import { useTasks } from "./context";
import { FromMessage } from "./FromMessage";
import { LinkDialog } from "./LinkDialog";
import type { OfTask } from "./Property";
import { placed } from "./placed";
import { Section } from "./Section";
import s from "./tasks.module.css";
import { TaskLine } from "./Waits";

type HrefOf = (id: string) => string;

/** The links of a task that I see; asked for again when the task is told of anew. */
function useLinks(of: Task) {
  const { followed } = useTasks();
  const question = useCallback(() => taskLinks(of.id), [of.id]);
  const [asked, again] = useAsked(question);
  const heard = followed.cards.get(of.id);
  const first = useRef(heard);
  useEffect(() => {
    if (first.current === heard) return;
    first.current = heard;
    again();
  }, [heard, again]);
  return { links: asked.state === "here" ? asked.value : [], again };
}

/** A task of another space. */
function OtherTask({ of }: { of: Extract<TaskLink, { kind: "task" }> }) {
  const question = useCallback(() => task(of.task), [of.task]);
  const [asked] = useAsked(question);
  const at = encodeURIComponent;
  const href = asked.state === "here" ? `/spaces/${at(asked.value.space)}/tasks/${at(of.task)}` : null;
  return href ? (
    <Link className={s.line} href={href}>
      <IconArrowUpRight size={16} aria-hidden />
      <span className="cut">{of.title}</span>
    </Link>
  ) : (
    <span className={`cut ${s.line}`}>{of.title}</span>
  );
}

function End({ of, hrefOf }: { of: TaskLink; hrefOf: HrefOf }) {
  const { all } = useTasks();
  switch (of.kind) {
    case "message":
      return <FromMessage room={of.room} event={of.event} />;
    case "task": {
      const card = all.get(of.task);
      return card ? <TaskLine of={card} hrefOf={hrefOf} /> : <OtherTask of={of} />;
    }
    case "thing": {
      const kind = things.get(of.of);
      const Icon = kind?.icon ?? IconArrowUpRight;
      return (
        <Link className={s.line} href={kind?.path(of.space, of.thing) ?? ""}>
          <Icon size={16} aria-hidden />
          <span className={s.ref}>{of.number}</span>
          <span className="cut">{of.title}</span>
        </Link>
      );
    }
    case "media":
      return <Attached of={of} />;
  }
}

interface ListProps {
  readonly of: readonly TaskLink[];
  readonly hrefOf: HrefOf;
  /** Takes a link away; null for who may not. */
  readonly drop: ((link: TaskLink) => void) | null;
}

function Ends({ of, hrefOf, drop }: ListProps) {
  const { t } = useTranslation();
  const row = (link: TaskLink, inside: ReactNode) => (
    <li key={link.id} className={s.lineRow}>
      {inside}
      {drop ? (
        <ActionIcon size={26} aria-label={t("tasks.links.drop")} onClick={() => drop(link)}>
          <IconX size={15} />
        </ActionIcon>
      ) : null}
    </li>
  );
  return <ul className={s.lines}>{of.map((link) => row(link, <End of={link} hrefOf={hrefOf} />))}</ul>;
}

/** Where a task comes from, and what else it is tied to. What one may not see is not there. */
export function Links({ of, mine, hrefOf }: OfTask & { hrefOf: HrefOf }) {
  const { t } = useTranslation();
  const { links, again } = useLinks(of);
  const { run, refusal } = useDeed();
  const [adding, add] = useState(false);
  const drop = (link: TaskLink) =>
    void run(async () => {
      await untie(of.id, link.id);
      again();
      say(t("tasks.links.dropped"), () => void tie(of.id, link).then(again, again));
    });
  const at = placed(links);
  const may = mine ? drop : null;
  const section = (name: string, of: readonly TaskLink[]) =>
    of.length > 0 ? (
      <Section name={name}>
        <Ends of={of} hrefOf={hrefOf} drop={may} />
      </Section>
    ) : null;
  return (
    <>
      {section(t("tasks.links.from"), at.from)}
      {section(t("tasks.links.to"), at.to)}
      {section(t("tasks.links"), at.beside)}
      {section(t("tasks.files"), at.files)}
      {mine ? <AttachFile of={of} tied={again} /> : null}
      {mine ? <Section name={t("tasks.links")} add={{ name: t("tasks.links.add"), run: () => add(true) }} /> : null}
      <Wrong>{refusal}</Wrong>
      {adding ? <LinkDialog of={of} tied={again} close={() => add(false)} /> : null}
    </>
  );
}
