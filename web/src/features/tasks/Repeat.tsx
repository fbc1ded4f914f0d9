import { Button, NativeSelect } from "@mantine/core";
import { IconRepeat } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Card, Repeats, Task } from "../../api/tasks";
import { Dialog } from "../../ui/Dialog";
import ui from "../../ui/lines.module.css";
import { useActs } from "./acts";
import { useTasks } from "./context";
import { type OfTask, Property } from "./Property";
import { RepeatForm } from "./RepeatForm";
import { type Rule, ruleIn, ruleOf, ruleText } from "./repeatRule";
import { repeatsWords } from "./repeatWords";
import s from "./tasks.module.css";

/** A task that comes again, on its card or its line. */
export function RepeatMark({ of, size = 14 }: { of: Pick<Card, "repeats">; size?: number }) {
  const { t } = useTranslation();
  if (!of.repeats) return null;
  return (
    <span title={repeatsWords(of.repeats, t)} className={s.glyph}>
      <IconRepeat size={size} stroke={1.8} aria-hidden />
      <span className="hidden">{repeatsWords(of.repeats, t)}</span>
    </span>
  );
}

/** How a task comes again, as a sentence that follows what is chosen. */
function RepeatDialog({ of, close }: { of: Task; close: () => void }) {
  const { t } = useTranslation();
  const { today } = useTasks();
  const { set } = useActs();
  const before = of.repeats ?? null;
  const day = of.due ?? today;
  const read = before && ruleIn(before.rule);
  const [rule, write] = useState<Rule | null>(() => read ?? (before ? null : ruleOf("WEEKLY", day)));
  const [when, choose] = useState<Repeats["when"]>(before?.when ?? "done");
  const next: Repeats | null = rule && { rule: ruleText(rule), when };
  const same = next?.rule === before?.rule && next?.when === before?.when;
  const over = rule?.until != null && rule.until < day;
  return (
    <Dialog
      title={t("repeats.title")}
      close={close}
      act={t("tasks.keep")}
      disabled={over}
      submit={() => {
        if (!same) set(of, { repeats: next });
        close();
      }}
    >
      {before && !read ? <p className={ui.hint}>{t("repeats.replaces", { rule: before.rule })}</p> : null}
      <RepeatForm of={rule} set={write} day={day} />
      {next ? (
        <>
          <NativeSelect
            label={t("repeats.when")}
            description={when === "day" && !of.due ? t("repeats.undated") : undefined}
            value={when}
            onChange={(e) => choose(e.currentTarget.value as Repeats["when"])}
            data={[
              { value: "done", label: t("repeats.when.done") },
              { value: "day", label: t("repeats.when.day") },
            ]}
          />
          <p role="status" className={s.sentence}>
            {over ? t("repeats.over") : repeatsWords(next, t)}
          </p>
        </>
      ) : null}
    </Dialog>
  );
}

/** How a task comes again, in words; who may, says it otherwise. */
export function RepeatField({ of, mine }: OfTask) {
  const { t } = useTranslation();
  const [open, show] = useState(false);
  if (!of.repeats && !mine) return null;
  return (
    <Property name={t("repeats.name")}>
      {of.repeats ? <span className={s.words}>{repeatsWords(of.repeats, t)}</span> : null}
      {mine ? (
        <Button
          variant="subtle"
          size="xs"
          data-quiet
          aria-label={of.repeats ? t("tasks.doesFor", { does: t("tasks.edit"), name: t("repeats.name") }) : undefined}
          onClick={() => show(true)}
        >
          {of.repeats ? t("tasks.edit") : t("repeats.do")}
        </Button>
      ) : null}
      {open ? <RepeatDialog of={of} close={() => show(false)} /> : null}
    </Property>
  );
}
