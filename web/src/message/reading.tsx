import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { readDownTo } from "../session/act";
import { type Conversation, useConnected } from "../session/hooks";
import { useOneLine } from "./MessageBody";
import { useTalk } from "./talk";

const readAfterMs = 500;

/** Says that I have read, when the end is on screen and I am here. */
export function useReading(conversation: Conversation | null, atBottom: boolean): void {
  const { client } = useConnected();
  const { room, thread } = useTalk();
  const shown = conversation?.shown;
  const last = shown?.atEnd ? shown.events.at(-1) : undefined;
  useEffect(() => {
    if (!last || !atBottom) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      clearTimeout(timer);
      if (document.visibilityState !== "visible" || !document.hasFocus()) return;
      timer = setTimeout(() => void readDownTo(client, room, last, thread !== undefined), readAfterMs);
    };
    read();
    document.addEventListener("visibilitychange", read);
    addEventListener("focus", read);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", read);
      removeEventListener("focus", read);
    };
  }, [client, room, thread, last, atBottom]);
}

/** Says to those who listen what others write at the end of the conversation, once each. */
export function Announced({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation();
  const oneLine = useOneLine();
  const heard = useRef<string | null>(null);
  const [said, setSaid] = useState("");
  const found = conversation.items.findLast((i) => i.kind === "message");
  const last = found?.kind === "message" && conversation.shown.atEnd ? found.message : null;
  const says = last && !last.mine ? t("rooms.announced", { name: last.sender.name, text: oneLine(last.body) }) : "";
  const key = last?.key;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a message is said when it comes, not again when it changes
  useEffect(() => {
    if (key === undefined) return;
    if (heard.current !== null && heard.current !== key && says !== "") setSaid(says);
    heard.current = key;
  }, [key]);
  return (
    <p className="hidden" role="log" aria-label={t("rooms.newMessages")}>
      {said}
    </p>
  );
}
