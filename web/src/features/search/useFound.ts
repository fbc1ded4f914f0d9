import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../../api/http";
import { type Answer, type Findings, searchEverything } from "../../api/search";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import type { T } from "../../i18n";
import { beginOf, type Question, searchPath } from "./paths";

const pageSize = 20;

const asking = (wanted: Question, next?: string) => ({
  words: wanted.words,
  kinds: wanted.kind ? [wanted.kind] : undefined,
  space: wanted.space,
  room: wanted.room,
  person: wanted.person,
  from: wanted.from ? beginOf(wanted.from) : null,
  until: wanted.until ? beginOf(wanted.until, 1) : null,
  latest: wanted.latest,
  ...(wanted.kind ? { limit: pageSize } : {}),
  next,
});

const merged = (before: Findings, after: Findings): Findings =>
  ({ ...after, results: [...before.results, ...after.results] }) as Findings;

/** The question without its kind: what the counts of all kinds belong to. */
const baseOf = (wanted: Question) => searchPath({ ...wanted, kind: null, latest: false });

/** Why a search did not succeed; where it took too long, one word more helps. */
const whyNot = (failure: unknown, t: T): string =>
  failure instanceof Refusal && failure.code === "M_RESOURCE_LIMIT_EXCEEDED" ? t("search.tooLong") : t("search.failed");

/** What was found for a question, one page after the other, and how much there is of each kind as far as that was asked. */
export function useFound(wanted: Question) {
  const { t } = useTranslation();
  const asked = searchPath(wanted);
  const base = baseOf(wanted);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address stands for the question
  const question = useCallback(async () => ({ for: asked, answer: await searchEverything(asking(wanted)) }), [asked]);
  const [first, again, put] = useAsked(question);
  const now = useRef(asked);
  now.current = asked;
  const [further, setFurther] = useState<{ readonly after: Answer; readonly answer: Answer } | null>(null);
  const [overview, setOverview] = useState<{ readonly for: string; readonly answer: Answer } | null>(null);
  const { busy, refusal, run } = useDeed(whyNot);
  const begin = first.state === "here" && first.value.for === asked ? first.value.answer : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer is counted once
  useEffect(() => {
    if (begin && !wanted.kind) setOverview({ for: base, answer: begin });
  }, [begin]);
  const answer = begin && further?.after === begin ? further.answer : begin;
  const more = () =>
    void run(async () => {
      const [before] = answer?.kinds ?? [];
      if (!begin || !answer || !before?.next) return;
      const after = await searchEverything(asking(wanted, before.next));
      const [next] = after.kinds;
      const words = [...new Set([...answer.words, ...after.words])];
      if (next) setFurther({ after: begin, answer: { ...answer, words, kinds: [merged(before, next)] } });
    });
  /** Asks for the whole answer again where a part of it did not come, and keeps what is there until then. */
  const complete = () =>
    void run(async () => {
      const whole = await question();
      if (now.current === whole.for) put(whole);
    });
  const failed = first.state === "refused";
  return {
    answer,
    all: overview?.for === base ? overview.answer : null,
    busy,
    refusal: first.state === "refused" ? whyNot(first.why, t) : refusal,
    again: failed ? again : undefined,
    more,
    complete,
  };
}
