import { Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { forward } from "../../session/forward";
import { useOverview } from "../../session/hooks";
import type { Message } from "../../session/message";
import { say } from "../../shell/toast";
import { Dialog } from "../../ui/Dialog";
import { Said } from "../../ui/parts";
import { useOneLine } from "./MessageBody";
import { useTalk } from "./talk";

/** Says a message again in another conversation. */
export function ForwardDialog({ of, close }: { of: Message; close: () => void }) {
  const { t } = useTranslation();
  const { room } = useTalk();
  const { rooms } = useOverview();
  const oneLine = useOneLine();
  const [to, choose] = useState<string | null>(null);
  const send = async () => {
    if (!to) return;
    close();
    await forward(room.roomId, of.id, to);
    say(t("forward.done", { name: rooms.find((r) => r.id === to)?.name ?? "" }));
  };
  return (
    <Dialog
      title={t("forward.title")}
      close={close}
      act={t("forward.do")}
      submit={() => void send()}
      disabled={to === null}
    >
      <Said>{oneLine(of.body)}</Said>
      <Select
        data-autofocus
        label={t("forward.to")}
        placeholder={t("forward.choose")}
        nothingFoundMessage={t("forward.nothing")}
        data={rooms.filter((r) => r.id !== room.roomId).map((r) => ({ value: r.id, label: r.name }))}
        value={to}
        onChange={choose}
        searchable
        limit={50}
      />
      <p>{t("forward.who")}</p>
    </Dialog>
  );
}
