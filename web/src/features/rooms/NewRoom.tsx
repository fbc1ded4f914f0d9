import { Button, Radio, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, type RefObject, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useKept } from "../../base/kept";
import { PeoplePicker } from "../../message/PeoplePicker";
import { roomPath } from "../../message/paths";
import { useDoing } from "../../message/useDoing";
import type { Person } from "../../session/people";
import { createRoom, type Entry } from "../../session/rooms";
import { Scroll } from "../../shell/Shell";
import ui from "../../ui/lines.module.css";
import { Head, Wrong } from "../../ui/parts";
import s from "./rooms.module.css";

const longestName = 120;
const longestTopic = 500;

/** The form of a new room: what is written in it, kept until the room is there. */
function useNewRoom(nameField: RefObject<HTMLInputElement | null>) {
  const [name, setName] = useKept("rooms.new.name");
  const [topic, setTopic] = useKept("rooms.new.topic");
  const [entry, setEntry] = useKept("rooms.new.entry", "invited");
  const [kept, keepPeople] = useKept("rooms.new.people", "[]");
  const people = JSON.parse(kept) as readonly Person[];
  const setPeople = (next: readonly Person[]) => keepPeople(JSON.stringify(next));
  const [asked, setAsked] = useState(false);
  const { busy, wrong, run } = useDoing();
  const [, go] = useLocation();
  const create = async () => {
    setAsked(true);
    if (!name.trim()) return nameField.current?.focus();
    const wish = { name: name.trim(), topic: topic.trim(), entry: entry as Entry, invite: people.map((p) => p.id) };
    const id = await run(() => createRoom(wish));
    if (!id) return;
    for (const settle of [setName, setTopic, setEntry, keepPeople]) settle("");
    go(roomPath(id), { replace: true });
  };
  const nameless = asked && !name.trim();
  return { name, setName, topic, setTopic, entry, setEntry, people, setPeople, nameless, busy, wrong, create };
}

function WhoEnters({ entry, set }: { entry: string; set: (next: string) => void }) {
  const { t } = useTranslation();
  return (
    <Radio.Group label={t("rooms.create.who")} value={entry} onChange={set}>
      <div className={s.choices}>
        <Radio value="invited" label={t("rooms.create.private")} description={t("rooms.create.privateHint")} />
        <Radio value="asking" label={t("rooms.create.asking")} description={t("rooms.create.askingHint")} />
        <Radio value="everybody" label={t("rooms.create.public")} description={t("rooms.create.publicHint")} />
      </div>
    </Radio.Group>
  );
}

function Fields({
  of,
  nameField,
}: {
  of: ReturnType<typeof useNewRoom>;
  nameField: RefObject<HTMLInputElement | null>;
}) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        ref={nameField}
        label={t("rooms.create.name")}
        description={t("rooms.create.nameHint")}
        value={of.name}
        maxLength={longestName}
        required
        error={of.nameless ? t("rooms.create.nameless") : null}
        onChange={(e) => of.setName(e.target.value)}
      />
      <Textarea
        label={t("rooms.create.topic")}
        description={t("rooms.create.topicHint")}
        value={of.topic}
        maxLength={longestTopic}
        autosize
        minRows={2}
        onChange={(e) => of.setTopic(e.target.value)}
      />
      <WhoEnters entry={of.entry} set={of.setEntry} />
      <PeoplePicker label={t("rooms.create.invite")} picked={of.people} pick={of.setPeople} />
    </>
  );
}

/** Creates a room: its name, what it is for, who may enter, who is asked in. */
export function NewRoom() {
  const { t } = useTranslation();
  const nameField = useRef<HTMLInputElement>(null);
  const of = useNewRoom(nameField);
  const [, go] = useLocation();
  const submit = (e: FormEvent) => {
    e.preventDefault();
    void of.create();
  };
  return (
    <>
      <Head back="/rooms" title={t("rooms.create.title")} />
      <Scroll label={t("rooms.create.title")}>
        <form className={`${s.page} ${ui.form}`} noValidate onSubmit={submit}>
          <Fields of={of} nameField={nameField} />
          <Wrong>{of.wrong}</Wrong>
          <div className={s.actions}>
            <Button type="submit" loading={of.busy}>
              {t("rooms.create.do")}
            </Button>
            <Button variant="default" onClick={() => go("/rooms")}>
              {t("ui.cancel")}
            </Button>
          </div>
        </form>
      </Scroll>
    </>
  );
}
