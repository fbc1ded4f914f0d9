import { Button } from "@mantine/core";
import { IconCircleCheck, IconEyeCheck } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import { type Confirmations, confirmations, confirmationsTable, remind, saveTable } from "../../api/spaces";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import type { T } from "../../i18n";
import { useTalk } from "../../message/talk";
import { useNameOf } from "../../session/named";
import { personOf } from "../../session/people";
import type { Post } from "../../session/posts";
import { confirm, confirmationType, useReferences } from "../../session/references";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Dialog } from "../../ui/Dialog";
import { Face, Outsider, Wrong } from "../../ui/parts";
import { useFeed } from "./context";
import s from "./feed.module.css";
import { useWhen } from "./PostCard";

/** Why a list or a reminder was refused: there is one reminder a day. */
const sentence = (failure: unknown, t: T): string =>
  failure instanceof Refusal && failure.status === 409 ? t("feed.confirm.today") : reasonOf(failure, t);

/** When those who are awaited were reminded last, by whom, and how many they were. */
function Reminded({ of }: { of: NonNullable<Confirmations["reminded"]> }) {
  const { t } = useTranslation();
  const when = useWhen()(of.at);
  // Who reminded them may have left meanwhile.
  const name = useNameOf(of.by);
  const { people: count } = of;
  return (
    <p className="small dim">
      {count === undefined ? t("feed.confirm.last", { when, name }) : t("feed.confirm.lastTo", { when, name, count })}
    </p>
  );
}

/** Who said that they read it, who did not yet, and what can be done about it. */
function WhoConfirmed({ of, close }: { of: Post; close: () => void }) {
  const { t } = useTranslation();
  const { room } = useFeed();
  const id = of.message.id;
  const question = useCallback(() => confirmations(room.roomId, id), [room, id]);
  const [asked, again] = useAsked(question);
  const { busy, refusal, run } = useDeed(sentence);
  const when = useWhen();
  const nudge = () =>
    void run(async () => {
      await remind(room.roomId, id);
      say(t("feed.confirm.reminded"));
      again();
    });
  const table = () => void run(() => saveTable(confirmationsTable(room.roomId, id), t("feed.confirm.file")));
  const row = (user: string, what: string | null) => {
    const who = personOf(room, user);
    return (
      <li key={user}>
        <Face of={who} size={26} />
        <span className="cut grow">{who.name}</span>
        <Outsider id={user} />
        {what ? <span className="small dim">{what}</span> : null}
      </li>
    );
  };
  return (
    <Dialog
      title={t("feed.confirm.who")}
      close={close}
      cancel={t("ui.close")}
      act={t("feed.confirm.export")}
      submit={table}
      wrong={refusal}
    >
      <Answered of={asked} again={again} failed={t("feed.failed")}>
        {({ confirmed, missing = [], reminded }) => (
          <div className={s.lists}>
            <h3>{t("feed.confirm.yes", { count: confirmed.length })}</h3>
            <ul>{confirmed.map((one) => row(one.user_id, when(one.at)))}</ul>
            {missing.length > 0 ? (
              <>
                <h3>{t("feed.confirm.no", { count: missing.length })}</h3>
                <ul>{missing.map((one) => row(one, null))}</ul>
                <div>
                  <Button size="xs" variant="light" loading={busy} onClick={nudge}>
                    {t("feed.confirm.remind")}
                  </Button>
                </div>
              </>
            ) : null}
            {reminded ? <Reminded of={reminded} /> : null}
          </div>
        )}
      </Answered>
    </Dialog>
  );
}

/** « J'ai lu et compris »: asked for on a post, given once. */
export function Confirming({ of, seen }: { of: Post; seen: boolean }) {
  const { t } = useTranslation();
  const { room, me, may } = useTalk();
  const { space } = useFeed();
  const { message } = of;
  const given = useReferences(room, message.id, confirmationType, seen);
  const [listing, list] = useState(false);
  const [wrong, setWrong] = useState(false);
  const people = new Set(given.map((one) => one.sender).filter((sender) => sender !== message.sender.id));
  // Everybody who is in is asked, but for its author.
  const asked = room.getJoinedMemberCount() - 1;
  const mine = people.has(me);
  const follows = message.mine || space.rights.includes("remind");
  const say = () => {
    setWrong(false);
    confirm(room.roomId, message.id).catch(() => setWrong(true));
  };
  const asks = !mine && !message.mine;
  return (
    <div className={s.confirm} data-asks={asks || undefined}>
      {mine ? <IconCircleCheck size={20} aria-hidden /> : <IconEyeCheck size={20} aria-hidden />}
      <p className="grow">
        <b>{mine ? t("feed.confirm.done") : t("feed.confirm.asked")}</b>
        <span>
          {asked <= 0 && people.size === 0
            ? t("feed.confirm.nobody")
            : t("feed.confirm.count", { count: people.size, all: Math.max(asked, people.size) })}
        </span>
        <Wrong>{wrong ? t("feed.failedBody") : null}</Wrong>
      </p>
      {asks && may.react ? (
        <Button size="xs" onClick={say}>
          {t("feed.confirm.do")}
        </Button>
      ) : null}
      {follows ? (
        <Button size="xs" variant="default" onClick={() => list(true)}>
          {t("feed.confirm.see")}
        </Button>
      ) : null}
      {listing ? <WhoConfirmed of={of} close={() => list(false)} /> : null}
    </div>
  );
}
