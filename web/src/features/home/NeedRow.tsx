import { Button, Tooltip } from "@mantine/core";
import {
  IconArchive,
  IconArrowBackUp,
  IconAt,
  IconBell,
  IconEyeCheck,
  IconMail,
  IconMessageCircle,
  IconUserPlus,
} from "@tabler/icons-react";
import { type KeyboardEvent, Suspense } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { answerAsking, joinSpace, removeFromSpace } from "../../api/spaces";
import { useDeed } from "../../api/useDeed";
import { shortOf } from "../../base/names";
import { letterKeys } from "../../base/preferences";
import { eventPath, roomPath, threadPath } from "../../message/paths";
import { setDone } from "../../session/done";
import { useConnected } from "../../session/hooks";
import type { Need } from "../../session/needs";
import { confirm } from "../../session/references";
import { enter, turnDown } from "../../session/rooms";
import { noticesOf } from "../../shell/noticed";
import { say } from "../../shell/toast";
import { Face, Outsider, Plaque, Wrong } from "../../ui/parts";
import { useAgo } from "./Home";
import s from "./home.module.css";

const unescaped = { tOptions: { interpolation: { escapeValue: true } }, shouldUnescape: true };

const icons = {
  mention: IconAt,
  direct: IconArrowBackUp,
  invitation: IconMail,
  "space-invitation": IconMail,
  asking: IconUserPlus,
  confirm: IconEyeCheck,
  comment: IconMessageCircle,
  notice: IconBell,
  house: IconBell,
} as const;

/** Who wants what. */
function What({ of }: { of: Need }) {
  const { t } = useTranslation();
  const values = { name: of.from?.name ?? t("home.somebody"), where: of.where, words: of.words ?? "" };
  const props = { values, components: { b: <b />, q: <q /> }, ...unescaped };
  switch (of.kind) {
    case "mention":
      return <Trans i18nKey="home.what.mention" {...props} />;
    case "direct":
      return <Trans i18nKey="home.what.direct" {...props} />;
    case "invitation":
      return of.direct ? (
        <Trans i18nKey="home.what.wantsToWrite" {...props} />
      ) : (
        <Trans i18nKey="home.what.invitation" {...props} />
      );
    case "space-invitation":
      return <Trans i18nKey="home.what.space" {...props} />;
    case "asking":
      return of.words ? (
        <Trans i18nKey="home.what.askingWith" {...props} />
      ) : (
        <Trans i18nKey="home.what.asking" {...props} />
      );
    case "house":
      return <Trans i18nKey="home.what.house" {...props} />;
    case "confirm":
      return of.reminded ? (
        <Trans i18nKey="home.what.confirmAgain" {...props} values={{ ...values, words: of.words ?? t("home.aPost") }} />
      ) : (
        <Trans i18nKey="home.what.confirm" {...props} />
      );
    case "comment":
      return <Trans i18nKey="home.what.comment" {...props} />;
    case "notice":
      return of.notice ? (
        <>
          {of.from ? <b>{values.name} </b> : null}
          {noticesOf(of.notice)?.what(of.notice, t)}
        </>
      ) : null;
  }
  return <>{t("home.somebody")}</>;
}

/** Where a need is seen in its place. */
function placeOf({ kind, room, event, thread, space, notice }: Need): string {
  const at = encodeURIComponent;
  if (notice) return noticesOf(notice)?.path(notice) ?? roomPath(room);
  if (space && kind === "asking") return `/spaces/${at(space)}/members`;
  if (space && event) return `/spaces/${at(space)}/feed/${at(thread ?? event)}`;
  if (kind === "space-invitation") return `/spaces/${at(room)}`;
  if (kind === "mention" && thread) return threadPath(room, thread);
  return kind === "mention" && event ? eventPath(room, event) : roomPath(room);
}

