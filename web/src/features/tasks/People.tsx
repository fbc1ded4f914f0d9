import { Button } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { T } from "../../i18n";
import { PeoplePicker } from "../../message/PeoplePicker";
import { Face, Outsider } from "../../ui/parts";
import { useActs } from "./acts";
import { useTasks } from "./context";
import { type OfTask, Property } from "./Property";
import s from "./tasks.module.css";
import { useFindMembers } from "./useFindMembers";

type PeopleField = "assignees" | "watchers";
const none: readonly string[] = [];

const joinWords = (field: PeopleField, t: T) => (field === "assignees" ? t("tasks.takeIt") : t("tasks.watch"));

/** Who does a task, or wants to hear of it: oneself by one click, others by their names. */
export function PeopleField({ of, mine, field }: OfTask & { field: PeopleField }) {
  const { t } = useTranslation();
  const { personOf, me } = useTasks();
  const { set } = useActs();
  const find = useFindMembers();
  const [picking, pick] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const ids = of[field] ?? none;
  const people = ids.map(personOf);
  const put = (next: readonly string[]) => set(of, { [field]: next });
  const others = field === "assignees" ? t("tasks.assign") : t("tasks.watch.others");
  const name = field === "assignees" ? t("tasks.field.assignees") : t("tasks.field.watchers");
  const does = picking ? t("tasks.assigned") : people.length > 0 ? t("tasks.edit") : others;
  if (!mine && people.length === 0 && field === "watchers") return null;
  return (
    <Property name={name}>
      {people.map((p) => (
        <span key={p.id} className={s.person}>
          <Face of={p} size={22} />
          <span className="cut">{p.name}</span>
          <Outsider id={p.id} />
        </span>
      ))}
      {people.length === 0 && !mine ? <span className="dim">{t("tasks.nobody")}</span> : null}
      {mine && (field === "watchers" ? !ids.includes(me) : people.length === 0) ? (
        <Button variant="light" size="xs" onClick={() => put([...ids, me])}>
          {joinWords(field, t)}
        </Button>
      ) : null}
      {mine ? (
        <Button
          ref={opener}
          variant="subtle"
          size="xs"
          data-quiet
          aria-expanded={picking}
          aria-label={does === others ? others : t("tasks.doesFor", { does, name })}
          onClick={() => pick(!picking)}
        >
          {does}
        </Button>
      ) : null}
      {picking && mine ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: Escape leaves the choice, and not what it stands in
        <div
          className={s.picker}
          onKeyDown={(e) => {
            if (e.key !== "Escape" || e.nativeEvent.isComposing) return;
            e.preventDefault();
            e.stopPropagation();
            pick(false);
            opener.current?.focus();
          }}
        >
          <PeoplePicker
            label={field === "assignees" ? t("tasks.assign") : t("tasks.watchedBy")}
            picked={people}
            pick={(next) => put(next.map((p) => p.id))}
            find={find}
          />
        </div>
      ) : null}
    </Property>
  );
}
