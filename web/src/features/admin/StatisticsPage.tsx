import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { type Counted, type Organisation, statistics, type Week } from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { dateOf } from "../../i18n/dates";
import { Answered } from "../../ui/Answered";
import { EmptyState } from "../../ui/parts";
import s from "./admin.module.css";
import { csvOf } from "./csv";
import { OfRemit } from "./OfOrganisation";
import p from "./statistics.module.css";
import { tableOf } from "./tableOf";

/** How much an organisation uses the house, or all of it do, counted without looking at who reads what. */
export function StatisticsPage() {
  return <OfRemit>{(one) => <Figures of={one} />}</OfRemit>;
}

function Figures({ of }: { of: Organisation | null }) {
  const { t } = useTranslation();
  const id = of?.id;
  const [asked, again] = useAsked(useCallback(() => statistics(id), [id]));
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(counted) => (
        <>
          <div className={s.top}>
            <p>{t("admin.statistics.hint", { count: counted.people_min })}</p>
            <Export name={of?.label ?? t("admin.remit.house")} counted={counted} />
          </div>
          {isEmpty(counted) ? (
            <EmptyState title={t("admin.statistics.none")}>
              <span id={noneId}>{t("admin.statistics.none.hint", { count: counted.people_min })}</span>
            </EmptyState>
          ) : (
            <>
              <dl className={p.figures}>
                <Figure name={t("admin.statistics.active")} of={counted.weeks.at(-1)?.active} />
                <Figure name={t("admin.statistics.agents")} of={counted.agents} />
                <Figure name={t("admin.guests")} of={counted.externals} />
                <Figure name={t("admin.statistics.expired")} of={counted.expired} />
                <Figure name={t("admin.statistics.spaces")} of={counted.spaces} />
                <Figure name={t("admin.statistics.spaces.active")} of={counted.active_spaces} />
              </dl>
              <Weeks of={counted.weeks} />
            </>
          )}
        </>
      )}
    </Answered>
  );
}

const noneId = "no-figures";

/** Of too few people nothing at all is told. */
const isEmpty = ({ agents, externals, expired, weeks }: Counted): boolean =>
  [agents, externals, expired, ...weeks.map((week) => week.active)].every((n) => n === undefined || n === 0);

function Figure({ name, of }: { name: string; of: number | undefined }) {
  const { t } = useTranslation();
  return (
    <div>
      <dt>{name}</dt>
      <dd data-few={of === undefined || undefined}>{of === undefined ? t("admin.statistics.few") : numberOf(of)}</dd>
    </div>
  );
}

const numberOf = (n: number) => n.toLocaleString(document.documentElement.lang);

/** The weeks as a table, whose last column draws how many were active. */
function Weeks({ of }: { of: readonly Week[] }) {
  const { t } = useTranslation();
  const most = Math.max(1, ...of.map(({ active }) => active ?? 0));
  return (
    <section className={s.part}>
      <h2>{t("admin.statistics.weeks")}</h2>
      <table className={s.table}>
        <thead>
          <tr>
            <th scope="col">{t("admin.statistics.week")}</th>
            <th scope="col">{t("admin.statistics.messages")}</th>
            <th scope="col">{t("admin.statistics.rooms")}</th>
            <th scope="col">{t("admin.statistics.active")}</th>
          </tr>
        </thead>
        <tbody>
          {of.toReversed().map((week) => (
            <tr key={week.from}>
              <td>{dateOf(week.from)}</td>
              <td>{told(week.messages)}</td>
              <td>{told(week.rooms)}</td>
              <td>
                <span className={p.bar}>
                  <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden>
                    <rect width={((week.active ?? 0) / most) * 100} height="10" />
                  </svg>
                  {told(week.active)}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A figure of too few people is not told. */
const told = (n: number | undefined) => (n === undefined ? "–" : numberOf(n));

function Export({ name, counted }: { name: string; counted: Counted }) {
  const { t } = useTranslation();
  const save = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csvOf(tableOf(counted, t))], { type: "text/csv" }));
    link.download = `${name}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <Button
      variant="default"
      disabled={isEmpty(counted)}
      aria-describedby={isEmpty(counted) ? noneId : undefined}
      leftSection={<IconDownload size={16} aria-hidden />}
      onClick={save}
    >
      {t("admin.statistics.export")}
    </Button>
  );
}
