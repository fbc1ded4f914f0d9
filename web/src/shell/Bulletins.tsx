import { ActionIcon } from "@mantine/core";
import { IconSpeakerphone, IconX } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { bulletins, closeBulletin, readBulletins } from "../api/bulletins";
import { useDeed } from "../api/useDeed";
import { account } from "../base/account";
import { connection } from "../base/connection";
import { language } from "../base/preferences";
import { Wrong } from "../ui/parts";
import s from "./shell.module.css";

/** How often it is asked what is told. */
const readEveryMs = 5 * 60_000;

/** Follows what administrators tell everybody, as long as somebody is signed in. */
export function useBulletins(): void {
  const mine = account.use()?.userId;
  const state = connection.use();
  const lang = language.use();
  useEffect(() => {
    if (!mine || state !== "online") return;
    const read = () => void (document.visibilityState === "visible" && readBulletins(lang));
    read();
    const timer = setInterval(read, readEveryMs);
    document.addEventListener("visibilitychange", read);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", read);
    };
  }, [mine, state, lang]);
}

/** What administrators tell everybody, the latest above, until it ends or is put away. */
export function Bulletins() {
  const { t } = useTranslation();
  const mine = account.use();
  const all = bulletins.use();
  const { busy, refusal, run } = useDeed();
  if (!mine) return null;
  const now = Date.now();
  return all
    .filter((one) => one.until > now)
    .map((one) => (
      <div key={one.id} className={s.bulletin}>
        <IconSpeakerphone size={18} stroke={1.8} aria-hidden />
        <div>
          <p>
            <b>{one.organisation ?? t("bulletin.house")}</b> {one.text}
          </p>
          <Wrong>{refusal}</Wrong>
        </div>
        <ActionIcon
          aria-label={t("bulletin.close")}
          loading={busy}
          onClick={() => void run(() => closeBulletin(one.id))}
        >
          <IconX size={18} />
        </ActionIcon>
      </div>
    ));
}
