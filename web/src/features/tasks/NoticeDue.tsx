import { useTranslation } from "react-i18next";
import type { NoticeFacts } from "../../shell/feature";
import { calledBy, standings } from "./noticed";
import { dueWords } from "./words";

/** When a task is due that waits for me. */
export function NoticeDue({ of }: { of: NoticeFacts }) {
  const { t } = useTranslation();
  const due = standings.use().get(calledBy(of)?.task ?? "")?.task?.due;
  return due ? <span className="cut">· {t("tasks.notice.day", { day: dueWords(due, t) })}</span> : null;
}
