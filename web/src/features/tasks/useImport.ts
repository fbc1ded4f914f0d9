import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import { type FileReport, readTasks } from "../../api/taskFiles";
import { useDeed } from "../../api/useDeed";
import type { T } from "../../i18n";
import { say } from "../../shell/toast";
import { useTasks } from "./context";
import { queue } from "./queue";

/** As the server: one that is larger is told so before it is sent. */
const bytesMax = 2 * 1024 * 1024;

/** Why a whole file is not read. */
export function whyNotRead(failure: unknown, t: T): string {
  if (!(failure instanceof Refusal)) return t("sheets.unreadable");
  switch (failure.body.reason) {
    case "encoding":
      return t("sheets.encoding");
    case "empty":
      return t("sheets.empty");
    case "column":
      return t("sheets.noColumn", { column: String(failure.body.column) });
    case "rows":
      return t("sheets.tooMany");
    case "bytes":
      return t("sheets.tooLarge");
    default:
      return reasonOf(failure, t, t("tasks.refused.forbidden"));
  }
}

const countOf = ({ lines }: FileReport, outcome: FileReport["lines"][number]["outcome"]): number =>
  lines.filter((line) => line.outcome === outcome).length;

export interface Counted {
  readonly made: number;
  readonly there: number;
  readonly refused: number;
}
export const counted = (report: FileReport): Counted => ({
  made: countOf(report, "made"),
  there: countOf(report, "there"),
  refused: countOf(report, "refused"),
});

/** A file of tasks: first what would come of it, then what came of it. */
export function useImport(close: () => void) {
  const { t } = useTranslation();
  const { space, followed, following } = useTasks();
  const [file, take] = useState<File | null>(null);
  const [report, put] = useState<FileReport | null>(null);
  const [before, begin] = useState<number | null>(null);
  const { busy, refusal, run, refuse } = useDeed(whyNotRead);
  const look = (next: File | undefined) => {
    if (!next || busy) return;
    put(null);
    take(null);
    if (/\.(xlsx?|ods)$/i.test(next.name)) return refuse((t) => t("sheets.workbook"));
    if (next.size > bytesMax) return refuse((t) => t("sheets.tooLarge"));
    void run(async () => {
      put(await readTasks(space.space_id, next, true));
      take(next);
    });
  };
  /** Those that were made go to the archive: they are changed as one. */
  const undo = (done: FileReport) => {
    const { cards } = following.shown.now();
    const made = done.lines.flatMap((line) => (line.outcome === "made" && line.task ? [line.task] : []));
    queue.now()?.changeAll(
      made.map((id) => ({
        of: { id, space: space.space_id, version: cards.get(id)?.version ?? 1 },
        set: { archived: true },
      })),
    );
  };
  const make = () =>
    void run(async () => {
      if (!file) return;
      begin(followed.cards.size);
      try {
        const done = await readTasks(space.space_id, file, false);
        const { made, refused } = counted(done);
        put(done);
        say(t("sheets.imported", { count: made }), made > 0 ? () => undo(done) : undefined);
        if (refused === 0) close();
      } finally {
        begin(null);
      }
    });
  const come = before === null ? 0 : Math.max(0, followed.cards.size - before);
  return { file, report, look, make, busy, refusal, running: before !== null, come };
}
