import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { T } from "../../i18n";
import { NamedPeople } from "../../message/NamedPeople";
import { useActs } from "./acts";
import { useTasks } from "./context";
import { type OfTask, Property } from "./Property";
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
  const ids = of[field] ?? none;
  const put = (next: readonly string[]) => set(of, { [field]: next });
  const name = field === "assignees" ? t("tasks.field.assignees") : t("tasks.field.watchers");
  if (!mine && ids.length === 0 && field === "watchers") return null;
  return (
    <Property name={name}>
      <NamedPeople
        name={name}
        people={ids.map(personOf)}
        put={mine ? put : undefined}
        begin={field === "assignees" ? t("tasks.assign") : t("tasks.watch.others")}
        label={field === "assignees" ? t("tasks.assign") : t("tasks.watchedBy")}
        find={find}
      >
        {ids.length === 0 && !mine ? <span className="dim">{t("tasks.nobody")}</span> : null}
        {mine && (field === "watchers" ? !ids.includes(me) : ids.length === 0) ? (
          <Button variant="light" size="xs" onClick={() => put([...ids, me])}>
            {joinWords(field, t)}
          </Button>
        ) : null}
      </NamedPeople>
    </Property>
  );
}
