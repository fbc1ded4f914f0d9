import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconCalendarTime, IconChevronDown, IconClock, IconListDetails } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { T } from "../i18n";
import { dayOf, daysAgo, timeOf } from "../i18n/dates";
import { fieldsOf, type Moment, momentOf, momentsFrom } from "../session/moments";
import { delayMaxMs } from "../session/scheduled";
import { say } from "../shell/toast";
import { DateField, TimeField } from "../ui/DateField";
import { Dialog } from "../ui/Dialog";
import ui from "../ui/lines.module.css";
import s from "./composer.module.css";
import { scheduledPath } from "./paths";
import { useTalk } from "./talk";
import type { Composing } from "./useComposing";

/** When it is, in a few words: *demain, 9 h*. */
export function whenOf(at: number, t: T): string {
  const time = timeOf(at);
  const days = -daysAgo(at);
  if (days === 0) return t("scheduled.today", { time });
  if (days === 1) return t("scheduled.tomorrow", { time });
  return t("scheduled.on", { day: dayOf(at), time });
}

/** A moment as two fields hold it, and what is wrong with it. */
export function useMoment(first: number) {
  const { t } = useTranslation();
  const [fields, write] = useState(() => fieldsOf(first));
  const [tried, setTried] = useState(false);
  const at = momentOf(fields.date, fields.time);
  const now = Date.now();
  const wrong =
    at === null
      ? t("scheduled.wrong.none")
      : at <= now
        ? t("scheduled.wrong.past")
        : at - now > delayMaxMs
          ? t("scheduled.wrong.far")
          : null;
  /** The moment, where it may be; else says what is wrong. */
  const chosen = (): number | null => {
    setTried(true);
    return wrong === null ? at : null;
  };
  return { fields, write, wrong: tried ? wrong : null, chosen };
}

export function MomentFields({ of, first }: { of: ReturnType<typeof useMoment>; first?: boolean }) {
  const { t } = useTranslation();
  const { fields, write, wrong } = of;
  return (
    <div className={s.moment}>
      <DateField
        {...(first ? { "data-autofocus": true } : {})}
        label={t("scheduled.date")}
        value={fields.date}
        min={fieldsOf(Date.now()).date}
        max={fieldsOf(Date.now() + delayMaxMs).date}
        error={wrong}
        onChange={(date) => write({ ...fields, date })}
      />
      <TimeField
        label={t("scheduled.time")}
        value={fields.time}
        error={wrong !== null}
        onChange={(time) => write({ ...fields, time })}
      />
    </div>
  );
}

function MomentDialog({ close, choose }: { close: () => void; choose: (at: number) => void }) {
  const { t } = useTranslation();
  const [first] = useState(() => momentsFrom(Date.now()).find((m) => m.key === "tomorrow")!.at);
  const moment = useMoment(first);
  const submit = () => {
    const at = moment.chosen();
    if (at === null) return;
    close();
    choose(at);
  };
  return (
    <Dialog title={t("scheduled.choose")} close={close} act={t("scheduled.do")} submit={submit}>
      <p>{t("scheduled.why")}</p>
      <MomentFields of={moment} first />
    </Dialog>
  );
}

/** Beside the button that sends: the same, at another time. */
export function SendLater({ of }: { of: Composing }) {
  const { t } = useTranslation();
  const { room } = useTalk();
  const [choosing, setChoosing] = useState(false);
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const [moments, setMoments] = useState<readonly Moment[]>([]);
  const empty = of.words.written.text.trim() === "" && of.files.all.length === 0;
  const names = {
    today: t("scheduled.laterToday"),
    tomorrow: t("scheduled.tomorrowMorning"),
    monday: t("scheduled.mondayMorning"),
  };
  const turn = (on: boolean) => {
    if (on) setMoments(momentsFrom(Date.now()));
    setOpen(on);
  };
  const schedule = (at: number) => {
    void of.submit(at).then((added) => added && say(t("scheduled.done", { when: whenOf(at, t) })));
  };
  return (
    <>
      <Menu position="top-end" withinPortal returnFocus opened={open} onChange={turn}>
        <Menu.Target>
          <ActionIcon ref={button} aria-label={t("scheduled.later")} size={26}>
            <IconChevronDown size={16} stroke={1.8} />
          </ActionIcon>
        </Menu.Target>
        <Tooltip label={t("scheduled.later")} target={button} disabled={open} />
        <Menu.Dropdown>
          {/* What cannot be chosen would not take the focus. */}
          {empty ? (
            <Menu.Label>{t("scheduled.first")}</Menu.Label>
          ) : (
            <>
              {moments.map(({ key, at }) => (
                <Menu.Item
                  key={key}
                  leftSection={<IconClock size={16} />}
                  rightSection={<span className={ui.hint}>{timeOf(at)}</span>}
                  onClick={() => schedule(at)}
                >
                  {names[key]}
                </Menu.Item>
              ))}
              <Menu.Item leftSection={<IconCalendarTime size={16} />} onClick={() => setChoosing(true)}>
                {t("scheduled.choose")}
              </Menu.Item>
            </>
          )}
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconListDetails size={16} />}
            renderRoot={(p) => <Link href={scheduledPath(room.roomId)} {...p} />}
          >
            {t("scheduled.title")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {choosing ? <MomentDialog close={() => setChoosing(false)} choose={schedule} /> : null}
    </>
  );
}