/** What can be done at once. */
function useActs(of: Need): { readonly yes: () => Promise<unknown>; readonly no?: () => Promise<unknown> } | null {
  const { me } = useConnected();
  const [, go] = useLocation();
  switch (of.kind) {
    case "invitation":
      return {
        yes: async () => {
          go(roomPath(await enter(of.room, of.direct ? of.from?.id : null)));
        },
        no: () => turnDown(of.room),
      };
    case "space-invitation":
      return {
        yes: async () => {
          await joinSpace(of.room);
          go(`/spaces/${encodeURIComponent(of.room)}`);
        },
        no: () => removeFromSpace(of.room, me),
      };
    case "asking":
      return {
        yes: () => answerAsking(of.room, of.from!.id, true),
        no: () => answerAsking(of.room, of.from!.id, false),
      };
    case "confirm":
      return { yes: () => confirm(of.room, of.event!) };
    default:
      return null;
  }
}

function Acts({ of }: { of: Need }) {
  const { t } = useTranslation();
  const acts = useActs(of);
  const { busy, refusal, run } = useDeed();
  const Own = of.notice ? noticesOf(of.notice)?.Acts : null;
  const open = (
    <Button size="xs" variant={acts || Own ? "subtle" : "light"} component={Link} href={placeOf(of)}>
      {of.notice
        ? noticesOf(of.notice)?.kinds[String(of.notice.kind)]?.(t)
        : of.kind === "mention" || of.kind === "direct" || of.kind === "comment"
          ? t("home.answer")
          : t("home.open")}
    </Button>
  );
  if (of.notice && Own)
    return (
      <Suspense fallback={open}>
        <Own of={of.notice} open={open} over={(on) => void setDone(of.key, on).catch(() => undefined)} />
      </Suspense>
    );
  const yes = of.kind === "confirm" ? t("feed.confirm.do") : of.kind === "asking" ? t("home.letIn") : t("home.accept");
  return (
    <>
      {acts ? (
        <Button size="xs" variant="light" loading={busy} onClick={() => void run(acts.yes)}>
          {yes}
        </Button>
      ) : null}
      {acts?.no ? (
        <Button size="xs" variant="subtle" loading={busy} onClick={() => void run(acts.no!)}>
          {t("home.decline")}
        </Button>
      ) : (
        open
      )}
      <Wrong>{refusal}</Wrong>
    </>
  );
}

/** One thing that waits: who wants what, what can be done at once, and a check that says it is done. */
export function NeedRow({ of, done }: { of: Need; done: boolean }) {
  const { t } = useTranslation();
  const ago = useAgo();
  const { icon, Detail } = (of.notice && noticesOf(of.notice)) ?? {};
  const Icon = icon ?? icons[of.kind];
  const turn = () =>
    void setDone(of.key, !done).then(
      () => (done ? undefined : say(t("home.doneSaid"), () => void setDone(of.key, false))),
      () => say(t("rooms.wrong.network")),
    );
  const onKey = (e: KeyboardEvent) => {
    if (e.key !== "e" || e.ctrlKey || e.metaKey || e.altKey || !letterKeys.now()) return;
    e.preventDefault();
    turn();
  };
  const label = done ? t("home.undo") : t("home.done");
  const Sign = done ? IconArrowBackUp : IconArchive;
  return (
    <li className={s.need} onKeyDown={onKey}>
      <span className={s.lead}>
        {of.from ? (
          <Face of={of.from} size={32} />
        ) : (
          <Plaque id={of.space ?? of.room} short={shortOf(of.where)} size={32} />
        )}
        <Icon size={14} stroke={1.9} aria-hidden />
      </span>
      <div>
        <p className={s.what}>
          <What of={of} /> {of.from ? <Outsider id={of.from.id} /> : null}
        </p>
        <p className={s.where}>
          {of.space ? <Plaque id={of.space} short={shortOf(of.where)} size={16} /> : null}
          {of.space || of.kind === "mention" ? <span className="cut">{of.where}</span> : null}
          {of.ts > 0 ? <time dateTime={new Date(of.ts).toISOString()}>{ago(of.ts)}</time> : null}
          {of.notice && Detail ? <Detail of={of.notice} /> : null}
        </p>
      </div>
      <div className={s.acts}>
        {done ? null : <Acts of={of} />}
        <Tooltip label={done ? t("home.undoHint") : t("home.doneHint")}>
          <Button size="xs" variant="subtle" data-quiet leftSection={<Sign size={15} aria-hidden />} onClick={turn}>
            {label}
          </Button>
        </Tooltip>
      </div>
    </li>
  );
}
