import { Button } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import type { Room } from "matrix-js-sdk";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useConnected } from "../../session/hooks";
import { nameOf } from "../../session/overview";
import { personOf } from "../../session/people";
import { enter, leave } from "../../session/rooms";
import { Scroll } from "../../shell/Shell";
import { EmptyState, Face, Head } from "../../ui/parts";
import { roomPath } from "./paths";
import s from "./rooms.module.css";
import { useDoing } from "./useDoing";

/** An invitation: who asks, into which room; yes or no. */
export function Invited({ room }: { room: Room }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const { busy, wrong, run } = useDoing();
  const [, go] = useLocation();
  const event = room.getMember(me)?.events.member;
  const from = event?.getSender() ? personOf(room, event.getSender()!) : null;
  const direct = event?.getContent<{ is_direct?: unknown }>().is_direct === true;
  const name = nameOf(room);
  const accept = () => run(() => enter(room.roomId, direct ? from?.id : null));
  const refuse = async () => {
    const done = await run(async () => {
      await leave(room.roomId);
      return true;
    });
    if (done) go("/rooms");
  };
  return (
    <>
      <Head
        back="/rooms"
        lead={<IconMail size={18} stroke={1.8} color="var(--ink-3)" aria-hidden />}
        title={direct && from ? from.name : name}
      />
      <Scroll label={name}>
        <div className={s.page}>
          {from ? <Face of={from} size={56} /> : null}
          <EmptyState
            title={
              direct ? t("rooms.invitation.direct", { name: from?.name ?? name }) : t("rooms.invitation.room", { name })
            }
            actions={
              <>
                <Button loading={busy} onClick={() => void accept()}>
                  {t("rooms.invitation.accept")}
                </Button>
                <Button variant="default" disabled={busy} onClick={() => void refuse()}>
                  {t("rooms.invitation.refuse")}
                </Button>
              </>
            }
          >
            {from ? t("rooms.invitation.from", { name: from.name, id: from.id }) : t("rooms.invitation.body")}
          </EmptyState>
          {wrong ? (
            <p className={s.wrong} role="alert">
              {wrong}
            </p>
          ) : null}
        </div>
      </Scroll>
    </>
  );
}

/** A room that I am not in: open to me, or not there. Both look alike until one asks to enter. */
export function Outside({ id }: { id: string }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [refused, refuse] = useState(false);
  const { busy, run } = useDoing();
  const join = async () => {
    const room = await run(() => enter(id));
    if (room) go(roomPath(room), { replace: true });
    else refuse(true);
  };
  return (
    <>
      <Head back="/rooms" title={id.startsWith("#") ? id : t("rooms.outside.short")} />
      <Scroll label={t("rooms.outside.short")}>
        <div className={s.page}>
          <EmptyState
            title={refused ? t("rooms.outside.closed") : t("rooms.outside.title")}
            actions={
              refused ? (
                <Button onClick={() => go("/rooms")}>{t("rooms.outside.back")}</Button>
              ) : (
                <Button loading={busy} onClick={() => void join()}>
                  {t("rooms.outside.join")}
                </Button>
              )
            }
          >
            {refused ? t("rooms.outside.closedBody") : t("rooms.outside.body")}
          </EmptyState>
        </div>
      </Scroll>
    </>
  );
}
