import { useState } from "react";
import { useTranslation } from "react-i18next";
import { reasonOf } from "../../api/reasons";
import { board, type Card, changeTask, type Place } from "../../api/tasks";
import { useDeed } from "../../api/useDeed";
import { say } from "../../shell/toast";

type Ticked = Pick<Card, "id" | "space" | "version" | "column" | "rank">;

/**
 * Ticked off, the task goes to where its board says that it is done; or validated, where that is mine to say. `done`: it
 * is so, or is no more.
 */
export function useTick(of: Ticked, validates: boolean, done: (over: boolean) => void) {
  const { t } = useTranslation();
  const deed = useDeed((why, t) => reasonOf(why, t, t("tasks.validate.apart")));
  const [endless, endsNowhere] = useState(false);
  const put = (place: Place, version: number) => changeTask(of.id, crypto.randomUUID(), version, { place });
  const tick = () =>
    deed.run(async () => {
      const { columns } = await board(of.space);
      const over = columns.find((c) => c.state === "validated");
      const to = validates ? over : (columns.find((c) => c.state === "done") ?? over);
      endsNowhere(!to);
      if (!to) return;
      const { version } = await put({ column: to.id }, of.version);
      done(true);
      const { column, rank } = of;
      const back = () => done(false);
      say(t("tasks.moved", { column: to.name }), () => void put({ column, rank }, version).then(back, back));
    });
  return { tick, busy: deed.busy, wrong: endless ? t("tasks.endless") : deed.refusal };
}
