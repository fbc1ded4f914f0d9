import { Button } from "@mantine/core";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Decision, type DecisionChange, type DecisionState, decisionHistory } from "../../api/decisions";
import { useAsked } from "../../api/useAsked";
import { dateOf, msOfDay, shortDay, timeOf } from "../../i18n/dates";
import { Answered } from "../../ui/Answered";
import { Face, Outsider } from "../../ui/parts";
import { useRegister } from "./context";
import s from "./decisions.module.css";
import { fieldName, stateName } from "./words";

const wordsMax = 160;
const cut = (text: string): string => (text.length > wordsMax ? `${text.slice(0, wordsMax)}…` : text);

/** The value of a field, as it is told in a sentence. */
function useValueWords(): (field: string, value: unknown) => string {
  const { t } = useTranslation();
  const { personOf } = useRegister();
  return (field, value) => {
    if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0))
      return t("decisions.value.none");
    if (Array.isArray(value)) return value.map((id) => personOf(String(id)).name).join(", ");
    if (field === "link") return (value as { title?: string }).title ?? t("decisions.message");
    if (field === "day") return shortDay(msOfDay(String(value)));
    if (field === "state") return stateName(value as DecisionState, t);
    return cut(String(value));
  };
}

function Lines({ of }: { of: Decision }) {
  const { t } = useTranslation();
  const { personOf } = useRegister();
  const words = useValueWords();
  // Every version has something new to tell.
  const question = useCallback(
    () => (of.version >= 0 ? decisionHistory(of.id) : Promise.reject()),
    [of.id, of.version],
  );
  const [asked, again] = useAsked(question);
  const line = (c: DecisionChange) => (
    <li key={`${c.version} ${c.field}`} className={s.change}>
      <Face of={personOf(c.by)} size={22} />
      <div>
        <b>{personOf(c.by).name}</b> <Outsider id={c.by} /> <time>{`${dateOf(c.at)}, ${timeOf(c.at)}`}</time>
        <p>
          {t("decisions.history.changed", { field: fieldName(c.field, t) })} <del>{words(c.field, c.from)}</del>{" "}
          <ins>{words(c.field, c.to)}</ins>
        </p>
      </div>
    </li>
  );
  return (
    <Answered of={asked} again={again} failed={t("decisions.history.failed")}>
      {({ changes }) => (
        <ul>
          {changes.length === 0 ? <li className={s.about}>{t("decisions.history.none")}</li> : null}
          {changes.map(line)}
        </ul>
      )}
    </Answered>
  );
}

/** Who changed what, and when. */
export function History({ of }: { of: Decision }) {
  const { t } = useTranslation();
  const [open, show] = useState(false);
  return (
    <section className={s.sec} aria-label={t("decisions.history")}>
      <h4>{t("decisions.history")}</h4>
      {open ? (
        <Lines of={of} />
      ) : (
        <Button variant="subtle" size="xs" data-quiet onClick={() => show(true)}>
          {t("decisions.history.show")}
        </Button>
      )}
    </section>
  );
}
