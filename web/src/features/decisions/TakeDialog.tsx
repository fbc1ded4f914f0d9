import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Decision } from "../../api/decisions";
import { useDeed } from "../../api/useDeed";
import { isoDay } from "../../i18n/dates";
import { PeoplePicker } from "../../message/PeoplePicker";
import { setDone } from "../../session/done";
import { useLive, useOverview } from "../../session/hooks";
import { needsOf } from "../../session/needs";
import { say } from "../../shell/toast";
import { DateField } from "../../ui/DateField";
import { Dialog } from "../../ui/Dialog";
import ui from "../../ui/lines.module.css";
import { setOf, settle, useRegister } from "./context";
import { bodyMax, meetingMax, sentence } from "./words";

/** What waited in Accueil because of a decision waits no more. */
function useOver(id: string): () => void {
  const live = useLive();
  const overview = useOverview();
  return () => {
    const needs = live ? needsOf(live.client, overview) : [];
    for (const need of needs) if (need.notice?.decision === id) void setDone(need.key, true).catch(() => undefined);
  };
}

/** A draft is taken: by whom, and on which day. */
export function TakeDialog({ of, put, close }: { of: Decision; put: (next: Decision) => void; close: () => void }) {
  const { t } = useTranslation();
  const { personOf, find } = useRegister();
  const over = useOver(of.id);
  const { busy, run, refusal } = useDeed(sentence);
  const [deciders, pick] = useState(of.deciders);
  const [body, write] = useState(of.body);
  const [meeting, meet] = useState(of.meeting ?? "");
  const [day, date] = useState(of.day ?? isoDay(Date.now()));
  const missing =
    deciders.length === 0 && body.trim() === "" ? t("decisions.take.who") : day === "" ? t("decisions.take.day") : null;
  const submit = () =>
    void run(async () => {
      // A node of the version before knows of no meeting.
      const met = meeting.trim() === (of.meeting ?? "") ? {} : { meeting: meeting.trim() };
      const taken = await settle(of, put, { state: "taken", deciders, body: body.trim(), ...met, day });
      over();
      close();
      say(t("decisions.take.done"), () => void setOf(taken, { state: "draft" }).then(put, () => undefined));
    });
  return (
    <Dialog
      title={t("decisions.take")}
      close={close}
      act={t("decisions.take")}
      busy={busy}
      disabled={missing !== null}
      wrong={refusal}
      submit={submit}
    >
      <p>{t("decisions.take.body", { title: of.title })}</p>
      <PeoplePicker
        label={t("decisions.field.deciders")}
        picked={deciders.map(personOf)}
        pick={(next) => pick(next.map((p) => p.id))}
        find={find}
      />
      <TextInput
        label={t("decisions.field.body")}
        description={t("decisions.bodyHint")}
        maxLength={bodyMax}
        value={body}
        onChange={(e) => write(e.target.value)}
      />
      <TextInput
        label={t("decisions.field.meeting")}
        description={t("decisions.meetingHint")}
        maxLength={meetingMax}
        value={meeting}
        onChange={(e) => meet(e.target.value)}
      />
      <DateField label={t("decisions.field.day")} min="1970-01-01" max="2200-12-31" value={day} onChange={date} />
      <p className={ui.hint} role="status">
        {missing}
      </p>
    </Dialog>
  );
}
