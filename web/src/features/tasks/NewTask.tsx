import { Button, Input, NativeSelect, TextInput } from "@mantine/core";
import { type ReactNode, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import { space as oneSpace, spaces } from "../../api/spaces";
import { changeTask, makeTask, type Task, type Wished } from "../../api/tasks";
import { makeByTemplate, type Template } from "../../api/taskTemplates";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { account, me as self } from "../../base/account";
import { plain } from "../../base/names";
import type { T } from "../../i18n";
import { daysLater, isoDay } from "../../i18n/dates";
import { NamedPeople } from "../../message/NamedPeople";
import { localpart, type Person } from "../../session/people";
import { Answered } from "../../ui/Answered";
import { DateField } from "../../ui/DateField";
import { Dialog } from "../../ui/Dialog";
import { TaskAudience } from "./TaskAudience";
import s from "./tasks.module.css";
import { useTemplates } from "./templating";
import { useFindMembersOf } from "./useFindMembers";
import { titleMax } from "./words";

/** Why a task was not made on the board that was chosen. */
export function notMade(failure: unknown, t: T): string {
  const absent = failure instanceof Refusal && failure.code === "M_NOT_FOUND";
  return absent ? t("tasks.fromMessage.closed") : reasonOf(failure, t, t("tasks.fromMessage.forbidden"));
}

/** The boards on which I may have something to do; the one that is near comes first. */
function useBoards(near: string | null) {
  const question = useCallback(async () => {
    const all = (await spaces()).filter((one) => one.role && !one.archived && one.apps?.includes("tasks"));
    return all.sort((a, b) => Number(b.space_id === near) - Number(a.space_id === near));
  }, [near]);
  return useAsked(question);
}

/** Who will see the task. */
function SeenBy({ of }: { of: string }) {
  const [asked] = useAsked(useCallback(() => oneSpace(of), [of]));
  if (asked.state !== "here") return null;
  return (
    <p>
      <TaskAudience space={asked.value} />
    </p>
  );
}

interface BoardsProps {
  readonly of: ReturnType<typeof useBoards>[0];
  readonly again: () => void;
  readonly chosen: string;
  readonly choose: (space: string) => void;
}

/** On which board it is made. */
function Boards({ of, again, chosen, choose }: BoardsProps) {
  const { t } = useTranslation();
  return (
    <Answered of={of} again={again} failed={t("tasks.failed")}>
      {(all) =>
        all.length === 0 ? (
          <p>{t("tasks.fromMessage.none")}</p>
        ) : (
          <NativeSelect
            label={t("tasks.fromMessage.board")}
            value={chosen}
            onChange={(e) => choose(e.target.value)}
            data={all.map((one) => ({ value: one.space_id, label: plain(one.name) }))}
          />
        )
      }
    </Answered>
  );
}

interface FromProps {
  readonly space: string;
  readonly chosen: Template | null;
  readonly choose: (next: Template | null) => void;
}

/** The templates of a board, where it has some. */
function From({ space, chosen, choose }: FromProps) {
  const { t } = useTranslation();
  const [asked] = useTemplates(space);
  const all = asked.state === "here" ? asked.value : [];
  if (all.length === 0) return null;
  return (
    <NativeSelect
      label={t("templates.from")}
      value={chosen?.id ?? ""}
      onChange={(e) => choose(all.find((one) => one.id === e.target.value) ?? null)}
      data={[{ value: "", label: t("templates.no") }, ...all.map((one) => ({ value: one.id, label: one.name }))]}
    />
  );
}

/** Oneself, as others are shown. */
function useMyself(): Person {
  const id = account.use()?.userId ?? "";
  const known = self.use();
  return { id, name: known?.name ?? localpart(id), picture: known?.picture ?? null };
}

interface GivenProps {
  readonly space: string;
  readonly me: Person;
  readonly people: readonly Person[];
  readonly give: (people: readonly Person[]) => void;
}

/** To whom it is given: oneself by one click, others of the space by their names. */
function Given({ space, me, people, give }: GivenProps) {
  const { t } = useTranslation();
  const find = useFindMembersOf(space);
  const name = t("tasks.field.assignees");
  return (
    <Input.Wrapper label={name} labelElement="div">
      <div className={s.given}>
        <NamedPeople
          name={name}
          people={people}
          put={(_, next) => give(next)}
          begin={t("tasks.assign")}
          label={t("tasks.assign")}
          find={find}
        >
          {people.length === 0 ? (
            <Button variant="light" size="xs" onClick={() => give([me])}>
              {t("tasks.takeIt")}
            </Button>
          ) : null}
        </NamedPeople>
      </div>
    </Input.Wrapper>
  );
}

/** Makes a task; by a template, and what was said otherwise on it. */
async function made(space: string, request: string, set: Wished, template: Template | null): Promise<Task> {
  if (!template) return makeTask(space, request, set);
  const [whole] = await makeByTemplate(space, template.id, request, isoDay(Date.now()));
  return changeTask(whole!.id, `${request}-said`, whole!.version, set);
}

interface NewTaskProps {
  /** It is made of a message. */
  readonly quotes?: boolean;
  readonly close: () => void;
  /** What it says before anybody writes; and whether it is to be mine. */
  readonly first?: Pick<Wished, "title" | "description">;
  readonly mine?: boolean;
  /** The space whose board is meant, probably. */
  readonly near?: string | null;
  readonly note?: ReactNode;
  /** What follows: it belongs to the making, and is tried again with it. */
  readonly made: (task: Task) => Promise<void> | void;
}

/** A new task on any of my boards. */
export function NewTask({ quotes, close, first = {}, mine: own = false, near = null, note, made: then }: NewTaskProps) {
  const { t } = useTranslation();
  const me = useMyself();
  const { busy, run, refusal } = useDeed(notMade);
  const [boards, again] = useBoards(near);
  const [request] = useState(() => crypto.randomUUID());
  const [name, write] = useState(first.title ?? "");
  const [chosen, aim] = useState<string | null>(null);
  const [due, plan] = useState("");
  const [people, give] = useState<readonly Person[]>(own ? [me] : []);
  const [template, follow] = useState<Template | null>(null);
  const choose = (next: string) => {
    follow(null);
    aim(next);
    // Who is in one space may not be in the other.
    give((before) => before.filter((one) => one.id === me.id));
  };
  const fill = (next: Template | null) => {
    follow(next);
    if (!next) return;
    if (name.trim() === "" || name === template?.set.title) write(next.set.title);
    if (next.due_in_days !== undefined) plan(daysLater(isoDay(Date.now()), next.due_in_days));
  };
  const space = chosen ?? (boards.state === "here" ? boards.value[0]?.space_id : undefined) ?? "";
  const submit = () =>
    run(async () => {
      const { description } = first;
      const more = { ...(description ? { description } : {}), ...(due || template ? { due: due || null } : {}) };
      const set: Wished = {
        title: name.trim(),
        ...more,
        ...(people.length > 0 ? { assignees: people.map((one) => one.id) } : {}),
      };
      await then(await made(space, request, set, template));
      close();
    });
  return (
    <Dialog
      title={quotes ? t("tasks.fromMessage.title") : t("tasks.new")}
      close={close}
      act={t("tasks.makeFirst")}
      busy={busy}
      disabled={name.trim() === "" || space === ""}
      wrong={refusal}
      submit={() => void submit()}
    >
      <TextInput
        data-autofocus
        label={t("tasks.field.title")}
        maxLength={titleMax}
        value={name}
        onChange={(e) => write(e.target.value)}
      />
      <Boards of={boards} again={again} chosen={space} choose={choose} />
      {space ? <SeenBy of={space} /> : null}
      {space && !quotes ? <From key={space} space={space} chosen={template} choose={fill} /> : null}
      {note}
      <DateField label={t("tasks.field.due")} min="1970-01-01" max="2200-12-31" value={due} onChange={plan} />
      {space ? <Given key={space} space={space} me={me} people={people} give={give} /> : null}
    </Dialog>
  );
}
