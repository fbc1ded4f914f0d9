import { Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { react } from "../session/act";
import type { Message } from "../session/message";
import s from "./message.module.css";
import { useTalk } from "./talk";

const namedAtMost = 12;

/** Who answered with which sign; a click adds mine, or takes it back. */
export function Reactions({ of }: { of: Message }) {
  const { t } = useTranslation();
  const { room, may } = useTalk();
  return (
    <div className={s.reacts}>
      {of.reactions.map((r) => {
        const names = r.names.slice(0, namedAtMost).join(", ");
        return (
          <Tooltip key={r.key} label={names} multiline maw={320}>
            <button
              type="button"
              className={s.react}
              aria-pressed={r.mine !== null}
              aria-label={t("rooms.reaction.label", { sign: r.key, count: r.count, names })}
              disabled={!may.react}
              onClick={() => void react(room.roomId, of.id, r.key, r)}
            >
              <span aria-hidden>{r.key}</span>
              <span aria-hidden>{r.count}</span>
            </button>
          </Tooltip>
        );
      })}
    </div>
  );
}
