import { TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Decision, DecisionWish } from "../../api/decisions";
import { useDeed } from "../../api/useDeed";
import { dateOf, msOfDay } from "../../i18n/dates";
import { DateField } from "../../ui/DateField";
import { Wrong } from "../../ui/parts";
import { settle, useRegister } from "./context";
import s from "./decisions.module.css";
import { EarlierField } from "./Earlier";
import { PeopleField, Property } from "./People";
import { Line } from "./Texts";
import { bodyMax, fieldName, meetingMax, sentence } from "./words";

interface Props {
  readonly of: Decision;
  /** I may change it. */
  readonly mine: boolean;
  readonly put: (next: Decision) => void;
}

interface ValueProps extends Props {
  readonly set: (wish: DecisionWish) => void;
}

interface NameProps extends ValueProps {
  readonly field: "body" | "meeting";
  readonly hint: string;
  readonly max: number;
}

/** Where it was decided: by which body, in which meeting. */
function NameField({ of, mine, set, field, hint, max }: NameProps) {
  const { t } = useTranslation();
  // A node of the version before says nothing of meetings.
  const said = of[field] ?? "";
  const [written, write] = useState(said);
  useEffect(() => write(said), [said]);
  if (!mine && said === "") return null;
  const name = fieldName(field, t);
  return (
    <Property name={name}>
      {mine ? (
        <TextInput
          className="grow"
          aria-label={name}
          placeholder={hint}
          maxLength={max}
          value={written}
          onChange={(e) => write(e.target.value)}
          onBlur={() => written.trim() !== said && set({ [field]: written.trim() })}
          onKeyDown={(e) => e.key === "Enter" && e.currentTarget.blur()}
        />
      ) : (
        said
      )}
    </Property>
  );
}

function DayField({ of, mine, set }: ValueProps) {
  const { t } = useTranslation();
  const [written, write] = useState(of.day ?? "");
  useEffect(() => write(of.day ?? ""), [of.day]);
  if (!mine && !of.day) return null;
  return (
    <Property name={t("decisions.field.day")}>
      {mine ? (
        <DateField
          className={s.field ?? ""}
          aria-label={t("decisions.field.day")}
          min="1970-01-01"
          max="2200-12-31"
          value={written}
          onChange={write}
          onDone={(day) => day !== (of.day ?? "") && set({ day: day || null })}
        />
      ) : (
        dateOf(msOfDay(of.day!))
      )}
    </Property>
  );
}

/** What is known of a decision, one line each; who may, changes it in place. */
export function Properties({ of, mine, put }: Props) {
  const { t } = useTranslation();
  const { space } = useRegister();
  const { run, refusal } = useDeed(sentence);
  const set = (wish: DecisionWish) => void run(() => settle(of, put, wish));
  const value = { of, mine, put, set };
  const guests = (space.audience?.guests ?? space.guests ?? 0) > 0;
  return (
    <>
      <dl className={s.props}>
        {mine || of.question ? (
          <Property name={t("decisions.field.question")}>
            <Line of={of} field="question" mine={mine} put={put} />
          </Property>
        ) : null}
        <PeopleField
          name={t("decisions.field.deciders")}
          begin={t("decisions.deciders.add")}
          ids={of.deciders}
          put={mine ? (deciders) => set({ deciders }) : undefined}
        />
        <NameField {...value} field="body" hint={t("decisions.bodyHint")} max={bodyMax} />
        <NameField {...value} field="meeting" hint={t("decisions.meetingHint")} max={meetingMax} />
        <DayField {...value} />
        {mine ? (
          <Property name={t("decisions.field.supersedes")}>
            <EarlierField
              label={t("decisions.field.supersedes")}
              chosen={of.earlier ?? null}
              choose={(earlier) => set({ supersedes: earlier?.id ?? null })}
              without={of.id}
            />
          </Property>
        ) : null}
        {of.state === "draft" ? (
          <PeopleField
            name={t("decisions.field.asked")}
            begin={t("decisions.asked.add")}
            ids={of.asked}
            put={mine ? (asked) => set({ asked }) : undefined}
          />
        ) : null}
        {guests || of.opened.length > 0 ? (
          <PeopleField
            name={t("decisions.field.opened")}
            begin={t("decisions.opened.add")}
            ids={of.opened}
            put={mine ? (opened) => set({ opened }) : undefined}
          />
        ) : null}
      </dl>
      <Wrong>{refusal}</Wrong>
    </>
  );
}
