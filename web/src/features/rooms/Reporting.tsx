import { Button } from "@mantine/core";
import { IconFlag } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ReportDialog } from "../../message/ReportDialog";
import type { Reported } from "../../session/report";

/** Brings a room, or the person of a direct conversation, before those who run the server. */
export function Reporting({ of }: { of: Reported }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <div>
      <Button variant="default" leftSection={<IconFlag size={16} aria-hidden />} onClick={() => setOpen(true)}>
        {of.kind === "person" ? t("report.person") : t("report.room")}
      </Button>
      {open ? <ReportDialog of={of} close={() => setOpen(false)} /> : null}
    </div>
  );
}
