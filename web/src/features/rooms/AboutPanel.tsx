import { Button, FileButton, Textarea, TextInput } from "@mantine/core";
import { IconHash, IconListSearch, IconLock, IconPhoto, IconUsers } from "@tabler/icons-react";
import { EventType, JoinRule, type Room } from "matrix-js-sdk";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useMedia } from "../../api/media";
import { useEdited } from "../../base/kept";
import { membersPath, roomPath } from "../../message/paths";
import { RoomNotices } from "../../message/RoomNotices";
import { useDoing } from "../../message/useDoing";
import { useConnected } from "../../session/hooks";
import { directRooms } from "../../session/overview";
import { type Person, personOf } from "../../session/people";
import { canSet } from "../../session/roles";
import { factsOf, setName, setPicture, setTopic } from "../../session/rooms";
import ui from "../../ui/lines.module.css";
import { Face, Outsider, PanelBody, PanelHead, Wrong } from "../../ui/parts";
import { Access } from "./Access";
import { GuestsPart } from "./GuestsPart";
import { Leaving } from "./Leaving";
import { Reporting } from "./Reporting";
import { RoomAudience, useAudience } from "./RoomAudience";
import s from "./rooms.module.css";
import { Upgrading } from "./Upgrading";

const longestName = 120;
const longestTopic = 500;

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

function PictureField({ room, run }: { room: Room; run: Run }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const { picture, joinRule } = factsOf(room);
  return (
    <div className={s.aboutHead}>
      <RoomPicture mxc={picture} open={joinRule === JoinRule.Public || joinRule === JoinRule.Restricted} />
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
  );
}

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
    <form className={ui.form} noValidate onSubmit={submit}>
      <PictureField room={room} run={run} />
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

/** Who a direct conversation is with; null for a room. */
function companion(room: Room): Person | null {
  const other = directRooms(room.client).get(room.roomId);
  return other && room.getInvitedAndJoinedMemberCount() <= 2 ? personOf(room, other) : null;
}

function WithPerson({ of }: { of: Person }) {
  return (
    <div className={s.aboutHead}>
      <Face of={of} size={56} />
      <div className={ui.two}>
        <b className="cut">{of.name}</b>
        <span className="cut">{of.id}</span>
        <Outsider id={of.id} />
      </div>
    </div>
  );
}

/** What a room is, and what its animators can change; of a direct conversation, who it is with. */
export function AboutPanel({ room, left }: { room: Room; version: number; left: () => void }) {
  const { t } = useTranslation();
  const { busy, wrong, run } = useDoing();
  const person = companion(room);
  const said = useAudience(room);
  return (
    <>
      <PanelHead title={person ? t("rooms.about.direct") : t("rooms.about.title")} close={roomPath(room.roomId)} />
      <PanelBody>
        <div className={s.panel}>
          {person ? <WithPerson of={person} /> : <Identity room={room} run={run} busy={busy} />}
          <Wrong>{wrong}</Wrong>
          <div className={s.whole}>
            <RoomAudience room={room} />
            <div className={s.actions}>
              <Button
                size="xs"
                variant="default"
                component={Link}
                href={membersPath(room.roomId)}
                leftSection={<IconUsers size={15} aria-hidden />}
              >
                {t("rooms.members.title")}
              </Button>
              <Button
                size="xs"
                variant="default"
                component={Link}
                href={`/search?room=${encodeURIComponent(room.roomId)}`}
                leftSection={<IconListSearch size={15} aria-hidden />}
              >
                {t("search.here")}
              </Button>
            </div>
          </div>
          <RoomNotices room={room.roomId} />
          {person ? null : <Access room={room} run={run} />}
          <GuestsPart room={room} now={said?.externals} />
          <h3>{t("rooms.about.technical")}</h3>
          <dl className={s.facts}>
            <dt>{t("rooms.about.id")}</dt>
            <dd>{room.roomId}</dd>
            <dt>{t("rooms.about.version")}</dt>
            <dd>{room.getVersion()}</dd>
          </dl>
          <Upgrading room={room} />
          <Reporting of={person ? { kind: "person", person: person.id } : { kind: "room", room: room.roomId }} />
          <Leaving room={room} direct={person !== null} left={left} />
        </div>
      </PanelBody>
    </>
  );
}
