import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { dateOf, isoDay, monthsLater, msOfDay } from "../i18n/dates";
import { DateField } from "./DateField";
import s from "./parts.module.css";

/** Somebody from outside is let in for so many months of the calendar at once. */
export const longestMonths = 6;
const spans = [1, 3, longestMonths] as const;

/** The day up to which an access may be given that is counted from a moment. */
export const latestDay = (fromMs: number): string => isoDay(monthsLater(fromMs, longestMonths));

/** Whether a day is one that may be chosen. */
export const fitsLastDay = (day: string, fromMs: number): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(day) && day >= isoDay(fromMs) && day <= latestDay(fromMs);

/** The last day of an access: any day, the usual ones at hand. */
export function LastDay({ value, set, fromMs }: { value: string; set: (day: string) => void; fromMs: number }) {
  const { t } = useTranslation();
  const latest = latestDay(fromMs);
  const date = dateOf(msOfDay(latest));
  return (
    <div className={s.lastDay}>
      <DateField
        label={t("ui.lastDay")}
        description={t("ui.lastDay.hint", { date })}
        min={isoDay(fromMs)}
        max={latest}
        value={value}
        error={fitsLastDay(value, fromMs) ? null : t("ui.lastDay.wrong", { date })}
        onChange={set}
      />
      <fieldset>
        <legend className="hidden">{t("ui.lastDay.spans")}</legend>
        {spans.map((count) => {
          const day = isoDay(monthsLater(fromMs, count));
          return (
            <Button
              key={count}
              size="xs"
              variant={day === value ? "light" : "default"}
              aria-pressed={day === value}
              onClick={() => set(day)}
            >
              {t("ui.lastDay.months", { count })}
            </Button>
          );
        })}
      </fieldset>
    </div>
  );
}
