import { Button } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { type ReactNode, useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useSearch } from "wouter";
import { type Decision, type DecisionLink, decision, wholeRegister } from "../../api/decisions";
import { useAsked } from "../../api/useAsked";
import { dateOf, msOfDay } from "../../i18n/dates";
import { Scroll, Shell } from "../../shell/Shell";
import { Answered } from "../../ui/Answered";
import { EmptyState, Head } from "../../ui/parts";
import { useRegister } from "./context";
import s from "./decisions.module.css";
import { outcomesOf, Source, sourcesOf, useLinks } from "./Follows";
import { useDecidedBy } from "./Register";
import { filterIn, numbered, overName, stateName, withAsked } from "./words";

/** Decisions on one sheet; a longer register is printed year by year. */
const printedMax = 1000;

async function allOf(space: string, search: string): Promise<readonly Decision[]> {
  const only = new URLSearchParams(search).get("only");
  if (only) return [await decision(only)];
  const all: Decision[] = [];
  let from: number | undefined;
  do {
    const page = await wholeRegister(space, filterIn(search), from);
    all.push(...page.decisions);
    from = page.next;
  } while (from !== undefined && all.length < printedMax);
  return all.reverse();
}

function Printed({ of, alone }: { of: Decision; alone: boolean }) {
  const { t } = useTranslation();
  const decidedBy = useDecidedBy();
  const facts = [
    stateName(of.state, t),
    of.day ? dateOf(msOfDay(of.day)) : "",
    decidedBy(of),
    of.meeting ? t("decisions.inMeeting", { meeting: of.meeting }) : "",
    ...(of.superseded_by ?? []).map((d) => `${t("decisions.supersededBy")} ${numbered(d, t)}`),
    of.earlier ? `${t("decisions.supersedes")} ${numbered(of.earlier, t)}` : "",
  ];
  return (
    <article className={s.printed}>
      <h2>{numbered(of, t)}</h2>
      <p className={s.about}>{facts.filter(Boolean).join(" · ")}</p>
      {of.question ? <p>{of.question}</p> : null}
      {of.text ? <p className={s.text}>{of.text}</p> : null}
      {of.why ? (
        <>
          <h3>{t("decisions.field.why")}</h3>
          <p className={s.text}>{of.why}</p>
        </>
      ) : null}
      {alone ? <Ends of={of} /> : null}
    </article>
  );
}

/** What one decision came from and what comes of it, on its own sheet. */
function Ends({ of }: { of: Decision }) {
  const { t } = useTranslation();
  const [asked] = useLinks(of.id);
  const links = asked.state === "here" ? asked.value : [];
  const line = (link: DecisionLink) =>
    link.kind === "thing" ? `${numbered(link, t)} (${overName(link, t)})` : <Source of={link} />;
  const list = (name: string, of: readonly DecisionLink[]) =>
    of.length > 0 ? (
      <>
        <h3>{name}</h3>
        <ul className={s.ends}>
          {of.map((link) => (
            <li key={link.id}>{line(link)}</li>
          ))}
        </ul>
      </>
    ) : null;
  return (
    <>
      {list(t("decisions.from"), sourcesOf(links))}
      {list(t("decisions.tasks"), outcomesOf(links))}
    </>
  );
}

/** The register, or one decision, as it is printed. */
export function Paper({ nav }: { nav: ReactNode }) {
  const { t } = useTranslation();
  const { space, root } = useRegister();
  const search = useSearch();
  const question = useCallback(() => allOf(space.space_id, search), [space.space_id, search]);
  const [asked, again] = useAsked(question);
  const only = new URLSearchParams(search).get("only");
  const back = only ? `${root}/${encodeURIComponent(only)}` : `${root}${withAsked(search, {})}`;
  return (
    <Shell title={t("decisions.titleOf", { name: space.name })} nav={nav}>
      <Head
        back={back}
        title={t("decisions.print")}
        end={
          <Button leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => print()}>
            {t("decisions.printNow")}
          </Button>
        }
      />
      <Scroll>
        <div className={s.paper} data-paper>
          <Answered of={asked} again={again} failed={t("decisions.failed")}>
            {(all) =>
              all.length === 0 ? (
                <EmptyState title={t("decisions.noneFound")}>{t("decisions.noneFoundBody")}</EmptyState>
              ) : (
                <>
                  <p className={s.paperHead}>{t("decisions.titleOf", { name: space.name })}</p>
                  {all.map((one) => (
                    <Printed key={one.id} of={one} alone={only !== null} />
                  ))}
                  <p className={s.about}>{t("decisions.printedOn", { day: dateOf(Date.now()) })}</p>
                </>
              )
            }
          </Answered>
        </div>
      </Scroll>
    </Shell>
  );
}
