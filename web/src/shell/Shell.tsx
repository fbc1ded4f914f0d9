import { Menu, Tooltip } from "@mantine/core";
import {
  IconBuildingCommunity,
  IconHelp,
  IconKeyboard,
  IconLogout,
  IconPlus,
  IconSearch,
  IconSettings,
  IconUser,
} from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { administered, awaiting } from "../api/awaiting";
import { account, me } from "../base/account";
import { shortOf } from "../base/names";
import { features, home } from "../features";
import { Mark } from "../ui/Logo";
import { Count, Face, Key, Plaque } from "../ui/parts";
import { Bulletins } from "./Bulletins";
import type { Destination, Places } from "./feature";
import { askToLeave } from "./Leave";
import { Offline } from "./Offline";
import { keyList, palette } from "./open";
import { Suspended } from "./Suspended";
import s from "./shell.module.css";

const destinations = features.flatMap((f) => f.destinations ?? []);
const onRail = destinations.filter((of) => !of.phone);
const places = features.flatMap((f) => f.places ?? []);

function Tally({ of }: { of: () => number }) {
  const { t } = useTranslation();
  const n = of();
  if (n <= 0) return null;
  return (
    <span className={s.n}>
      {n > 99 ? "99+" : n}
      <span className="hidden"> {t("shell.forYou", { count: n })}</span>
    </span>
  );
}

function Door({
  of,
  at,
  className,
  size,
}: {
  of: Destination;
  at: string;
  className: string | undefined;
  size: number;
}) {
  const { t } = useTranslation();
  const Icon = of.icon;
  return (
    <Link className={className} href={of.href} aria-current={at.startsWith(of.href) ? "page" : undefined}>
      <Icon size={size} stroke={1.7} aria-hidden />
      {of.name(t)}
      {of.useCount ? <Tally of={of.useCount} /> : null}
    </Link>
  );
}

/** How much waits for who administers. */
export function ToDecide() {
  const { t } = useTranslation();
  const who = me.use();
  const n = administered(awaiting.use());
  return n > 0 && (who?.admin || who?.administers) ? <Count n={n} what={t("shell.toDecide", { count: n })} /> : null;
}

