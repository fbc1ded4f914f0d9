import { Button, Textarea } from "@mantine/core";
import { IconHourglass, IconMail } from "@tabler/icons-react";
import type { Room } from "matrix-js-sdk";
import { type ReactNode, useCallback } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { useAsked } from "../../api/useAsked";
import { useKept } from "../../base/kept";
import { useConnected } from "../../session/hooks";
import { nameOf } from "../../session/overview";
import { personOf } from "../../session/people";
import { askToEnter, type Door, enter, leave, lookAt } from "../../session/rooms";
import { Scroll } from "../../shell/Shell";
import { EmptyState, ErrorState, Face, Head, Said, Waiting, Wrong } from "../../ui/parts";
import { roomPath } from "./paths";
import s from "./rooms.module.css";
import { useDoing } from "./useDoing";

const reasonMax = 500;

function Page({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <>
      <Head back="/rooms" lead={lead} title={title} />
      <Scroll label={title}>
        <div className={s.page}>{children}</div>
      </Scroll>
    </>
  );
}

/** Leaves what one was offered or asked for, and goes back to the list. */
function useLeaving(room: Room) {
  const [, go] = useLocation();
  const doing = useDoing();
  const out = async () => {
    const done = await doing.run(async () => {
      await leave(room.roomId);
      return true;
    });
    if (done) go("/rooms");
  };
  return { ...doing, out };
}

/** An invitation: who asks, into which room; yes or no. */
export function Invited({ room }: { room: Room }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const { busy, wrong, run, out } = useLeaving(room);
  const event = room.getMember(me)?.events.member;
  const from = event?.getSender() ? personOf(room, event.getSender()!) : null;
  const { is_direct, reason } = (event?.getContent() ?? {}) as { is_direct?: unknown; reason?: unknown };
  const direct = is_direct === true;
  const name = nameOf(room);
  return (
    <Page
      lead={<IconMail size={18} stroke={1.8} color="var(--ink-3)" aria-hidden />}
      title={direct && from ? from.name : name}
    >
      <EmptyState
        lead={from ? <Face of={from} size={56} /> : null}
        said={reason}
        title={
          direct ? t("rooms.invitation.direct", { name: from?.name ?? name }) : t("rooms.invitation.room", { name })
        }
        actions={
          <>
            <Button loading={busy} onClick={() => void run(() => enter(room.roomId, direct ? from?.id : null))}>
              {t("rooms.invitation.accept")}
            </Button>
            <Button variant="default" disabled={busy} onClick={() => void out()}>
              {t("rooms.invitation.refuse")}
            </Button>
          </>
        }
      >
        {from ? t("rooms.invitation.from", { name: from.name, id: from.id }) : t("rooms.invitation.body")}
      </EmptyState>
      <Wrong>{wrong}</Wrong>
    </Page>
  );
}

/** A request that waits for its answer, and can be taken back. */
export function Asked({ room }: { room: Room }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const { busy, wrong, out } = useLeaving(room);
  const name = nameOf(room);
  return (
    <Page lead={<IconHourglass size={18} stroke={1.8} color="var(--ink-3)" aria-hidden />} title={name}>
      <EmptyState
        title={t("rooms.ask.sent")}
        said={room.getMember(me)?.events.member?.getContent().reason}
        actions={
          <Button variant="default" loading={busy} onClick={() => void out()}>
            {t("rooms.ask.withdraw")}
          </Button>
        }
      >
        {t("rooms.ask.sentBody", { name })}
      </EmptyState>
      <Wrong>{wrong}</Wrong>
    </Page>
  );
}

/** Asks those inside to be let in, with a word for them. */
function AskForm({ door }: { door: Door }) {
  const { t } = useTranslation();
  const { busy, wrong, run } = useDoing();
  const [reason, setReason] = useKept(`rooms.ask.${door.id}`);
  const [, go] = useLocation();
  const ask = async () => {
    const id = await run(() => askToEnter(door.id, reason.trim()));
    if (!id) return;
    setReason("");
    go(roomPath(id), { replace: true });
  };
  return (
    <form
      className={s.form}
      onSubmit={(e) => {
        e.preventDefault();
        void ask();
      }}
    >
      <Textarea
        label={t("rooms.ask.reason")}
        description={t("rooms.ask.reasonHint")}
        value={reason}
        maxLength={reasonMax}
        autosize
        minRows={2}
        onChange={(e) => setReason(e.target.value)}
      />
      <Wrong>{wrong}</Wrong>
      <div className={s.actions}>
        <Button type="submit" loading={busy}>
          {t("rooms.ask.do")}
        </Button>
      </div>
    </form>
  );
}

function Join({ door }: { door: Door }) {
  const { t } = useTranslation();
  const { busy, wrong, run } = useDoing();
  const [, go] = useLocation();
  const join = async () => {
    const id = await run(() => enter(door.id));
    if (id) go(roomPath(id), { replace: true });
  };
  return (
    <>
      <div className={s.actions}>
        <Button loading={busy} onClick={() => void join()}>
          {t("rooms.outside.join")}
        </Button>
      </div>
      <Wrong>{wrong}</Wrong>
    </>
  );
}

/** Why I am no longer at this door: my request was not accepted, or somebody took me out. */
function Sent({ room }: { room: Room | null }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const event = room?.getMember(me)?.events.member;
  if (event?.getContent().membership !== "leave" || event.getSender() === me) return null;
  const declined = event.getPrevContent().membership === "knock";
  return (
    <div className={s.notice} role="status">
      {declined ? t("rooms.ask.declined") : t("rooms.outside.removed")}
      <Said>{event.getContent().reason}</Said>
    </div>
  );
}

/** A room that I am not in: open to me, to be asked for, or not there. What is closed and what is absent look alike. */
export function Outside({ id, room }: { id: string; room: Room | null }) {
  const { t } = useTranslation();
  const [asked, again] = useAsked(useCallback(() => lookAt(id), [id]));
  const door = asked.state === "here" ? asked.value : null;
  const title = door?.name ?? (id.startsWith("#") ? id : t("rooms.outside.short"));
  if (asked.state === "waiting")
    return (
      <Page title={title}>
        <Waiting lines={4} />
      </Page>
    );
  if (asked.state === "refused")
    return (
      <Page title={title}>
        <ErrorState title={t("rooms.outside.failed")} retry={again}>
          {t("rooms.wrong.network")}
        </ErrorState>
      </Page>
    );
  if (!door || door.entry === "closed")
    return (
      <Page title={title}>
        <Sent room={room} />
        <EmptyState
          title={t("rooms.outside.closed")}
          actions={
            <Button component={Link} href="/rooms">
              {t("rooms.outside.back")}
            </Button>
          }
        >
          {t("rooms.outside.closedBody")}
        </EmptyState>
      </Page>
    );
  return (
    <Page title={title}>
      <Sent room={room} />
      <EmptyState title={door.name}>
        {door.topic ? (
          <>
            {door.topic}
            <br />
          </>
        ) : null}
        {t("rooms.members.count", { count: door.members })}.{" "}
        {door.entry === "ask" ? t("rooms.outside.ask") : t("rooms.outside.open")}
      </EmptyState>
      {door.entry === "ask" ? <AskForm door={door} /> : <Join door={door} />}
    </Page>
  );
}
