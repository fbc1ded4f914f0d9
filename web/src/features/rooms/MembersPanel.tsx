import { ActionIcon, Button, Menu, TextInput } from "@mantine/core";
import {
  IconBan,
  IconChevronDown,
  IconDots,
  IconFlag,
  IconMessage,
  IconSearch,
  IconUserMinus,
  IconUserPlus,
} from "@tabler/icons-react";
import type { Room, RoomMember } from "matrix-js-sdk";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import type { Audience } from "../../api/spaces";
import { PeoplePicker } from "../../message/PeoplePicker";
import { roomPath } from "../../message/paths";
import { ReportDialog } from "../../message/ReportDialog";
import { useDoing } from "../../message/useDoing";
import { useConnected } from "../../session/hooks";
import { isKept, isServerItself } from "../../session/house";
import { memberPerson, type Person } from "../../session/people";
import { above, can, givable, levelOf, type Role, roleOf, setRole } from "../../session/roles";
import { ban, directWith, invite, kick, unban } from "../../session/rooms";
import { matches } from "../../shell/match";
import { Dialog } from "../../ui/Dialog";
import ui from "../../ui/lines.module.css";
import { Below, Face, PanelBody, PanelHead, Wrong } from "../../ui/parts";
import { IgnoreItem } from "./IgnoreItem";
import { Requests } from "./Requests";
import { useAudience } from "./RoomAudience";
import s from "./rooms.module.css";

const searchFrom = 9;
const shownAtOnce = 100;

export function useRoleName(): (role: Role) => string {
  const { t } = useTranslation();
  return (role) => {
    switch (role) {
      case "creator":
        return t("rooms.role.creator");
      case "animator":
        return t("rooms.role.animator");
      case "moderator":
        return t("rooms.role.moderator");
      case "contributor":
        return t("rooms.role.contributor");
      case "reader":
        return t("rooms.role.reader");
    }
  };
}

/** Who may come in, in a sentence. */
function useEntry(room: Room, said: Audience | null): string {
  const { t } = useTranslation();
  switch (room.getJoinRule() as string) {
    case "public":
      return said && said.externals !== "free" ? t("rooms.why.agents") : t("rooms.why.open");
    case "knock":
      return t("rooms.why.knock");
    case "restricted":
    case "knock_restricted":
      return t("rooms.why.space");
    default:
      return t("rooms.why.invited");
  }
}

/** Why others than the members can read this, in a sentence. */
function Why({ room, said }: { room: Room; said: Audience | null }) {
  const { t } = useTranslation();
  const history = room.getHistoryVisibility();
  const entry = useEntry(room, said);
  const past =
    history === "world_readable"
      ? t("rooms.why.world")
      : history === "joined"
        ? t("rooms.why.joined")
        : history === "invited"
          ? t("rooms.why.sinceInvited")
          : t("rooms.why.shared");
  return (
    <section className={s.seen}>
      <h3>{t("seen.title")}</h3>
      <p className={s.why}>
        {entry} {past}
      </p>
    </section>
  );
}

interface RowProps {
  readonly room: Room;
  readonly of: Person;
  readonly act: ReturnType<typeof useDoing>["run"];
  readonly out: (what: Out["what"], who: Person) => void;
}

