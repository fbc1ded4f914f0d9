import { ActionIcon } from "@mantine/core";
import { IconArrowLeft, IconEye, IconLock, IconUserShare, IconX } from "@tabler/icons-react";
import { type CSSProperties, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useHost, useHosts, useLabels } from "../api/badges";
import { useMedia } from "../api/media";
import { hueOf, initialsOf, plain } from "../base/names";
import s from "./parts.module.css";

const vars = (v: Record<string, string | number>) => v as CSSProperties;
const smallFace = 22;
const smallPlaque = 24;
/** Beside a name, in a line of small letters: one letter is all that can be read there. */
const tinyPlaque = 20;

/** A place: square, enamelled, with its inner line, like the plate on a street corner. */
export function Plaque({
  id,
  short,
  size = 28,
  picture = null,
}: {
  id: string;
  short: string;
  size?: number;
  /** `mxc://…`, or null for letters. */
  picture?: string | null;
}) {
  const small = size < smallPlaque;
  const letters = size < tinyPlaque ? [...short].slice(0, 1) : small ? [...short].slice(0, 2) : [short];
  const shown = useMedia(picture || null, size * 2);
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <span
      className={s.plaque}
      aria-hidden
      data-small={small || undefined}
      style={vars({ "--size": size, "--h": hueOf(id) })}
    >
      {shown && shown !== broken ? <img src={shown} alt="" onError={() => setBroken(shown)} /> : letters.join("")}
    </span>
  );
}

export interface Person {
  readonly id: string;
  readonly name: string;
  /** `mxc://…`, or null for initials. */
  readonly picture?: string | null | undefined;
  readonly guest?: boolean;
}

/** A person: round. An ochre ring says "from outside". The name stands beside it, so it is hidden from readers. */
export function Face({ of, size = 32 }: { of: Person; size?: number }) {
  const picture = useMedia(of.picture ?? null, size * 2);
  const [broken, setBroken] = useState<string | null>(null);
  const host = useHost(of.id);
  const initials = initialsOf(of.name);
  return (
    <span
      className={s.face}
      data-guest={of.guest || host !== null || undefined}
      data-small={size < smallFace || undefined}
      style={vars({ "--size": size, "--h": hueOf(of.id) })}
      aria-hidden
    >
      {picture && picture !== broken ? (
        <img src={picture} alt="" onError={() => setBroken(picture)} />
      ) : size < smallFace ? (
        [...initials][0]
      ) : (
        initials
      )}
    </span>
  );
}

/** Several persons overlapping; `label` says who they are. */
export function Faces({
  of,
  size = 24,
  more = 0,
  label,
}: {
  of: readonly Person[];
  size?: number;
  more?: number;
  label: string;
}) {
  return (
    <span className={s.faces} role="img" aria-label={label}>
      {of.map((p) => (
        <Face key={p.id} of={p} size={size} />
      ))}
      {more > 0 ? <span className={s.moreFaces}>+{more}</span> : null}
    </span>
  );
}

