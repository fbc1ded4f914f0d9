import { Button } from "@mantine/core";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { PeoplePicker } from "../../message/PeoplePicker";
import { Face, Outsider } from "../../ui/parts";
import { useRegister } from "./context";
import s from "./decisions.module.css";

/** One thing that is known of a decision, on its line. */
export function Property({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

interface PeopleProps {
  readonly name: string;
  readonly ids: readonly string[];
  /** Absent: they are read alone. */
  readonly put?: ((next: readonly string[]) => void) | undefined;
  /** What names them first. */
  readonly begin: string;
}

/** People of the space whom a decision names. */
export function PeopleField({ name, ids, put, begin }: PeopleProps) {
  const { t } = useTranslation();
  const { personOf, find } = useRegister();
  const [picking, pick] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const people = ids.map(personOf);
  const does = picking ? t("decisions.picked") : people.length > 0 ? t("decisions.edit") : begin;
  if (!put && people.length === 0) return null;
  return (
    <Property name={name}>
      {people.map((p) => (
        <span key={p.id} className={s.person}>
          <Face of={p} size={22} />
          <span className="cut">{p.name}</span>
          <Outsider id={p.id} />
        </span>
      ))}
      {put ? (
        <Button
          ref={opener}
          variant="subtle"
          size="xs"
          data-quiet
          aria-expanded={picking}
          aria-label={does === begin ? begin : t("decisions.doesFor", { does, name })}
          onClick={() => pick(!picking)}
        >
          {does}
        </Button>
      ) : null}
      {picking && put ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: Escape leaves the choice, and not what it stands in
        <div
          className={s.picker}
          onKeyDown={(e) => {
            if (e.key !== "Escape" || e.nativeEvent.isComposing) return;
            e.preventDefault();
            e.stopPropagation();
            pick(false);
            opener.current?.focus();
          }}
        >
          <PeoplePicker label={begin} picked={people} pick={(next) => put(next.map((p) => p.id))} find={find} />
        </div>
      ) : null}
    </Property>
  );
}
