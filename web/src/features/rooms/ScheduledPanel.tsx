import { ActionIcon, Button, Textarea, Tooltip } from "@mantine/core";
import { IconAlertCircle, IconClock, IconPencil, IconSend2, IconTrash } from "@tabler/icons-react";
import type { Room } from "matrix-js-sdk";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { connection } from "../../base/connection";
import { useKept } from "../../base/kept";
import { MessageBody } from "../../message/MessageBody";
import m from "../../message/message.module.css";
import { roomPath, scheduledPath } from "../../message/paths";
import { MomentFields, useMoment, whenOf } from "../../message/SendLater";
import { useDoing } from "../../message/useDoing";
import { useConnected } from "../../session/hooks";
import { canReword } from "../../session/message";
import { readScheduled, scheduled } from "../../session/scheduled";
import { change, giveUp, type Later, laterIn, sayNow } from "../../session/scheduling";
import { say } from "../../shell/toast";
import { Dialog } from "../../ui/Dialog";
import { EmptyState, PanelBody, PanelHead, Waiting, Wrong } from "../../ui/parts";
import s from "./rooms.module.css";

function useLater(room: Room): readonly Later[] {
  const { me, outbox } = useConnected();
  outbox.parcels.use();
  return laterIn(room, me, scheduled.use().all, outbox);
}

/** Above the composer: what is said here later, and when the next of it. */
export function ScheduledLine({ room }: { room: Room }) {
  const { t } = useTranslation();
  const all = useLater(room);
  const next = all[0];
  if (!next) return null;
  const failed = all.filter((one) => one.pending?.state === "failed").length;
  return (
    <Link className={s.later} href={scheduledPath(room.roomId)} data-failed={failed > 0 || undefined}>
      {failed > 0 ? <IconAlertCircle size={15} aria-hidden /> : <IconClock size={15} aria-hidden />}
      <span className="cut">
        {failed > 0
          ? t("scheduled.failed", { count: failed })
          : t("scheduled.some", { count: all.length, when: whenOf(next.due, t) })}
      </span>
    </Link>
  );
}

/** Why the server did not take it. */
function useReason(): (code: string | null) => string {
  const { t } = useTranslation();
  return (code) => {
    switch (code) {
      case "M_MAX_DELAY_EXCEEDED":
        return t("scheduled.wrong.far");
      case "M_MAX_DELAYED_EVENTS_EXCEEDED":
        return t("scheduled.wrong.many");
      case "M_FORBIDDEN":
        return t("rooms.pending.forbidden");
      case "M_TOO_LARGE":
        return t("rooms.pending.tooLarge");
      case "SENT":
        return t("scheduled.wrong.sent");
      default:
        return t("rooms.pending.failed");
    }
  };
}

function ChangeDialog({ of, close }: { of: Later; close: () => void }) {
  const { t } = useTranslation();
  const { source } = of.message;
  const worded = canReword(of.message) && source !== null;
  const [text, write] = useKept(`scheduled.${of.key}`, source?.text ?? "");
  const moment = useMoment(of.due);
  const empty = worded && text.trim() === "";
  const submit = () => {
    const due = moment.chosen();
    if (due === null || empty) return;
    const words = worded ? { text: text.trim(), named: source.named } : null;
    void change(of, words, due).then((done) => {
      if (!done) return say(t("scheduled.gone"));
      write("");
      close();
    });
  };
  return (
    <Dialog title={t("scheduled.changeTitle")} close={close} act={t("scheduled.save")} submit={submit}>
      {worded ? (
        <Textarea
          data-autofocus
          label={t("scheduled.words")}
          value={text}
          autosize
          minRows={2}
          maxRows={10}
          error={empty ? t("scheduled.wrong.empty") : null}
          onChange={(e) => write(e.target.value)}
        />
      ) : null}
      <MomentFields of={moment} first={!worded} />
    </Dialog>
  );
}

/** How far one is that the server does not hold yet. */
function Way({ of }: { of: Later }) {
  const { t } = useTranslation();
  const { outbox } = useConnected();
  const state = connection.use();
  const reason = useReason();
  const { pending } = of;
  if (!pending) return null;
  if (pending.state === "failed")
    return (
      <p className={m.waits} data-failed role="alert">
        <IconAlertCircle size={15} aria-hidden />
        {reason(pending.refusal)}
        <button type="button" onClick={() => outbox.retry(pending.parcel)}>
          {t("ui.retry")}
        </button>
      </p>
    );
  return (
    <p className={m.waits}>
      <IconClock size={14} aria-hidden />
      {state === "online" ? t("rooms.pending.soon") : t("scheduled.offline")}
    </p>
  );
}

function Row({ of }: { of: Later }) {
  const { t } = useTranslation();
  const { busy, wrong, run } = useDoing();
  const [changing, setChanging] = useState(false);
  const tooLate = () => say(t("scheduled.gone"));
  const now = () =>
    run(async () => {
      if (!(await sayNow(of))) tooLate();
    });
  const remove = () =>
    run(async () => {
      const back = await giveUp(of);
      if (back) say(t("scheduled.removed"), back);
      else tooLate();
    });
  const still = of.pending !== null && !of.pending.canCancel;
  return (
    <li className={s.pinned}>
      <p className={s.due}>
        <IconClock size={15} aria-hidden />
        <b>{whenOf(of.due, t)}</b>
        {of.inThread ? <span>{t("scheduled.inThread")}</span> : null}
      </p>
      <MessageBody of={of.message} />
      <Way of={of} />
      <div className={s.actions}>
        <Button
          size="xs"
          variant="default"
          disabled={still}
          onClick={() => setChanging(true)}
          leftSection={<IconPencil size={15} aria-hidden />}
        >
          {t("scheduled.change")}
        </Button>
        <Button
          size="xs"
          variant="subtle"
          loading={busy}
          disabled={still}
          onClick={() => void now()}
          leftSection={<IconSend2 size={15} aria-hidden />}
        >
          {t("scheduled.now")}
        </Button>
        <Tooltip label={t("scheduled.remove")}>
          <ActionIcon aria-label={t("scheduled.remove")} disabled={still || busy} onClick={() => void remove()}>
            <IconTrash size={17} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </div>
      <Wrong>{wrong}</Wrong>
      {changing ? <ChangeDialog of={of} close={() => setChanging(false)} /> : null}
    </li>
  );
}

/** What one says later in a room: to be changed, sent now, or given up. */
export function ScheduledPanel({ room }: { room: Room; version: number }) {
  const { t } = useTranslation();
  const { client } = useConnected();
  const { state } = scheduled.use();
  const all = useLater(room);
  useEffect(() => void readScheduled(client), [client]);
  return (
    <>
      <PanelHead title={t("scheduled.title")} close={roomPath(room.roomId)} />
      <PanelBody>
        <div className={s.panel}>
          {state === "coming" ? <Waiting lines={3} /> : null}
          {state === "failed" ? (
            <p className={m.waits} data-failed role="alert">
              <IconAlertCircle size={15} aria-hidden />
              {t("scheduled.unread")}
              <button type="button" onClick={() => void readScheduled(client)}>
                {t("ui.retry")}
              </button>
            </p>
          ) : null}
          {state === "here" && all.length === 0 ? (
            <EmptyState title={t("scheduled.none")}>{t("scheduled.noneBody")}</EmptyState>
          ) : null}
          <ul>
            {all.map((one) => (
              <Row key={one.key} of={one} />
            ))}
          </ul>
        </div>
      </PanelBody>
    </>
  );
}
