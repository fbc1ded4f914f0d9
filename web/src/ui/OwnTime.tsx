import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { askOwnTime, type OwnTime as Facts, ownTime } from "../api/organisations";
import { useAsked } from "../api/useAsked";
import { useDeed } from "../api/useDeed";
import { useEvery } from "../api/useEvery";
import type { T } from "../i18n";
import { dateOf } from "../i18n/dates";
import { Dialog } from "./Dialog";

interface OwnTimeProps {
  /** Until when I am let in, as the page says it. */
  readonly until: number;
  readonly sponsor: string;
  readonly organisation: string;
  /** That day is another one by now. */
  readonly moved: () => void;
}

/** How often it is looked for the answer. */
const answerMs = 30_000;
/** How long it is said that more time was given. */
const givenMs = 30 * 24 * 60 * 60 * 1000;

/** To who is from outside: asks for more time, and shows the answer. */
export function OwnTime({ until, sponsor, organisation, moved }: OwnTimeProps) {
  const { t } = useTranslation();
  const [asked, again] = useAsked(ownTime);
  const [asking, ask] = useState(false);
  const facts = asked.state === "here" ? asked.value : null;
  useEvery(answerMs, () => facts?.state === "open" && again());
  // The button goes as it is answered, and the focus to what stands there instead.
  const said = useRef<HTMLDivElement>(null);
  const left = useRef(false);
  useEffect(() => {
    if (!left.current || facts?.state !== "open") return;
    left.current = false;
    said.current?.focus({ preventScroll: true });
  }, [facts?.state]);
  const ends = facts?.ends ?? until;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it has moved when the answer says another day, and not when the page does
  useEffect(() => {
    if (ends !== until) moved();
  }, [ends]);
  if (!facts) return null;
  const answer = answerOf(facts, t);
  const mayAsk = facts.state !== "open" && facts.from < facts.ends;
  const close = () => ask(false);
  const done = () => {
    left.current = true;
    again();
  };
  return (
    <>
      <div ref={said} role="status" tabIndex={-1}>
        {answer ? <p>{answer}</p> : null}
        {mayAsk && facts.from > Date.now() ? (
          <p>{t("organisation.longer.later", { date: dateOf(facts.from) })}</p>
        ) : null}
      </div>
      {mayAsk && facts.from <= Date.now() ? (
        <div>
          <Button size="xs" variant="default" onClick={() => ask(true)}>
            {t("organisation.longer.ask")}
          </Button>
        </div>
      ) : null}
      {asking ? (
        <Ask who={facts.by === "sponsor" ? sponsor : null} of={organisation} close={close} done={done} />
      ) : null}
    </>
  );
}

function answerOf({ state, at = 0, ends }: Facts, t: T): string | null {
  if (state === "open") return t("organisation.longer.open", { date: dateOf(at) });
  if (state === "declined") return t("organisation.longer.declined", { date: dateOf(ends) });
  return state === "given" && at > Date.now() - givenMs ? t("organisation.longer.given", { date: dateOf(ends) }) : null;
}

interface AskProps {
  /** Who answers for me, where they may give it themselves. */
  readonly who: string | null;
  readonly of: string;
  readonly close: () => void;
  readonly done: () => void;
}

function Ask({ who, of, close, done }: AskProps) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useDeed();
  const submit = () =>
    void run(async () => {
      await askOwnTime();
      close();
      done();
    });
  return (
    <Dialog
      title={t("organisation.longer.title")}
      close={close}
      act={t("organisation.longer.send")}
      submit={submit}
      busy={busy}
      wrong={refusal}
    >
      <p>
        {who
          ? t("organisation.longer.bySponsor", { name: who })
          : t("organisation.longer.byOrganisation", { name: of })}
      </p>
    </Dialog>
  );
}
