import { Button } from "@mantine/core";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Task } from "../../api/tasks";
import {
  deleteComment,
  restoreComment,
  rewordComment,
  type TaskComment,
  taskComments,
  type Words,
} from "../../api/taskTalk";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { store } from "../../base/store";
import { dayOf, daysAgo, timeOf } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Dialog } from "../../ui/Dialog";
import { Face, Outsider, Wrong } from "../../ui/parts";
import { CommentBox } from "./CommentBox";
import { CommentText } from "./CommentText";
import { useTasks } from "./context";
import { queue } from "./queue";
import { Section } from "./Section";
import s from "./tasks.module.css";

const when = (ms: number): string => (daysAgo(ms) === 0 ? timeOf(ms) : `${dayOf(ms)}, ${timeOf(ms)}`);
const nothingSaid = store(0);

/** The comments of a task, the oldest first; asked for again when the task is told of anew. */
function useComments(of: Task) {
  const { followed } = useTasks();
  const question = useCallback(() => taskComments(of.id), [of.id]);
  const [asked, again] = useAsked(question);
  const [older, add] = useState<{ comments: readonly TaskComment[]; next: string | undefined } | null>(null);
  const heard = followed.cards.get(of.id);
  const said = (queue.use()?.said ?? nothingSaid).use();
  const seen = useRef({ heard, said });
  useEffect(() => {
    if (seen.current.heard === heard && seen.current.said === said) return;
    seen.current = { heard, said };
    again();
  }, [heard, said, again]);
  const value = asked.state === "here" ? asked.value : null;
  const next = older ? older.next : value?.next;
  const more = async () => {
    const page = await taskComments(of.id, next);
    add({ comments: [...(older?.comments ?? []), ...page.comments], next: page.next });
  };
  const known = new Map([...(value?.comments ?? []), ...(older?.comments ?? [])].map((one) => [one.id, one]));
  /** What was changed may stand on a page that was read before. */
  const afresh = () => {
    add(null);
    again();
  };
  return { asked, again, afresh, all: [...known.values()].reverse(), more: next ? more : null };
}

function Deleting({ of, task, close, gone }: { of: TaskComment; task: Task; close: () => void; gone: () => void }) {
  const { t } = useTranslation();
  const { busy, run, refusal } = useDeed();
  const remove = () =>
    run(async () => {
      await deleteComment(task.id, of.id);
      const lost = () => say(t("tasks.comment.lost"));
      say(t("tasks.comment.deleted"), () => void restoreComment(task.id, of.id).then(gone, lost));
      gone();
      close();
    });
  return (
    <Dialog
      title={t("tasks.comment.deleteTitle")}
      close={close}
      act={t("tasks.delete.act")}
      danger
      busy={busy}
      wrong={refusal}
      submit={() => void remove()}
    >
      <p className={s.quoteText}>{of.text}</p>
    </Dialog>
  );
}

interface CommentProps {
  readonly of: TaskComment;
  readonly task: Task;
  readonly editing: boolean;
  readonly edit: (on: boolean) => void;
  readonly changed: () => void;
}

/** One comment; who said it, writes it anew or takes it back. */
function Comment({ of, task, editing, edit, changed }: CommentProps) {
  const { t } = useTranslation();
  const { me, may, personOf } = useTasks();
  const { run, refusal } = useDeed();
  const [deleting, ask] = useState(false);
  const who = personOf(of.by);
  const mine = of.by === me && may.make;
  const reword = (words: Words) =>
    void run(async () => {
      await rewordComment(task.id, of.id, words);
      changed();
    });
  return (
    <li className={s.comment}>
      <Face of={who} size={26} />
      <div>
        <p className={s.quoteBy}>
          <b className="cut">{who.name}</b>
          <Outsider id={of.by} />
          <time>{when(of.at)}</time>
          {of.edited_at ? <span>{t("tasks.comment.edited")}</span> : null}
        </p>
        {editing ? (
          <CommentBox
            of={of.id}
            label={t("tasks.comment.anew")}
            first={of}
            send={(words) => {
              edit(false);
              reword(words);
            }}
            cancel={() => edit(false)}
          />
        ) : (
          <CommentText of={of} />
        )}
        {!editing && (mine || may.arrange) ? (
          <p className={s.commentActs}>
            {mine ? (
              <button type="button" onClick={() => edit(true)}>
                {t("tasks.edit")}
              </button>
            ) : null}
            <button type="button" onClick={() => ask(true)}>
              {t("tasks.delete.act")}
            </button>
          </p>
        ) : null}
        <Wrong>{refusal}</Wrong>
      </div>
      {deleting ? <Deleting of={of} task={task} close={() => ask(false)} gone={changed} /> : null}
    </li>
  );
}

/** What I said and the server has not taken yet. */
function Unsent({ of }: { of: Task }) {
  const { t } = useTranslation();
  const { wishes, me, personOf } = useTasks();
  return wishes
    .filter((w) => w.task === of.id && w.say)
    .map((w) => (
      <li key={w.id} className={s.comment}>
        <Face of={personOf(me)} size={26} />
        <div>
          <p className={s.quoteBy}>
            <b className="cut">{personOf(me).name}</b>
            <span>{t("tasks.unsaved")}</span>
          </p>
          <CommentText of={w.say!} />
        </div>
      </li>
    ));
}

interface TalkProps {
  readonly of: Task;
  /** The comment that is being written anew. */
  readonly edited: string | null;
  readonly edit: (id: string | null) => void;
  /** Learns which comment is my last. */
  readonly lastOfMine: RefObject<string | null>;
}

/** What is said of a task, by those who see it. */
export function Talk({ of, edited, edit, lastOfMine }: TalkProps) {
  const { t } = useTranslation();
  const { me, wishes } = useTasks();
  const { asked, again, afresh, all, more } = useComments(of);
  lastOfMine.current = all.findLast((one) => one.by === me)?.id ?? null;
  const waiting = wishes.some((w) => w.task === of.id && w.say);
  if (asked.state === "here" && all.length === 0 && !waiting) return null;
  return (
    <Section name={t("tasks.comments")}>
      <Answered of={asked} again={again} failed={t("tasks.comment.failed")}>
        {() => (
          <>
            {more ? (
              <Button size="xs" variant="subtle" data-quiet onClick={() => void more()}>
                {t("tasks.comment.older")}
              </Button>
            ) : null}
            <ul className={s.comments}>
              {all.map((one) => (
                <Comment
                  key={one.id}
                  of={one}
                  task={of}
                  editing={edited === one.id}
                  edit={(on) => edit(on ? one.id : null)}
                  changed={afresh}
                />
              ))}
            </ul>
          </>
        )}
      </Answered>
      <ul className={s.comments}>
        <Unsent of={of} />
      </ul>
    </Section>
  );
}
