import { ActionIcon, TextInput } from "@mantine/core";
import { type Icon, IconPlus, IconSearch, IconX } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLabels } from "../api/badges";
import { isAddress } from "../base/address";
import { useConnected } from "../session/hooks";
import { isUserId, type Person } from "../session/people";
import ui from "../ui/lines.module.css";
import { Face, Outsider, Waiting, Wrong } from "../ui/parts";
import { besideNames } from "./beside";
import s from "./composer.module.css";
import { type FindPeople, lettersMin, usePeople } from "./usePeople";

interface PickerProps {
  readonly label: string;
  readonly picked: readonly Person[];
  readonly pick: (people: readonly Person[]) => void;
  /** Left out of what is found. */
  readonly without?: readonly string[];
  /** Who is found by what is typed, and before, where it is not everybody here. It keeps its identity between renderings. */
  readonly find?: FindPeople;
  /** What is offered where nobody is found by what is typed. */
  readonly absent?: (term: string) => ReactNode;
}

/** A field that finds people by name or id, and the people picked so far. */
export function PeoplePicker({ label, picked, pick, without = [], find, absent }: PickerProps) {
  const { t } = useTranslation();
  const [term, setTerm] = useState("");
  const { found, looking, failed } = usePeople(term, find);
  const choose = (p: Person) => {
    pick([...picked, p]);
    setTerm("");
  };
  const offered = found?.filter((p) => !without.includes(p.id) && !picked.some((q) => q.id === p.id));
  return (
    <div className={ui.form} style={{ gap: "var(--s-2)" }}>
      <TextInput
        data-autofocus
        label={label}
        description={find ? t("rooms.people.name") : t("rooms.people.hint")}
        value={term}
        onChange={(e) => setTerm(e.target.value)}
        onKeyDown={(e) => {
          // Here Enter takes the first of those found; it never sends the form around.
          if (e.key !== "Enter" || e.nativeEvent.isComposing) return;
          e.preventDefault();
          if (offered?.[0]) choose(offered[0]);
        }}
        leftSection={<IconSearch size={16} aria-hidden />}
        autoComplete="off"
        spellCheck={false}
      />
      {picked.length > 0 ? (
        <div className={s.picked}>
          {picked.map((p) => (
            <span key={p.id} className={s.pill}>
              <Face of={p} size={20} />
              <span className="cut">{p.name}</span>
              <ActionIcon
                size={24}
                aria-label={t("rooms.people.unpick", { name: p.name })}
                onClick={() => pick(picked.filter((q) => q.id !== p.id))}
              >
                <IconX size={14} />
              </ActionIcon>
            </span>
          ))}
        </div>
      ) : null}
      {found && found.length > 0 && offered?.length === 0 ? (
        <p className={ui.hint}>{t("rooms.people.already")}</p>
      ) : (
        <>
          <FoundPeople term={term} found={offered} looking={looking} failed={failed} choose={choose} icon={IconPlus} />
          {found?.length === 0 && !looking ? absent?.(term.trim()) : null}
        </>
      )}
    </div>
  );
}

/** Why nobody was found, and what to do. */
function Nobody({ term }: { term: string }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const serverOf = (id: string) => id.replace(/^[^:]*:/, "");
  const id = isUserId(term);
  return (
    <p className={ui.hint} role="status">
      {term === me
        ? t("rooms.people.oneself")
        : id && serverOf(term) === serverOf(me)
          ? t("rooms.people.absent", { id: term })
          : id
            ? t("rooms.people.elsewhere", { id: term })
            : term.length < lettersMin
              ? t("rooms.people.short")
              : isAddress(term)
                ? t("rooms.people.noAddress")
                : t("rooms.people.none")}
    </p>
  );
}

export function FoundPeople({
  term,
  found,
  looking,
  failed,
  choose,
  icon: Choose,
}: {
  term: string;
  found: readonly Person[] | null | undefined;
  looking: boolean;
  failed: boolean;
  choose: (p: Person) => void;
  icon: Icon;
}) {
  const { t } = useTranslation();
  const labels = useLabels(found?.map((p) => p.id) ?? []);
  if (looking) return <Waiting lines={3} />;
  if (failed) return <Wrong>{t("rooms.wrong.network")}</Wrong>;
  if (!found) return null;
  if (found.length === 0) return <Nobody term={term.trim()} />;
  const beside = besideNames(found, labels);
  return (
    <ul className={ui.rows} aria-label={t("rooms.people.found")}>
      {found.map((p) => (
        <li key={p.id}>
          <button type="button" className={ui.pick} onClick={() => choose(p)}>
            <Face of={p} size={32} />
            <span className={ui.two}>
              <b className="cut">{p.name}</b>
              {beside.get(p.id) ? <span className="cut">{beside.get(p.id)}</span> : null}
            </span>
            <Outsider id={p.id} />
            <Choose size={16} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );
}
