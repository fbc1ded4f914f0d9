import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Answer, type Findings, searchEverything } from "../../api/search";
import { useDeed } from "../../api/useDeed";
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

/** What was found for a question, one page after the other, and how much there is of each kind as far as that was asked. */
export function useFound(wanted: Question) {
  const { t } = useTranslation();
  const [found, setFound] = useState<{ readonly for: string; readonly answer: Answer } | null>(null);
  const [overview, setOverview] = useState<{ readonly for: string; readonly answer: Answer } | null>(null);
  const { busy, refusal, run } = useDeed(() => t("search.failed"));
  const asked = searchPath(wanted);
  const base = baseOf(wanted);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address stands for the question
  useEffect(() => {
    if (!wanted.words) return;
    let here = true;
    void run(() => searchEverything(asking(wanted))).then((answer) => {
      if (!here || !answer) return;
      setFound({ for: asked, answer });
      if (!wanted.kind) setOverview({ for: base, answer });
    });
    return () => {
      here = false;
    };
  }, [asked]);
  const answer = found?.for === asked ? found.answer : null;
  const more = async () => {
    const [first] = answer?.kinds ?? [];
    if (!answer || !first?.next) return;
    const after = await run(() => searchEverything(asking(wanted, first.next)));
    const [next] = after?.kinds ?? [];
    if (!after || !next) return;
    const words = [...new Set([...answer.words, ...after.words])];
    setFound((now) =>
      now?.for === asked ? { for: asked, answer: { ...answer, words, kinds: [merged(first, next)] } } : now,
    );
  };
  return { answer, all: overview?.for === base ? overview.answer : null, busy, refusal, more };
}
