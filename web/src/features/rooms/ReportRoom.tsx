import { Button } from "@mantine/core";
import { IconFlag } from "@tabler/icons-react";
import type { Room } from "matrix-js-sdk";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ReportDialog } from "./ReportDialog";

/** Brings a room before those who run the server. */
export function ReportRoom({ room }: { room: Room }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <div>
      <Button variant="default" leftSection={<IconFlag size={16} aria-hidden />} onClick={() => setOpen(true)}>
        {t("report.room")}
      </Button>
      {open ? <ReportDialog of={{ kind: "room", room: room.roomId }} close={() => setOpen(false)} /> : null}
    </div>
  );
}
