import { Modal } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { account } from "../base/account";
import { letterKeys } from "../base/preferences";
import { store } from "../base/store";
import { features } from "../features";
import { useCover } from "../ui/cover";
import { Key } from "../ui/parts";
import { nowhere, writingField } from "./landing";
import { keyList, palette } from "./open";
import { pressed } from "./pressed";
import s from "./shell.module.css";
import { mayTakeBack, takeBack } from "./toast";
import { writing } from "./writing";

/** A shortcut: `mod+k`, `alt+shift+arrowup`, `f6`, `?`, `n`, or two letters in a row, `g m`. */
export interface Shortcut {
  readonly keys: string;
  /** Absent: not in the list of the `?` key. */
  readonly name?: string;
  readonly run: () => void;
  /** Whether it is meant by what was pressed there; absent: always. */
  readonly holds?: (at: EventTarget | null) => boolean;
}

const active = store<readonly { readonly current: Shortcut }[]>([]);
const sequenceMs = 1200;

/** Holds a shortcut as long as the component lives. */
export function useShortcut(shortcut: Shortcut): void {
  const held = useRef(shortcut);
  held.current = shortcut;
  useEffect(() => {
    active.set((all) => [...all, held]);
    return () => active.set((all) => all.filter((one) => one !== held));
  }, []);
}

const focusable = "a[href], button:not(:disabled), input, textarea, select, [tabindex]";

/** Moves the focus to the next column that is on screen. */
function toColumn(step: 1 | -1): void {
  const columns = [...document.querySelectorAll<HTMLElement>("nav, [data-column]")].filter(
    (c) => c.offsetParent !== null,
  );
  if (columns.length === 0) return;
  const at = columns.findIndex((c) => c.contains(document.activeElement));
  const next = columns[(at + step + columns.length) % columns.length]!;
  const inside = [...next.querySelectorAll<HTMLElement>(focusable)].filter(
    (e) => e.offsetParent !== null && e.tabIndex >= 0,
  );
  const first = inside.find((e) => e.hasAttribute("aria-current")) ?? inside[0];
  (first ?? next).focus();
}

let before: { key: string; at: number } | null = null;

/** True when a dialog, a menu or a list of choices lay over the page as the key went down: the key may close it. */
let covered = false;
const look = (): void => {
  covered = [...document.querySelectorAll("[role=dialog], [role=menu], [role=listbox]")].some((floating) =>
    // The list of a closed choice stays in the page, unseen.
    floating.checkVisibility({ visibilityProperty: true }),
  );
};

/** Where a letter belongs that was typed beside every field: that of the page, or the one whose tools have the focus. */
function fieldOf(target: EventTarget | null): HTMLElement | undefined {
  if (nowhere(target)) return writingField();
  if (!(target instanceof HTMLElement) || writing(target)) return;
  return target.closest("[data-composer]")?.querySelector<HTMLElement>("textarea[data-write]") ?? undefined;
}

/** Someone begins to write without a look at where the cursor is: the field takes the focus, and the letter with it. */
function beginsToWrite(e: KeyboardEvent): boolean {
  if (covered || e.key.length !== 1 || e.key === " " || e.ctrlKey || e.metaKey || e.altKey) return false;
  const field = fieldOf(e.target);
  field?.focus({ preventScroll: true });
  return field !== undefined;
}

function onKey(e: KeyboardEvent): void {
  if (e.isComposing || e.defaultPrevented || beginsToWrite(e)) return;
  const key = pressed(e);
  const letter = key.length === 1;
  if (letter && (writing(e.target) || !letterKeys.now())) return;
  // While something floats, only its own keys count.
  if (covered && key !== "mod+k") return;
  const pair = letter && before && e.timeStamp - before.at < sequenceMs ? `${before.key} ${key}` : null;
  const found = [...active.now()]
    .reverse()
    .find(({ current: { keys, holds } }) => (keys === pair || keys === key) && holds?.(e.target) !== false);
  before = letter && !found ? { key, at: e.timeStamp } : null;
  if (!found) return;
  e.preventDefault();
  found.current.run();
}

function Goes() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  return features
    .flatMap((f) => f.destinations ?? [])
    .filter((d) => d.letter)
    .map((d) => <One key={d.href} keys={`g ${d.letter}`} name={d.name(t)} run={() => go(d.href)} />);
}
function One(shortcut: Shortcut) {
  useShortcut(shortcut);
  return null;
}

function closePanel(): void {
  document.querySelector<HTMLElement>("[data-panel-close]")?.click();
}

/** The shortcuts that hold on every page of a signed-in person. */
export function Shortcuts() {
  const { t } = useTranslation();
  const mine = account.use();
  useEffect(() => {
    addEventListener("keydown", look, true);
    addEventListener("keydown", onKey);
    return () => {
      removeEventListener("keydown", look, true);
      removeEventListener("keydown", onKey);
    };
  }, []);
  if (!mine) return null;
  return (
    <>
      <One keys="mod+k" name={t("shell.palette.label")} run={() => palette.set(true)} />
      <One keys="/" name={t("shell.search")} run={() => palette.set(true)} />
      <Goes />
      <One keys="f6" name={t("shell.keys.nextColumn")} run={() => toColumn(1)} />
      <One keys="shift+f6" name={t("shell.keys.previousColumn")} run={() => toColumn(-1)} />
      <One keys="escape" name={t("shell.keys.closePanel")} run={closePanel} />
      <One keys="mod+z" name={t("shell.keys.undo")} run={takeBack} holds={mayTakeBack} />
      <One keys="?" name={t("shell.keys")} run={() => keyList.set(true)} />
    </>
  );
}

/** `mod+k` as it stands on the keyboard. */
export function useKeyNames(): (keys: string) => string[] {
  const { t } = useTranslation();
  const names: Record<string, string> = {
    mod: t("key.ctrl"),
    alt: "Alt",
    shift: t("key.shift"),
    enter: t("key.enter"),
    escape: t("key.escape"),
    arrowup: "↑",
    arrowdown: "↓",
    arrowleft: "←",
    arrowright: "→",
  };
  return (keys) => keys.split(keys.length > 1 ? /[+ ]/ : /(?!)/).map((k) => names[k] ?? k.toUpperCase());
}

export function KeyList() {
  const { t } = useTranslation();
  const open = keyList.use();
  const all = active.use();
  const letters = letterKeys.use();
  const names = useKeyNames();
  const close = () => keyList.set(false);
  useCover({ close, opened: open });
  return (
    <Modal opened={open} onClose={close} title={t("shell.keys")} closeButtonProps={{ "aria-label": t("ui.close") }}>
      {letters ? null : <p className="small dim">{t("shell.keys.lettersOff")}</p>}
      <dl className={s.keys}>
        {all
          .map((one) => one.current)
          .filter((one) => one.name)
          .map((one) => (
            <div key={one.keys}>
              <dt>{one.name}</dt>
              <dd>
                {names(one.keys).map((k) => (
                  <Key key={k}>{k}</Key>
                ))}
              </dd>
            </div>
          ))}
      </dl>
    </Modal>
  );
}
