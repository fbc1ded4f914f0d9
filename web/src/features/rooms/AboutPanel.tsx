import { Button, FileButton, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { IconHash, IconLock, IconLogout, IconPhoto, IconUsers } from "@tabler/icons-react";
import { EventType, HistoryVisibility, JoinRule, type Room } from "matrix-js-sdk";
import { type FormEvent, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useMedia } from "../../api/media";
import { type RoomNotices as Notices, roomNotices, setRoomNotices } from "../../api/notices";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { useEdited } from "../../base/kept";
import { useConnected } from "../../session/hooks";
import { directRooms } from "../../session/overview";
import { type Person, personOf } from "../../session/people";
import { canSet, levelOf } from "../../session/roles";
import {
  AliasTaken,
  factsOf,
  leave,
  publish,
  published,
  setAlias,
  setHistory,
  setJoinRule,
  setName,
  setPicture,
  setTopic,
} from "../../session/rooms";
import { Dialog } from "../../ui/Dialog";
import { Face, PanelBody, PanelHead, Wrong } from "../../ui/parts";
import { membersPath, roomPath } from "./paths";
import { RoomAudience } from "./RoomAudience";
import s from "./rooms.module.css";
import { useDoing } from "./useDoing";

const longestName = 120;
const longestTopic = 500;
const aliasWanted = /^[\p{L}\p{N}._-]{1,80}$/u;

function RoomPicture({ mxc, open }: { mxc: string | null; open: boolean }) {
  const url = useMedia(mxc, 112);
  const Icon = open ? IconHash : IconLock;
  return (
    <span className={s.roomPicture}>
      {url ? <img src={url} alt="" /> : <Icon size={26} stroke={1.5} aria-hidden />}
    </span>
  );
}

type Run = ReturnType<typeof useDoing>["run"];

/** Name, topic and picture: fields for those who may change them, words for the others. */
function Identity({ room, run, busy }: { room: Room; run: Run; busy: boolean }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const facts = factsOf(room);
  const name = useEdited(`rooms.name.${room.roomId}`, facts.name);
  const topic = useEdited(`rooms.topic.${room.roomId}`, facts.topic);
  const mayName = canSet(room, me, EventType.RoomName);
  const mayTopic = canSet(room, me, EventType.RoomTopic);
  const renamed = mayName && name.changed && name.value.trim() !== "";
  const retold = mayTopic && topic.changed;
  const save = () =>
    run(async () => {
      for (const field of [name, topic]) if (field.changed) field.write(field.value.trim());
      if (renamed) await setName(room.roomId, name.value.trim());
      if (retold) await setTopic(room.roomId, topic.value.trim());
    });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (renamed || retold) void save();
  };
  return (
    <form className={s.form} noValidate onSubmit={submit}>
      <div className={s.aboutHead}>
        <RoomPicture mxc={facts.picture} open={facts.joinRule === JoinRule.Public} />
        {canSet(room, me, EventType.RoomAvatar) ? (
          <FileButton
            accept="image/png,image/jpeg,image/webp,image/gif"
            onChange={(file) => file && void run(() => setPicture(room.roomId, file))}
          >
            {(props) => (
              <Button {...props} size="xs" variant="default" leftSection={<IconPhoto size={15} aria-hidden />}>
                {t("rooms.about.picture")}
              </Button>
            )}
          </FileButton>
        ) : null}
      </div>
      {mayName ? (
        <TextInput
          label={t("rooms.create.name")}
          value={name.value}
          maxLength={longestName}
          error={name.value.trim() ? null : t("rooms.create.nameless")}
          onChange={(e) => name.write(e.target.value)}
        />
      ) : null}
      {mayTopic ? (
        <Textarea
          label={t("rooms.create.topic")}
          value={topic.value}
          maxLength={longestTopic}
          autosize
          minRows={2}
          onChange={(e) => topic.write(e.target.value)}
        />
      ) : facts.topic ? (
        <p className={s.why}>{facts.topic}</p>
      ) : null}
      {renamed || retold ? (
        <div className={s.actions}>
          <Button type="submit" loading={busy}>
            {t("rooms.about.save")}
          </Button>
        </div>
      ) : null}
    </form>
  );
}

