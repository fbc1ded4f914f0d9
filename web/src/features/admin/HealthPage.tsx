import {
  type Icon,
  IconAlertTriangle,
  IconBell,
  IconDatabase,
  IconDeviceFloppy,
  IconMail,
  IconSearch,
  IconServer,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { type HealthState, health } from "../../api/health";
import { useAsked } from "../../api/useAsked";
import { useEvery } from "../../api/useEvery";
import type { T } from "../../i18n";
import { dateOf, timeOf } from "../../i18n/dates";
import { useSize } from "../../message/size";
import { Answered } from "../../ui/Answered";
import { Badge, type Tone } from "../../ui/parts";
import s from "./admin.module.css";
import { type HealthLine, healthLines, type Part, unreadOf } from "./health";

/** How often an open page looks again. */
const lookAgainMs = 30_000;

const icons: Readonly<Record<Part, Icon>> = {
  database: IconDatabase,
  disk: IconServer,
  backup: IconDeviceFloppy,
  mail: IconMail,
  work: IconAlertTriangle,
  search: IconSearch,
  push: IconBell,
};

const tones: Readonly<Partial<Record<HealthState, Tone>>> = { good: "accent", look: "info", bad: "danger" };

function stateOf(state: HealthState, t: T): string {
  switch (state) {
    case "good":
      return t("health.good");
    case "look":
      return t("health.look");
    case "bad":
      return t("health.bad");
    case "unknown":
      return t("health.unknown");
  }
}

function Line({ of }: { of: HealthLine }) {
  const { t } = useTranslation();
  const Lead = icons[of.part];
  const tone = tones[of.state];
  return (
    <li className={`${s.person} ${s.tall}`}>
      <Lead size={22} stroke={1.7} aria-hidden />
      <div>
        <b>
          {of.name} <Badge {...(tone ? { tone } : {})}>{stateOf(of.state, t)}</Badge>
        </b>
        <p>{of.said}</p>
        {of.quotes?.map(({ sentence, times }) => (
          <p key={sentence}>
            <q lang="en">{sentence}</q> {times}
          </p>
        ))}
        {of.todo ? <p className={s.todo}>{of.todo}</p> : null}
        {of.part === "mail" && of.todo ? (
          <p>
            <Link className="link" href="/admin/outbox">
              {t("health.mail.go")}
            </Link>
          </p>
        ) : null}
      </div>
    </li>
  );
}

/** How the server is, part by part, and what to do where it is not well: for who runs it. */
export function HealthPage() {
  const { t } = useTranslation();
  const size = useSize();
  const [asked, again] = useAsked(health);
  useEvery(lookAgainMs, again);
  const when = (ms: number) => t("health.when", { date: dateOf(ms), time: timeOf(ms) });
  return (
    <Answered of={asked} again={again} failed={asked.state === "refused" ? unreadOf(asked.why, t) : ""}>
      {(now) => {
        const lines = healthLines(now, t, { size, when });
        const count = lines.filter(({ state }) => state !== "good").length;
        return (
          <>
            <div className={s.top}>
              <p>{count === 0 ? t("health.allGood") : t("health.some", { count })}</p>
            </div>
            <ul>
              {lines.map((line) => (
                <Line key={line.part} of={line} />
              ))}
            </ul>
            <p className={s.below}>{t("health.version", { version: now.version, when: when(now.started) })}</p>
          </>
        );
      }}
    </Answered>
  );
}
