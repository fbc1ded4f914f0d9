import { Button, Radio, Textarea, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useKept } from "../../base/kept";
import type { Person } from "../../session/people";
import { createRoom, type Entry } from "../../session/rooms";
import { Scroll } from "../../shell/Shell";
import { Head, Wrong } from "../../ui/parts";
import { PeoplePicker } from "./PeoplePicker";
import { roomPath } from "./paths";
import s from "./rooms.module.css";
import { useDoing } from "./useDoing";

const longestName = 120;
const longestTopic = 500;

/** Creates a room: its name, what it is for, who may enter, who is asked in. */
export function NewRoom() {
  const { t } = useTranslation();
  const [name, setName] = useKept("rooms.new.name");
  const [topic, setTopic] = useKept("rooms.new.topic");
  const [entry, setEntry] = useKept("rooms.new.entry", "invited");
  const [kept, keepPeople] = useKept("rooms.new.people", "[]");
  const people = JSON.parse(kept) as readonly Person[];
  const [nameless, setNameless] = useState(false);
  const nameField = useRef<HTMLInputElement>(null);
  const { busy, wrong, run } = useDoing();
  const [, go] = useLocation();
  const create = async () => {
    if (!name.trim()) {
      setNameless(true);
      return nameField.current?.focus();
    }
    const id = await run(() =>
      createRoom({ name: name.trim(), topic: topic.trim(), entry: entry as Entry, invite: people.map((p) => p.id) }),
    );
    if (!id) return;
    for (const settle of [setName, setTopic, setEntry, keepPeople]) settle("");
    go(roomPath(id), { replace: true });
  };
  return (
    <>
      <Head back="/rooms" title={t("rooms.create.title")} />
      <Scroll label={t("rooms.create.title")}>
        <form
          className={`${s.page} ${s.form}`}
          noValidate
          onSubmit={(e) => {
            e.preventDefault();
            void create();
          }}
        >
          <TextInput
            ref={nameField}
            label={t("rooms.create.name")}
            description={t("rooms.create.nameHint")}
            value={name}
            maxLength={longestName}
            required
            error={nameless && !name.trim() ? t("rooms.create.nameless") : null}
            onChange={(e) => setName(e.target.value)}
          />
          <Textarea
            label={t("rooms.create.topic")}
            description={t("rooms.create.topicHint")}
            value={topic}
            maxLength={longestTopic}
            autosize
            minRows={2}
            onChange={(e) => setTopic(e.target.value)}
          />
          <Radio.Group label={t("rooms.create.who")} value={entry} onChange={setEntry}>
            <div className={s.form} style={{ gap: "var(--s-3)", paddingTop: 6 }}>
              <Radio value="invited" label={t("rooms.create.private")} description={t("rooms.create.privateHint")} />
              <Radio value="asking" label={t("rooms.create.asking")} description={t("rooms.create.askingHint")} />
              <Radio value="everybody" label={t("rooms.create.public")} description={t("rooms.create.publicHint")} />
            </div>
          </Radio.Group>
          <PeoplePicker
            label={t("rooms.create.invite")}
            picked={people}
            pick={(next) => keepPeople(JSON.stringify(next))}
          />
          <Wrong>{wrong}</Wrong>
          <div className={s.actions}>
            <Button type="submit" loading={busy}>
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
