import { IconCloudOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { connection, waiting } from "../base/connection";
import s from "./shell.module.css";

/** The black band: what does not answer, what is safe, what happens next. */
export function Offline() {
  const { t } = useTranslation();
  const state = connection.use();
  const n = waiting.use();
  if (state === "online") return null;
  return (
    <div className={s.banner}>
      <IconCloudOff size={18} stroke={1.8} aria-hidden />
      <p>
        <b>{state === "offline" ? t("shell.offline.network") : t("shell.offline.server")}</b>
        <span>{n > 0 ? t("shell.offline.waiting", { count: n }) : t("shell.offline.writeOn")}</span>
      </p>
    </div>
  );
}