export type Tone = "guest" | "danger" | "info" | "accent" | "plain";
export function Badge({ tone, icon, children }: { tone?: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span className={s.badge} data-tone={tone}>
      {icon}
      {children}
    </span>
  );
}
export function GuestBadge() {
  const { t } = useTranslation();
  return (
    <Badge tone="guest" icon={<IconUserShare size={13} stroke={2} aria-hidden />}>
      {t("ui.guest")}
    </Badge>
  );
}
/** Says beside a name that somebody is from outside, and who invited them; nothing of everybody else. */
export function Outsider({ id }: { id: string }) {
  const { t } = useTranslation();
  const host = useHost(id);
  return host === null ? null : (
    <Badge tone="guest" icon={<IconUserShare size={13} stroke={2} aria-hidden />}>
      {t("ui.guestOf", { host })}
    </Badge>
  );
}
/** Below a name: the organisation of somebody, or that they are from outside; nothing where neither is known. */
export function Below({ id, whose }: { id: string; whose?: ReactNode }) {
  const host = useHost(id);
  const label = useLabels([id]).get(id);
  if (host !== null) return <Outsider id={id} />;
  const words = whose ?? label;
  return words ? <span className="cut">{words}</span> : null;
}
/** The same where there is no room for words: a sign, whose words are read aloud and shown beside it. */
export function OutsiderMark({ id }: { id: string }) {
  const { t } = useTranslation();
  const host = useHost(id);
  if (host === null) return null;
  const words = t("ui.guestOf", { host });
  return (
    <span className={s.outside} role="img" aria-label={words} title={words}>
      <IconUserShare size={14} stroke={2} aria-hidden />
    </span>
  );
}
/** The names of some people, and of those from outside who invited them, as one line that is read aloud. */
export function useNamesOf(people: readonly Person[]): string {
  const { t } = useTranslation();
  const hosts = useHosts(people.map((one) => one.id));
  return people
    .map(({ id, name }) => {
      const host = hosts.get(id);
      return host ? t("ui.nameOfGuest", { name, host }) : name;
    })
    .join(", ");
}
export function SealedBadge() {
  const { t } = useTranslation();
  return (
    <Badge tone="accent" icon={<IconLock size={13} stroke={2} aria-hidden />}>
      {t("ui.sealed")}
    </Badge>
  );
}

const mostCounted = 99;
/** What is about me, as a number: straw. `what` is read aloud after it. */
export function Count({ n, what }: { n: number; what: string }) {
  return (
    <span className={s.count}>
      {n > mostCounted ? `${mostCounted}+` : n}
      <span className="hidden"> {what}</span>
    </span>
  );
}

/** Who sees this. Always the same words, always a door to "why" when there is one. */
export function Audience({ words, onClick }: { words: ReactNode; onClick?: () => void }) {
  const said = (
    <>
      <IconEye size={15} stroke={1.75} aria-hidden />
      <span>{words}</span>
    </>
  );
  return onClick ? (
    <button type="button" className={s.audience} onClick={onClick}>
      {said}
    </button>
  ) : (
    <span className={s.audience}>{said}</span>
  );
}

/** How many see this, and how many of them are from outside. */
export function AudienceWords({ people, guests }: { people: number; guests: number }) {
  const { t } = useTranslation();
  return (
    <>
      {t("ui.audience", { count: people })}
      {guests > 0 ? (
        <>
          , <b>{t("ui.audienceGuests", { count: guests })}</b>
        </>
      ) : null}
    </>
  );
}

/** What a message, task or decision became, or came from. */
export const Trace = ({ icon, children }: { icon?: ReactNode; children: ReactNode }) => (
  <div className={s.trace}>
    {icon}
    {children}
  </div>
);

export const Key = ({ children }: { children: ReactNode }) => <kbd className={s.key}>{children}</kbd>;

/** The way up, on a phone, and how much waits for me there. */
export function Back({ to, waits = 0 }: { to: string; waits?: number | undefined }) {
  const { t } = useTranslation();
  return (
    <ActionIcon
      className={`${s.back} phone-only`}
      renderRoot={(props) => <Link href={to} {...props} />}
      aria-label={waits > 0 ? t("ui.backWaits", { count: waits }) : t("ui.back")}
      size={44}
    >
      <IconArrowLeft size={20} />
      {waits > 0 ? <Count n={waits} what="" /> : null}
    </ActionIcon>
  );
}

/** The heading of the page, for what is described by it. */
export const titleId = "title";

