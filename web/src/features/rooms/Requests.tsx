import { Button } from "@mantine/core";
import { IconDoorEnter } from "@tabler/icons-react";
import type { Room } from "matrix-js-sdk";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { membersPath } from "../../message/paths";
import type { useDoing } from "../../message/useDoing";
import { useConnected } from "../../session/hooks";
import { memberPerson } from "../../session/people";
import { above, can } from "../../session/roles";
import { invite, kick } from "../../session/rooms";
import ui from "../../ui/lines.module.css";
import { Face, Outsider, Said } from "../../ui/parts";
import s from "./rooms.module.css";

/** Those who ask to come in, for those who may answer. */
function useRequests(room: Room) {
  const { me } = useConnected();
  const may = can(room, me, "invite") || can(room, me, "kick");
  return may ? room.getMembersWithMembership("knock") : [];
}

/** Below the head of a room: somebody stands at the door. */
export function RequestsBar({ room }: { room: Room; version: number }) {
  const { t } = useTranslation();
  const asking = useRequests(room);
  if (asking.length === 0) return null;
  return (
    <div className={s.requests} role="status">
      <IconDoorEnter size={18} stroke={1.7} aria-hidden />
      <span className="cut grow">
        {asking.length === 1
          ? t("rooms.requests.one", { name: memberPerson(asking[0]!).name })
          : t("rooms.requests.many", { count: asking.length })}
      </span>
      <Button size="xs" variant="light" component={Link} href={membersPath(room.roomId)}>
        {t("rooms.requests.see")}
      </Button>
    </div>
  );
}

/** Each request, with its words and both answers. */
export function Requests({ room, act }: { room: Room; act: ReturnType<typeof useDoing>["run"] }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const asking = useRequests(room);
  if (asking.length === 0) return null;
  return (
    <section>
      <h3>{t("rooms.requests.title")}</h3>
      <ul className={s.people}>
        {asking.map((member) => {
          const who = memberPerson(member);
          return (
            <li key={who.id} className={s.request}>
              <Face of={who} size={34} />
              <div className={ui.two}>
                <b className="cut">{who.name}</b>
                <span className="cut">{who.id}</span>
                <Outsider id={who.id} />
                <Said>{member.events.member?.getContent().reason}</Said>
                <div className={s.actions}>
                  {can(room, me, "invite") ? (
                    <Button size="xs" variant="light" onClick={() => void act(() => invite(room.roomId, who.id))}>
                      {t("rooms.requests.accept")}
                      <span className="hidden"> {who.name}</span>
                    </Button>
                  ) : null}
                  {can(room, me, "kick") && above(room, me, who.id) ? (
                    <Button size="xs" variant="default" onClick={() => void act(() => kick(room.roomId, who.id))}>
                      {t("rooms.requests.decline")}
                      <span className="hidden"> {who.name}</span>
                    </Button>
                  ) : null}
                </div>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
