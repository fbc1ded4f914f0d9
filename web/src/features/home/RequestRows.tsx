import { Button } from "@mantine/core";
import { type Icon, IconClipboardCheck, IconFlag, IconHandStop, IconMailPlus } from "@tabler/icons-react";
import { type ReactNode, useCallback } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Link } from "wouter";
import { awaiting, countAwaiting } from "../../api/awaiting";
import { decideRequest, type SpaceRequest, spaceRequests, toDecide } from "../../api/spaces";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { shortOf } from "../../base/names";
import { useNameOf } from "../../session/named";
import { Plaque, Wrong } from "../../ui/parts";
import { useAgo } from "./Home";
import s from "./home.module.css";
import { useAgain } from "./useAgain";

const unescaped = { tOptions: { interpolation: { escapeValue: true } }, shouldUnescape: true };

function Row({ of, again }: { of: SpaceRequest; again: () => void }) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useDeed();
  const ago = useAgo();
  const name = useNameOf(of.by);
  const approve = () =>
    void run(async () => {
      await decideRequest(of.id, "approve", "");
      again();
      void countAwaiting();
    });
  return (
    <li className={s.need}>
      <Plaque id={of.id} short={shortOf(of.wish.name)} size={32} />
      <div>
        <p className={s.what}>
          <Trans
            i18nKey="home.what.request"
            values={{ name, where: of.wish.name }}
            components={{ b: <b /> }}
            {...unescaped}
          />
        </p>
        <p className={s.where}>
          <time dateTime={new Date(of.at).toISOString()}>{ago(of.at)}</time>
        </p>
      </div>
      <div className={s.acts}>
        <Button size="xs" variant="light" loading={busy} onClick={approve}>
          {t("home.accept")}
        </Button>
        <Button size="xs" variant="subtle" component={Link} href="/spaces/requests">
          {t("home.open")}
        </Button>
        <Wrong>{refusal}</Wrong>
      </div>
    </li>
  );
}

interface CountedProps {
  readonly id: string;
  readonly short: string;
  readonly icon: Icon;
  readonly href: string;
  readonly children: ReactNode;
}

/** Something that waits on a page of its own, of which Accueil knows how much. */
function Counted({ id, short, icon: Mark, href, children }: CountedProps) {
  const { t } = useTranslation();
  return (
    <li className={s.need}>
      <span className={s.lead}>
        <Plaque id={id} short={short} size={32} />
        <Mark size={14} stroke={1.9} aria-hidden />
      </span>
      <p className={s.what}>{children}</p>
      <div className={s.acts}>
        <Button size="xs" variant="light" component={Link} href={href}>
          {t("home.open")}
        </Button>
      </div>
    </li>
  );
}

const bold = { b: <b /> };

/** People without an organisation, organisations that apply, objections and reports: on which I decide. */
export function CountedRows() {
  const { claims = 0, applications = 0, objections = 0, reports = 0 } = awaiting.use();
  return (
    <>
      {claims > 0 ? (
        <Counted id="claims" short="?" icon={IconClipboardCheck} href="/admin/requests">
          <Trans i18nKey="home.what.claims" count={claims} components={bold} />
        </Counted>
      ) : null}
      {applications > 0 ? (
        <Counted id="applications" short="+" icon={IconMailPlus} href="/admin/applications">
          <Trans i18nKey="home.what.applications" count={applications} components={bold} />
        </Counted>
      ) : null}
      {objections > 0 ? (
        <Counted id="objections" short="!" icon={IconHandStop} href="/admin/objections">
          <Trans i18nKey="home.what.objections" count={objections} components={bold} />
        </Counted>
      ) : null}
      {reports > 0 ? (
        <Counted id="reports" short="!" icon={IconFlag} href="/admin/reports">
          <Trans i18nKey="home.what.reports" count={reports} components={bold} />
        </Counted>
      ) : null}
    </>
  );
}

/** Requests for spaces that I may decide. */
export function RequestRows() {
  const question = useCallback(() => spaceRequests(), []);
  const [asked, again] = useAsked(question);
  useAgain(awaiting.use().space_requests, again);
  if (asked.state !== "here") return null;
  return toDecide(asked.value).map((one) => <Row key={one.id} of={one} again={again} />);
}
