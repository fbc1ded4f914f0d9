import { ActionIcon, Button, Menu } from "@mantine/core";
import {
  IconArrowBackUp,
  IconCheck,
  IconDots,
  IconGavel,
  IconLink,
  IconPrinter,
  IconTrashX,
} from "@tabler/icons-react";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useSearch } from "wouter";
import { type Decision, type DecisionLink, type DecisionState, decision } from "../../api/decisions";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { shortOf } from "../../base/names";
import { dateOf } from "../../i18n/dates";
import { landInPanel } from "../../shell/landing";
import { say } from "../../shell/toast";
import { Dialog } from "../../ui/Dialog";
import { EmptyState, ErrorState, PanelBody, PanelHead, Waiting, Wrong } from "../../ui/parts";
import { setOf, settle, useFresh, useRegister } from "./context";
import s from "./decisions.module.css";
import { Follows, outcomesOf, useLinks } from "./Follows";
import { History } from "./History";
import { Properties } from "./Properties";
import { StateBadge } from "./Register";
import { TakeDialog } from "./TakeDialog";
import { Line, Long } from "./Texts";
import { decisionPath, holds, sentence, stateName, withAsked } from "./words";

interface Props {
  readonly of: Decision;
  readonly put: (next: Decision) => void;
}

/** Brings a decision to another state, which can be undone. */
function useMoving({ of, put }: Props) {
  const { t } = useTranslation();
  const deed = useDeed(sentence);
  const move = (state: DecisionState) =>
    void deed.run(async () => {
      const moved = await settle(of, put, { state });
      say(
        t("decisions.moved", { state: stateName(state, t) }),
        () => void setOf(moved, { state: of.state }).then(put, () => undefined),
      );
    });
  return { move, ...deed };
}

/** What comes next for a decision, in one sentence with its action. */
function Next({ of, put, links }: Props & { links: readonly DecisionLink[] }) {
  const { t } = useTranslation();
  const { may } = useRegister();
  const [at, go] = useLocation();
  const search = useSearch();
  const { move, busy, refusal } = useMoving({ of, put });
  const taking = may.take && of.state === "draft" && new URLSearchParams(search).has("take");
  const take = (asked: boolean) => go(`${at}${withAsked(search, { take: asked ? "1" : "" })}`, { replace: true });
  const tasks = outcomesOf(links);
  const open = tasks.filter((task) => !task.over).length;
  const over = tasks.length > 0 && open === 0;
  const [asking, ask] = useState(false);
  const step = (words: string, act: string, run: () => void, icon: ReactNode, main: boolean) => (
    <div className={s.next}>
      <p>{words}</p>
      <Button size="sm" variant={main ? "filled" : "light"} leftSection={icon} loading={busy} onClick={run}>
        {act}
      </Button>
    </div>
  );
  return (
    <>
      {of.state === "draft" && may.take
        ? step(
            t("decisions.next.take"),
            t("decisions.take"),
            () => take(true),
            <IconGavel size={16} aria-hidden />,
            true,
          )
        : null}
      {of.state === "draft" && !may.take ? <p className={s.about}>{t("decisions.next.wait")}</p> : null}
      {of.state === "taken" && may.execute
        ? step(
            over ? t("decisions.next.over") : t("decisions.next.execute"),
            t("decisions.execute"),
            () => (open > 0 ? ask(true) : move("executed")),
            <IconCheck size={16} aria-hidden />,
            over,
          )
        : null}
      <Wrong>{refusal}</Wrong>
      {asking ? (
        <Dialog
          title={t("decisions.executeAsk.title")}
          close={() => ask(false)}
          act={t("decisions.executeAsk.do")}
          submit={() => {
            ask(false);
            move("executed");
          }}
        >
          <p>{t("decisions.executeAsk.body", { count: open })}</p>
        </Dialog>
      ) : null}
      {taking ? <TakeDialog of={of} put={put} close={() => take(false)} /> : null}
    </>
  );
}

