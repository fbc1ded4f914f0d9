import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { remove } from "../session/act";
import { Dialog } from "../ui/Dialog";
import { Said } from "../ui/parts";
import { useOneLine } from "./MessageBody";
import { useTalk } from "./talk";

const longestReason = 200;

/** Asks before a message is deleted: it cannot be brought back. */
export function DeleteDialog() {
  const { t } = useTranslation();
  const { room, deleting } = useTalk();
  const of = deleting.use();
  const oneLine = useOneLine();
  const [reason, setReason] = useState("");
  const close = () => {
    deleting.set(null);
    setReason("");
  };
  return (
    <Dialog
      opened={of !== null}
      title={t("rooms.delete.title")}
      close={close}
      cancel={t("rooms.delete.keep")}
      act={t("rooms.delete.do")}
      danger
      submit={() => {
        if (of) void remove(room.roomId, of.id, reason.trim() || undefined);
        close();
      }}
    >
      {of ? (
        <>
          <p>{of.mine ? t("rooms.delete.mine") : t("rooms.delete.others", { name: of.sender.name })}</p>
          <Said>{oneLine(of.body)}</Said>
          {"url" in of.body ? <p>{t("rooms.delete.file")}</p> : null}
          {of.mine ? null : (
            <TextInput
              label={t("rooms.delete.reason")}
              value={reason}
              maxLength={longestReason}
              onChange={(e) => setReason(e.target.value)}
            />
          )}
        </>
      ) : null}
    </Dialog>
  );
}
