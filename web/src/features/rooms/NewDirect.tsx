import { TextInput } from "@mantine/core";
import { IconArrowRight, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { FoundPeople } from "../../message/PeoplePicker";
import { roomPath } from "../../message/paths";
import { useDoing } from "../../message/useDoing";
import { usePeople } from "../../message/usePeople";
import type { Person } from "../../session/people";
import { directWith } from "../../session/rooms";
import { Scroll } from "../../shell/Shell";
import ui from "../../ui/lines.module.css";
import { Head, Waiting, Wrong } from "../../ui/parts";
import s from "./rooms.module.css";

/** Finds a person and opens the conversation with them. */
export function NewDirect() {
  const { t } = useTranslation();
  const [term, setTerm] = useState("");
  const { found, looking, failed } = usePeople(term);
  const { busy, wrong, run } = useDoing();
  const [, go] = useLocation();
  const choose = async (p: Person) => {
    const id = await run(() => directWith(p.id));
    if (id) go(roomPath(id), { replace: true });
  };
  return (
    <>
      <Head back="/rooms" title={t("rooms.direct.start")} />
      <Scroll label={t("rooms.direct.start")}>
        <div className={`${s.page} ${ui.form}`}>
          <TextInput
            data-autofocus
            autoFocus
            label={t("rooms.direct.who")}
            description={t("rooms.people.hint")}
            value={term}
            onChange={(e) => setTerm(e.target.value)}
            onKeyDown={(e) => {
              if (e.key === "Enter" && !e.nativeEvent.isComposing && !busy && found?.[0]) void choose(found[0]);
            }}
            leftSection={<IconSearch size={16} aria-hidden />}
            autoComplete="off"
            spellCheck={false}
          />
          <Wrong>{wrong}</Wrong>
          {busy ? (
            <Waiting lines={2} />
          ) : (
            <FoundPeople
              term={term}
              found={found}
              looking={looking}
              failed={failed}
              choose={(p) => void choose(p)}
              icon={IconArrowRight}
            />
          )}
          {term.trim() === "" ? <p className={ui.hint}>{t("rooms.direct.hint")}</p> : null}
        </div>
      </Scroll>
    </>
  );
}
