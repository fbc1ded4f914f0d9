import { Button, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useSearch } from "wouter";
import { type DecisionCard, type DecisionTarget, makeDecision, tieDecision } from "../../api/decisions";
import { tie } from "../../api/taskTalk";
import { useDeed } from "../../api/useDeed";
import { useKept } from "../../base/kept";
import { say } from "../../shell/toast";
import ui from "../../ui/lines.module.css";
import { PanelBody, PanelHead, Wrong } from "../../ui/parts";
import { useRegister } from "./context";
import s from "./decisions.module.css";
import { EarlierField } from "./Earlier";
import { bodyMax, decisionPath, meetingMax, questionMax, sentence, textMax, titleMax } from "./words";

/** What a new decision says; it survives leaving the page. */
function useDraft(space: string) {
  const key = (field: string) => `decisions.new.${space}.${field}`;
  const [title, writeTitle] = useKept(key("title"));
  const [question, writeQuestion] = useKept(key("question"));
  const [text, writeText] = useKept(key("text"));
  const [why, writeWhy] = useKept(key("why"));
  const [body, writeBody] = useKept(key("body"));
  const [meeting, writeMeeting] = useKept(key("meeting"));
  const write = { writeTitle, writeQuestion, writeText, writeWhy, writeBody, writeMeeting };
  const clear = () => {
    for (const empty of Object.values(write)) empty("");
  };
  const line = { title: title.trim(), question: question.trim(), body: body.trim() };
  // A node of the version before knows of no meeting.
  const said = { ...line, text, why, ...(meeting.trim() ? { meeting: meeting.trim() } : {}) };
  return { title, question, text, why, body, meeting, ...write, clear, said };
}

function Fields({ of }: { of: ReturnType<typeof useDraft> }) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        data-autofocus
        label={t("decisions.field.title")}
        description={t("decisions.titleHint")}
        maxLength={titleMax}
        required
        value={of.title}
        onChange={(e) => of.writeTitle(e.target.value)}
      />
      <TextInput
        label={t("decisions.field.question")}
        description={t("decisions.questionHint")}
        maxLength={questionMax}
        value={of.question}
        onChange={(e) => of.writeQuestion(e.target.value)}
      />
      <Textarea
        label={t("decisions.field.text")}
        autosize
        minRows={3}
        maxRows={16}
        maxLength={textMax}
        value={of.text}
        onChange={(e) => of.writeText(e.target.value)}
      />
      <Textarea
        label={t("decisions.field.why")}
        autosize
        minRows={2}
        maxRows={16}
        maxLength={textMax}
        value={of.why}
        onChange={(e) => of.writeWhy(e.target.value)}
      />
      <TextInput
        label={t("decisions.field.body")}
        description={t("decisions.bodyHint")}
        maxLength={bodyMax}
        value={of.body}
        onChange={(e) => of.writeBody(e.target.value)}
      />
      <TextInput
        label={t("decisions.field.meeting")}
        description={t("decisions.meetingHint")}
        maxLength={meetingMax}
        value={of.meeting}
        onChange={(e) => of.writeMeeting(e.target.value)}
      />
    </>
  );
}

/** Records a decision: a draft at first, which is taken afterwards. `?task=` names the task that it comes from. */
export function NewDecision({ close }: { close: string }) {
  const { t } = useTranslation();
  const { space, may, changed } = useRegister();
  const [, go] = useLocation();
  const task = new URLSearchParams(useSearch()).get("task");
  const draft = useDraft(space.space_id);
  const [earlier, choose] = useState<DecisionCard | null>(null);
  const [request] = useState(() => crypto.randomUUID());
  const { busy, run, refusal } = useDeed(sentence);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    void run(async () => {
      const made = await makeDecision(space.space_id, request, {
        ...draft.said,
        ...(earlier ? { supersedes: earlier.id } : {}),
      });
      if (task) {
        const target: DecisionTarget = { kind: "thing", of: "task", thing: task, way: "from" };
        await tieDecision(made.id, target);
        await tie(task, { kind: "thing", of: "decision", thing: made.id, way: "to" });
      }
      draft.clear();
      changed();
      say(t("decisions.made", { number: made.number }));
      go(decisionPath(made));
    });
  };
  return (
    <>
      <PanelHead title={t("decisions.new")} close={close} />
      <PanelBody>
        <form className={`${s.detail} ${ui.form}`} onSubmit={submit} noValidate>
          <p className={ui.hint}>{may.take ? t("decisions.newHintTaker") : t("decisions.newHint")}</p>
          <Fields of={draft} />
          <div>
            <p className={s.label}>{t("decisions.field.supersedes")}</p>
            <EarlierField label={t("decisions.field.supersedes")} chosen={earlier} choose={choose} />
          </div>
          <Wrong>{refusal}</Wrong>
          <div className={s.acts}>
            <Button type="submit" loading={busy} disabled={draft.said.title === ""}>
              {t("decisions.saveDraft")}
            </Button>
          </div>
        </form>
      </PanelBody>
    </>
  );
}
