import { ActionIcon, Menu } from "@mantine/core";
import { IconArchive, IconArchiveOff, IconDots, IconLink, IconTrash } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import { deleteTask, type Task, task } from "../../api/tasks";
import { type Asked, useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { shortOf } from "../../base/names";
import { dateOf } from "../../i18n/dates";
import { landInPanel } from "../../shell/landing";
import { say } from "../../shell/toast";
import { Dialog } from "../../ui/Dialog";
import { Badge, EmptyState, ErrorState, PanelBody, PanelHead, Waiting } from "../../ui/parts";
import { useActs, useTasks } from "./context";
import { Description, Title } from "./Fields";
import { History } from "./History";
import { Properties } from "./Properties";
import { queue } from "./queue";
import s from "./tasks.module.css";
import { granted, pending } from "./wishes";

/** A task as it will be: what the server told, asked for again when a later version is heard of, and what I wish. */
function useTask(id: string): [Asked<Task>, () => void] {
  const { followed, following, board, wishes } = useTasks();
  const question = useCallback(async () => {
    const told = await task(id);
    following.take(told);
    return told;
  }, [id, following]);
  const [asked, again, put] = useAsked(question);
  const heard = followed.cards.get(id);
  const known = asked.state === "here" ? asked.value : null;
  useEffect(() => {
    const now = queue.now();
    return now?.taken.follow(() => {
      const answer = now.taken.now();
      if (answer?.id === id) put(answer);
    });
  }, [id, put]);
  const seen = useRef(0);
  useEffect(() => {
    if (!known || !heard || heard.version <= Math.max(known.version, seen.current)) return;
    seen.current = heard.version;
    again();
  }, [known, heard, again]);
  const shown = useMemo((): Asked<Task> => {
    if (!known) return asked;
    const newer = heard && heard.version > known.version ? { ...known, ...heard } : known;
    const mine = wishes.filter((w) => w.task === id && pending(w));
    return { state: "here", value: mine.reduce((t, w) => granted(t, w.set, board), newer) };
  }, [asked, known, heard, wishes, id, board]);
  return [shown, again];
}

function Deleting({ of, close, gone }: { of: Task; close: () => void; gone: () => void }) {
  const { t } = useTranslation();
  const { following } = useTasks();
  const { busy, run, refusal } = useDeed();
  return (
    <Dialog
      title={t("tasks.delete.title")}
      close={close}
      act={t("tasks.delete.act")}
      danger
      busy={busy}
      wrong={refusal}
      submit={() =>
        void run(async () => {
          await deleteTask(of.id);
          following.lose(of.id);
          say(t("tasks.delete.done"));
          gone();
        })
      }
    >
      <p>{t("tasks.delete.body", { title: of.title })}</p>
    </Dialog>
  );
}

function Actions({ of, close }: { of: Task; close: string }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { may } = useTasks();
  const { archive } = useActs();
  const [deleting, ask] = useState(false);
  const copy = () =>
    void navigator.clipboard.writeText(`${location.origin}${location.pathname}`).then(
      () => say(t("tasks.linkCopied")),
      () => undefined,
    );
  return (
    <>
      <ActionIcon aria-label={t("tasks.copyLink")} onClick={copy}>
        <IconLink size={18} stroke={1.8} />
      </ActionIcon>
      {may.change(of) ? (
        <Menu withinPortal>
          <Menu.Target>
            <ActionIcon aria-label={t("tasks.actions")}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={
                of.archived ? <IconArchiveOff size={16} aria-hidden /> : <IconArchive size={16} aria-hidden />
              }
              onClick={() => archive(of, !of.archived)}
            >
              {of.archived ? t("tasks.restore") : t("tasks.archive")}
            </Menu.Item>
            {of.archived && may.validate ? (
              <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={() => ask(true)}>
                {t("tasks.delete")}
              </Menu.Item>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {deleting ? <Deleting of={of} close={() => ask(false)} gone={() => go(close)} /> : null}
    </>
  );
}

function Whole({ of }: { of: Task }) {
  const { t } = useTranslation();
  const { may, personOf } = useTasks();
  const mine = may.change(of) && !of.archived;
  return (
    <div className={s.detail}>
      {of.archived ? (
        <p>
          <Badge>{t("tasks.archivedBadge")}</Badge>
        </p>
      ) : null}
      <Title of={of} mine={mine} />
      <Properties of={of} mine={mine} />
      <Description of={of} mine={mine} />
      <History of={of} mine={mine} />
      <p className={s.about}>{t("tasks.madeBy", { name: personOf(of.made_by).name, day: dateOf(of.made_at) })}</p>
    </div>
  );
}

/** One task, with everything about it. */
export function TaskPanel({ id, close }: { id: string; close: string }) {
  const { t } = useTranslation();
  const { space } = useTasks();
  const [asked, again] = useTask(id);
  const here = asked.state === "here";
  useEffect(() => {
    if (here) landInPanel();
  }, [here]);
  const gone = asked.state === "refused" && asked.why instanceof Refusal && asked.why.status === 404;
  return (
    <>
      <PanelHead
        title={here ? `${shortOf(space.name)}-${asked.value.number}` : t("tasks.one")}
        close={close}
        end={here ? <Actions of={asked.value} close={close} /> : null}
      />
      <PanelBody>
        {asked.state === "waiting" ? (
          <Waiting lines={8} />
        ) : here ? (
          <Whole of={asked.value} />
        ) : (
          <div className={s.detail}>
            {gone ? (
              <EmptyState title={t("tasks.gone")}>{t("tasks.goneBody")}</EmptyState>
            ) : (
              <ErrorState title={t("tasks.failedOne")} retry={again}>
                {reasonOf(asked.why, t)}
              </ErrorState>
            )}
          </div>
        )}
      </PanelBody>
    </>
  );
}
