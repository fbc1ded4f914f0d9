import { Button } from "@mantine/core";
import { IconArrowBigUpLine } from "@tabler/icons-react";
import type { Room } from "matrix-js-sdk";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useAsked } from "../../api/useAsked";
import { roomPath } from "../../message/paths";
import { useDoing } from "../../message/useDoing";
import { newerVersion, upgrade } from "../../session/upgrade";
import { say } from "../../shell/toast";
import { uncovered } from "../../ui/cover";
import { Dialog } from "../../ui/Dialog";

/** Takes a room of an older version to the one that new rooms have. */
export function Upgrading({ room }: { room: Room }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [asked] = useAsked(useCallback(() => newerVersion(room), [room]));
  const [open, setOpen] = useState(false);
  const { busy, wrong, run } = useDoing();
  const version = asked.state === "here" ? asked.value : null;
  if (!version) return null;
  const move = async () => {
    const next = await run(() => upgrade(room, version));
    if (!next) return;
    setOpen(false);
    await uncovered();
    go(roomPath(next.to));
    if (next.missed > 0) say(t("upgrade.missed", { count: next.missed }));
  };
  return (
    <>
      <div>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconArrowBigUpLine size={15} aria-hidden />}
          onClick={() => setOpen(true)}
        >
          {t("upgrade.title")}
        </Button>
      </div>
      <Dialog
        opened={open}
        title={t("upgrade.title")}
        close={() => setOpen(false)}
        act={t("upgrade.do")}
        submit={() => void move()}
        busy={busy}
        wrong={wrong}
      >
        <p>{t("upgrade.body", { from: room.getVersion(), to: version })}</p>
        <p>{t("upgrade.stays")}</p>
      </Dialog>
    </>
  );
}
