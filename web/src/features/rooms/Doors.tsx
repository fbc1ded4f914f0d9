import { Button, Textarea } from "@mantine/core";
import { IconHourglass, IconMail } from "@tabler/icons-react";
import type { Room } from "matrix-js-sdk";
import { type ReactNode, useCallback } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { useAsked } from "../../api/useAsked";
import { useKept } from "../../base/kept";
import type { T } from "../../i18n";
import { roomPath } from "../../message/paths";
import { useDoing } from "../../message/useDoing";
import { useConnected } from "../../session/hooks";
import { nameOf } from "../../session/overview";
import { type Parting, partingFrom } from "../../session/parting";
import { personOf } from "../../session/people";
import { askToEnter, type Door, enter, lookAt, turnDown } from "../../session/rooms";
import { Scroll } from "../../shell/Shell";
import ui from "../../ui/lines.module.css";
import { EmptyState, ErrorState, Face, Head, Outsider, Said, Waiting, Wrong } from "../../ui/parts";
import s from "./rooms.module.css";

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

/** Gives up what one was offered or asked for, and goes back to the list. */
function useTurningDown(room: Room) {
  const [, go] = useLocation();
  const doing = useDoing();
  const out = async () => {
    const done = await doing.run(async () => {
      await turnDown(room.roomId);
      return true;
    });
    if (done) go("/rooms");
  };
  return { ...doing, out };
}

/** What one is asked into, as far as the room says it. */
function Behind({ door }: { door: Door }) {
  const { t } = useTranslation();
  return (
    <span className={s.behind}>
      {door.topic ? <span>{t("rooms.invitation.topic", { topic: door.topic })}</span> : null}
      <span>{t("rooms.invitation.members", { count: door.members })}</span>
    </span>
  );
}

/** An invitation: who asks, into which room; yes or no. */
export function Invited({ room }: { room: Room }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const { busy, wrong, run, out } = useTurningDown(room);
  const event = room.getMember(me)?.events.member;
  const from = event?.getSender() ? personOf(room, event.getSender()!) : null;
  const { is_direct, reason } = (event?.getContent() ?? {}) as { is_direct?: unknown; reason?: unknown };
  const direct = is_direct === true;
  const name = nameOf(room);
  const [asked] = useAsked(useCallback(() => lookAt(room.roomId), [room]));
  const door = asked.state === "here" ? asked.value : null;
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
        {from ? (
          <>
            {" "}
            <Outsider id={from.id} />
          </>
        ) : null}
        {door && !direct ? <Behind door={door} /> : null}
      </EmptyState>
      <Wrong>{wrong}</Wrong>
    </Page>
  );
}

/** A request that waits for its answer, and can be taken back. */
export function Asked({ room }: { room: Room }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const { busy, wrong, out } = useTurningDown(room);
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
      className={ui.form}
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

/** Why I am no longer inside. */
function Parted({ from }: { from: Parting | null }) {
  const { t } = useTranslation();
  if (!from) return null;
  const { how } = from;
  return (
    <div className={s.notice} role="status">
      {how === "left"
        ? t("rooms.outside.left")
        : how === "declined"
          ? t("rooms.ask.declined")
          : how === "banned"
            ? t("rooms.outside.banned")
            : t("rooms.outside.removed")}
      <Said>{from.reason}</Said>
    </div>
  );
}

/** What one can do before a closed door: come back by others, or go elsewhere. */
function Closed({ parting }: { parting: Parting | null }) {
  const { t } = useTranslation();
  const [title, body] = !parting
    ? [t("rooms.outside.closed"), t("rooms.outside.closedBody")]
    : parting.how === "banned"
      ? [t("rooms.outside.barred"), t("rooms.outside.barredBody")]
      : [t("rooms.outside.shut"), t("rooms.outside.shutBody")];
  return (
    <EmptyState
      title={title}
      actions={
        <Button component={Link} href="/rooms">
          {t("rooms.outside.back")}
        </Button>
      }
    >
      {body}
    </EmptyState>
  );
}

/** Looks at the door of a room, and how I went out of it. */
async function lookBack(id: string, room: Room | null): Promise<{ door: Door | null; parting: Parting | null }> {
  const door = await lookAt(id);
  const at = door?.id ?? (id.startsWith("!") ? id : null);
  return { door, parting: at ? await partingFrom(at, room) : null };
}

function wayInto({ entry }: Door, t: T): string {
  if (entry === "ask") return t("rooms.outside.ask");
  return entry === "space" ? t("rooms.outside.space") : t("rooms.outside.open");
}

/** A room that I am not in: left, open to me, to be asked for, or not there. What is closed and what is absent look alike. */
export function Outside({ id, room }: { id: string; room: Room | null }) {
  const { t } = useTranslation();
  const [asked, again] = useAsked(useCallback(() => lookBack(id, room), [id, room]));
  const { door, parting } = asked.state === "here" ? asked.value : { door: null, parting: null };
  const title = door?.name ?? parting?.name ?? (id.startsWith("#") ? id : t("rooms.outside.short"));
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
  if (!door || door.entry === "closed" || parting?.how === "banned")
    return (
      <Page title={title}>
        <Parted from={parting} />
        <Closed parting={parting} />
      </Page>
    );
  return (
    <Page title={title}>
      <Parted from={parting} />
      <EmptyState title={door.name}>
        {door.topic ? (
          <>
            {door.topic}
            <br />
          </>
        ) : null}
        {t("rooms.members.count", { count: door.members })}. {wayInto(door, t)}
      </EmptyState>
      {door.entry === "ask" ? <AskForm door={door} /> : <Join door={door} />}
    </Page>
  );
}
