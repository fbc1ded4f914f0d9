import { Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { forward } from "../session/forward";
import { useOverview } from "../session/hooks";
import type { Message } from "../session/message";
import { isUserId, joined } from "../session/people";
import { directWith } from "../session/rooms";
import { say } from "../shell/toast";
import { Dialog } from "../ui/Dialog";
import { Said } from "../ui/parts";
import { useOneLine } from "./MessageBody";
import { roomPath } from "./paths";
import { useTalk } from "./talk";
import { useDoing } from "./useDoing";

/** Conversations of mine, then those of this room with whom I have none yet. */
function usePlaces() {
  const { t } = useTranslation();
  const { room, me } = useTalk();
  const { rooms } = useOverview();
  const known = new Set(rooms.map((r) => r.person?.id));
  const place = ({ id, name }: { readonly id: string; readonly name: string }) => ({ value: id, label: name });
  return [
    { group: t("forward.rooms"), items: rooms.filter((r) => r.id !== room.roomId).map(place) },
    {
      group: t("forward.people"),
      items: joined(room)
        .filter((p) => p.id !== me && !known.has(p.id))
        .map(place),
    },
  ].filter((g) => g.items.length > 0);
}

/** Says a message again in another conversation. */
export function ForwardDialog({ of, close }: { of: Message; close: () => void }) {
  const { t } = useTranslation();
  const { room } = useTalk();
  const places = usePlaces();
  const { rooms } = useOverview();
  const { busy, wrong, run } = useDoing();
  const [, go] = useLocation();
  const oneLine = useOneLine();
  const [to, choose] = useState<string | null>(null);
  const send = async () => {
    if (!to) return;
    const id = isUserId(to) ? await run(() => directWith(to)) : to;
    if (!id) return;
    close();
    await forward(room.roomId, of.id, id);
    const name = places.flatMap((g) => g.items).find((p) => p.value === to)?.label ?? "";
    const person = isUserId(to) || rooms.find((r) => r.id === to)?.person;
    const door = { name: t("forward.open"), open: () => go(roomPath(id)) };
    say(person ? t("forward.doneTo", { name }) : t("forward.done", { name }), undefined, door);
  };
  return (
    <Dialog
      title={t("forward.title")}
      close={close}
      act={t("forward.do")}
      submit={() => void send()}
      disabled={to === null}
      busy={busy}
      wrong={wrong}
    >
      <Said>{oneLine(of.body)}</Said>
      <Select
        data-autofocus
        label={t("forward.to")}
        placeholder={t("forward.choose")}
        nothingFoundMessage={t("forward.nothing")}
        data={places}
        value={to}
        onChange={choose}
        searchable
        openOnFocus={false}
        limit={50}
      />
      <p>{t("forward.who")}</p>
    </Dialog>
  );
}
