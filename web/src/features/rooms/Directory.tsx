import { Button, TextInput } from "@mantine/core";
import { IconHash, IconLock, IconSearch } from "@tabler/icons-react";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { newRoomPath, roomPath } from "../../message/paths";
import { useDoing } from "../../message/useDoing";
import { useConnected } from "../../session/hooks";
import { enter, type PublicRoom, publicRooms } from "../../session/rooms";
import { Scroll } from "../../shell/Shell";
import ui from "../../ui/lines.module.css";
import { EmptyState, Head, Waiting, Wrong } from "../../ui/parts";
import s from "./rooms.module.css";

const typingPauseMs = 250;

interface Found {
  readonly term: string;
  readonly rooms: readonly PublicRoom[];
  readonly next: string | undefined;
}

/** What one can do about a room of the list. */
function Way({ into, join }: { into: PublicRoom; join: () => void }) {
  const { t } = useTranslation();
  const { client } = useConnected();
  const membership = client.getRoom(into.id)?.getMyMembership();
  const { name } = into;
  if (membership === "join" || membership === "invite" || membership === "knock" || into.entry !== "open") {
    const [words, label] =
      membership === "join"
        ? [t("rooms.directory.open"), t("rooms.directory.openNamed", { name })]
        : membership === "knock"
          ? [t("rooms.directory.asked"), t("rooms.directory.askedNamed", { name })]
          : into.entry === "ask"
            ? [t("rooms.directory.ask"), t("rooms.directory.askNamed", { name })]
            : [t("rooms.directory.see"), t("rooms.directory.seeNamed", { name })];
    return (
      <Button size="xs" variant="default" component={Link} href={roomPath(into.id)} aria-label={label}>
        {words}
      </Button>
    );
  }
  return (
    <Button size="xs" variant="light" onClick={join} aria-label={t("rooms.directory.joinNamed", { name })}>
      {t("rooms.directory.join")}
    </Button>
  );
}

function Line({ of, join }: { of: PublicRoom; join: () => void }) {
  const { t } = useTranslation();
  const Icon = of.entry === "open" ? IconHash : IconLock;
  return (
    <li>
      <Icon size={18} color="var(--ink-3)" aria-hidden style={{ flex: "none" }} />
      <span className={ui.two}>
        <b className="cut">{of.name}</b>
        <span className="cut">
          {[t("rooms.members.count", { count: of.members }), of.topic].filter(Boolean).join(" · ")}
        </span>
      </span>
      <Way into={of} join={join} />
    </li>
  );
}

/** Rooms found by what is typed, a page at a time. */
function useDirectory(wanted: string) {
  const [found, setFound] = useState<Found | null>(null);
  const { busy, wrong, run } = useDoing();
  const [, go] = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the words change
  const look = useCallback(async () => {
    const page = await run(() => publicRooms(wanted, undefined));
    if (page) setFound({ term: wanted, ...page });
  }, [wanted]);
  useEffect(() => {
    const timer = setTimeout(() => void look(), wanted ? typingPauseMs : 0);
    return () => clearTimeout(timer);
  }, [look, wanted]);
  const more = async () => {
    const page = await run(() => publicRooms(wanted, found?.next));
    if (page && found?.term === wanted)
      setFound({ term: wanted, rooms: [...found.rooms, ...page.rooms], next: page.next });
  };
  const join = async (r: PublicRoom) => {
    const id = await run(() => enter(r.alias ?? r.id));
    if (id) go(roomPath(id));
  };
  return { found, busy, wrong, more, join };
}

function None({ wanted }: { wanted: string }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      title={wanted ? t("rooms.directory.none", { term: wanted }) : t("rooms.directory.empty")}
      actions={
        <Button renderRoot={(p) => <Link href={newRoomPath} {...p} />} variant="default">
          {t("rooms.create.title")}
        </Button>
      }
    >
      {t("rooms.directory.emptyBody")}
    </EmptyState>
  );
}

function Lines({ of, wanted }: { of: ReturnType<typeof useDirectory>; wanted: string }) {
  const { t } = useTranslation();
  const { found, busy } = of;
  if (!found) return busy ? <Waiting lines={5} /> : null;
  if (found.rooms.length === 0) return <None wanted={wanted} />;
  return (
    <>
      <ul className={ui.rows} aria-label={t("rooms.directory.title")}>
        {found.rooms.map((r) => (
          <Line key={r.id} of={r} join={() => void of.join(r)} />
        ))}
      </ul>
      {found.next ? (
        <Button variant="default" loading={busy} onClick={() => void of.more()}>
          {t("rooms.directory.more")}
        </Button>
      ) : null}
    </>
  );
}

/** Rooms that are open to all, and the field that finds one. */
export function Directory() {
  const { t } = useTranslation();
  const [term, setTerm] = useState("");
  const wanted = term.trim();
  const of = useDirectory(wanted);
  return (
    <>
      <Head back="/rooms" title={t("rooms.directory.title")} />
      <Scroll label={t("rooms.directory.title")}>
        <div className={`${s.page} ${ui.form}`}>
          <TextInput
            label={t("rooms.directory.search")}
            value={term}
            onChange={(e) => setTerm(e.target.value)}
            leftSection={<IconSearch size={16} aria-hidden />}
            autoComplete="off"
          />
          <Wrong>{of.wrong}</Wrong>
          <Lines of={of} wanted={wanted} />
        </div>
      </Scroll>
    </>
  );
}
