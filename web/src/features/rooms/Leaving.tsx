import { Button } from "@mantine/core";
import { IconLogout } from "@tabler/icons-react";
import type { Room } from "matrix-js-sdk";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useDoing } from "../../message/useDoing";
import { useConnected } from "../../session/hooks";
import { nameOf } from "../../session/overview";
import { personOf } from "../../session/people";
import { levelOf, setRole } from "../../session/roles";
import { leave } from "../../session/rooms";
import { say } from "../../shell/toast";
import { uncovered } from "../../ui/cover";
import { Dialog } from "../../ui/Dialog";
import type { Person } from "../../ui/parts";
import { Successor } from "../../ui/Successor";

const heirsMax = 100;

/** Who could look after the room in the place of me, where nobody else does; those with most rights first. */
function heirsOf(room: Room, me: string): readonly Person[] {
  const others = room.getJoinedMembers().filter((m) => m.userId !== me);
  const level = (m: { userId: string }) => levelOf(room, m.userId);
  if (levelOf(room, me) < 100 || others.some((m) => level(m) >= 100)) return [];
  return others
    .toSorted((a, b) => level(b) - level(a))
    .slice(0, heirsMax)
    .map((m) => personOf(room, m.userId));
}

/** Leaves after a question; what follows depends on who may come in again. */
export function Leaving({ room, direct, left }: { room: Room; direct: boolean; left: () => void }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const { busy, wrong, run } = useDoing();
  const [asked, ask] = useState(false);
  const [heir, setHeir] = useState("");
  const heirs = asked && !direct ? heirsOf(room, me) : [];
  const name = nameOf(room);
  const go = async () => {
    const done = await run(async () => {
      if (heir) await setRole(room, heir, "animator");
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
          {heirs.length > 0
            ? t("rooms.leave.last")
            : room.getJoinRule() === "public"
              ? t("rooms.leave.open")
              : t("rooms.leave.closed")}
        </p>
        {heirs.length > 0 ? <Successor of={heirs} value={heir} set={setHeir} /> : null}
      </Dialog>
    </>
  );
}
