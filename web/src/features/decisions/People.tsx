import type { ReactNode } from "react";
import { NamedPeople } from "../../message/NamedPeople";
import { useRegister } from "./context";

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
  const { personOf, find } = useRegister();
  if (!put && ids.length === 0) return null;
  return (
    <Property name={name}>
      <NamedPeople name={name} people={ids.map(personOf)} put={put} begin={begin} find={find} />
    </Property>
  );
}
