import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { type Import, importLines } from "../../api/imports";
import { type Domain, domains } from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { Answered } from "../../ui/Answered";
import { Badge } from "../../ui/parts";
import s from "./admin.module.css";

/** Lines that are shown; the report has all. */
const shownMax = 100;

const domainOf = (address: string) => address.slice(address.lastIndexOf("@") + 1);
const isHeld = (domain: string, held: readonly Domain[]): boolean =>
  held.some((one) => domain === one.domain || (one.below && domain.endsWith(`.${one.domain}`)));

/** Whom a file would give an account, those first whose address is of no domain of the organisation. */
export function ImportNewcomers({ of }: { of: Import }) {
  const { t } = useTranslation();
  const ask = useCallback(async () => {
    const [lines, held] = await Promise.all([importLines(of.id, "new"), domains(of.organisation)]);
    const told = lines.map((line) => ({ ...line, foreign: !isHeld(domainOf(line.address), held) }));
    return told.toSorted((a, b) => Number(b.foreign) - Number(a.foreign));
  }, [of.id, of.organisation]);
  const [asked, again] = useAsked(ask);
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(lines) => {
        const foreign = [...new Set(lines.flatMap((line) => (line.foreign ? [domainOf(line.address)] : [])))];
        return (
          <>
            {foreign.length > 0 ? (
              <p>{t("imports.foreign", { count: foreign.length, domains: foreign.slice(0, 5).join(", ") })}</p>
            ) : null}
            <table className={s.table}>
              <caption>
                {lines.length > shownMax || of.counts.new > lines.length
                  ? t("imports.newcomersFirst", { count: Math.min(shownMax, lines.length) })
                  : t("imports.newcomers")}
              </caption>
              <thead>
                <tr>
                  <th scope="col">{t("admin.lists.line")}</th>
                  <th scope="col">{t("imports.name")}</th>
                  <th scope="col">{t("imports.address")}</th>
                </tr>
              </thead>
              <tbody>
                {lines.slice(0, shownMax).map((line) => (
                  <tr key={line.line}>
                    <td>{line.line}</td>
                    <td>{line.name}</td>
                    <td className={s.address}>
                      {line.address} {line.foreign ? <Badge tone="guest">{t("imports.otherDomain")}</Badge> : null}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        );
      }}
    </Answered>
  );
}