/** The same top on every screen: 54 px, title, then what is said of it, then at most one filled button. */
export function Head({
  title,
  of,
  lead,
  sub,
  end,
  back,
  waits,
}: {
  title: ReactNode;
  /** Whose page it is, where the column beside that says it is not there. */
  of?: string;
  lead?: ReactNode;
  sub?: ReactNode;
  end?: ReactNode;
  back?: string;
  /** How much waits for me where a phone goes back to. */
  waits?: number;
}) {
  return (
    <header className={s.head}>
      {back ? <Back to={back} waits={waits} /> : null}
      {lead}
      <div className={s.headTitle}>
        {of ? <p className="phone-only cut">{of}</p> : null}
        <h1 id={titleId}>{title}</h1>
      </div>
      {sub ? <div className={s.headSub}>{sub}</div> : null}
      {end ? <div className={s.headEnd}>{end}</div> : null}
    </header>
  );
}
export const Bar = ({ children, wraps }: { children: ReactNode; wraps?: boolean }) => (
  <div className={wraps ? `${s.bar} ${s.wraps}` : s.bar}>{children}</div>
);

/** What a phone says below the title, where wider windows say it beside. */
export const PhoneLine = ({ children }: { children: ReactNode }) => (
  <div className={`${s.phoneLine} phone-only`}>{children}</div>
);

/** Top of the panel at the right; on a phone it is the page. Its cross is a link, because a panel is part of the address. */
export function PanelHead({ title, close, end }: { title: ReactNode; close: string; end?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={s.panelHead}>
      <h2 className="grow cut desk-only">{title}</h2>
      <h1 className="grow cut phone-only">{title}</h1>
      {end}
      <ActionIcon
        renderRoot={(props) => <Link href={close} {...props} />}
        aria-label={t("ui.closePanel")}
        data-panel-close
      >
        <IconX size={18} />
      </ActionIcon>
    </div>
  );
}
export function PanelBody({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <section className={s.panelBody} tabIndex={0} aria-label={t("ui.panelContent")}>
      {children}
    </section>
  );
}

/** States the fact, says what this is for and what to do. `level` keeps the order of headings. */
export function EmptyState({
  title,
  children,
  actions,
  lead,
  said,
}: {
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  lead?: ReactNode;
  /** What somebody wrote with it. */
  said?: unknown;
}) {
  return (
    <div className={s.empty}>
      {lead}
      <h2>{title}</h2>
      <p>{children}</p>
      <Said>{said}</Said>
      {actions ? <div className={s.emptyActions}>{actions}</div> : null}
    </div>
  );
}

/** What happened, whose fault, what is safe, what to do, a reference. */
export function ErrorState({
  title,
  children,
  retry,
  reference,
}: {
  title: string;
  children?: ReactNode;
  retry?: () => void;
  reference?: string | null;
}) {
  const { t } = useTranslation();
  return (
    <div className={s.empty} role="alert">
      <h2>{title}</h2>
      <p>{children ?? t("ui.error.ours")}</p>
      {reference ? <p className="small">{t("ui.error.reference", { reference })}</p> : null}
      {retry ? (
        <div className={s.emptyActions}>
          <button type="button" className={s.retry} onClick={retry}>
            {t("ui.retry")}
          </button>
        </div>
      ) : null}
    </div>
  );
}

/** The words somebody gave with an invitation, a request or a refusal: what comes from outside is read with care. */
export function Said({ children }: { children: unknown }) {
  const words = typeof children === "string" ? plain(children) : "";
  return words ? <blockquote className={s.said}>{words}</blockquote> : null;
}

/** Why something was refused, in place; nothing while nothing was. */
export const Wrong = ({ children }: { children: ReactNode }) => (
  <p className={s.wrong} role="alert">
    {children}
  </p>
);

/** Grey lines at the true height, shown only when the wait is felt. */
export function Waiting({ lines = 4, label }: { lines?: number; label?: string }) {
  const { t } = useTranslation();
  return (
    <div className={s.waiting} role="status">
      <span className="hidden">{label ?? t("ui.waiting")}</span>
      {Array.from({ length: lines }, (_, i) => (
        <i key={i} style={{ width: `${90 - ((i * 23) % 45)}%` }} />
      ))}
    </div>
  );
}
