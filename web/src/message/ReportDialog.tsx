import { Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Reported, report } from "../session/report";
import { say } from "../shell/toast";
import { Dialog } from "../ui/Dialog";
import { useDoing } from "./useDoing";

const reasonMax = 500;

/** Brings a message, a room or a person before those who run the server. */
export function ReportDialog({ of, close }: { of: Reported; close: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const { busy, wrong, run } = useDoing();
  const send = () =>
    run(async () => {
      await report(of, reason.trim());
      close();
      say(t("report.done"));
    });
  return (
    <Dialog
      title={of.kind === "message" ? t("report.message") : of.kind === "room" ? t("report.room") : t("report.person")}
      close={close}
      act={t("report.do")}
      submit={() => void send()}
      busy={busy}
      disabled={!reason.trim()}
      wrong={wrong}
    >
      <p>{t("report.body")}</p>
      <Textarea
        data-autofocus
        label={t("report.reason")}
        required
        value={reason}
        maxLength={reasonMax}
        autosize
        minRows={2}
        onChange={(e) => setReason(e.target.value)}
      />
    </Dialog>
  );
}
