import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { onPhone } from "../shell/landing";
import { Waiting } from "../ui/parts";
import s from "./composer.module.css";
import { often } from "./often";

const All = lazy(() => import("./AllEmoji"));

/** Signs to choose from; the whole set comes when it is opened. On a phone its keyboard would cover the few that are used often. */
export function EmojiPicker({ pick, quick }: { pick: (sign: string) => void; quick?: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={s.emoji}>
      {quick ? (
        <div className={s.often} role="group" aria-label={t("rooms.emoji.often")}>
          {often.map((sign) => (
            <button key={sign} type="button" onClick={() => pick(sign)}>
              {sign}
            </button>
          ))}
        </div>
      ) : null}
      <Suspense fallback={<Waiting lines={6} />}>
        <All pick={pick} search={!quick || !onPhone()} />
      </Suspense>
    </div>
  );
}