/** Who may enter, what newcomers can read, and whether the room stands in the list of open rooms. */
function Access({ room, run }: { room: Room; run: Run }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const facts = factsOf(room);
  const [listed, setListed] = useState<boolean | null>(null);
  useEffect(() => {
    let here = true;
    published(room.roomId).then(
      (on) => here && setListed(on),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [room]);
  const rules = [
    { value: JoinRule.Invite, label: t("rooms.access.invite") },
    { value: JoinRule.Knock, label: t("rooms.access.knock") },
    { value: JoinRule.Public, label: t("rooms.access.public") },
  ];
  const pasts = [
    { value: HistoryVisibility.Shared, label: t("rooms.history.shared") },
    { value: HistoryVisibility.Invited, label: t("rooms.history.invited") },
    { value: HistoryVisibility.Joined, label: t("rooms.history.joined") },
    { value: HistoryVisibility.WorldReadable, label: t("rooms.history.world") },
  ];
  return (
    <>
      <h3>{t("rooms.access.title")}</h3>
      <Select
        label={t("rooms.access.who")}
        data={rules}
        value={facts.joinRule}
        allowDeselect={false}
        disabled={!canSet(room, me, EventType.RoomJoinRules)}
        onChange={(to) => to && void run(() => setJoinRule(room.roomId, to as JoinRule))}
      />
      <Select
        label={t("rooms.history.who")}
        data={pasts}
        value={facts.history}
        allowDeselect={false}
        disabled={!canSet(room, me, EventType.RoomHistoryVisibility)}
        onChange={(to) => to && void run(() => setHistory(room.roomId, to as HistoryVisibility))}
      />
      {canSet(room, me, EventType.RoomCanonicalAlias) ? (
        <>
          <Address room={room} run={run} />
          {listed === null ? null : (
            <Switch
              label={t("rooms.access.listed")}
              checked={listed}
              onChange={(e) => {
                const on = e.target.checked;
                void run(async () => {
                  await publish(room.roomId, on);
                  setListed(on);
                });
              }}
            />
          )}
        </>
      ) : facts.alias ? (
        <p className={s.why}>{facts.alias}</p>
      ) : null}
    </>
  );
}

function Address({ room, run }: { room: Room; run: Run }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const local = room.getCanonicalAlias()?.slice(1).replace(/:.*$/, "") ?? "";
  const field = useEdited(`rooms.alias.${room.roomId}`, local);
  const alias = field.value;
  const [wrong, setWrong] = useState<string | null>(null);
  const save = async () => {
    if (alias && !aliasWanted.test(alias)) return setWrong(t("rooms.access.aliasWrong"));
    setWrong(null);
    await run(() =>
      setAlias(room, alias).catch((failure: unknown) => {
        if (!(failure instanceof AliasTaken)) throw failure;
        setWrong(t("rooms.access.aliasTaken"));
      }),
    );
  };
  return (
    <form
      className={s.form}
      style={{ gap: "var(--s-2)" }}
      onSubmit={(e) => {
        e.preventDefault();
        void save();
      }}
    >
      <TextInput
        label={t("rooms.access.alias")}
        description={t("rooms.access.aliasHint", { server: me.replace(/^[^:]*:/, "") })}
        value={alias}
        error={wrong}
        leftSection={<IconHash size={15} aria-hidden />}
        onChange={(e) => field.write(e.target.value.trim().toLowerCase())}
      />
      {field.changed ? (
        <div className={s.actions}>
          <Button type="submit" size="xs" variant="light">
            {t("rooms.about.save")}
          </Button>
        </div>
      ) : null}
    </form>
  );
}

/** What of this room counts as news to me. */
function RoomNotices({ room }: { room: Room }) {
  const { t } = useTranslation();
  const [asked, , put] = useAsked(useCallback(() => roomNotices(room.roomId), [room.roomId]));
  const { busy, refusal, run } = useDeed();
  const choose = (next: Notices) =>
    run(async () => {
      await setRoomNotices(room.roomId, next);
      put(next);
    });
  if (asked.state !== "here") return null;
  return (
    <>
      <Select
        label={t("rooms.notices.title")}
        data={[
          { value: "same", label: t("rooms.notices.same") },
          { value: "all", label: t("rooms.notices.all") },
          { value: "mine", label: t("rooms.notices.mine") },
          { value: "none", label: t("rooms.notices.none") },
        ]}
        value={asked.value}
        allowDeselect={false}
        disabled={busy}
        onChange={(next) => next && void choose(next as Notices)}
      />
      <Wrong>{refusal}</Wrong>
    </>
  );
}

/** True when nobody else could look after the room. */
const lastAnimator = (room: Room, me: string): boolean =>
  levelOf(room, me) >= 100 &&
  room.getJoinedMembers().length > 1 &&
  !room.getJoinedMembers().some((m) => m.userId !== me && levelOf(room, m.userId) >= 100);

/** Who a direct conversation is with; null for a room. */
function companion(room: Room): Person | null {
  const other = directRooms(room.client).get(room.roomId);
  return other && room.getInvitedAndJoinedMemberCount() <= 2 ? personOf(room, other) : null;
}

function WithPerson({ of }: { of: Person }) {
  return (
    <div className={s.aboutHead}>
      <Face of={of} size={56} />
      <div className={s.two}>
        <b className="cut">{of.name}</b>
        <span className="cut">{of.id}</span>
      </div>
    </div>
  );
}

/** Leaves after a question; what follows depends on who may come in again. */
function Leaving({ room, title, left }: { room: Room; title: string; left: () => void }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const { busy, wrong, run } = useDoing();
  const [asked, ask] = useState(false);
  const go = async () => {
    const done = await run(async () => {
      await leave(room.roomId);
      return true;
    });
    if (done) left();
  };
  return (
    <>
      <div>
        <Button
          variant="default"
          data-danger
          leftSection={<IconLogout size={16} aria-hidden />}
          onClick={() => ask(true)}
        >
          {title}
        </Button>
      </div>
      <Dialog
        opened={asked}
        title={title}
        close={() => ask(false)}
        act={t("rooms.leave.do")}
        submit={() => void go()}
        danger
        busy={busy}
        wrong={wrong}
      >
        <p>
          {lastAnimator(room, me)
            ? t("rooms.leave.last")
            : room.getJoinRule() === "public"
              ? t("rooms.leave.open")
              : t("rooms.leave.closed")}
        </p>
      </Dialog>
    </>
  );
}

/** What a room is, and what its animators can change; of a direct conversation, who it is with. */
export function AboutPanel({ room, left }: { room: Room; version: number; left: () => void }) {
  const { t } = useTranslation();
  const { busy, wrong, run } = useDoing();
  const person = companion(room);
  return (
    <>
      <PanelHead title={person ? t("rooms.about.direct") : t("rooms.about.title")} close={roomPath(room.roomId)} />
      <PanelBody>
        <div className={s.panel}>
          {person ? <WithPerson of={person} /> : <Identity room={room} run={run} busy={busy} />}
          <Wrong>{wrong}</Wrong>
          <div className={s.whole}>
            <RoomAudience room={room} />
            <Button
              size="xs"
              variant="default"
              component={Link}
              href={membersPath(room.roomId)}
              leftSection={<IconUsers size={15} aria-hidden />}
            >
              {t("rooms.members.title")}
            </Button>
          </div>
          <RoomNotices room={room} />
          {person ? null : <Access room={room} run={run} />}
          <h3>{t("rooms.about.technical")}</h3>
          <dl className={s.facts}>
            <dt>{t("rooms.about.id")}</dt>
            <dd>{room.roomId}</dd>
            <dt>{t("rooms.about.version")}</dt>
            <dd>{room.getVersion()}</dd>
          </dl>
          <Leaving room={room} title={person ? t("rooms.leave.direct") : t("rooms.leave.title")} left={left} />
        </div>
      </PanelBody>
    </>
  );
}
