import { IconPlayerPause } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { me } from "../base/account";
import { loadMe } from "./loadMe";
import s from "./shell.module.css";

/** How often who is suspended learns whether they still are. */
const askEveryMs = 8_000;

/** To who is suspended: what that means, and whom to ask. */
export function Suspended() {
  const { t } = useTranslation();
  const suspended = me.use()?.suspended === true;
  // Nothing tells that it was lifted: whoever reads this asks.
  useEffect(() => {
    if (!suspended) return;
    const look = () => document.visibilityState === "visible" && void loadMe();
    const timer = setInterval(look, askEveryMs);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [suspended]);
  if (!suspended) return null;
  return (
    <div className={s.suspended} role="status">
      <IconPlayerPause size={18} stroke={1.8} aria-hidden />
      <p>
        <b>{t("shell.suspended.title")}</b> {t("shell.suspended.body")}
      </p>
    </div>
  );
}
