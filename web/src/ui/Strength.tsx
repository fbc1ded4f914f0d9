import { useDeferredValue, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { T } from "../i18n";
import s from "./strength.module.css";

const bars = [1, 2, 3, 4];

const words = (t: T): readonly string[] => [
  t("ui.strength.0"),
  t("ui.strength.1"),
  t("ui.strength.2"),
  t("ui.strength.3"),
  t("ui.strength.4"),
];
const tone = (score: number) => (score < 2 ? "weak" : score < 3 ? "fair" : "good");

/** How hard the password is to guess that somebody is choosing; what judges it is fetched when there is something to judge. */
export function Strength({ of, about = "" }: { of: string; about?: string }) {
  const { t } = useTranslation();
  const password = useDeferredValue(of);
  const [score, setScore] = useState<number | null>(null);
  useEffect(() => {
    let late = false;
    if (!password) return setScore(null);
    import("./strength").then(
      ({ strengthOf }) => {
        if (!late) setScore(strengthOf(password, about.split(/[\s@.:]+/)));
      },
      // Without a network the rule of length is left.
      () => {},
    );
    return () => {
      late = true;
    };
  }, [password, about]);
  return (
    <div aria-live="polite">
      {score === null ? null : (
        <p className={s.strength}>
          <span className={s.bars} aria-hidden>
            {bars.map((bar) => (
              <span key={bar} className={s.bar} data-on={bar <= Math.max(1, score) ? tone(score) : undefined} />
            ))}
          </span>
          {words(t)[score]}
        </p>
      )}
    </div>
  );
}
