import { Button, Textarea } from "@mantine/core";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Decision } from "../../api/decisions";
import { useDeed } from "../../api/useDeed";
import { useEdited } from "../../base/kept";
import { Wrong } from "../../ui/parts";
import { settle } from "./context";
import s from "./decisions.module.css";
import { fieldName, questionMax, sentence, textMax, titleMax } from "./words";

type TextName = "title" | "question" | "text" | "why";
const maxOf: Record<TextName, number> = { title: titleMax, question: questionMax, text: textMax, why: textMax };
const isLine = (field: TextName) => field === "title" || field === "question";

interface TextProps {
  readonly of: Decision;
  readonly field: TextName;
  readonly mine: boolean;
  readonly put: (next: Decision) => void;
}

/** A text of a decision that somebody writes in: based on the version at which they began; kept until it is stored. */
function useWritten({ of, field, put }: TextProps) {
  const edited = useEdited(`decisions.${of.id}.${field}`, of[field]);
  const base = useRef<number | null>(null);
  const { busy, run, refusal, code, refuse } = useDeed(sentence);
  const back = () => {
    base.current = null;
    refuse(null);
    edited.write(of[field]);
  };
  const save = async (over = false) => {
    const said = isLine(field) ? edited.value.trim().replace(/\s+/g, " ") : edited.value;
    if (said === of[field] || (field === "title" && said === "")) return back();
    const from = over ? of.version : (base.current ?? of.version);
    await run(async () => {
      await settle(of, put, { [field]: said }, from);
      base.current = null;
      edited.write(said);
    });
  };
  const write = (next: string) => {
    base.current ??= of.version;
    edited.write(next);
  };
  return { ...edited, write, save, back, busy, refusal, outrun: code === "FR_PARVIS_CHANGED" };
}

/** Who was faster at the same text: what it is now, and the choice. */
function Outrun({ of, field, keep, drop }: { of: Decision; field: TextName; keep: () => void; drop: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={s.outrun} role="alert">
      <p>{t("decisions.outrun", { field: fieldName(field, t), value: of[field] })}</p>
      <div className={s.acts}>
        <Button size="xs" variant="light" onClick={keep}>
          {t("decisions.outrun.keep")}
        </Button>
        <Button size="xs" variant="subtle" data-quiet onClick={drop}>
          {t("decisions.outrun.drop")}
        </Button>
      </div>
    </div>
  );
}

/** A text of one line. Enter keeps it, Escape brings back what was there. */
export function Line(props: TextProps) {
  const { t } = useTranslation();
  const { of, field, mine } = props;
  const { value, write, save, back, refusal, outrun } = useWritten(props);
  if (!mine) return field === "title" ? <h3>{of.title}</h3> : of[field];
  const onKeyDown = (e: KeyboardEvent<HTMLTextAreaElement>) => {
    if (e.nativeEvent.isComposing) return;
    if (e.key === "Escape" && value !== of[field]) {
      e.preventDefault();
      back();
    }
    if (e.key !== "Enter") return;
    e.preventDefault();
    e.currentTarget.blur();
  };
  return (
    <div className={field === "title" ? s.name : s.line}>
      <Textarea
        aria-label={fieldName(field, t)}
        {...(field === "question" ? { placeholder: t("decisions.questionHint") } : {})}
        autosize
        minRows={1}
        maxLength={maxOf[field]}
        value={value}
        onChange={(e) => write(e.target.value)}
        onBlur={() => outrun || void save()}
        onKeyDown={onKeyDown}
      />
      {outrun ? <Outrun of={of} field={field} keep={() => void save(true)} drop={back} /> : <Wrong>{refusal}</Wrong>}
    </div>
  );
}

/** A long text: what is decided, or why. */
export function Long(props: TextProps) {
  const { t } = useTranslation();
  const { of, field, mine } = props;
  const { value, changed, write, save, back, busy, refusal, outrun } = useWritten(props);
  const [writing, begin] = useState(false);
  const open = mine && (writing || (changed && value !== of[field]));
  const name = fieldName(field, t);
  if (!mine && of[field] === "") return null;
  const keep = () => void save().then(() => begin(false));
  return (
    <section className={s.sec} aria-label={name}>
      <h4>
        {name}
        {mine && !open ? (
          <button type="button" className="link small" onClick={() => begin(true)}>
            {of[field] === "" ? t("decisions.write") : t("decisions.edit")}
            <span className="hidden"> : {name}</span>
          </button>
        ) : null}
      </h4>
      {open ? (
        <>
          <Textarea
            aria-label={name}
            autosize
            autoFocus={writing}
            minRows={4}
            maxRows={20}
            maxLength={maxOf[field]}
            value={value}
            onChange={(e) => write(e.target.value)}
            onKeyDown={(e) => {
              if (e.key !== "Enter" || !(e.ctrlKey || e.metaKey)) return;
              e.preventDefault();
              keep();
            }}
          />
          {outrun ? (
            <Outrun of={of} field={field} keep={() => void save(true)} drop={back} />
          ) : (
            <Wrong>{refusal}</Wrong>
          )}
          {outrun ? null : (
            <div className={s.acts}>
              <Button size="xs" loading={busy} onClick={keep}>
                {t("decisions.keep")}
              </Button>
              <Button
                size="xs"
                variant="subtle"
                data-quiet
                onClick={() => {
                  back();
                  begin(false);
                }}
              >
                {t("ui.cancel")}
              </Button>
            </div>
          )}
        </>
      ) : (
        of[field] && <p className={s.text}>{of[field]}</p>
      )}
    </section>
  );
}
