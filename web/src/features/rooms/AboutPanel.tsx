import { Button, FileButton, Modal, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { IconHash, IconLogout, IconPhoto, IconUsers } from "@tabler/icons-react";
import { EventType, HistoryVisibility, JoinRule, type Room } from "matrix-js-sdk";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useMedia } from "../../api/media";
import { useConnected } from "../../session/hooks";
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
import { Audience, PanelBody, PanelHead } from "../../ui/parts";
import { membersPath, roomPath } from "./paths";
import s from "./rooms.module.css";
import { useDoing } from "./useDoing";

const longestName = 120;
const longestTopic = 500;
const aliasWanted = /^[\p{L}\p{N}._-]{1,80}$/u;

function RoomPicture({ mxc }: { mxc: string | null }) {
  const url = useMedia(mxc, 112);
  return (
    <span className={s.roomPicture}>
      {url ? <img src={url} alt="" /> : <IconHash size={26} stroke={1.5} aria-hidden />}
    </span>
  );
}

type Run = ReturnType<typeof useDoing>["run"];

/** Name, topic and picture: fields for those who may change them, words for the others. */
function Identity({ room, run, busy }: { room: Room; run: Run; busy: boolean }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const facts = factsOf(room);
  const [name, setNameField] = useState(facts.name);
  const [topic, setTopicField] = useState(facts.topic);
  useEffect(() => setNameField(facts.name), [facts.name]);
  useEffect(() => setTopicField(facts.topic), [facts.topic]);
  const mayName = canSet(room, me, EventType.RoomName);
  const mayTopic = canSet(room, me, EventType.RoomTopic);
  const changed =
    (mayName && name.trim() !== facts.name && name.trim() !== "") || (mayTopic && topic.trim() !== facts.topic);
  const save = () =>
    run(async () => {
      if (mayName && name.trim() && name.trim() !== facts.name) await setName(room.roomId, name.trim());
      if (mayTopic && topic.trim() !== facts.topic) await setTopic(room.roomId, topic.trim());
    });
  return (
    <>
      <div className={s.aboutHead}>
        <RoomPicture mxc={facts.picture} />
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
          value={name}
          maxLength={longestName}
          onChange={(e) => setNameField(e.target.value)}
        />
      ) : null}
      {mayTopic ? (
        <Textarea
          label={t("rooms.create.topic")}
          value={topic}
          maxLength={longestTopic}
          autosize
          minRows={2}
          onChange={(e) => setTopicField(e.target.value)}
        />
      ) : facts.topic ? (
        <p className={s.why}>{facts.topic}</p>
      ) : null}
      {changed ? (
        <div className={s.actions}>
          <Button loading={busy} onClick={() => void save()}>
            {t("rooms.about.save")}
          </Button>
        </div>
      ) : null}
    </>
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
    // Nobody can ask to come in yet: the rule is named where another client has set it, and not offered.
    ...(facts.joinRule === JoinRule.Knock ? [{ value: JoinRule.Knock, label: t("rooms.access.knock") }] : []),
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
  const [alias, setField] = useState(local);
  const [wrong, setWrong] = useState<string | null>(null);
  useEffect(() => setField(local), [local]);
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
        onChange={(e) => setField(e.target.value.trim().toLowerCase())}
      />
      {alias !== local ? (
        <div className={s.actions}>
          <Button type="submit" size="xs" variant="light">
            {t("rooms.about.save")}
          </Button>
        </div>
      ) : null}
    </form>
  );
}

/** True when nobody else could look after the room. */
const lastAnimator = (room: Room, me: string): boolean =>
  levelOf(room, me) >= 100 &&
  room.getJoinedMembers().length > 1 &&
  !room.getJoinedMembers().some((m) => m.userId !== me && levelOf(room, m.userId) >= 100);

/** What a room is, and what its animators can change. */
export function AboutPanel({ room, left }: { room: Room; version: number; left: () => void }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const { busy, wrong, run } = useDoing();
  const [leaving, setLeaving] = useState(false);
  const go = async () => {
    const done = await run(async () => {
      await leave(room.roomId);
      return true;
    });
    setLeaving(false);
    if (done) left();
  };
  return (
    <>
      <PanelHead title={t("rooms.about.title")} close={roomPath(room.roomId)} />
      <PanelBody>
        <div className={s.panel}>
          <Identity room={room} run={run} busy={busy} />
          {wrong ? (
            <p className={s.wrong} role="alert">
              {wrong}
            </p>
          ) : null}
          <div className={s.actions}>
            <Button
              variant="default"
              renderRoot={(p) => <Link href={membersPath(room.roomId)} {...p} />}
              leftSection={<IconUsers size={16} aria-hidden />}
            >
              {t("rooms.members.title")}
            </Button>
          </div>
          <Audience members={room.getJoinedMemberCount()} />
          <Access room={room} run={run} />
          <h3>{t("rooms.about.technical")}</h3>
          <dl className={s.facts}>
            <dt>{t("rooms.about.id")}</dt>
            <dd>{room.roomId}</dd>
            <dt>{t("rooms.about.version")}</dt>
            <dd>{room.getVersion()}</dd>
          </dl>
          <div>
            <Button
              variant="default"
              data-danger
              leftSection={<IconLogout size={16} aria-hidden />}
              onClick={() => setLeaving(true)}
            >
              {t("rooms.leave.title")}
            </Button>
          </div>
        </div>
      </PanelBody>
      <Modal
        opened={leaving}
        onClose={() => setLeaving(false)}
        title={t("rooms.leave.title")}
        closeButtonProps={{ "aria-label": t("ui.close") }}
      >
        <div className={s.form}>
          <p>
            {lastAnimator(room, me)
              ? t("rooms.leave.last")
              : room.getJoinRule() === "public"
                ? t("rooms.leave.open")
                : t("rooms.leave.closed")}
          </p>
          <div className={s.actions}>
            <Button color="garance" loading={busy} onClick={() => void go()}>
              {t("rooms.leave.do")}
            </Button>
            <Button variant="default" onClick={() => setLeaving(false)}>
              {t("rooms.cancel")}
            </Button>
          </div>
        </div>
      </Modal>
    </>
  );
}
