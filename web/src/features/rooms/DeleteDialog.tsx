import { Button, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { remove } from "../../session/act";
import { useOneLine } from "./MessageBody";
import s from "./rooms.module.css";
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
    <Modal
      opened={of !== null}
      onClose={close}
      title={t("rooms.delete.title")}
      closeButtonProps={{ "aria-label": t("ui.close") }}
    >
      {of ? (
        <form
          className={s.form}
          onSubmit={(e) => {
            e.preventDefault();
            void remove(room.roomId, of.id, reason.trim() || undefined);
            close();
          }}
        >
          <p>{of.mine ? t("rooms.delete.mine") : t("rooms.delete.others", { name: of.sender.name })}</p>
          <p className={`${s.hint} cut`}>{oneLine(of.body)}</p>
          {of.mine ? null : (
            <TextInput
              label={t("rooms.delete.reason")}
              value={reason}
              maxLength={longestReason}
              onChange={(e) => setReason(e.target.value)}
            />
          )}
          <div className={s.actions}>
            <Button type="submit" color="garance" data-autofocus>
              {t("rooms.delete.do")}
            </Button>
            <Button variant="default" onClick={close}>
              {t("rooms.delete.keep")}
            </Button>
          </div>
        </form>
      ) : null}
    </Modal>
  );
}
