import { useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useSearch } from "wouter";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import { changeView, keepView, removeView, type View, type ViewWish, viewsOf } from "../../api/taskViews";
import { type Asked, useAsked } from "../../api/useAsked";
import type { T } from "../../i18n";
import { say } from "../../shell/toast";
import { useTasks } from "./context";
import { lookOf, opened, sameLook, searchOf, unnamed, viewIn } from "./views";

/** Why a view could not be kept. */
export function whyNot(failure: unknown, t: T): string {
  if (failure instanceof Refusal && failure.code === "M_RESOURCE_LIMIT_EXCEEDED") return t("views.full");
  if (failure instanceof Refusal && failure.code === "M_NOT_FOUND") return t("views.gone");
  return reasonOf(failure, t, t("views.forbidden"));
}

export interface OfViews {
  readonly asked: Asked<readonly View[]>;
  readonly again: () => void;
  /** The one by which tasks are looked at. */
  readonly chosen: View | null;
  /** They are looked at otherwise by now. */
  readonly changed: boolean;
  readonly mayChange: (view: View) => boolean;
  readonly choose: (view: View) => void;
  /** Looks at tasks as now, by no view. */
  readonly leave: () => void;
  readonly keep: (wish: ViewWish) => Promise<void>;
  readonly change: (view: View, wish: ViewWish) => Promise<void>;
  readonly remove: (view: View) => Promise<void>;
}

interface Opening {
  readonly asked: Asked<readonly View[]>;
  readonly again: () => void;
  readonly search: string;
  readonly go: (search: string) => void;
}

/** Opens the view that an address names, once; of one that is not there, when asked again, it says so. */
function useOpened({ asked, again, search, go }: Opening): void {
  const { t } = useTranslation();
  const last = useRef<string | null>(null);
  const missed = useRef<{ readonly id: string; readonly among: readonly View[] } | null>(null);
  useEffect(() => {
    const id = viewIn(search);
    if (id === last.current || asked.state !== "here") return;
    const view = asked.value.find((one) => one.id === id);
    if (id !== null && !view) {
      if (missed.current?.id !== id) {
        // It may have been kept after the others were read.
        missed.current = { id, among: asked.value };
        again();
        return;
      }
      if (missed.current.among === asked.value) return;
      say(t("views.gone"));
      go(unnamed(search));
    }
    last.current = id;
    const whole = view ? opened(search, view) : null;
    if (whole !== null) go(whole);
  }, [asked, again, search, go, t]);
}

/** The views of a board, and what can be done with them. */
export function useViews(): OfViews {
  const { t } = useTranslation();
  const { space, may, root } = useTasks();
  const [at, navigate] = useLocation();
  const search = useSearch();
  const id = space.space_id;
  const [asked, again, put] = useAsked(useCallback(() => viewsOf(id), [id]));
  const go = useCallback((to: string) => navigate(`${at}${to}`, { replace: true }), [navigate, at]);
  useOpened({ asked, again, search, go });
  const all = asked.state === "here" ? asked.value : [];
  const chosen = all.find((one) => one.id === viewIn(search)) ?? null;
  const putOne = (view: View) => put(all.map((one) => (one.id === view.id ? view : one)));
  const change = async (view: View, wish: ViewWish) => putOne(await changeView(id, view.id, wish));
  return {
    asked,
    again,
    chosen,
    changed: chosen !== null && !sameLook(lookOf(search), chosen.look),
    mayChange: (view) => !view.shared || may.arrange,
    choose: (view) => navigate(`${root}${searchOf(view)}`),
    leave: () => go(unnamed(search)),
    keep: async (wish) => {
      const view = await keepView(id, crypto.randomUUID(), wish);
      put([...all, view]);
      navigate(`${at}${searchOf(view)}`, { replace: true });
      say(t("views.kept", { name: view.name }));
    },
    change: async (view, wish) => {
      await change(view, wish);
      say(t("views.changed", { name: wish.name }), () => void change(view, view).catch(again));
    },
    remove: async (view) => {
      await removeView(id, view.id);
      put(all.filter((one) => one.id !== view.id));
      if (view.id === viewIn(search)) go(unnamed(search));
      say(t("views.removed", { name: view.name }));
    },
  };
}
