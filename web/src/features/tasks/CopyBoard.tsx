import { NativeSelect } from "@mantine/core";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import { spaces } from "../../api/spaces";
import { arrange, copyBoard } from "../../api/tasks";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { plain } from "../../base/names";
import type { T } from "../../i18n";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Dialog } from "../../ui/Dialog";
import { useTasks } from "./context";

function notCopied(failure: unknown, t: T): string {
  const code = failure instanceof Refusal ? failure.code : "";
  if (code === "FR_PARVIS_CHANGED") return t("templates.board.changed");
  if (failure instanceof Refusal && failure.status === 409) return t("templates.board.stands");
  if (code === "M_NOT_FOUND") return t("templates.board.closed");
  return reasonOf(failure, t, t("templates.board.forbidden"));
}

/** Boards of other spaces of mine, in the order of their names. */
const useOtherBoards = (here: string) =>
  useAsked(
    useCallback(async () => {
      const all = (await spaces()).filter((one) => one.role && one.space_id !== here && one.apps?.includes("tasks"));
      return all.sort((a, b) => a.name.localeCompare(b.name, "fr"));
    }, [here]),
  );

/** Arranges this board as that of another space is: any board is a template of others. */
export function CopyBoard({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { space, board, following } = useTasks();
  const { busy, run, refusal } = useDeed(notCopied);
  const [asked, again] = useOtherBoards(space.space_id);
  const [chosen, choose] = useState<string | null>(null);
  const from = chosen ?? (asked.state === "here" ? asked.value[0]?.space_id : undefined);
  const submit = () =>
    run(async () => {
      if (from === undefined) return;
      const { version, ...before } = board;
      const copied = await copyBoard(space.space_id, version, from);
      following.arranged(copied);
      say(t("templates.board.copied"), () => {
        void arrange(space.space_id, copied.version, before).then(
          (back) => following.arranged(back),
          (why: unknown) => say(notCopied(why, t)),
        );
      });
      close();
    });
  return (
    <Dialog
      title={t("templates.board.title")}
      close={close}
      act={t("templates.board.act")}
      busy={busy}
      disabled={from === undefined}
      wrong={refusal}
      submit={() => void submit()}
    >
      <p>{t("templates.board.what")}</p>
      <Answered of={asked} again={again} failed={t("templates.board.failed")}>
        {(all) =>
          all.length === 0 ? (
            <p>{t("templates.board.none")}</p>
          ) : (
            <NativeSelect
              label={t("templates.board.from")}
              value={from ?? ""}
              onChange={(e) => choose(e.target.value)}
              data={all.map((one) => ({ value: one.space_id, label: plain(one.name) }))}
            />
          )
        }
      </Answered>
    </Dialog>
  );
}
