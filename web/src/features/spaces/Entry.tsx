import { Button } from "@mantine/core";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useParams, useSearch } from "wouter";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import { enterByWord, entryDoor, type SpaceDoor } from "../../api/spaces";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { account } from "../../base/account";
import { useKept } from "../../base/kept";
import type { T } from "../../i18n";
import { appsOf } from "../../shell/apps";
import { Scroll, Shell } from "../../shell/Shell";
import { EmptyState, ErrorState, Head, Waiting, Wrong } from "../../ui/parts";
import { appPath, spacePath } from "./paths";
import s from "./spaces.module.css";

const isWorthless = (failure: unknown): boolean =>
  failure instanceof Refusal && (failure.status === 403 || failure.status === 404);
const sentence = (failure: unknown, t: T): string =>
  isWorthless(failure) ? t("spaces.entry.worthless") : reasonOf(failure, t);

/** An address stands behind the word of a link that was mailed to it: who makes an account by it need not write it. */
function useMailedTo() {
  const [, keep] = useKept("signIn.address");
  const [told] = useState(() => location.hash.slice(1));
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is kept once
  useEffect(() => {
    if (told.includes("@")) keep(told);
  }, [told]);
}

/** Where a printed code, or a mailed invitation, leads. */
export default function Entry() {
  const { t } = useTranslation();
  useMailedTo();
  const { word = "" } = useParams<{ word: string }>();
  const [asked, again] = useAsked(useCallback(() => entryDoor(word), [word]));
  const title = asked.state === "here" ? asked.value.name : t("spaces.entry.short");
  return (
    <Shell title={title}>
      <Head title={title} />
      <Scroll label={title}>
        <div className={s.page}>
          {asked.state === "waiting" ? (
            <Waiting lines={4} />
          ) : asked.state === "here" ? (
            <Door of={asked.value} word={word} />
          ) : isWorthless(asked.why) ? (
            <EmptyState title={t("spaces.entry.over")}>{t("spaces.entry.worthless")}</EmptyState>
          ) : (
            <ErrorState title={t("spaces.failed")} retry={again}>
              {reasonOf(asked.why, t)}
            </ErrorState>
          )}
        </div>
      </Scroll>
    </Shell>
  );
}

/** What the code opens, and the way in. Whoever has just made an account for it comes in by themselves. */
function Door({ of, word }: { of: SpaceDoor; word: string }) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useDeed(sentence);
  const [, go] = useLocation();
  const at = useSearch();
  const mine = account.use();
  const enter = () =>
    void run(async () => {
      const space = await enterByWord(word);
      const first = appsOf(space)[0];
      go(first ? appPath(space.space_id, first.id) : spacePath(space.space_id), { replace: true });
    });
  const comes = mine !== null && new URLSearchParams(at).has("in");
  const begun = useRef(false);
  useEffect(() => {
    if (!comes || begun.current) return;
    begun.current = true;
    enter();
  });
  const next = `?next=${encodeURIComponent(`/entry/${encodeURIComponent(word)}?in`)}`;
  return (
    <>
      <EmptyState
        title={t("spaces.entry.title", { name: of.name })}
        actions={
          mine ? (
            <Button loading={busy} onClick={enter}>
              {t("spaces.door.join")}
            </Button>
          ) : (
            <>
              {of.admits ? (
                <Button component={Link} href={`/invite/${encodeURIComponent(word)}${next}`}>
                  {t("spaces.entry.account")}
                </Button>
              ) : null}
              <Button variant="default" component={Link} href={`/sign-in${next}`}>
                {t("spaces.entry.signIn")}
              </Button>
            </>
          )
        }
      >
        {t("spaces.entry.body", { by: of.invited_by })}
        {of.for_agents && !mine ? ` ${t("spaces.entry.forAgents")}` : null}
        {of.agent_of ? ` ${t("spaces.entry.agent", { name: of.agent_of })}` : null}
      </EmptyState>
      <Wrong>{refusal}</Wrong>
    </>
  );
}
