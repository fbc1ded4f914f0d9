import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import type { Task } from "../../api/tasks";
import { shortOf } from "../../base/names";
import { dateOf } from "../../i18n/dates";
import { landInPanel } from "../../shell/landing";
import { EmptyState, ErrorState, PanelBody, PanelHead, Waiting } from "../../ui/parts";
import { Checklist } from "./Checklist";
import { CommentBox } from "./CommentBox";
import { useTasks } from "./context";
import { Description, Title } from "./Fields";
import { History } from "./History";
import { Links } from "./Links";
import { Above } from "./MoveUnder";
import { Parts } from "./Parts";
import { Properties } from "./Properties";
import { queue } from "./queue";
import { Talk } from "./Talk";
import { TaskActions } from "./TaskActions";
import s from "./tasks.module.css";
import { useTask } from "./useTask";
import { Waits } from "./Waits";

/** What stands in the panel, and below it the line for the next comment. */
function Whole({ of, hrefOf }: { of: Task; hrefOf: (id: string) => string }) {
  const { t } = useTranslation();
  const { may, personOf } = useTasks();
  const [edited, edit] = useState<string | null>(null);
  const lastOfMine = useRef<string | null>(null);
  const mine = may.change(of) && !of.archived;
  return (
    <>
      <PanelBody>
        <div className={s.detail}>
          <Above of={of} hrefOf={hrefOf} />
          <Title of={of} mine={mine} />
          <Properties of={of} mine={mine} />
          <Description of={of} mine={mine} />
          <Checklist of={of} mine={mine} />
          <Parts of={of} mine={mine} hrefOf={hrefOf} />
          <Waits of={of} mine={mine} hrefOf={hrefOf} />
          <Links of={of} mine={mine} hrefOf={hrefOf} />
          <Talk of={of} edited={edited} edit={edit} lastOfMine={lastOfMine} />
          <History of={of} mine={mine} />
          <p className={s.about}>{t("tasks.madeBy", { name: personOf(of.made_by).name, day: dateOf(of.made_at) })}</p>
        </div>
      </PanelBody>
      {may.make ? (
        <div className={s.foot}>
          <CommentBox
            of={of.id}
            label={t("tasks.comment.do")}
            send={(words) => queue.now()?.say(of, words)}
            up={() => edit(lastOfMine.current)}
          />
        </div>
      ) : null}
    </>
  );
}

interface PanelProps {
  readonly id: string;
  readonly close: string;
  readonly hrefOf: (id: string) => string;
}

/** One task, with everything about it. */
export function TaskPanel({ id, close, hrefOf }: PanelProps) {
  const { t } = useTranslation();
  const { space } = useTasks();
  const [asked, again] = useTask(id);
  const here = asked.state === "here";
  useEffect(() => {
    if (here) landInPanel();
  }, [here]);
  const gone = asked.state === "refused" && asked.why instanceof Refusal && asked.why.status === 404;
  return (
    <>
      <PanelHead
        title={here ? `${shortOf(space.name)}-${asked.value.number}` : t("tasks.one")}
        close={close}
        end={here ? <TaskActions of={asked.value} close={close} /> : null}
      />
      {here ? (
        <Whole of={asked.value} hrefOf={hrefOf} />
      ) : (
        <PanelBody>
          {asked.state === "waiting" ? (
            <Waiting lines={8} />
          ) : (
            <div className={s.detail}>
              {gone ? (
                <EmptyState title={t("tasks.gone")}>{t("tasks.goneBody")}</EmptyState>
              ) : (
                <ErrorState title={t("tasks.failedOne")} retry={again}>
                  {reasonOf(asked.why, t)}
                </ErrorState>
              )}
            </div>
          )}
        </PanelBody>
      )}
    </>
  );
}
