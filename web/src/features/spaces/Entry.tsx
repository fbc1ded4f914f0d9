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

/** Comes in by the word, once, and goes on to the space. */
function useEntering(word: string) {
  const { busy, refusal, run } = useDeed(sentence);
  const [, go] = useLocation();
  const enter = () =>
    void run(async () => {
      const space = await enterByWord(word);
      const first = appsOf(space)[0];
      go(first ? appPath(space.space_id, first.id) : spacePath(space.space_id), { replace: true });
    });
  return { busy, refusal, enter };
}

/**
 * Where a printed code, or a mailed invitation, leads. Whoever has just made an account by it comes in without being asked: a code
 * that is good once is used up by then, and opens to them alone.
 */
export default function Entry() {
  const { t } = useTranslation();
  useMailedTo();
  const { word = "" } = useParams<{ word: string }>();
  const at = useSearch();
  const mine = account.use() !== null;
  const comes = mine && new URLSearchParams(at).has("in");
  const title = t("spaces.entry.short");
  return (
    <Shell title={title}>
      <Head title={title} />
      <Scroll label={title}>
        <div className={s.page}>{comes ? <Coming word={word} /> : <Doorstep word={word} mine={mine} />}</div>
      </Scroll>
    </Shell>
  );
}

/** Comes in at once; says why where that is refused, and leads on. */
function Coming({ word }: { word: string }) {
  const { t } = useTranslation();
  const { refusal, enter } = useEntering(word);
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    enter();
  });
  if (!refusal) return <Waiting lines={4} />;
  return (
    <EmptyState
      title={refusal === t("spaces.entry.worthless") ? t("spaces.entry.over") : t("spaces.failed")}
      actions={
        <>
          <Button component={Link} href="/spaces">
            {t("spaces.entry.mine")}
          </Button>
          <Button variant="default" onClick={enter}>
            {t("spaces.entry.again")}
          </Button>
        </>
      }
    >
      {refusal}
    </EmptyState>
  );
}

/** Before the door: what the code opens. Whoever used it up before is let in all the same. */
function Doorstep({ word, mine }: { word: string; mine: boolean }) {
  const { t } = useTranslation();
  const [asked, again] = useAsked(useCallback(() => entryDoor(word), [word]));
  if (asked.state === "waiting") return <Waiting lines={4} />;
  if (asked.state === "here") return <Door of={asked.value} word={word} mine={mine} />;
  if (!isWorthless(asked.why))
    return (
      <ErrorState title={t("spaces.failed")} retry={again}>
        {reasonOf(asked.why, t)}
      </ErrorState>
    );
  if (mine) return <Coming word={word} />;
  return (
    <EmptyState
      title={t("spaces.entry.over")}
      actions={
        <Button component={Link} href={`/sign-in${nextOf(word)}`}>
          {t("spaces.entry.signIn")}
        </Button>
      }
    >
      {t("spaces.entry.worthless")}
    </EmptyState>
  );
}

const nextOf = (word: string): string => `?next=${encodeURIComponent(`/entry/${encodeURIComponent(word)}?in`)}`;

/** What the code opens, and the way in. */
function Door({ of, word, mine }: { of: SpaceDoor; word: string; mine: boolean }) {
  const { t } = useTranslation();
  const { busy, refusal, enter } = useEntering(word);
  const next = nextOf(word);
  const [, keep] = useKept("signIn.address");
  const atDoor = of.at_door && !mine ? of.mailed_to : undefined;
  if (atDoor) {
    return (
      <EmptyState
        title={t("spaces.entry.title", { name: of.name })}
        actions={
          <Button component={Link} href={`/sign-in${next}&by=code`} onClick={() => keep(atDoor)}>
            {t("spaces.entry.door")}
          </Button>
        }
      >
        {t("spaces.entry.body", { by: of.invited_by })}{" "}
        {of.agent_of
          ? t("spaces.entry.doorAgent", { address: atDoor, name: of.agent_of })
          : t("spaces.entry.doorKnown", { address: atDoor })}
      </EmptyState>
    );
  }
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
        {of.guest_of && of.admits && !mine ? ` ${t("spaces.entry.guest", { name: of.guest_of })}` : null}
        {of.agent_of ? ` ${t("spaces.entry.agent", { name: of.agent_of })}` : null}
      </EmptyState>
      <Wrong>{refusal}</Wrong>
    </>
  );
}
