import { Button } from "@mantine/core";
import { IconArrowDown } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Virtualizer } from "virtua";
import { connection } from "../../base/connection";
import { letterKeys } from "../../base/preferences";
import { dayOf, daysAgo } from "../../i18n/dates";
import m from "../../message/message.module.css";
import { Announced, useReading } from "../../message/reading";
import { useTalk } from "../../message/talk";
import type { Conversation } from "../../session/hooks";
import type { Item } from "../../session/items";
import { ErrorState, Waiting } from "../../ui/parts";
import { finger, MessageRow, ReadBy } from "./MessageRow";
import type { ReadingPlace } from "./places";
import s from "./rooms.module.css";
import { StateLines } from "./StateLines";
import { useScrolling } from "./useScrolling";

function Day({ ts }: { ts: number }) {
  const { t } = useTranslation();
  const ago = daysAgo(ts);
  return (
    <h2 className={m.day}>
      <span>{ago === 0 ? t("rooms.today") : ago === 1 ? t("rooms.yesterday") : dayOf(ts)}</span>
    </h2>
  );
}

interface RowProps {
  readonly of: Item;
  readonly last: boolean;
  readonly shown: string | null;
  readonly start: ReactNode;
}

function Row({ of, last, shown, start }: RowProps) {
  const { t } = useTranslation();
  switch (of.kind) {
    case "start":
      return start;
    case "day":
      return <Day ts={of.ts} />;
    case "new":
      return (
        <div className={m.new} role="separator" aria-label={t("rooms.newMessages")}>
          {t("rooms.new")}
        </div>
      );
    case "message":
      return (
        <MessageRow
          message={of.message}
          joined={of.joined}
          readers={of.readers}
          last={last}
          shown={shown === of.message.id}
        />
      );
    case "state":
      return (
        <div>
          <StateLines lines={of.lines} />
          <ReadBy people={of.readers} last={last} />
        </div>
      );
  }
}

export interface TimelineProps {
  readonly conversation: Conversation | null;
  readonly label: string;
  /** The event that the address asks for. */
  readonly target: string | null;
  /** The first row, when nothing older exists. */
  readonly start?: ReactNode;
  /** Stands above all rows, whatever is loaded; the rows then begin at the top. */
  readonly pinned?: ReactNode;
  /** Where to take up reading. */
  readonly resume?: ReadingPlace | null;
}

/** What stands above the rows: grey lines, or the reason why none came. */
function Above({ of }: { of: Conversation }) {
  const { t } = useTranslation();
  const { shown, timeline, items } = of;
  const reached = connection.use() === "online";
  const some = items.length > 0;
  const again = () => void (some ? timeline.older() : timeline.open());
  // What did not come without a network is asked for again when it is back; until then the band above says it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once at each return of the network
  useEffect(() => {
    if (reached && shown.failed) again();
  }, [reached]);
  if (shown.loading === "first")
    return (
      <div className={s.first}>
        <Waiting lines={6} label={t("rooms.loading")} />
      </div>
    );
  if (!shown.failed || (!reached && some)) return null;
  return (
    <div className={s.first}>
      <ErrorState title={t("rooms.failed.title")} retry={again}>
        {t("rooms.failed.body")}
      </ErrorState>
    </div>
  );
}

/** Arrows, or J and K, go from message to message. */
function useRowKeys(items: readonly Item[], { scroller, toRow }: ReturnType<typeof useScrolling>) {
  const go = (from: string | null, step: 1 | -1) => {
    const messages = items.flatMap((i, index) => (i.kind === "message" ? [{ id: i.message.id, index }] : []));
    const at = messages.findIndex((one) => one.id === from);
    const next = at < 0 ? messages.at(-1) : messages[at + step];
    if (!next) return;
    toRow(next.index);
    requestAnimationFrame(() =>
      scroller.current
        ?.querySelector<HTMLElement>(`[data-message="${CSS.escape(next.id)}"]`)
        ?.focus({ preventScroll: true }),
    );
  };
  return (e: KeyboardEvent) => {
    const target = e.target as HTMLElement;
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (target !== scroller.current && !target.matches("[data-message]")) return;
    const letter = e.key === "j" || e.key === "k";
    if (letter && !letterKeys.now()) return;
    const step = e.key === "ArrowDown" || e.key === "j" ? 1 : e.key === "ArrowUp" || e.key === "k" ? -1 : 0;
    if (step === 0) return;
    e.preventDefault();
    go(target.dataset.message ?? null, step);
  };
}

/** How high something stands above the rows, which are drawn by where they begin. */
function useHeight(): [number, (element: HTMLElement | null) => void] {
  const [height, setHeight] = useState(0);
  const seen = useRef<ResizeObserver | null>(null);
  const measured = useCallback((element: HTMLElement | null) => {
    seen.current?.disconnect();
    seen.current = element && new ResizeObserver(() => setHeight(element.offsetHeight));
    if (element) seen.current?.observe(element);
    setHeight(element?.offsetHeight ?? 0);
  }, []);
  return [height, measured];
}

/** The rows of a room or a discussion, drawn where they are seen. */
export function TimelineView({ conversation, label, target, start, pinned, resume = null }: TimelineProps) {
  const { t } = useTranslation();
  const talk = useTalk();
  const scrolling = useScrolling({ conversation, target, resume });
  const [headPx, head] = useHeight();
  const items = conversation?.items ?? [];
  const shown = conversation?.shown;
  const onKey = useRowKeys(items, scrolling);
  useReading(conversation, scrolling.atBottom && scrolling.settled);
  const lastRead = items.findLastIndex((i) => (i.kind === "message" || i.kind === "state") && i.readers.length > 0);
  return (
    <div className={s.timelineFrame}>
      <section
        className={s.timeline}
        ref={scrolling.scroller}
        aria-label={label}
        tabIndex={0}
        onScroll={scrolling.onScroll}
        onKeyDown={onKey}
        onMouseLeave={() => finger() || talk.active.set(null)}
      >
        {pinned ? <div ref={head}>{pinned}</div> : <div className={s.spacer} />}
        {conversation ? <Above of={conversation} /> : null}
        <Virtualizer
          ref={scrolling.list}
          scrollRef={scrolling.scroller}
          startMargin={headPx}
          shift={scrolling.prepended}
          data={items}
        >
          {(item, index) => (
            <Row key={item.key} of={item} last={index === lastRead} shown={scrolling.event} start={start} />
          )}
        </Virtualizer>
      </section>
      {conversation ? <Announced key={`${talk.room.roomId} ${talk.thread ?? ""}`} conversation={conversation} /> : null}
      {shown?.loading === "older" ? (
        <div className={s.olderWait} role="status">
          {t("rooms.loadingOlder")}
        </div>
      ) : null}
      {scrolling.atBottom && shown?.atEnd !== false ? null : (
        <Button
          className={s.toLatest ?? ""}
          size="xs"
          variant="default"
          leftSection={<IconArrowDown size={15} aria-hidden />}
          onClick={scrolling.latest}
        >
          {t("rooms.toLatest")}
        </Button>
      )}
    </div>
  );
}