function Me() {
  const { t } = useTranslation();
  const mine = account.use();
  const who = me.use();
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  if (!mine) return null;
  const name = who?.name ?? mine.userId;
  return (
    <div className={s.me}>
      <Menu position="right-end" withinPortal opened={open} onChange={setOpen}>
        <Menu.Target>
          <button type="button" ref={button}>
            <Face of={{ id: mine.userId, name, picture: who?.picture }} size={34} />
            <span className="hidden">{t("shell.me", { name })}</span>
            <span className={s.waits}>
              <ToDecide />
            </span>
          </button>
        </Menu.Target>
        <Tooltip label={name} position="right" target={button} disabled={open} />
        <Menu.Dropdown>
          <Menu.Item component={Link} href="/settings/profile" leftSection={<IconSettings size={16} aria-hidden />}>
            {t("shell.settings")}
          </Menu.Item>
          {who?.admin || who?.administers || who?.factorDue ? (
            <Menu.Item
              component={Link}
              href={who.admin ? "/admin/registration" : "/admin/people"}
              leftSection={<IconBuildingCommunity size={16} aria-hidden />}
            >
              {t("shell.admin")} <ToDecide />
            </Menu.Item>
          ) : null}
          <Menu.Item onClick={() => keyList.set(true)} leftSection={<IconKeyboard size={16} aria-hidden />}>
            {t("shell.keys")}
          </Menu.Item>
          <Menu.Item component={Link} href="/help" leftSection={<IconHelp size={16} aria-hidden />}>
            {t("shell.help")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={askToLeave} leftSection={<IconLogout size={16} aria-hidden />}>
            {t("shell.signOut")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

/** Plates of places, and the way to another one. */
function PlacesOnRail({ of, at }: { of: Places; at: string }) {
  const { t } = useTranslation();
  const all = of.use();
  const more = of.more.useName();
  const isAt = (href: string) => decodeURIComponent(`${at}/`).startsWith(`${decodeURIComponent(href)}/`);
  return (
    <>
      <span className={s.sep} />
      <ul className={s.places} aria-label={t("shell.places")}>
        {all.map((place) => (
          <li key={place.id}>
            <Tooltip label={place.name} position="right">
              <Link className={s.place} href={place.href} aria-current={isAt(place.href) ? "true" : undefined}>
                <Plaque id={place.id} short={shortOf(place.name)} size={32} picture={place.picture} />
                <span className="hidden">{place.name}</span>
                {place.count > 0 ? (
                  <Tally of={() => place.count} />
                ) : place.unread ? (
                  <span className={s.dot} role="img" aria-label={t("shell.new")} />
                ) : null}
              </Link>
            </Tooltip>
          </li>
        ))}
        {more ? (
          <li>
            <Tooltip label={more} position="right">
              <Link className={`${s.place} ${s.add}`} href={of.more.href} aria-label={more}>
                <IconPlus size={20} stroke={1.7} aria-hidden />
              </Link>
            </Tooltip>
          </li>
        ) : null}
      </ul>
    </>
  );
}

function Rail({ at }: { at: string }) {
  const { t } = useTranslation();
  return (
    <nav className={s.rail} aria-label={t("shell.main")}>
      <Link className={s.logo} href={home()} aria-label={t("shell.homeLink")}>
        <Mark size={30} />
      </Link>
      {onRail.map((of) => (
        <Door key={of.href} of={of} at={at} className={s.dest} size={21} />
      ))}
      {places.map((of) => (
        <PlacesOnRail key={of.more.href} of={of} at={at} />
      ))}
      <Me />
    </nav>
  );
}

function Tabs({ at }: { at: string }) {
  const { t } = useTranslation();
  return (
    <nav className={s.tabs} aria-label={t("shell.main")}>
      {destinations.map((of) => (
        <Door key={of.href} of={of} at={at} className={s.tab} size={22} />
      ))}
      <Link className={s.tab} href="/settings" aria-current={/^\/(settings|admin)/.test(at) ? "page" : undefined}>
        <IconUser size={22} stroke={1.7} aria-hidden />
        {t("shell.meTab")}
        <span className={s.waits}>
          <ToDecide />
        </span>
      </Link>
    </nav>
  );
}

/** The field on top of the second column: it opens the palette. */
export function SearchButton() {
  const { t } = useTranslation();
  return (
    <button type="button" className={s.search} onClick={() => palette.set(true)}>
      <IconSearch size={16} stroke={1.8} aria-hidden />
      <span className="grow">{t("shell.search")}</span>
      <span className="desk-only" aria-hidden>
        <Key>{t("key.ctrl")} K</Key>
      </span>
    </button>
  );
}

const counts = destinations.flatMap((of) => (of.useCount && !of.gathers ? [of.useCount] : []));

/** How much is about me, wherever it is: a tab of the browser says it, too. */
// biome-ignore lint/correctness/useHookAtTopLevel: the counts never change, so the hooks always come in the same order.
const useWaits = (): number => counts.reduce((sum, useCount) => sum + useCount(), 0);

export interface ShellProps {
  /** Title of the browser's tab. */
  readonly title?: string;
  readonly nav?: ReactNode;
  readonly panel?: ReactNode;
  /** The panel is there because there is room for it; a phone shows the work first. */
  readonly soft?: boolean;
  /** Which column a phone shows. */
  readonly depth?: "nav" | "main";
  /** A phone hides its tabs: room for the keyboard. */
  readonly bare?: boolean;
  readonly children: ReactNode;
}

/** At most three columns: where I am, what I do, what it is about. The rail is the way in. */
export function Shell({ title, nav, panel, soft, depth = "main", bare, children }: ShellProps) {
  const { t } = useTranslation();
  const [at] = useLocation();
  const mine = account.use();
  const waits = useWaits();
  useEffect(() => {
    const said = title ? `${title} · Parvis` : "Parvis";
    document.title = waits > 0 ? `(${waits}) ${said}` : said;
  }, [title, waits]);
  return (
    <div
      className={s.app}
      data-nav={nav ? "beside" : "none"}
      data-depth={depth}
      data-bare={bare || !mine || undefined}
      data-alone={!mine || undefined}
    >
      <a className="skip" href="#main">
        {t("shell.skip")}
      </a>
      <div className={s.notice}>
        <div role="status">
          <Offline />
          <Suspended />
        </div>
        <Bulletins />
      </div>
      {mine ? <Rail at={at} /> : null}
      {nav ? (
        <aside className={s.nav} aria-label={t("shell.here")} data-column tabIndex={-1}>
          {depth === "nav" ? <h1 className="hidden phone-only">{t("shell.whereTo")}</h1> : null}
          <SearchButton />
          {nav}
        </aside>
      ) : null}
      <main className={s.main} id="main" tabIndex={-1} data-panel={panel ? (soft ? "soft" : "asked") : undefined}>
        <div className={s.work} data-column tabIndex={-1}>
          {children}
        </div>
        {panel ? (
          <section className={s.panel} aria-label={t("shell.detail")} data-column tabIndex={-1}>
            {panel}
          </section>
        ) : null}
      </main>
      {mine ? <Tabs at={at} /> : null}
    </div>
  );
}

/** What scrolls inside the work column; reached by the keyboard, so it has a name. */
export function Scroll({ children, label }: { children: ReactNode; label?: string }) {
  const { t } = useTranslation();
  return (
    <section className={s.scroll} tabIndex={0} aria-label={label ?? t("shell.content")}>
      {children}
    </section>
  );
}
