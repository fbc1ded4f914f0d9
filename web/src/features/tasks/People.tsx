import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Task } from "../../api/tasks";
import { NamedPeople } from "../../message/NamedPeople";
import { say } from "../../shell/toast";
import { useActs } from "./acts";
import { useTasks } from "./context";
import { type OfTask, Property } from "./Property";
import { queue } from "./queue";
import { useFindMembers } from "./useFindMembers";

type PeopleField = "assignees" | "watchers";
const none: readonly string[] = [];

/** Whoever sees a task watches it by one click, and no more by another; where nothing goes on, nobody begins to. */
function Watch({ of, begins }: { of: Task; begins: boolean }) {
  const { t } = useTranslation();
  const { me } = useTasks();
  const watches = of.watchers?.includes(me) ?? false;
  if (!watches && !begins) return null;
  const watch = (on: boolean) => queue.now()?.watch(of, on);
  const turn = () => {
    watch(!watches);
    say(watches ? t("tasks.watch.off") : t("tasks.watch.on"), begins ? () => watch(watches) : undefined);
  };
  return (
    <Button variant={watches ? "subtle" : "light"} size="xs" data-quiet={watches || undefined} onClick={turn}>
      {watches ? t("tasks.unwatch") : t("tasks.watch")}
    </Button>
  );
}

/** Who does a task, or wants to hear of it: oneself by one click, others by their names. */
export function PeopleField({ of, mine, field }: OfTask & { field: PeopleField }) {
  const { t } = useTranslation();
  const { personOf, me, space } = useTasks();
  const { set } = useActs();
  const find = useFindMembers();
  const ids = of[field] ?? none;
  const put = (next: readonly string[]) => set(of, { [field]: next });
  const name = field === "assignees" ? t("tasks.field.assignees") : t("tasks.field.watchers");
  const begins = !of.archived && !space.archived;
  if (field === "watchers" && ids.length === 0 && !begins) return null;
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
        {field === "watchers" ? <Watch of={of} begins={begins} /> : null}
        {field === "assignees" && ids.length === 0 && !mine ? <span className="dim">{t("tasks.nobody")}</span> : null}
        {field === "assignees" && ids.length === 0 && mine ? (
          <Button variant="light" size="xs" onClick={() => put([me])}>
            {t("tasks.takeIt")}
          </Button>
        ) : null}
      </NamedPeople>
    </Property>
  );
}
