import type { Icon } from "@tabler/icons-react";
import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { Back } from "../ui/parts";
import s from "./shell.module.css";

interface PlaceHeadProps {
  readonly lead: ReactNode;
  readonly title: ReactNode;
  /** Where a phone goes back to. */
  readonly back?: string | undefined;
  readonly children?: ReactNode;
}

/** Top of the second column: the place one is in. */
export function PlaceHead({ lead, title, back, children }: PlaceHeadProps) {
  return (
    <div className={s.placeHead}>
      {back ? <Back to={back} /> : null}
      {lead}
      <div className="grow">
        <h2>{title}</h2>
        {children ? <p>{children}</p> : null}
      </div>
    </div>
  );
}

/** The lines of the second column: one tab stop, where arrows go from line to line. */
export function NavBody({ children }: { children: ReactNode }) {
  const body = useRef<HTMLDivElement>(null);
  const lines = () => [...body.current!.querySelectorAll<HTMLElement>("li > a")];
  const stopAt = (stop: HTMLElement | undefined) => {
    for (const line of lines()) line.tabIndex = line === stop ? 0 : -1;
  };
  useEffect(() => {
    const all = lines();
    stopAt(all.find((line) => line === document.activeElement) ?? all.find((line) => line.ariaCurrent) ?? all[0]);
  });
  // The line of the page is in sight, however long the list.
  const [path] = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is looked for at each address
  useEffect(() => {
    lines()
      .find((line) => line.ariaCurrent)
      ?.scrollIntoView({ block: "nearest" });
  }, [path]);
  const onKeyDown = (e: KeyboardEvent) => {
    const all = lines();
    const at = all.indexOf(e.target as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[e.key];
    if (at < 0 || next === undefined || e.ctrlKey || e.altKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    all[next]?.focus();
  };
  const onFocus = (e: FocusEvent) => {
    if ((e.target as HTMLElement).matches("li > a")) stopAt(e.target as HTMLElement);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the links inside
    <div className={s.navBody} ref={body} onKeyDown={onKeyDown} onFocus={onFocus}>
      {children}
    </div>
  );
}

export function NavGroup({ name, end, children }: { name?: ReactNode; end?: ReactNode; children: ReactNode }) {
  return (
    <section className={s.group}>
      {name ? (
        <h3 className={s.groupHead}>
          <span>{name}</span>
          {end}
        </h3>
      ) : null}
      <ul>{children}</ul>
    </section>
  );
}

export interface NavItemProps {
  readonly href: string;
  readonly icon?: Icon;
  readonly lead?: ReactNode;
  readonly end?: ReactNode;
  readonly current?: boolean;
  readonly unread?: boolean;
  readonly depth?: 1 | 2;
  readonly tall?: boolean;
  readonly wrap?: boolean;
  readonly children: ReactNode;
}

/** One line of the second column. */
export function NavItem({ href, icon: Lead, lead, children, end, current, unread, depth, tall, wrap }: NavItemProps) {
  return (
    <li>
      <Link
        className={s.item}
        href={href}
        aria-current={current ? "page" : undefined}
        data-unread={unread || undefined}
        data-depth={depth}
        data-tall={tall || undefined}
        data-wrap={wrap || undefined}
      >
        {Lead ? <Lead size={18} stroke={1.65} className="lead" aria-hidden /> : null}
        {lead}
        <span className={`cut grow ${s.text}`}>{children}</span>
        {end}
      </Link>
    </li>
  );
}

export const Mini = ({ children }: { children: ReactNode }) => <span className={s.mini}>{children}</span>;
export function NewDot() {
  const { t } = useTranslation();
  return <span className={s.newdot} role="img" aria-label={t("shell.new")} />;
}
