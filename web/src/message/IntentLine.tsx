import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { finished } from "../session/drafts";
import { say } from "../shell/toast";
import s from "./composer.module.css";
import { useOneLine } from "./MessageBody";
import { useTalk } from "./talk";

/** Gives up the answer or the edit; what was written for it comes back on demand. */
export function useGiveUp(): () => void {
  const { t } = useTranslation();
  const { draft } = useTalk();
  return () => {
    const { intent, edits } = draft.now();
    draft.set((now) => finished(now, false));
    if (intent.kind !== "edit" || !(intent.of.id in edits)) return;
    const back = { [intent.of.id]: edits[intent.of.id]! };
    say(t("rooms.composer.givenUp"), () => draft.set((now) => ({ ...now, intent, edits: { ...now.edits, ...back } })));
  };
}

/** What the next message answers or replaces, above the field. */
export function IntentLine() {
  const { t } = useTranslation();
  const now = useTalk().draft.use().intent;
  const oneLine = useOneLine();
  const giveUp = useGiveUp();
  if (now.kind === "new") return null;
  const text =
    now.kind === "edit" ? t("rooms.composer.editing") : t("rooms.composer.replying", { name: now.to.sender.name });
  return (
    <div className={s.intent}>
      <span className="cut grow">
        <b>{text}</b> {now.kind === "reply" ? oneLine(now.to.body) : null}
      </span>
      <ActionIcon size={24} aria-label={t("rooms.composer.stop")} onClick={giveUp}>
        <IconX size={15} />
      </ActionIcon>
    </div>
  );
}
