import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch, IconUserPlus } from "@tabler/icons-react";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type SpaceMember, type SpaceMembers, spaceMembers, type WholeSpace } from "../../api/spaces";
import { useAsked } from "../../api/useAsked";
import { useRoom } from "../../session/hooks";
import { ApartLines } from "../../shell/ApartLines";
import { landInPanel } from "../../shell/landing";
import { Scroll, Shell } from "../../shell/Shell";
import { Answered } from "../../ui/Answered";
import { Bar, EmptyState, Head } from "../../ui/parts";
import { groupsOf } from "./groups";
import { InviteDialog } from "./InviteDialog";
import { Mailed } from "./Mailed";
import { Asking, MemberRow } from "./MemberRow";
import { spacePath } from "./paths";
import { SeesPanel } from "./SeesPanel";
import s from "./spaces.module.css";
import { Unhosted } from "./Unhosted";

type Tab = "all" | "animators" | "guests" | "asking";
const pauseMs = 250;
const apartMax = 200;

/** The members of a space, all that were read so far. */
function useMembers(space: string, term: string) {
  const [wanted] = useDebouncedValue(term.trim(), pauseMs);
  const question = useCallback(() => spaceMembers(space, wanted), [space, wanted]);
  const [asked, again, put] = useAsked(question);
  const { version } = useRoom(space);
  const seen = useRef(version);
  useEffect(() => {
    if (seen.current === version) return;
    seen.current = version;
    again();
  }, [version, again]);
  const more = async (now: SpaceMembers) => {
    if (now.next === undefined) return;
    const then = await spaceMembers(space, wanted, now.next);
    put({ ...then, members: [...now.members, ...then.members], mailed: now.mailed });
  };
  return { asked, again, more };
}

function Groups({
  space,
  of,
  selected,
  again,
}: {
  space: WholeSpace;
  of: readonly SpaceMember[];
  selected: string | null;
  again: () => void;
}) {
  const { t } = useTranslation();
  return groupsOf(of).map(({ key, label, of: people }) => (
    <section key={key} className={s.groupOf}>
      <h2>
        {key === "guests"
          ? t("spaces.members.guests", { count: people.length })
          : t("spaces.members.group", { name: label ?? t("spaces.members.none"), count: people.length })}
      </h2>
      <ul>
        {people.map((one) => (
          <MemberRow key={one.user_id} space={space} of={one} selected={selected === one.user_id} again={again} />
        ))}
      </ul>
    </section>
  ));
}

interface ListProps {
  readonly space: WholeSpace;
  readonly told: SpaceMembers;
  readonly tab: Tab;
  /** Some of them alone were asked for. */
  readonly filtered: boolean;
  readonly selected: string | null;
  readonly again: () => void;
  readonly more: () => void;
}

function List({ space, told, tab, filtered, selected, again, more }: ListProps) {
  const { t } = useTranslation();
  if (tab === "asking")
    return told.asking.length > 0 ? (
      <ul className={s.asking}>
        {told.asking.map((one) => (
          <Asking key={one.user_id} space={space} of={one} again={again} />
        ))}
      </ul>
    ) : (
      <div className={s.page}>
        <EmptyState title={t("spaces.asking.none")}>{t("spaces.asking.noneBody")}</EmptyState>
      </div>
    );
  const waiting = told.invited.length + told.mailed.length;
  const shown = told.members.filter((m) =>
    tab === "animators" ? m.role === "animator" : tab === "guests" ? m.external !== null : true,
  );
  // Those with most rights come first: whoever hosts it is on the first page.
  const unhosted = tab === "all" && !filtered && told.members.every((m) => m.role !== "animator");
  return (
    <>
      {unhosted ? <Unhosted of={space} again={again} /> : null}
      <Groups space={space} of={shown} selected={selected} again={again} />
      {tab === "all" && waiting > 0 ? (
        <section className={s.groupOf}>
          <h2>{t("spaces.members.invited", { count: waiting })}</h2>
          <ul>
            {told.mailed.map((one) => (
              <Mailed key={one.code} space={space} of={one} again={again} />
            ))}
            {told.invited.map((one) => (
              <MemberRow key={one.user_id} space={space} of={one} selected={false} again={again} invited />
            ))}
          </ul>
        </section>
      ) : null}
      {tab === "all" && !filtered ? (
        <div className={s.aparts}>
          <ApartLines of={space.apart} max={apartMax} />
        </div>
      ) : null}
      {told.next === undefined ? null : (
        <Button variant="subtle" m="sm" onClick={more}>
          {t("spaces.members.more")}
        </Button>
      )}
      {shown.length === 0 ? <p className={s.nobody}>{t("spaces.members.nobody")}</p> : null}
    </>
  );
}

function Tabs({ told, tab, set }: { told: SpaceMembers | null; tab: Tab; set: (next: Tab) => void }) {
  const { t } = useTranslation();
  const asking = told?.asking.length ?? 0;
  const data = [
    { value: "all", label: t("spaces.tab.all") },
    { value: "animators", label: t("spaces.tab.animators") },
    { value: "guests", label: t("spaces.tab.guests") },
    ...(asking > 0 || tab === "asking" ? [{ value: "asking", label: t("spaces.tab.asking", { count: asking }) }] : []),
  ];
  return (
    <SegmentedControl
      aria-label={t("spaces.tab.label")}
      value={tab}
      onChange={(next) => set(next as Tab)}
      data={data}
    />
  );
}

/** Who is in a space, by organisation; what each may do, and what each sees. */
export function Members({ space, nav, person }: { space: WholeSpace; nav: ReactNode; person: string | null }) {
  const { t } = useTranslation();
  const [term, setTerm] = useState("");
  const [tab, setTab] = useState<Tab>("all");
  const [inviting, invite] = useState(false);
  const { asked, again, more } = useMembers(space.space_id, term);
  const told = asked.state === "here" ? asked.value : null;
  const selected = person ? told?.members.find((m) => m.user_id === person) : undefined;
  useEffect(() => {
    if (person) landInPanel();
  }, [person]);
  const { members = 0, guests = 0 } = space;
  const counted = t("spaces.members.sub", { count: members });
  const sub = guests > 0 ? `${counted}, ${t("ui.audienceGuests", { count: guests })}` : counted;
  return (
    <Shell
      title={t("spaces.title.of", { page: t("spaces.members"), name: space.name })}
      nav={nav}
      panel={person ? <SeesPanel space={space} person={person} of={selected} /> : undefined}
    >
      <Head
        back={spacePath(space.space_id)}
        of={space.name}
        title={t("spaces.members")}
        sub={<span className="cut">{sub}</span>}
        end={
          space.rights.includes("invite") && !space.archived ? (
            <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => invite(true)}>
              {t("spaces.invite")}
            </Button>
          ) : null
        }
      />
      <Bar wraps>
        <Tabs told={told} tab={tab} set={setTab} />
        <TextInput
          className={s.search ?? ""}
          aria-label={t("spaces.members.search")}
          placeholder={t("spaces.members.search")}
          leftSection={<IconSearch size={15} aria-hidden />}
          value={term}
          onChange={(e) => setTerm(e.target.value)}
        />
      </Bar>
      <Scroll label={t("spaces.members")}>
        <Answered of={asked} again={again} failed={t("spaces.failed")}>
          {(value) => (
            <List
              space={space}
              told={value}
              tab={tab}
              filtered={term.trim() !== ""}
              selected={person}
              again={again}
              more={() => void more(value)}
            />
          )}
        </Answered>
      </Scroll>
      {inviting ? <InviteDialog space={space} close={() => invite(false)} done={again} /> : null}
    </Shell>
  );
}
