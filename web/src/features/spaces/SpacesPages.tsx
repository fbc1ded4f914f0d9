import { useMediaQuery } from "@mantine/hooks";
import { type ComponentType, type LazyExoticComponent, type ReactNode, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Redirect, useLocation } from "wouter";
import { useFounding } from "../../api/founding";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import type { Apart, WholeSpace } from "../../api/spaces";
import { account } from "../../base/account";
import { useLive } from "../../session/hooks";
import { useNameOf } from "../../session/named";
import { apartName, capital, closedTo } from "../../shell/apartWords";
import { appsOf, spaceApps } from "../../shell/apps";
import type { SpaceAppProps } from "../../shell/feature";
import { phone } from "../../shell/landing";
import { lazily } from "../../shell/lazily";
import { useNewSpace } from "../../shell/newSpace";
import { Shell } from "../../shell/Shell";
import { Lost } from "../../shell/states";
import { EmptyState, ErrorState, Head, Waiting } from "../../ui/parts";
import { AllSpaces } from "./AllSpaces";
import { Find } from "./Find";
import { Members } from "./Members";
import { NewSpace } from "./NewSpace";
import { Outside } from "./Outside";
import { appPath, membersPath, spacePath, whereOf } from "./paths";
import { RequestPage, Requests } from "./Requests";
import { Settings } from "./Settings";
import { SpaceNav } from "./SpaceNav";
import { SpacesNav } from "./SpacesNav";
import s from "./spaces.module.css";
import { useSpace } from "./useSpace";

const loaded: Record<string, LazyExoticComponent<ComponentType<SpaceAppProps>>> = Object.fromEntries(
  spaceApps.map((app) => [app.id, lazily(app.load)]),
);

interface Place {
  readonly space: string;
  readonly page: string | null;
  readonly part: string | null;
}

/** A part of a space that was closed to me. */
function Closed({ of, nav, back }: { of: Apart; nav: ReactNode; back: string }) {
  const { t } = useTranslation();
  const by = useNameOf(of.by);
  const title = capital(apartName(t, of.app));
  return (
    <Shell title={title} nav={nav}>
      <Head back={back} title={title} />
      <div className={s.page}>
        <EmptyState title={t("apart.closed")}>{of.by ? t("apart.closedBy", { by }) : t("apart.closedBody")}</EmptyState>
      </div>
    </Shell>
  );
}

/** A space that I am in, on one of its pages. */
function Inside({
  of,
  page,
  part,
  put,
}: {
  of: WholeSpace;
  page: string;
  part: string | null;
  put: (s: WholeSpace) => void;
}) {
  const me = account.use()?.userId ?? "";
  const nav = <SpaceNav of={of} at={page} />;
  const root = spacePath(of.space_id);
  if (page === "members") return <Members space={of} nav={nav} person={part} />;
  if (page === "settings" && !part) return <Settings space={of} nav={nav} put={put} />;
  const closed = appsOf(of).some((app) => app.id === page) ? closedTo(of, me, page) : undefined;
  if (closed) return <Closed of={closed} nav={nav} back={root} />;
  const App = appsOf(of).some((app) => app.id === page) ? loaded[page] : undefined;
  if (!App) return <Lost />;
  // Whoever sees more of it, or less, begins anew.
  const seen = of.rights.filter((right) => right.startsWith("see_")).join(" ");
  const waiting = (
    <Shell nav={nav}>
      <Waiting lines={6} />
    </Shell>
  );
  return (
    <Suspense fallback={waiting}>
      <App key={seen} space={of} nav={nav} root={root} part={part} />
    </Suspense>
  );
}

/** A space, whatever it is to me: mine, open, or closed. */
function One({ space, page, part }: Place) {
  const { t } = useTranslation();
  const [asked, again, put] = useSpace(space);
  const me = account.use()?.userId ?? "";
  const small = useMediaQuery(phone, undefined, { getInitialValueInEffect: false });
  if (asked.state === "waiting")
    return (
      <Shell title={t("spaces.one")} nav={<Waiting lines={6} />}>
        <Waiting lines={6} />
      </Shell>
    );
  if (asked.state === "refused") {
    const gone = asked.why instanceof Refusal && (asked.why.status === 404 || asked.why.status === 403);
    return gone ? <Outside id={space} of={null} again={again} /> : <Failed why={asked.why} again={again} />;
  }
  const of = asked.value;
  if (!of.role || of.role === "guest_here") return <Outside id={space} of={of} again={again} />;
  if (page) return <Inside of={of} page={page} part={part} put={put} />;
  const first = appsOf(of).find((app) => !closedTo(of, me, app.id));
  if (!small) return <Redirect to={first ? appPath(space, first.id) : membersPath(space)} replace />;
  return (
    <Shell title={of.name} nav={<SpaceNav of={of} at={null} />} depth="nav">
      {null}
    </Shell>
  );
}

function Failed({ why, again }: { why: unknown; again: () => void }) {
  const { t } = useTranslation();
  return (
    <Shell title={t("spaces.one")} nav={<SpacesNav at="" />}>
      <Head back="/spaces" title={t("spaces.one")} />
      <div className={s.page}>
        <ErrorState title={t("spaces.failed")} retry={again}>
          {reasonOf(why, t)}
        </ErrorState>
      </div>
    </Shell>
  );
}

/** Who is of no organisation, or from outside, is told so before they describe a space. */
function NoNewSpace() {
  const { t } = useTranslation();
  return (
    <>
      <Head back="/spaces" title={t("spaces.ask")} />
      <div className={s.page}>
        <EmptyState title={t("spaces.new.never")}>{t("spaces.new.never.hint")}</EmptyState>
      </div>
    </>
  );
}

function Beside({ at, title, depth, children }: { at: string; title: string; depth?: "nav"; children: ReactNode }) {
  return (
    <Shell title={title} nav={<SpacesNav at={at} />} {...(depth ? { depth } : {})}>
      {children}
    </Shell>
  );
}

/** Every address of spaces. */
export default function SpacesPages() {
  const { t } = useTranslation();
  const [path] = useLocation();
  const live = useLive();
  const more = useNewSpace();
  const founding = useFounding();
  const where = useMemo(() => whereOf(path), [path]);
  if (!where) return <Lost />;
  if (!live)
    return (
      <Shell title={t("spaces.title")} nav={<Waiting lines={6} />}>
        <Waiting lines={5} />
      </Shell>
    );
  switch (where.kind) {
    case "all":
      return (
        <Beside at="" title={t("spaces.title")} depth="nav">
          <AllSpaces />
        </Beside>
      );
    case "find":
      return (
        <Beside at="find" title={t("spaces.find")}>
          <Find />
        </Beside>
      );
    case "new":
      return (
        <Beside at="new" title={more ?? t("spaces.ask")}>
          {founding === "never" ? <NoNewSpace /> : <NewSpace />}
        </Beside>
      );
    case "requests":
      return (
        <Beside at="requests" title={t("spaces.requests.title")}>
          <Requests />
        </Beside>
      );
    case "request":
      return (
        <Beside at="requests" title={t("spaces.requests.title")}>
          <RequestPage key={where.id} id={where.id} />
        </Beside>
      );
    case "space":
      return <One key={where.space} space={where.space} page={where.page} part={where.part} />;
  }
}
