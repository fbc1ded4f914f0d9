import { Button } from "@mantine/core";
import { IconFlag, IconHash, IconMessage, IconUser } from "@tabler/icons-react";
import { createContext, useCallback, useContext, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { profile } from "../../api/matrix";
import { type Report, reportedEvent, reports, settle } from "../../api/parvis";
import { countReports } from "../../api/reported";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { plain } from "../../base/names";
import { dateOf, timeOf } from "../../i18n/dates";
import { roomLines } from "../../session/counts";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { EmptyState, Said, Wrong } from "../../ui/parts";
import s from "./admin.module.css";

/** What people are called, asked for once as long as the list is shown. */
const Names = createContext<(user: string) => Promise<string>>(async (user) => user);

function useNames(): (user: string) => Promise<string> {
  const [known] = useState(() => new Map<string, Promise<string>>());
  return useCallback(
    (user) => {
      const coming =
        known.get(user) ??
        profile(user).then(
          ({ displayname }) => (plain(displayname ?? "") ? `${plain(displayname ?? "")} (${user})` : user),
          () => user,
        );
      known.set(user, coming);
      return coming;
    },
    [known],
  );
}

/** A name with the id of whoever bears it; the id alone until the name is there. */
function useName(user: string | undefined): string {
  const ask = useContext(Names);
  const [asked] = useAsked(useCallback(() => (user ? ask(user) : Promise.resolve("")), [ask, user]));
  return asked.state === "here" ? asked.value : (user ?? "");
}

/** The words of the message, or why there are none. */
function Message({ of }: { of: Report }) {
  const { t } = useTranslation();
  const mine = roomLines.use().some((room) => room.id === of.room_id);
  const [asked] = useAsked(useCallback(() => reportedEvent(of.id), [of.id]));
  if (asked.state !== "here") return null;
  const { type, content } = asked.value;
  return (
    <>
      {typeof content.body === "string" ? (
        <Said>{content.body}</Said>
      ) : (
        <p>{type === "m.room.encrypted" ? t("report.encrypted") : t("report.gone")}</p>
      )}
      {mine && of.room_id && of.event_id ? (
        <p>
          <Link
            className="link"
            href={`/rooms/${encodeURIComponent(of.room_id)}/event/${encodeURIComponent(of.event_id)}`}
          >
            {t("report.open")}
          </Link>
        </p>
      ) : null}
    </>
  );
}

function Line({ of, gone }: { of: Report; gone: () => void }) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useDeed();
  const about = useName(of.about_user_id ?? of.sender);
  const by = useName(of.user_id);
  const room = plain(of.name ?? "") || (of.room_id ?? "");
  const Lead = of.about_user_id ? IconUser : of.event_id ? IconMessage : of.room_id ? IconHash : IconFlag;
  const done = () =>
    run(async () => {
      await settle(of.id);
      gone();
      void countReports();
      say(t("report.settled"));
    });
  return (
    <li className={s.line}>
      <Lead size={22} stroke={1.7} aria-hidden />
      <div className={s.link}>
        <b>
          {of.about_user_id
            ? t("report.aboutPerson", { who: about })
            : of.event_id
              ? t("report.aboutMessage", { who: about, room })
              : t("report.aboutRoom", { room })}
        </b>
        {of.event_id ? <Message of={of} /> : null}
        <p className={s.why}>{of.reason ? t("report.why", { reason: plain(of.reason) }) : t("report.noReason")}</p>
        <p>{t("report.by", { who: by, when: dateOf(of.received_ts), time: timeOf(of.received_ts) })}</p>
        <Wrong>{refusal}</Wrong>
      </div>
      <div className={s.acts}>
        <Button size="xs" variant="default" loading={busy} onClick={() => void done()}>
          {t("report.settle")}
        </Button>
      </div>
    </li>
  );
}

const atOnce = 20;

/** As many as one reads at a time, since each asks for what it is about. */
function Lines({ all, gone }: { all: readonly Report[]; gone: (one: Report) => void }) {
  const { t } = useTranslation();
  const [most, setMost] = useState(atOnce);
  const names = useNames();
  return (
    <Names value={names}>
      <ul>
        {all.slice(0, most).map((one) => (
          <Line key={one.id} of={one} gone={() => gone(one)} />
        ))}
      </ul>
      {all.length > most ? (
        <Button variant="default" onClick={() => setMost(most + atOnce)}>
          {t("report.more")}
        </Button>
      ) : null}
    </Names>
  );
}

/** What people of this server bring before those who run it. */
export function Reports() {
  const { t } = useTranslation();
  const [asked, again, put] = useAsked(reports);
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(all) =>
        all.length === 0 ? (
          <EmptyState title={t("report.none")}>{t("report.noneBody")}</EmptyState>
        ) : (
          <>
            <div className={s.top}>
              <p>{t("report.hint")}</p>
            </div>
            <Lines all={all} gone={(one) => put(all.filter((other) => other !== one))} />
          </>
        )
      }
    </Answered>
  );
}
