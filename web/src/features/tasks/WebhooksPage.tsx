import { Button } from "@mantine/core";
import { IconPlus, IconWebhook } from "@tabler/icons-react";
import { type ReactNode, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { changeWebhook, type HookCall, testWebhook, type Webhook, webhooksOf } from "../../api/webhooks";
import type { T } from "../../i18n";
import { shortDay, timeOf } from "../../i18n/dates";
import { Scroll, Shell } from "../../shell/Shell";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import ui from "../../ui/lines.module.css";
import { Badge, EmptyState, Head, type Tone, Wrong } from "../../ui/parts";
import { useTasks } from "./context";
import { AddHook, EditHook, RemoveHook } from "./HookDialogs";
import { eventName, eventsOf, outcomeOf, whyNotHook } from "./hooks";
import s from "./tasks.module.css";

/** How it is with one, by its last call. */
function standing({ paused, told }: Webhook, t: T): { readonly tone: Tone; readonly name: string } {
  if (paused) return { tone: "plain", name: t("webhooks.paused") };
  const last = told[0];
  if (!last) return { tone: "plain", name: t("webhooks.untold") };
  return last.outcome === "told"
    ? { tone: "accent", name: t("webhooks.works") }
    : { tone: "danger", name: t("webhooks.fails") };
}

const moment = (at: number): string => `${shortDay(at)} ${timeOf(at)}`;

function Calls({ of }: { of: readonly HookCall[] }) {
  const { t } = useTranslation();
  if (of.length === 0) return <p className={ui.hint}>{t("webhooks.noCalls")}</p>;
  return (
    <details className={s.calls}>
      <summary>{t("webhooks.calls", { count: of.length })}</summary>
      <ul>
        {of.map((call, i) => (
          <li key={`${call.at} ${i}`}>
            <span>
              {moment(call.at)} · {eventName(call.event, t)}
            </span>
            <span className={call.outcome === "told" ? "dim" : s.late}>{outcomeOf(call, t)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

interface OneProps {
  readonly of: Webhook;
  readonly again: () => void;
}

/** A program: where it is, what it is told of, how it answers. */
function One({ of, again }: OneProps) {
  const { t } = useTranslation();
  const { space, personOf } = useTasks();
  const { busy, run, refusal } = useDeed(whyNotHook);
  const [dialog, open] = useState<"edit" | "remove" | null>(null);
  const [tried, told] = useState<HookCall | null>(null);
  const { tone, name } = standing(of, t);
  const test = () =>
    void run(async () => {
      told(null);
      told(await testWebhook(space.space_id, of.id));
      again();
    });
  const pause = () =>
    void run(async () => {
      await changeWebhook(space.space_id, of.id, { paused: !of.paused });
      again();
      say(of.paused ? t("webhooks.resumed") : t("webhooks.nowPaused"));
    });
  const dialogs = { of, space: space.space_id, close: () => open(null), done: again };
  return (
    <li className={s.hook} aria-label={of.uri}>
      <div className={s.hookHead}>
        <b className={s.hookAddress}>{of.uri}</b>
        <Badge tone={tone}>{name}</Badge>
      </div>
      <p className={ui.hint}>
        {eventsOf(of.events, t)} · {t("webhooks.by", { name: personOf(of.by).name, day: shortDay(of.at) })}
        {of.failed > 0 ? ` · ${t("webhooks.lost", { count: of.failed })}` : null}
      </p>
      <div className={ui.actions}>
        <Button size="xs" variant="light" loading={busy} onClick={test}>
          {t("webhooks.test")}
        </Button>
        <Button size="xs" variant="subtle" data-quiet disabled={busy} onClick={pause}>
          {of.paused ? t("webhooks.resume") : t("webhooks.pause")}
        </Button>
        <Button size="xs" variant="subtle" data-quiet onClick={() => open("edit")}>
          {t("webhooks.edit")}
        </Button>
        <Button size="xs" variant="subtle" color="garance" onClick={() => open("remove")}>
          {t("webhooks.removeItem")}
        </Button>
      </div>
      <p role="status" className={tried && tried.outcome !== "told" ? s.late : undefined}>
        {tried ? outcomeOf(tried, t) : null}
      </p>
      <Wrong>{refusal}</Wrong>
      <Calls of={of.told} />
      {dialog === "edit" ? <EditHook {...dialogs} /> : null}
      {dialog === "remove" ? <RemoveHook {...dialogs} /> : null}
    </li>
  );
}

function Hooks({ adding, add }: { adding: boolean; add: (on: boolean) => void }) {
  const { t } = useTranslation();
  const { space } = useTasks();
  const [asked, again] = useAsked(useCallback(() => webhooksOf(space.space_id), [space.space_id]));
  return (
    <Scroll label={t("webhooks.title")}>
      <div className={s.page}>
        <p className={s.hookWhat}>{t("webhooks.what")}</p>
        <Answered of={asked} again={again} failed={t("webhooks.failed")}>
          {(all) =>
            all.length === 0 ? (
              <EmptyState lead={<IconWebhook size={32} stroke={1.4} aria-hidden />} title={t("webhooks.none")}>
                {t("webhooks.noneBody")}
              </EmptyState>
            ) : (
              <ul className={s.hooks}>
                {all.map((one) => (
                  <One key={one.id} of={one} again={again} />
                ))}
              </ul>
            )
          }
        </Answered>
      </div>
      {adding ? <AddHook space={space.space_id} close={() => add(false)} done={again} /> : null}
    </Scroll>
  );
}

/** The programs that are told what changes on the board, for who arranges it. */
export function WebhooksPage({ nav }: { nav: ReactNode }) {
  const { t } = useTranslation();
  const { may, root, space } = useTasks();
  const [adding, add] = useState(false);
  return (
    <Shell title={t("webhooks.titleOf", { name: space.name })} nav={nav}>
      <Head
        back={root}
        title={t("webhooks.title")}
        end={
          may.arrange ? (
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => add(true)}>
              {t("webhooks.add")}
            </Button>
          ) : null
        }
      />
      {may.arrange ? (
        <Hooks adding={adding} add={add} />
      ) : (
        <div className={s.page}>
          <EmptyState title={t("webhooks.closed")}>{t("webhooks.forbidden")}</EmptyState>
        </div>
      )}
    </Shell>
  );
}
