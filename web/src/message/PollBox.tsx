import { Button, Checkbox, Radio } from "@mantine/core";
import { IconChartBar, IconCheck } from "@tabler/icons-react";
import { type CSSProperties, useState } from "react";
import { useTranslation } from "react-i18next";
import { dateOf, timeOf } from "../i18n/dates";
import type { Message } from "../session/message";
import { type Poll, type Votes, votesMax } from "../session/polls";
import { can } from "../session/roles";
import { endPoll, useVotes, vote } from "../session/voting";
import { Dialog } from "../ui/Dialog";
import s from "./poll.module.css";
import { useTalk } from "./talk";

interface AnswerProps {
  readonly poll: Poll;
  readonly votes: Votes;
  readonly id: string;
  readonly text: string;
  /** How many chose it is told. */
  readonly told: boolean;
  /** Choosing it, where one may. */
  readonly choose: (() => void) | null;
}

/** One answer: what it says, whether it is mine, and how many chose it. */
function Answer({ poll, votes, id, text, told, choose }: AnswerProps) {
  const { t } = useTranslation();
  const { me } = useTalk();
  const chosen = votes.of.get(id) ?? [];
  const mine = chosen.includes(me);
  const part = told && votes.people > 0 ? chosen.length / votes.people : 0;
  const label = (
    <>
      {text}
      {told ? <span className="hidden"> {t("polls.votes", { count: chosen.length })}</span> : null}
    </>
  );
  return (
    <li className={s.answer} style={{ "--part": part } as CSSProperties} data-mine={mine || undefined}>
      {choose === null ? (
        <span className={s.text}>
          {mine ? <IconCheck size={16} role="img" aria-label={t("polls.mine")} /> : null}
          {label}
        </span>
      ) : poll.max > 1 ? (
        <Checkbox label={label} checked={mine} onChange={choose} />
      ) : (
        <Radio label={label} checked={mine} onChange={choose} />
      )}
      {told ? (
        <span className={s.count} aria-hidden>
          {chosen.length}
        </span>
      ) : null}
    </li>
  );
}

function End({ of, poll }: { of: Message; poll: Poll }) {
  const { t } = useTranslation();
  const { room } = useTalk();
  const [asked, ask] = useState(false);
  return (
    <>
      <Button size="xs" variant="subtle" onClick={() => ask(true)}>
        {t("polls.end")}
      </Button>
      <Dialog
        opened={asked}
        title={t("polls.endTitle")}
        close={() => ask(false)}
        act={t("polls.end")}
        submit={() => {
          ask(false);
          void endPoll(room.roomId, of.id, poll, t("polls.ended"));
        }}
      >
        <p>{t("polls.endBody")}</p>
      </Dialog>
    </>
  );
}

/** A question that everybody in the room may answer. */
export function PollBox({ of, poll }: { of: Message; poll: Poll }) {
  const { t, i18n } = useTranslation();
  const { room, me, may } = useTalk();
  const votes = useVotes(room, of.id, poll, of.sender.id);
  const open = !votes.ended && of.pending === null;
  const told = votes.ended || poll.disclosed;
  const mine = poll.answers.filter((a) => votes.of.get(a.id)?.includes(me)).map((a) => a.id);
  const choose = (id: string) => {
    const next = poll.max === 1 ? [id] : mine.includes(id) ? mine.filter((one) => one !== id) : [...mine, id];
    if (next.length <= poll.max) void vote(room.roomId, of.id, poll, next);
  };
  const day = poll.closes === null ? null : { date: dateOf(poll.closes), time: timeOf(poll.closes) };
  const still = day ? t("polls.until", day) : t("polls.open");
  const state = votes.ended ? t("polls.ended") : told ? still : day ? t("polls.hiddenUntil", day) : t("polls.hidden");
  return (
    <div className={s.poll} role="group" aria-label={poll.question}>
      <p className={s.question}>
        <IconChartBar size={18} stroke={1.7} aria-hidden />
        <b>{poll.question}</b>
      </p>
      <ul>
        {poll.answers.map((a) => (
          <Answer
            key={a.id}
            poll={poll}
            votes={votes}
            id={a.id}
            text={a.text}
            told={told}
            choose={open && (may.write || may.react) ? () => choose(a.id) : null}
          />
        ))}
      </ul>
      <div className={s.foot}>
        <span className="grow">
          {t("polls.people", { count: votes.people })} · {state}
          {votes.known === "latest"
            ? ` · ${t("polls.some", { most: new Intl.NumberFormat(i18n.language).format(votesMax) })}`
            : null}
          {votes.known === "coming" ? ` · ${t("polls.coming")}` : null}
          {votes.known === "failed" ? ` · ${t("polls.unread")}` : null}
        </span>
        {votes.known === "failed" ? (
          <Button size="xs" variant="subtle" onClick={votes.again}>
            {t("ui.retry")}
          </Button>
        ) : null}
        {open && (of.mine || can(room, me, "redact")) ? <End of={of} poll={poll} /> : null}
      </div>
    </div>
  );
}
