import { Button } from "@mantine/core";
import { IconLogout } from "@tabler/icons-react";
import type { Room } from "matrix-js-sdk";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useDoing } from "../../message/useDoing";
import { useConnected } from "../../session/hooks";
import { nameOf } from "../../session/overview";
import { levelOf } from "../../session/roles";
import { leave } from "../../session/rooms";
import { say } from "../../shell/toast";
import { uncovered } from "../../ui/cover";
import { Dialog } from "../../ui/Dialog";

/** True when nobody else could look after the room. */
const lastAnimator = (room: Room, me: string): boolean =>
  levelOf(room, me) >= 100 &&
  room.getJoinedMembers().length > 1 &&
  !room.getJoinedMembers().some((m) => m.userId !== me && levelOf(room, m.userId) >= 100);

/** Leaves after a question; what follows depends on who may come in again. */
export function Leaving({ room, direct, left }: { room: Room; direct: boolean; left: () => void }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const { busy, wrong, run } = useDoing();
  const [asked, ask] = useState(false);
  const name = nameOf(room);
  const go = async () => {
    const done = await run(async () => {
      await leave(room.roomId);
      return true;
    });
    if (!done) return;
    ask(false);
    await uncovered();
    left();
    say(t("rooms.leave.done", { name }));
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
          {direct ? t("rooms.leave.direct") : t("rooms.leave.title")}
        </Button>
      </div>
      <Dialog
        opened={asked}
        title={direct ? t("rooms.leave.direct") : t("rooms.leave.title")}
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
