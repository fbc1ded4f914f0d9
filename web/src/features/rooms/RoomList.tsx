import { IconHash, IconHourglass, IconLock, IconMail, IconPencil, IconStarFilled } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { dayOf, daysAgo, timeOf } from "../../i18n/dates";
import { roomPath } from "../../message/paths";
import { attachments } from "../../session/attached";
import { draftPlaces, roomOf } from "../../session/drafts";
import { useLive, useOverview } from "../../session/hooks";
import type { Overview, RoomSummary } from "../../session/overview";
import { Mini, NavBody, NavGroup, NavItem, NewDot } from "../../shell/Nav";
import ui from "../../ui/lines.module.css";
import { Count, Face, OutsiderMark } from "../../ui/parts";
import s from "./rooms.module.css";

/** The groups of the list, as they stand one under the other. */
function groups({ rooms }: Overview) {
  const unread = rooms.filter((r) => (r.unread && !r.muted) || r.mentions > 0);
  const rest = rooms.filter((r) => !unread.includes(r));
  const favourites = rest.filter((r) => r.favourite);
  const others = rest.filter((r) => !r.favourite);
  return {
    unread: [...unread].sort((a, b) => Number(b.mentions > 0) - Number(a.mentions > 0)),
    favourites,
    direct: others.filter((r) => r.person),
    places: others.filter((r) => !r.person),
  };
}

/** Every room in the order of the screen. */
export function ordered(overview: Overview): RoomSummary[] {
  const { unread, favourites, direct, places } = groups(overview);
  return [...unread, ...favourites, ...direct, ...places];
}

function useWhen(): (ts: number) => string {
  const { t } = useTranslation();
  return (ts) => {
    const ago = daysAgo(ts);
    if (ago === 0) return timeOf(ts);
    if (ago === 1) return t("rooms.yesterdayShort");
    return ago < 7
      ? dayOf(ts).split(" ")[0]!
      : new Intl.DateTimeFormat(undefined, { day: "2-digit", month: "2-digit" }).format(ts);
  };
}

/** How much one has not read: straw where all of it is for me, quiet elsewhere. */
function Unread({ of }: { of: RoomSummary }) {
  const { t } = useTranslation();
  const what = t("rooms.unread", { count: of.count });
  if (of.count === 0) return <NewDot />;
  if (of.person) return <Count n={of.count} what={what} />;
  return (
    <>
      <Mini>
        {of.count}
        <span className="hidden"> {what}</span>
      </Mini>
      <NewDot />
    </>
  );
}

/** Rooms in which something was begun and not sent: words, or files. It is looked at again whenever one goes elsewhere. */
function useBegun(): ReadonlySet<string> {
  const live = useLive();
  const places = live ? [...draftPlaces(live.me), ...attachments.places(live.me)] : [];
  return new Set(places.map(roomOf));
}

interface LineProps {
  readonly of: RoomSummary;
  readonly current: boolean;
  /** Something in it was begun and not sent. */
  readonly begun: boolean;
}

function Line({ of, current, begun }: LineProps) {
  const { t } = useTranslation();
  const when = useWhen();
  const unread = of.unread && !of.muted;
  const end =
    of.mentions > 0 ? (
      <Count n={of.mentions} what={t("rooms.mentions", { count: of.mentions })} />
    ) : of.requests > 0 ? (
      <Count n={of.requests} what={t("rooms.requests.count", { count: of.requests })} />
    ) : unread ? (
      <Unread of={of} />
    ) : begun ? (
      <Mini>{t("rooms.draft")}</Mini>
    ) : of.lastTs > 0 ? (
      <Mini>{when(of.lastTs)}</Mini>
    ) : null;
  const lead = of.person ? { lead: <Face of={of.person} size={20} /> } : { icon: of.isOpen ? IconHash : IconLock };
  return (
    <NavItem
      href={roomPath(of.id)}
      current={current}
      unread={unread || of.mentions > 0}
      {...lead}
      end={
        <>
          {of.person ? <OutsiderMark id={of.person.id} /> : null}
          {of.favourite ? (
            <IconStarFilled className={s.star} size={12} role="img" aria-label={t("rooms.favourite")} />
          ) : null}
          {begun && unread ? (
            <IconPencil className={s.star} size={14} role="img" aria-label={t("rooms.draft")} />
          ) : null}
          {end}
        </>
      }
    >
      {of.name}
    </NavItem>
  );
}

/** Every conversation: invitations, then what is new, then mine. */
export function RoomList({ current, end, none }: { current: string | null; end: ReactNode; none: ReactNode }) {
  const { t } = useTranslation();
  const overview = useOverview();
  const { unread, favourites, direct, places } = groups(overview);
  const begun = useBegun();
  const all: [string, readonly RoomSummary[]][] = [
    [t("rooms.group.unread"), unread],
    [t("rooms.group.favourites"), favourites],
    [t("rooms.group.direct"), direct],
    [t("rooms.group.rooms"), places],
  ];
  const shown = all.filter(([, rooms]) => rooms.length > 0);
  const firstHolds = overview.invitations.length > 0 ? null : shown[0]?.[0];
  return (
    <NavBody>
      {overview.invitations.length > 0 ? (
        <NavGroup name={t("rooms.group.invitations")} end={end}>
          {overview.invitations.map((i) => (
            <NavItem
              key={i.id}
              href={roomPath(i.id)}
              current={current === i.id}
              unread
              lead={
                i.from && i.direct ? <Face of={i.from} size={20} /> : <IconMail size={18} stroke={1.65} aria-hidden />
              }
              end={
                <>
                  {i.from && i.direct ? <OutsiderMark id={i.from.id} /> : null}
                  <Count n={1} what={t("rooms.invitation.one")} />
                </>
              }
            >
              {i.direct && i.from ? i.from.name : i.name}
            </NavItem>
          ))}
        </NavGroup>
      ) : null}
      {overview.requests.length > 0 ? (
        <NavGroup name={t("rooms.group.requests")}>
          {overview.requests.map((r) => (
            <NavItem key={r.id} href={roomPath(r.id)} current={current === r.id} icon={IconHourglass}>
              {r.name}
            </NavItem>
          ))}
        </NavGroup>
      ) : null}
      {shown.map(([name, rooms]) => (
        <NavGroup key={name} name={name} end={name === firstHolds ? end : undefined}>
          {rooms.map((r) => (
            <Line key={r.id} of={r} current={current === r.id} begun={current !== r.id && begun.has(r.id)} />
          ))}
        </NavGroup>
      ))}
      {shown.length === 0 && overview.invitations.length === 0 ? (
        <NavGroup name={t("rooms.group.rooms")} end={end}>
          <li className={`${ui.hint} desk-only`} style={{ padding: "4px 10px" }}>
            {t("rooms.empty.short")}
          </li>
          <li className={`${s.noRooms} phone-only`}>{none}</li>
        </NavGroup>
      ) : null}
    </NavBody>
  );
}
