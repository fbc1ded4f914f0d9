import type { Health, HealthState } from "../../api/health";
import { Refusal } from "../../api/http";
import type { T } from "../../i18n";

const faults = [500, 503];

/** What it means that the server does not say how it is: who asks is known by its database. */
export const unreadOf = (why: unknown, t: T): string =>
  why instanceof Refusal && faults.includes(why.status) ? t("health.failed") : t("health.unread");

export type Part = Exclude<keyof Health, "version" | "started">;

/** One part of the server: how it is, and what to do where it is not well. */
export interface HealthLine {
  readonly part: Part;
  readonly name: string;
  readonly state: HealthState;
  readonly said: string;
  /** What the server's log says, which is English, and how often. */
  readonly quotes?: readonly { readonly sentence: string; readonly times: string }[];
  readonly todo: string | null;
}

/** How sizes and moments are written. */
export interface Written {
  readonly size: (bytes: number) => string;
  readonly when: (ms: number) => string;
}

type Told = Omit<HealthLine, "part" | "state">;
type Say<P extends Part> = (of: Health[P], t: T, as: Written) => Told;

const database: Say<"database"> = ({ state, own, bytes }, t, { size }) => ({
  name: t("health.database"),
  said: own ? t("health.database.own", { size: size(bytes) }) : t("health.database.others", { size: size(bytes) }),
  todo: state === "good" ? null : t("health.database.slow"),
});

const disk: Say<"disk"> = ({ state, free, total, missing }, t, { size }) => ({
  name: t("health.disk"),
  said:
    state === "unknown" ? t("health.disk.unknown") : t("health.disk.free", { free: size(free), total: size(total) }),
  todo:
    state === "bad"
      ? t("health.disk.full")
      : missing > 0
        ? t("health.disk.missing", { count: missing })
        : state === "look"
          ? t("health.disk.little")
          : null,
});

function backupTodo({ state, at }: Health["backup"], t: T): string | null {
  if (state === "good") return null;
  if (state !== "unknown") return t("health.backup.old");
  return at === undefined ? t("health.backup.how") : t("health.backup.ahead");
}

const backup: Say<"backup"> = (of, t, { when }) => ({
  name: t("health.backup"),
  said: of.at === undefined ? t("health.backup.none") : t("health.backup.last", { when: when(of.at) }),
  todo: backupTodo(of, t),
});

function mailTodo({ state, trouble, server }: Health["mail"], t: T): string | null {
  if (trouble) return t("health.mail.broken");
  if (!server) return t("health.mail.set");
  return state === "good" ? null : t("health.mail.look");
}

const mail: Say<"mail"> = (of, t) => ({
  name: t("health.mail"),
  said: [
    of.trouble ? t("health.mail.trouble", { why: of.trouble }) : of.server ? null : t("health.mail.none"),
    of.waiting > 0 ? t("health.mail.waiting", { count: of.waiting }) : of.server ? t("health.mail.nothing") : null,
    of.late > 0 ? t("health.mail.late", { count: of.late }) : null,
    of.failed > 0 ? t("health.mail.failed", { count: of.failed }) : null,
  ]
    .filter(Boolean)
    .join(" "),
  todo: mailTodo(of, t),
});

const search: Say<"search"> = ({ state, behind }, t) => ({
  name: t("health.search"),
  said: behind > 0 ? t("health.search.behind", { count: behind }) : t("health.search.good"),
  todo: state === "good" ? null : state === "bad" ? t("health.search.stopped") : t("health.search.wait"),
});

const push: Say<"push"> = ({ behind }, t) => ({
  name: t("health.push"),
  said: behind > 0 ? t("health.push.behind", { count: behind }) : t("health.push.good"),
  todo: behind > 0 ? t("health.push.look") : null,
});

function faultsOf({ faults, more }: Health["work"], t: T): string {
  if (faults === 0) return t("health.work.good");
  return more ? t("health.work.more", { count: faults }) : t("health.work.faults", { count: faults });
}

const work: Say<"work"> = (of, t, { when }) => ({
  name: t("health.work"),
  said: faultsOf(of, t),
  quotes: of.said.map(({ sentence, times, last }) => ({
    sentence,
    times: t("health.work.times", { count: times, when: when(last) }),
  })),
  todo: of.faults > 0 ? t("health.work.look") : null,
});

/** What of the server is told, in the order in which it matters. */
export function healthLines(of: Health, t: T, as: Written): readonly HealthLine[] {
  const line = <P extends Part>(part: P, say: Say<P>): HealthLine => ({
    part,
    state: of[part].state,
    ...say(of[part], t, as),
  });
  return [
    line("database", database),
    line("disk", disk),
    line("backup", backup),
    line("mail", mail),
    line("work", work),
    line("search", search),
    line("push", push),
  ];
}