/** What can be done with a decision as a whole. */
function Actions({ of, put }: Props) {
  const { t } = useTranslation();
  const { may, me, root } = useRegister();
  const { move, refusal } = useMoving({ of, put });
  const copy = () =>
    void navigator.clipboard.writeText(`${location.origin}${decisionPath(of)}`).then(
      () => say(t("decisions.linkCopied")),
      () => undefined,
    );
  const item = (to: DecisionState, name: string, icon: ReactNode) => (
    <Menu.Item leftSection={icon} onClick={() => move(to)}>
      {name}
    </Menu.Item>
  );
  const back = <IconArrowBackUp size={16} aria-hidden />;
  return (
    <>
      <ActionIcon aria-label={t("decisions.copyLink")} onClick={copy}>
        <IconLink size={18} stroke={1.8} />
      </ActionIcon>
      <Menu withinPortal>
        <Menu.Target>
          <ActionIcon aria-label={t("decisions.actions")}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component={Link}
            href={`${root}/print?only=${encodeURIComponent(of.id)}`}
            leftSection={<IconPrinter size={16} aria-hidden />}
          >
            {t("decisions.printOne")}
          </Menu.Item>
          {of.state === "draft" && (may.take || (may.propose && of.made_by === me))
            ? item("withdrawn", t("decisions.withdraw"), <IconTrashX size={16} aria-hidden />)
            : null}
          {of.state === "withdrawn" && (may.take || (may.propose && of.made_by === me))
            ? item("draft", t("decisions.restore"), back)
            : null}
          {of.state === "executed" && may.execute ? item("taken", t("decisions.unexecute"), back) : null}
          {of.state === "taken" && may.take ? item("draft", t("decisions.untake"), back) : null}
        </Menu.Dropdown>
      </Menu>
      <Wrong>{refusal}</Wrong>
    </>
  );
}

/** In whose place it came, and what came in its place. */
function Chain({ of }: { of: Decision }) {
  const { t } = useTranslation();
  const { root } = useRegister();
  const line = (id: string, number: number, title: string, words: string) => (
    <p key={id} className={s.chain}>
      {words}{" "}
      <Link className="link" href={`${root}/${encodeURIComponent(id)}`}>
        {t("decisions.numbered", { number, title })}
      </Link>
    </p>
  );
  return (
    <>
      {of.superseded_by?.map((d) => line(d.id, d.number, d.title, t("decisions.supersededBy")))}
      {of.earlier && holds(of)
        ? line(of.earlier.id, of.earlier.number, of.earlier.title, t("decisions.supersedes"))
        : null}
    </>
  );
}

function Whole({ of, put }: Props) {
  const { t } = useTranslation();
  const { may, personOf } = useRegister();
  const [asked, again] = useLinks(of.id);
  const links = asked.state === "here" ? asked.value : [];
  const said = { name: personOf(of.state_by).name, day: dateOf(of.state_at) };
  const mine = holds(of) ? may.take : may.propose && of.state === "draft";
  return (
    <div className={s.detail}>
      <div className={s.head}>
        <StateBadge of={of} />
        <span className={s.about}>
          {of.state === "taken" && !of.deciders.includes(of.state_by)
            ? t("decisions.recordedBy", said)
            : t("decisions.stateBy", said)}
        </span>
      </div>
      <Line of={of} field="title" mine={mine} put={put} />
      <Chain of={of} />
      <Next of={of} put={put} links={links} />
      <Long of={of} field="text" mine={mine} put={put} />
      <Long of={of} field="why" mine={mine} put={put} />
      <Properties of={of} mine={mine} put={put} />
      <Follows of={of} links={links} again={again} />
      <History of={of} />
      <p className={s.about}>{t("decisions.madeBy", { name: personOf(of.made_by).name, day: dateOf(of.made_at) })}</p>
    </div>
  );
}

/** One decision, with everything about it. */
export function DecisionPanel({ id, close }: { id: string; close: string }) {
  const { t } = useTranslation();
  const { space, changed } = useRegister();
  const question = useCallback(() => decision(id), [id]);
  const [asked, again, take] = useAsked(question);
  useFresh(again, true);
  const here = asked.state === "here";
  useEffect(() => {
    if (here) landInPanel();
  }, [here]);
  const put = (next: Decision) => {
    take(next);
    changed();
  };
  const gone = asked.state === "refused" && asked.why instanceof Refusal && asked.why.status === 404;
  return (
    <>
      <PanelHead
        title={
          here ? t("decisions.ref", { space: shortOf(space.name), number: asked.value.number }) : t("decisions.one")
        }
        close={close}
        end={here ? <Actions of={asked.value} put={put} /> : null}
      />
      <PanelBody>
        {asked.state === "waiting" ? (
          <Waiting lines={8} />
        ) : here ? (
          <Whole of={asked.value} put={put} />
        ) : (
          <div className={s.detail}>
            {gone ? (
              <EmptyState title={t("decisions.gone")}>{t("decisions.goneBody")}</EmptyState>
            ) : (
              <ErrorState title={t("decisions.failedOne")} retry={again}>
                {reasonOf(asked.why, t)}
              </ErrorState>
            )}
          </div>
        )}
      </PanelBody>
    </>
  );
}
