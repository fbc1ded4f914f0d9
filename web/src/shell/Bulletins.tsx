import { ActionIcon } from "@mantine/core";
import { IconSpeakerphone, IconX } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { type Bulletin, bulletins, closeBulletin, readBulletins } from "../api/bulletins";
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

/** As much of a text as tells its button from those of others. */
const nameChars = 60;

/** What administrators tell everybody, the latest above, until it ends or is put away. */
export function Bulletins() {
  const mine = account.use();
  const all = bulletins.use();
  if (!mine) return null;
  const now = Date.now();
  return all.filter((one) => one.until > now).map((one) => <Shown key={one.id} of={one} />);
}

function Shown({ of }: { of: Bulletin }) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useDeed();
  return (
    <div className={s.bulletin}>
      <IconSpeakerphone size={18} stroke={1.8} aria-hidden />
      <div>
        <p role="status">
          <b>{of.organisation ?? t("bulletin.house")}</b> <span lang={of.lang}>{of.text}</span>
        </p>
        <Wrong>{refusal}</Wrong>
      </div>
      <ActionIcon
        aria-label={t("bulletin.close", { text: of.text.slice(0, nameChars) })}
        loading={busy}
        onClick={() => void run(() => closeBulletin(of.id))}
      >
        <IconX size={18} />
      </ActionIcon>
    </div>
  );
}
