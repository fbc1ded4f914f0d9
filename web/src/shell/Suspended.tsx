import { IconPlayerPause } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { me } from "../base/account";
import s from "./shell.module.css";

/** To who is suspended: what that means, and whom to ask. */
export function Suspended() {
  const { t } = useTranslation();
  if (!me.use()?.suspended) return null;
  return (
    <div className={s.suspended} role="status">
      <IconPlayerPause size={18} stroke={1.8} aria-hidden />
      <p>
        <b>{t("shell.suspended.title")}</b> {t("shell.suspended.body")}
      </p>
    </div>
  );
}
