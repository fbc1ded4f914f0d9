import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import s from "./admin.module.css";

interface RowProps {
  readonly icon: Icon;
  readonly name: string;
  /** In one line; what is empty is left out. */
  readonly facts: readonly (string | null | undefined)[];
  readonly children?: ReactNode;
  /** What may be done with it. */
  readonly acts?: ReactNode;
}

/** An organisation that asks for something or tries something out: how it stands, what was said, and what may be done. */
export function StateRow({ icon: Lead, name, facts, children, acts }: RowProps) {
  return (
    <li className={`${s.person} ${s.tall}`}>
      <Lead size={22} stroke={1.7} aria-hidden />
      <div>
        <b>{name}</b>
        <p>{facts.filter(Boolean).join(" · ")}</p>
        {children}
      </div>
      {acts ? <div className={s.acts}>{acts}</div> : null}
    </li>
  );
}
