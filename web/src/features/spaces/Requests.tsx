import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { reasonOf } from "../../api/reasons";
import { type SpaceRequest, toDecide, withdrawRequest } from "../../api/spaces";
import { shortOf } from "../../base/names";
import { useNewSpace } from "../../shell/newSpace";
import { Scroll } from "../../shell/Shell";
import { modelName, visibilityName } from "../../shell/spaceWords";
import ui from "../../ui/lines.module.css";
import { Badge, EmptyState, ErrorState, Head, Plaque, Said, Waiting, Wrong } from "../../ui/parts";
import { newPath, requestPath, requestsPath, spacePath, spacesPath } from "./paths";
import { Facts, useWhen } from "./RequestFacts";
import s from "./spaces.module.css";
import { ToDecide } from "./ToDecide";
import { useRequests } from "./useRequests";
import { useRequestDeed } from "./useSpace";

function StateBadge({ of }: { of: SpaceRequest }) {
  const { t } = useTranslation();
  if (of.state === "waiting") return <Badge>{t("spaces.requests.waiting")}</Badge>;
  if (of.state === "approved") return <Badge tone="accent">{t("spaces.requests.approved")}</Badge>;
  return <Badge tone="danger">{t("spaces.requests.refused")}</Badge>;
}

function Mine({ of }: { of: SpaceRequest }) {
  const open = of.state === "approved" && of.space_id ? spacePath(of.space_id) : requestPath(of.id);
  return (
    <li>
      <Link className={ui.pick} href={open}>
        <Plaque id={of.id} short={shortOf(of.wish.name)} size={32} />
        <span className={ui.two}>
          <b>{of.wish.name}</b>
          <Facts of={of} />
        </span>
        <StateBadge of={of} />
      </Link>
    </li>
  );
}

function Lists({ told, again }: { told: readonly SpaceRequest[]; again: () => void }) {
  const { t } = useTranslation();
  const more = useNewSpace();
  const mine = toDecide(told);
  const others = told.filter((one) => !mine.includes(one));
  if (told.length === 0)
    return (
      <EmptyState
        title={t("spaces.requests.none")}
        actions={
          more ? (
            <Button component={Link} href={newPath}>
              {more}
            </Button>
          ) : undefined
        }
      >
        {t("spaces.requests.noneBody")}
      </EmptyState>
    );
  return (
    <>
      {mine.length > 0 ? (
        <ul className={s.requests} aria-label={t("spaces.requests.toDecide")}>
          {mine.map((one) => (
            <ToDecide key={one.id} of={one} done={again} />
          ))}
        </ul>
      ) : null}
      {others.length > 0 ? (
        <section>
          <h2 className={s.heading}>{t("spaces.requests.done")}</h2>
          <ul className={ui.rows}>
            {others.map((one) => (
              <Mine key={one.id} of={one} />
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

/** What was asked for: what I may decide, then the rest. */
export function Requests() {
  const { t } = useTranslation();
  const { told, failed, again } = useRequests();
  return (
    <>
      <Head back={spacesPath} title={t("spaces.requests.title")} />
      <Scroll label={t("spaces.requests.title")}>
        <div className={s.wide}>
          {told ? (
            <Lists told={told} again={again} />
          ) : failed ? (
            <ErrorState title={t("spaces.failed")} retry={again}>
              {reasonOf(failed, t)}
            </ErrorState>
          ) : (
            <Waiting />
          )}
        </div>
      </Scroll>
    </>
  );
}

/** Where a request of mine stands. */
function Path({ of }: { of: SpaceRequest }) {
  const { t } = useTranslation();
  const when = useWhen();
  const waits = of.state === "waiting";
  return (
    <ol className={s.path}>
      <li data-done>
        <h3>{t("spaces.requested.sent")}</h3>
        <p>{t("spaces.requested.sentBy", { when: when(of.at) })}</p>
      </li>
      <li data-now={waits || undefined} data-done={waits ? undefined : true}>
        <h3>{of.state === "refused" ? t("spaces.requested.refused") : t("spaces.requested.waits")}</h3>
        <p>{waits ? t("spaces.requested.waitsBody") : null}</p>
        <Said>{of.reason}</Said>
      </li>
      {of.state === "refused" ? null : (
        <li data-done={of.state === "approved" || undefined}>
          <h3>{t("spaces.requested.open")}</h3>
          <p>{t("spaces.requested.openBody")}</p>
        </li>
      )}
    </ol>
  );
}

/** A request of mine, once it has left. */
export function RequestPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const { told, failed, again } = useRequests();
  const { busy, refusal, run } = useRequestDeed();
  const [, go] = useLocation();
  const of = told?.find((one) => one.id === id);
  const takeBack = () =>
    void run(async () => {
      try {
        await withdrawRequest(id);
        go(requestsPath, { replace: true });
      } finally {
        // Where it could not be taken back, somebody has decided meanwhile.
        again();
      }
    });
  return (
    <>
      <Head back={requestsPath} title={t("spaces.requests.title")} />
      <Scroll label={t("spaces.requests.title")}>
        <div className={s.requested}>
          {of ? (
            <>
              <h2 className={s.big}>
                {of.state === "waiting" ? t("spaces.requested.title") : t("spaces.requested.decided")}
              </h2>
              <p className={s.lead}>
                <b>{of.wish.name}</b>, {modelName(t, of.wish.model)}, {visibilityName(t, of.wish.visibility)}
              </p>
              <Path of={of} />
              <Wrong>{refusal}</Wrong>
              <div className={ui.actions}>
                {of.space_id && of.state === "approved" ? (
                  <Button component={Link} href={spacePath(of.space_id)}>
                    {t("spaces.requested.enter")}
                  </Button>
                ) : null}
                {of.state === "waiting" ? (
                  <Button variant="subtle" loading={busy} onClick={takeBack}>
                    {t("spaces.requested.takeBack")}
                  </Button>
                ) : null}
              </div>
            </>
          ) : told ? (
            <EmptyState title={t("spaces.requests.gone")}>{t("spaces.requests.noneBody")}</EmptyState>
          ) : failed ? (
            <ErrorState title={t("spaces.failed")} retry={again}>
              {reasonOf(failed, t)}
            </ErrorState>
          ) : (
            <Waiting />
          )}
        </div>
      </Scroll>
    </>
  );
}
