import { Button } from "@mantine/core";
import { type ReactNode, useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useParams, useSearch } from "wouter";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import { enterByWord, entryDoor, type SpaceDoor } from "../../api/spaces";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { account } from "../../base/account";
import { useKept } from "../../base/kept";
import { useMailedTo } from "../../base/mailedTo";
import type { T } from "../../i18n";
import { appsOf } from "../../shell/apps";
import { Frame } from "../../shell/Frame";
import { Scroll, Shell } from "../../shell/Shell";
import { EmptyState, ErrorState, Head, Waiting, Wrong } from "../../ui/parts";
import { appPath, spacePath } from "./paths";
import s from "./spaces.module.css";

const isWorthless = (failure: unknown): boolean =>
  failure instanceof Refusal && (failure.status === 403 || failure.status === 404);
const sentence = (failure: unknown, t: T): string =>
  isWorthless(failure) ? t("spaces.entry.worthless") : reasonOf(failure, t);

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
  useMailedTo();
  const { word = "" } = useParams<{ word: string }>();
  const at = useSearch();
  const mine = account.use() !== null;
  const comes = mine && new URLSearchParams(at).has("in");
  if (!mine) return <Outdoors word={word} />;
  return <Within>{comes ? <Coming word={word} /> : <Doorstep word={word} />}</Within>;
}

/** The page of who is signed in. */
function Within({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const title = t("spaces.entry.short");
  return (
    <Shell title={title}>
      <Head title={title} />
      <Scroll label={title}>
        <div className={s.page}>{children}</div>
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
function Doorstep({ word }: { word: string }) {
  const { t } = useTranslation();
  const [asked, again] = useAsked(useCallback(() => entryDoor(word), [word]));
  if (asked.state === "waiting") return <Waiting lines={4} />;
  if (asked.state === "here") return <Door of={asked.value} word={word} />;
  if (isWorthless(asked.why)) return <Coming word={word} />;
  return (
    <ErrorState title={t("spaces.failed")} retry={again}>
      {reasonOf(asked.why, t)}
    </ErrorState>
  );
}

/** What the code opens to who is signed in. */
function Door({ of, word }: { of: SpaceDoor; word: string }) {
  const { t } = useTranslation();
  const { busy, refusal, enter } = useEntering(word);
  return (
    <>
      <EmptyState
        title={t("spaces.entry.title", { name: of.name })}
        actions={
          <Button loading={busy} onClick={enter}>
            {t("spaces.door.join")}
          </Button>
        }
      >
        {t("spaces.entry.body", { by: of.invited_by })}
        {of.agent_of ? ` ${t("spaces.entry.agent", { name: of.agent_of })}` : null}
      </EmptyState>
      <Wrong>{refusal}</Wrong>
    </>
  );
}

const nextOf = (word: string): string => `?next=${encodeURIComponent(`/entry/${encodeURIComponent(word)}?in`)}`;

/** What the code opens to who is not signed in: it stands before the house, as the door itself. */
function Outdoors({ word }: { word: string }) {
  const { t } = useTranslation();
  const [asked, again] = useAsked(useCallback(() => entryDoor(word), [word]));
  if (asked.state === "waiting")
    return (
      <Frame title={t("spaces.entry.short")}>
        <Waiting lines={4} />
      </Frame>
    );
  if (asked.state === "here") return <Inviting of={asked.value} word={word} />;
  const over = isWorthless(asked.why);
  return (
    <Frame
      title={over ? t("spaces.entry.over") : t("spaces.failed")}
      lead={over ? t("spaces.entry.worthless") : reasonOf(asked.why, t)}
    >
      {over ? (
        <Button component={Link} size="md" fullWidth variant="default" href={`/sign-in${nextOf(word)}`}>
          {t("spaces.entry.signIn")}
        </Button>
      ) : (
        <Button size="md" fullWidth onClick={again}>
          {t("ui.retry")}
        </Button>
      )}
    </Frame>
  );
}

/** How one comes in who is not signed in, by what the code does. */
function waysIn(of: SpaceDoor, t: T): string {
  if (of.at_door && of.mailed_to)
    return of.agent_of
      ? t("spaces.entry.doorAgent", { address: of.mailed_to, name: of.agent_of })
      : t("spaces.entry.doorKnown", { address: of.mailed_to });
  if (of.for_agents) return t("spaces.entry.forAgents");
  if (!of.admits) return t("spaces.entry.known", { by: of.invited_by });
  return [
    of.guest_of ? t("spaces.entry.guest", { name: of.guest_of }) : "",
    of.agent_of ? t("spaces.entry.agent", { name: of.agent_of }) : "",
  ].join(" ");
}

function Inviting({ of, word }: { of: SpaceDoor; word: string }) {
  const { t } = useTranslation();
  const next = nextOf(word);
  const [, keep] = useKept("signIn.address");
  const atDoor = of.at_door ? of.mailed_to : undefined;
  return (
    <Frame
      title={t("spaces.entry.title", { name: of.name })}
      lead={`${t("spaces.entry.body", { by: of.invited_by })} ${waysIn(of, t)}`}
    >
      <div className={s.ways}>
        {of.admits ? (
          <Button component={Link} size="md" fullWidth href={`/invite/${encodeURIComponent(word)}${next}`}>
            {t("spaces.entry.account")}
          </Button>
        ) : (
          <Button
            component={Link}
            size="md"
            fullWidth
            href={`/sign-in${next}&by=code`}
            onClick={() => atDoor && keep(atDoor)}
          >
            {t("spaces.entry.door")}
          </Button>
        )}
        {atDoor ? null : (
          <Button component={Link} size="md" fullWidth variant="default" href={`/sign-in${next}`}>
            {t("spaces.entry.signIn")}
          </Button>
        )}
      </div>
    </Frame>
  );
}
