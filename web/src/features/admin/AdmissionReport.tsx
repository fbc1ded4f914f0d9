import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Outcome, ReportLine } from "../../api/organisations";
import { Badge, type Tone } from "../../ui/parts";
import s from "./admin.module.css";

const tones: Record<Outcome, Tone | undefined> = {
  added: "accent",
  known: undefined,
  taken: "guest",
  invalid: "danger",
};
const atOnce = 100;

/** What became of each line of a list: first what one must see to. */
export function AdmissionReport({ of }: { of: readonly ReportLine[] }) {
  const { t } = useTranslation();
  const [most, setMost] = useState(atOnce);
  const words: Record<Outcome, string> = {
    added: t("admin.lists.added"),
    known: t("admin.lists.known"),
    taken: t("admin.lists.taken"),
    invalid: t("admin.lists.invalid"),
  };
  const count = (outcome: Outcome) => of.filter((line) => line.outcome === outcome).length;
  const order: readonly Outcome[] = ["invalid", "taken", "added", "known"];
  const lines = order.flatMap((outcome) => of.filter((line) => line.outcome === outcome));
  return (
    <section className={s.part} aria-live="polite">
      <h2>{t("admin.lists.report", { count: count("added") })}</h2>
      <p>{t("admin.lists.counts", { known: count("known"), taken: count("taken"), invalid: count("invalid") })}</p>
      <table className={s.table}>
        <thead>
          <tr>
            <th scope="col">{t("admin.lists.line")}</th>
            <th scope="col">{t("admin.lists.said")}</th>
            <th scope="col">{t("admin.lists.outcome")}</th>
          </tr>
        </thead>
        <tbody>
          {lines.slice(0, most).map((line, i) => (
            <tr key={i}>
              <td>{line.line}</td>
              <td className={s.address}>{line.text}</td>
              <td>
                <Badge tone={tones[line.outcome] ?? "plain"}>{words[line.outcome]}</Badge>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {lines.length > most ? (
        <Button variant="default" onClick={() => setMost(most + atOnce)}>
          {t("admin.more")}
        </Button>
      ) : null}
    </section>
  );
}
