import { Button } from "@mantine/core";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "../session/people";
import { Face, Outsider } from "../ui/parts";
import { PeoplePicker } from "./PeoplePicker";
import s from "./people.module.css";
import type { FindPeople } from "./usePeople";

interface NamedProps {
  /** What they are to the thing. */
  readonly name: string;
  readonly people: readonly Person[];
  /** Absent: they are read alone. */
  readonly put?: ((next: readonly string[], people: readonly Person[]) => void) | undefined;
  /** What names them first. */
  readonly begin: string;
  /** What the field is called in which others are looked for; `begin`, unless told. */
  readonly label?: string;
  readonly find: FindPeople;
  /** Between those who are named and the way to others. */
  readonly children?: ReactNode;
}

/** People whom a thing names, on one line; who may, names others in place. */
export function NamedPeople({ name, people, put, begin, label = begin, find, children }: NamedProps) {
  const { t } = useTranslation();
  const [picking, pick] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const does = picking ? t("ui.close") : people.length > 0 ? t("ui.people.edit") : begin;
  return (
    <>
      {people.map((p) => (
        <span key={p.id} className={s.person}>
          <Face of={p} size={22} />
          <span className="cut">{p.name}</span>
          <Outsider id={p.id} />
        </span>
      ))}
      {children}
      {put ? (
        <Button
          ref={opener}
          variant="subtle"
          size="xs"
          data-quiet
          aria-expanded={picking}
          aria-label={does === begin ? begin : t("ui.people.doesFor", { does, name })}
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
          <PeoplePicker
            label={label}
            picked={people}
            pick={(next) =>
              put(
                next.map((p) => p.id),
                next,
              )
            }
            find={find}
          />
        </div>
      ) : null}
    </>
  );
}
