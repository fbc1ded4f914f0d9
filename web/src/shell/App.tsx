import { type ComponentType, lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from "react";
import { Route as At, matchRoute, Redirect, Switch, useLocation, useRouter, useSearch } from "wouter";
import { countAwaiting, forgetAwaiting } from "../api/awaiting";
import { further } from "../api/further";
import { accessMoved, account, expired, isAsked, me } from "../base/account";
import { connection } from "../base/connection";
import { language } from "../base/preferences";
import { features, home } from "../features";
import { alsoTexts } from "../i18n";
import { spaceApps } from "./apps";
import { useBulletins } from "./Bulletins";
import { EndedDialog } from "./Ended";
import type { Route } from "./feature";
import { KeyList, Shortcuts } from "./keys";
import { LeaveDialog } from "./Leave";
import { ahead, lazily } from "./lazily";
import { loadMe } from "./loadMe";
import { nextFrom } from "./next";
import { Palette } from "./Palette";
import { FactorDue, Faults, Lost, PageWaiting } from "./states";
import { TermsDialog } from "./Terms";
import { Toasts } from "./toast";
import { UpdateOffer } from "./update";

const routes = features.flatMap((f) => f.routes).map((of) => ({ of, Page: lazily(of.load) }));
const frames = features.flatMap((f) => (f.frame ? [lazily(f.frame)] : []));

/** The parts of an address, read. */
function partsOf(path: string): string[] {
  try {
    return path.split("/").filter(Boolean).map(decodeURIComponent);
  } catch {
    return [];
  }
}

/**
 * Fetches what a signed-in person begins with all at once: the frames, the page of where they are, the tool of a space that stands in it, and
 * what both will show.
 */
export async function preload(): Promise<void> {
  if (!account.now()) return;
  const at = `${location.pathname === "/" ? home() : location.pathname}/`;
  const here = routes.filter(({ of }) => at.startsWith(`${of.path.replace(/\/?[:*].*$/, "")}/`));
  const frame = features.flatMap((f) => f.frame ?? []);
  const apps = at.startsWith("/spaces/") ? spaceApps.filter((app) => at.split("/")[3] === app.id) : [];
  const code = [...frame, ...here.map(({ of }) => of.load), ...apps.map((app) => app.load)].map(ahead);
  const parts = partsOf(at);
  for (const { of } of here) of.ahead?.(parts);
  for (const app of apps) app.ahead?.(parts[1] ?? "");
  await Promise.all(code);
}

function Guarded({ of, Page }: { of: Route; Page: ComponentType }) {
  const mine = account.use();
  const who = me.use();
  const [at] = useLocation();
  const search = useSearch();
  const { parser } = useRouter();
  const access = of.for ?? "signed-in";
  // Whether one administers may have changed since, and whether a second factor is asked for first.
  useEffect(() => {
    if (access === "admin") void loadMe();
  }, [access]);
  if (access === "signed-out" && mine) return <Redirect to={nextFrom(search) ?? home()} replace />;
  if ((access === "signed-in" || access === "admin") && !mine) {
    return <Redirect to={`/sign-in?next=${encodeURIComponent(at + (search ? `?${search}` : ""))}`} replace />;
  }
  if (access === "admin" && !who) return <PageWaiting />;
  if (access === "admin" && who?.factorDue) return <FactorDue />;
  if (access === "admin" && !who?.admin && !who?.administers) return <Lost />;
  if (of.pages && !of.pages.some((page) => matchRoute(parser, page, at)[0])) return <Lost />;
  return <Page />;
}

function Framed({ children }: { children: ReactNode }) {
  const mine = account.use();
  return useMemo(
    () =>
      mine ? frames.reduceRight<ReactNode>((inside, Frame, i) => <Frame key={i}>{inside}</Frame>, children) : children,
    [mine, children],
  );
}

const pages = (
  <Suspense fallback={<PageWaiting />}>
    <Switch>
      {routes.map(({ of, Page }) => (
        <At key={of.path} path={of.path}>
          <Faults>
            <Guarded of={of} Page={Page} />
          </Faults>
        </At>
      ))}
      <At path="/">
        <Start />
      </At>
      <At>
        <Lost />
      </At>
    </Switch>
  </Suspense>
);

function Start() {
  const mine = account.use();
  return <Redirect to={mine ? home() : "/sign-in"} replace />;
}

/** How often who decides, or answers for guests, learns how much waits, on every page that is looked at, since nothing tells of all of it. */
const countEveryMs = 15_000;

/** An account that is let in no more has its own page, whatever was opened. */
function useExpiry() {
  const over = expired.use();
  const [at, go] = useLocation();
  useEffect(() => {
    if (over && !/^\/(expired|renew\/|help|privacy|accessibility|legal|terms)/.test(at))
      go("/expired", { replace: true });
  }, [over, at, go]);
}

function useMe() {
  const mine = account.use();
  const state = connection.use();
  // What was kept of me may be over: nothing is asked in a right that I may not have any more.
  const [known, know] = useState("");
  const spoken = language.use();
  const moved = accessMoved.use();
  // biome-ignore lint/correctness/useExhaustiveDependencies: who reads in another language from now on is told to the server
  useEffect(() => {
    if (mine && state === "online") void loadMe().then(() => know(mine.userId));
  }, [mine, state, spoken, moved]);
  const who = me.use();
  const administers = who?.admin === true || who?.administers === true;
  const asks = mine !== null && known === mine.userId && !who?.factorDue && isAsked(who);
  // The palette leads into the administration from every page.
  useEffect(() => {
    if (administers) alsoTexts("admin").catch(() => undefined);
  }, [administers]);
  useEffect(() => {
    if (!asks) return forgetAwaiting();
    if (state !== "online") return;
    const count = async () => {
      const told = await countAwaiting();
      // Who administers decides on reports: who does not is asked about anew.
      if (told && administers && told.reports === undefined) await loadMe();
    };
    void count();
    // A page in the back counts when it comes to the front.
    const look = () => document.visibilityState === "visible" && void count();
    const timer = setInterval(look, countEveryMs);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [asks, administers, state]);
}

const SecondStep = lazy(() => import("./SecondStep"));

/** What a door asks for after a password or a code by mail. */
function Further() {
  const asked = further.use();
  return asked ? (
    <Suspense fallback={null}>
      <SecondStep key={asked.step.step} of={asked} />
    </Suspense>
  ) : null;
}

export function App() {
  useMe();
  useBulletins();
  useExpiry();
  return (
    <Faults>
      <Suspense fallback={<PageWaiting />}>
        <Framed>{pages}</Framed>
      </Suspense>
      <Shortcuts />
      <Palette />
      <KeyList />
      <EndedDialog />
      <TermsDialog />
      <Further />
      <LeaveDialog />
      <UpdateOffer />
      <Toasts />
    </Faults>
  );
}
