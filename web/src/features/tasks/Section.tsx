import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import s from "./tasks.module.css";

/** A field that takes the focus when it comes. */
export function useFocused<E extends HTMLElement>(wanted: boolean): RefObject<E | null> {
  const at = useRef<E>(null);
  useEffect(() => {
    if (wanted) at.current?.focus();
  }, [wanted]);
  return at;
}

interface SectionProps {
  readonly name: string;
  /** How much of it is done, in words, and from 0 to 1. */
  readonly sum?: ReactNode;
  readonly done?: number | null;
  /** What begins it, while nothing stands here. */
  readonly add?: { readonly name: string; readonly run: () => void } | null;
  readonly children?: ReactNode;
}

/** A part of the panel; one in which nothing stands is a button. */
export function Section({ name, sum, done = null, add, children }: SectionProps) {
  if (add)
    return (
      <div>
        <Button
          variant="subtle"
          size="xs"
          data-quiet
          className={s.begin ?? ""}
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={add.run}
        >
          {add.name}
        </Button>
      </div>
    );
  return (
    <section className={s.sec} aria-label={name}>
      <h4>
        {name}
        {sum ? <span>{sum}</span> : null}
      </h4>
      {done === null ? null : (
        <div className={s.meter} aria-hidden>
          <i style={{ width: `${Math.round(done * 100)}%` }} />
        </div>
      )}
      {children}
    </section>
  );
}
