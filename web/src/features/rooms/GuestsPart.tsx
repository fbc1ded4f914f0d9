import { Button } from "@mantine/core";
import { KnownMembership, type Room } from "matrix-js-sdk";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOutsiders } from "../../api/badges";
import type { ForExternals } from "../../api/spaces";
import { useDoing } from "../../message/useDoing";
import { useConnected } from "../../session/hooks";
import { memberPerson } from "../../session/people";
import { canSet } from "../../session/roles";
import { admitExternals, externalsType, rulesType } from "../../session/rooms";
import { Dialog } from "../../ui/Dialog";
import { Evicted } from "../../ui/Evicted";
import s from "./rooms.module.css";

/** Whether a room is open to people from outside, where access rules decide it, and the step to the other side. */
export function GuestsPart({ room, now }: { room: Room; now: ForExternals | undefined }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const [asked, ask] = useState(false);
  if (now !== "refused" && now !== "admitted" && now !== "closed") return null;
  const open = now === "admitted";
  const may = canSet(room, me, now === "refused" ? rulesType : externalsType);
  return (
    <>
      <h3>{t("rooms.guests.title")}</h3>
      <p className={s.why}>
        {open ? t("rooms.guests.isOpen") : now === "closed" ? t("rooms.guests.isClosed") : t("rooms.guests.isNot")}
      </p>
      {may ? (
        <div className={s.actions}>
          <Button size="xs" variant="default" {...(open ? { "data-danger": true } : {})} onClick={() => ask(true)}>
            {open ? t("rooms.guests.close") : t("rooms.guests.do")}
          </Button>
        </div>
      ) : null}
      {asked ? <Ask room={room} open={open} close={() => ask(false)} /> : null}
    </>
  );
}

const here: readonly string[] = [KnownMembership.Join, KnownMembership.Invite, KnownMembership.Knock];

function Ask({ room, open, close }: { room: Room; open: boolean; close: () => void }) {
  const { t } = useTranslation();
  const { busy, wrong, run } = useDoing();
  const all = room.getMembers().filter((one) => here.includes(one.membership ?? ""));
  const outside = useOutsiders(all.map((one) => one.userId));
  const submit = async () => {
    const done = await run(async () => {
      await admitExternals(room, !open);
      return true;
    });
    if (done) close();
  };
  return (
    <Dialog
      title={open ? t("rooms.guests.closeAsk") : t("rooms.guests.ask")}
      close={close}
      act={open ? t("rooms.guests.close") : t("rooms.guests.do")}
      submit={() => void submit()}
      danger={open}
      busy={busy}
      disabled={open && outside === null}
      wrong={wrong}
    >
      <p>{open ? t("rooms.guests.closeBody") : t("rooms.guests.who")}</p>
      {open ? (
        <Evicted
          of={all
            .filter((one) => outside?.has(one.userId))
            .map((one) => ({ ...memberPerson(one), joined: one.membership === KnownMembership.Join }))}
        />
      ) : (
        <p>{t("rooms.guests.forGood")}</p>
      )}
    </Dialog>
  );
}
