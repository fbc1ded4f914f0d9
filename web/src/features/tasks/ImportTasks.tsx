import { Button, Progress } from "@mantine/core";
import { type ChangeEvent, type DragEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FileLine, FileReport } from "../../api/taskFiles";
import type { T } from "../../i18n";
import { Dialog } from "../../ui/Dialog";
import ui from "../../ui/lines.module.css";
import s from "./tasks.module.css";
import { counted, useImport } from "./useImport";

const whole = 100;
/** Lines that are shown; how many there are besides is told. */
const shownMax = 100;

/** What is wrong with a line. */
export function faultOf({ field = "", cell = "", person }: FileLine, t: T): string {
  if (person === "several") return t("sheets.fault.several");
  if (person === "nobody") return t("sheets.fault.nobody");
  if (field.startsWith("custom")) return t("sheets.fault.custom");
  switch (field) {
    case "title":
      return cell === "" ? t("sheets.fault.noTitle") : t("sheets.fault.title");
    case "description":
      return t("sheets.fault.long");
    case "column":
    case "place":
      return t("sheets.fault.column");
    case "labels":
      return t("sheets.fault.labels");
    case "assignees":
      return t("sheets.fault.assignees");
    case "start":
    case "due":
      return t("sheets.fault.day");
    case "priority":
      return t("sheets.fault.priority");
    case "estimate_minutes":
    case "spent_minutes":
      return t("sheets.fault.minutes");
    default:
      return t("sheets.fault.line");
  }
}

/** The lines that make no task, with the cell and the reason of each. */
function Faults({ of }: { of: readonly FileLine[] }) {
  const { t } = useTranslation();
  return (
    <div className={s.faults} role="region" aria-label={t("sheets.faults")} tabIndex={0}>
      <table>
        <caption className="hidden">{t("sheets.faults")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("sheets.line")}</th>
            <th scope="col">{t("sheets.column")}</th>
            <th scope="col">{t("sheets.wrong")}</th>
          </tr>
        </thead>
        <tbody>
          {of.slice(0, shownMax).map((line) => (
            <tr key={line.line}>
              <td>{line.line}</td>
              <td>
                {line.column ?? "–"}
                {line.cell ? <q>{line.cell}</q> : null}
              </td>
              <td>{faultOf(line, t)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {of.length > shownMax ? <p>{t("sheets.moreFaults", { count: of.length - shownMax })}</p> : null}
    </div>
  );
}

/** What came of a file, or would. */
function Report({ of }: { of: FileReport }) {
  const { t } = useTranslation();
  const { made, there, refused } = counted(of);
  return (
    <>
      <div role="status">
        <p>
          {made === 0 && of.dry_run
            ? t("sheets.nothing")
            : of.dry_run
              ? t("sheets.would", { count: made })
              : t("sheets.imported", { count: made })}
        </p>
        {of.left_out.length > 0 ? (
          <p>
            {t("sheets.leftOut", {
              count: of.left_out.length,
              columns: of.left_out.map((name) => t("sheets.columnName", { name })).join(", "),
            })}
          </p>
        ) : null}
        {there > 0 ? <p>{t("sheets.there", { count: there })}</p> : null}
        {refused > 0 ? <p>{t("sheets.refused", { count: refused })}</p> : null}
      </div>
      {refused > 0 ? <Faults of={of.lines.filter((line) => line.outcome === "refused")} /> : null}
    </>
  );
}

interface ChoiceProps {
  readonly look: (file: File | undefined) => void;
  readonly busy: boolean;
  readonly again: boolean;
}

/** Chosen, or dropped. */
function Choice({ look, busy, again }: ChoiceProps) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [over, hover] = useState(false);
  const choose = (e: ChangeEvent<HTMLInputElement>) => {
    look(e.currentTarget.files?.[0]);
    e.currentTarget.value = "";
  };
  const drop = (e: DragEvent) => {
    e.preventDefault();
    hover(false);
    look(e.dataTransfer.files[0]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a mouse drops here; the keyboard has the button
    <div
      className={s.dropFile}
      data-over={over || undefined}
      onDragOver={(e) => {
        e.preventDefault();
        hover(true);
      }}
      onDragLeave={() => hover(false)}
      onDrop={drop}
    >
      {again ? null : (
        <>
          <p>{t("sheets.what")}</p>
          <p className={ui.hint}>{t("sheets.hint")}</p>
        </>
      )}
      <input
        ref={field}
        type="file"
        accept=".csv,.txt,text/csv,text/plain"
        onChange={choose}
        className="hidden"
        tabIndex={-1}
        aria-hidden
      />
      <Button variant={again ? "subtle" : "light"} loading={busy} onClick={() => field.current?.click()}>
        {again ? t("sheets.other") : t("sheets.choose")}
      </Button>
    </div>
  );
}

/** Makes tasks of a file: what would come of it is told first. */
export function ImportTasks({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { file, report, look, make, busy, refusal, running, come } = useImport(close);
  const made = report ? counted(report).made : 0;
  const over = report?.dry_run === false;
  return (
    <Dialog
      title={file ? t("sheets.titleOf", { file: file.name }) : t("sheets.title")}
      close={close}
      act={over ? t("sheets.end") : report && made > 0 ? t("sheets.act", { count: made }) : t("sheets.actFirst")}
      only={over}
      held={running}
      disabled={!over && made === 0}
      busy={busy && running}
      wrong={refusal}
      submit={over ? close : make}
    >
      {report ? <Report of={report} /> : null}
      {running ? (
        <div role="status">
          <p>{t("sheets.running", { count: come, all: made })}</p>
          <Progress value={made > 0 ? Math.min(whole, (come * whole) / made) : 0} aria-label={t("sheets.progress")} />
        </div>
      ) : over ? null : (
        <Choice look={look} busy={busy} again={report !== null} />
      )}
    </Dialog>
  );
}
