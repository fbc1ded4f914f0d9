import { Progress } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { connection } from "../../base/connection";
import { useTasks } from "./context";
import s from "./tasks.module.css";
import { pending } from "./wishes";

const whole = 100;

/** How far many tasks are that are changed together; nothing of what is done at once. */
export function Together() {
  const { t } = useTranslation();
  const { wishes } = useTasks();
  const online = connection.use() === "online";
  const left = wishes.filter((w) => w.many && pending(w)).length;
  const most = useRef(0);
  useEffect(() => {
    most.current = left === 0 ? 0 : Math.max(most.current, left);
  }, [left]);
  if (left === 0) return null;
  const all = Math.max(most.current, left);
  return (
    <div className={s.together} role="status">
      <span>{online ? t("many.left", { count: left }) : t("many.offline", { count: left })}</span>
      <Progress value={((all - left) * whole) / all} aria-label={t("many.progress")} />
    </div>
  );
}