/** The role of a member, and those I may give instead. */
function RoleOf({ room, of, act }: Omit<RowProps, "out">) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const roleName = useRoleName();
  const role = roleOf(room, of.id);
  const roles = givable(room, me, of.id);
  if (roles.length === 0) return <span className={s.role}>{roleName(role)}</span>;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <button
          type="button"
          className={s.role}
          aria-label={t("rooms.role.change", { name: of.name, role: roleName(role) })}
        >
          {roleName(role)}
          <IconChevronDown size={14} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {roles.map((r) => (
          <Menu.Item key={r} disabled={r === role} onClick={() => void act(() => setRole(room, of.id, r))}>
            {roleName(r)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** What I may do with another member. */
function Actions({ room, of, act, out }: RowProps) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const [, go] = useLocation();
  const higher = above(room, me, of.id);
  const write = async () => {
    const id = await act(() => directWith(of.id));
    if (id) go(roomPath(id));
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon aria-label={t("rooms.members.actions", { name: of.name })}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconMessage size={16} />} onClick={() => void write()}>
          {t("rooms.members.write")}
        </Menu.Item>
        <IgnoreItem of={of} act={act} />
        <Menu.Item leftSection={<IconFlag size={16} />} onClick={() => out("report", of)}>
          {t("report.do")}
        </Menu.Item>
        {higher && can(room, me, "kick") ? (
          <Menu.Item leftSection={<IconUserMinus size={16} />} color="var(--danger)" onClick={() => out("kick", of)}>
            {t("rooms.members.kick")}
          </Menu.Item>
        ) : null}
        {higher && can(room, me, "ban") ? (
          <Menu.Item leftSection={<IconBan size={16} />} color="var(--danger)" onClick={() => out("ban", of)}>
            {t("rooms.members.ban")}
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}

function MemberRow({ room, of, act, out }: RowProps) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const other = of.id !== me;
  return (
    <li>
      <Face of={of} size={34} />
      <span className={ui.two}>
        <b className="cut">{other ? of.name : t("rooms.members.me", { name: of.name })}</b>
        <Below id={of.id} />
      </span>
      <RoleOf room={room} of={of} act={act} />
      {other ? <Actions room={room} of={of} act={act} out={out} /> : <span className={s.noActions} />}
    </li>
  );
}

function InviteDialog({ room, opened, close }: { room: Room; opened: boolean; close: () => void }) {
  const { t } = useTranslation();
  const [picked, pick] = useState<readonly Person[]>([]);
  const { busy, wrong, run } = useDoing();
  const inside = room
    .getMembers()
    .filter((m) => m.membership === "join" || m.membership === "invite")
    .map((m) => m.userId);
  const send = async () => {
    const done = await run(async () => {
      for (const p of picked) await invite(room.roomId, p.id);
      return true;
    });
    if (done) {
      pick([]);
      close();
    }
  };
  return (
    <Dialog
      opened={opened}
      title={t("rooms.invite.title")}
      close={close}
      act={picked.length > 0 ? t("rooms.invite.do", { count: picked.length }) : t("rooms.invite.title")}
      submit={() => void send()}
      busy={busy}
      disabled={picked.length === 0}
      wrong={wrong}
    >
      <PeoplePicker label={t("rooms.invite.who")} picked={picked} pick={pick} without={inside} />
    </Dialog>
  );
}

function Group({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section>
      <h3>{name}</h3>
      <ul className={s.people}>{children}</ul>
    </section>
  );
}

/** A person with one thing to do at the end of the row. */
function PlainRow({ of, children }: { of: Person; children?: ReactNode }) {
  return (
    <li>
      <Face of={of} size={34} />
      <span className={ui.two}>
        <b className="cut">{of.name}</b>
        <Below id={of.id} />
      </span>
      {children}
    </li>
  );
}

interface Out {
  readonly what: "kick" | "ban" | "report";
  readonly who: Person;
}

/** Asks before somebody is removed, or why they are reported. */
function OutDialog({ out, act, close }: { out: Out | null; act: (out: Out) => void; close: () => void }) {
  const { t } = useTranslation();
  if (out?.what === "report") return <ReportDialog of={{ kind: "person", person: out.who.id }} close={close} />;
  const ban = out?.what === "ban";
  const name = out?.who.name ?? "";
  return (
    <Dialog
      opened={out !== null}
      title={ban ? t("rooms.members.ban") : t("rooms.members.kick")}
      close={close}
      act={ban ? t("rooms.members.banDo") : t("rooms.members.kickDo")}
      submit={() => out && act(out)}
      danger
    >
      <p>{ban ? t("rooms.members.banBody", { name }) : t("rooms.members.kickBody", { name })}</p>
    </Dialog>
  );
}

/** Those asked in who have not answered, and those kept out. */
function Others({
  room,
  invited,
  banned,
  act,
}: {
  room: Room;
  invited: readonly Person[];
  banned: readonly Person[];
  act: RowProps["act"];
}) {
  const { t } = useTranslation();
  const { me } = useConnected();
  return (
    <>
      {invited.length > 0 ? (
        <Group name={t("rooms.members.invited")}>
          {invited.map((p) => (
            <PlainRow key={p.id} of={p}>
              {can(room, me, "kick") ? (
                <Button size="xs" variant="default" onClick={() => void act(() => kick(room.roomId, p.id))}>
                  {t("rooms.members.uninvite")}
                  <span className="hidden"> {p.name}</span>
                </Button>
              ) : null}
            </PlainRow>
          ))}
        </Group>
      ) : null}
      {banned.length > 0 ? (
        <Group name={t("rooms.members.banned")}>
          {banned.map((p) => (
            <PlainRow key={p.id} of={p}>
              <Button size="xs" variant="default" onClick={() => void act(() => unban(room.roomId, p.id))}>
                {t("rooms.members.unban")}
                <span className="hidden"> {p.name}</span>
              </Button>
            </PlainRow>
          ))}
        </Group>
      ) : null}
    </>
  );
}

const ofMembership = (room: Room, membership: string, search: string): Person[] =>
  room
    .getMembers()
    .filter((m: RoomMember) => m.membership === membership)
    .map(memberPerson)
    .filter((p) => matches(search, p.name, p.id))
    .sort((a, b) => levelOf(room, b.id) - levelOf(room, a.id) || a.name.localeCompare(b.name, "fr"));

/** Who sees this room, with which role, and why. */
export function MembersPanel({ room }: { room: Room; version: number }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const [inviting, setInviting] = useState(false);
  const [search, setSearch] = useState("");
  const [all, showAll] = useState(false);
  const [out, setOut] = useState<Out | null>(null);
  const { wrong, run } = useDoing();
  const inside = ofMembership(room, "join", search);
  const shown = all ? inside : inside.slice(0, shownAtOnce);
  const said = useAudience(room);
  const guests = said?.guests ?? 0;
  const counted = t("rooms.members.count", { count: room.getJoinedMemberCount() });
  return (
    <>
      <PanelHead title={t("rooms.members.title")} close={roomPath(room.roomId)} />
      <PanelBody>
        <div className={s.panel}>
          <Why room={room} said={said} />
          {can(room, me, "invite") ? (
            <div>
              <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setInviting(true)}>
                {t("rooms.invite.title")}
              </Button>
            </div>
          ) : null}
          {isKept(room) ? <p className={ui.hint}>{t("rooms.members.unhosted")}</p> : null}
          <Wrong>{wrong}</Wrong>
          <Requests room={room} act={run} />
          {room.getMembers().length >= searchFrom ? (
            <TextInput
              aria-label={t("rooms.members.search")}
              placeholder={t("rooms.members.search")}
              value={search}
              onChange={(e) => setSearch(e.target.value)}
              leftSection={<IconSearch size={16} aria-hidden />}
            />
          ) : null}
          <Group name={guests > 0 ? `${counted}, ${t("ui.audienceGuests", { count: guests })}` : counted}>
            {shown.map((p) => (
              <MemberRow key={p.id} room={room} of={p} act={run} out={(what, who) => setOut({ what, who })} />
            ))}
          </Group>
          {shown.length < inside.length ? (
            <Button variant="default" onClick={() => showAll(true)}>
              {t("rooms.members.all", { count: inside.length })}
            </Button>
          ) : null}
          <Others
            room={room}
            invited={ofMembership(room, "invite", search).filter(({ id }) => !isServerItself(id))}
            banned={can(room, me, "ban") ? ofMembership(room, "ban", search) : []}
            act={run}
          />
        </div>
      </PanelBody>
      <InviteDialog room={room} opened={inviting} close={() => setInviting(false)} />
      <OutDialog
        out={out}
        close={() => setOut(null)}
        act={({ what, who }) => {
          setOut(null);
          void run(() => (what === "kick" ? kick(room.roomId, who.id) : ban(room.roomId, who.id)));
        }}
      />
    </>
  );
}
