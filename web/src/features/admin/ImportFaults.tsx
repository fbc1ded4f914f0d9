import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { type ImportLine, importLines } from "../../api/imports";
import { useAsked } from "../../api/useAsked";
import type { T } from "../../i18n";
import { Answered } from "../../ui/Answered";
import s from "./admin.module.css";

/** Lines that are shown; the report has all. */
const shownMax = 100;

function reasonOf({ outcome, reason }: ImportLine, t: T): string {
  if (outcome === "elsewhere") return t("imports.elsewhere");
  if (outcome === "doubled") return t("imports.doubled");
  if (outcome === "shared") return t("imports.shared");
  switch (reason) {
    case "name":
      return t("imports.fault.name");
    case "function":
      return t("imports.fault.function");
    case "columns":
      return t("imports.fault.columns");
    case "quotes":
      return t("imports.fault.quotes");
    default:
      return t("imports.fault.address");
  }
}

/** The lines that make nobody and ought to be looked at, with the reason of each. */
export function ImportFaults({ of }: { of: string }) {
  const { t } = useTranslation();
  const ask = useCallback(async () => {
    const all = await Promise.all([
      importLines(of, "invalid"),
      importLines(of, "elsewhere"),
      importLines(of, "doubled"),
      importLines(of, "shared"),
    ]);
    return all.flat();
  }, [of]);
  const [asked, again] = useAsked(ask);
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(lines) => (
        <table className={s.table}>
          <caption>{t("imports.faults")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("admin.lists.line")}</th>
              <th scope="col">{t("admin.lists.said")}</th>
              <th scope="col">{t("admin.lists.outcome")}</th>
            </tr>
          </thead>
          <tbody>
            {lines.slice(0, shownMax).map((line) => (
              <tr key={line.line}>
                <td>{line.line}</td>
                <td className={s.address}>{line.address}</td>
                <td>{reasonOf(line, t)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Answered>
  );
}
