import { Button } from "@mantine/core";
import { IconArrowDown } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import { connection } from "../../base/connection";
import { letterKeys } from "../../base/preferences";
import { dayOf, daysAgo } from "../../i18n/dates";
import { readDownTo } from "../../session/act";
import { type Conversation, useConnected } from "../../session/hooks";
import type { Item } from "../../session/items";
import { ErrorState, Waiting } from "../../ui/parts";
import { useOneLine } from "./MessageBody";
import { MessageRow, ReadBy } from "./MessageRow";
import m from "./message.module.css";
import s from "./rooms.module.css";
import { StateLines } from "./StateLines";
import { useTalk } from "./talk";

/** How near to an end, in pixels, the next page is asked for. */
const nearPx = 500;
const atBottomPx = 48;
const newLineOffsetPx = -72;
const readAfterMs = 500;

function Day({ ts }: { ts: number }) {
  const { t } = useTranslation();
  const ago = daysAgo(ts);
  return <h2 className={m.day}>{ago === 0 ? t("rooms.today") : ago === 1 ? t("rooms.yesterday") : dayOf(ts)}</h2>;
}

function Row({ of, last, shown }: { of: Item; last: boolean; shown: string | null }) {
  const { t } = useTranslation();
  switch (of.kind) {
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

/** Says that I have read, when the end is on screen and I am here. */
function useReading(conversation: Conversation | null, atBottom: boolean): void {
  const { client } = useConnected();
  const { room, thread } = useTalk();
  const shown = conversation?.shown;
  const last = shown?.atEnd ? shown.events.at(-1) : undefined;
  useEffect(() => {
    if (!last || !atBottom) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      clearTimeout(timer);
      if (document.visibilityState !== "visible" || !document.hasFocus()) return;
      timer = setTimeout(() => void readDownTo(client, room, last, thread !== undefined), readAfterMs);
    };
    read();
    document.addEventListener("visibilitychange", read);
    addEventListener("focus", read);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", read);
      removeEventListener("focus", read);
    };
  }, [client, room, thread, last, atBottom]);
}

/** Says to those who listen what others write at the end of the conversation, once each. */
function Announced({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation();
  const oneLine = useOneLine();
  const heard = useRef<string | null>(null);
  const [said, setSaid] = useState("");
  const found = conversation.items.findLast((i) => i.kind === "message");
  const last = found?.kind === "message" && conversation.shown.atEnd ? found.message : null;
  const says = last && !last.mine ? t("rooms.announced", { name: last.sender.name, text: oneLine(last.body) }) : "";
  const key = last?.key;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a message is said when it comes, not again when it changes
  useEffect(() => {
    if (key === undefined) return;
    if (heard.current !== null && heard.current !== key && says !== "") setSaid(says);
    heard.current = key;
  }, [key]);
  return (
    <p className="hidden" role="log" aria-label={t("rooms.newMessages")}>
      {said}
    </p>
  );
}

/** True on the drawing in which older rows came before those already there. */
function usePrepended(items: readonly Item[], generation: number): boolean {
  const before = useRef<{ generation: number; last: string | undefined }>({ generation: -1, last: undefined });
  const last = items.at(-1)?.key;
  const prepended =
    before.current.generation >= 0 && before.current.generation !== generation && before.current.last === last;
  useLayoutEffect(() => {
    before.current = { generation, last };
  });
  return prepended;
}

export interface TimelineProps {
  readonly conversation: Conversation | null;
  readonly label: string;
  /** The event that the address asks for. */
  readonly target: string | null;
  /** Stands above the first row when nothing older exists. */
  readonly start?: ReactNode;
  /** Stands above all rows, whatever is loaded; the rows then begin at the top. */
  readonly pinned?: ReactNode;
  /** Lets the conversation bring an event into sight. */
  readonly onJump: (jump: (event: string) => void) => void;
}

export function TimelineView({ conversation, label, target, start, pinned, onJump }: TimelineProps) {
  const { t } = useTranslation();
  const talk = useTalk();
  const list = useRef<VirtualizerHandle>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const stick = useRef(true);
  const settled = useRef(false);
  const [atBottom, setAtBottom] = useState(true);
  const [shownEvent, setShownEvent] = useState<string | null>(target);
  const items = conversation?.items ?? [];
  const shown = conversation?.shown;
  const timeline = conversation?.timeline;
  const reached = connection.use() === "online";
  const failed = shown?.failed === true;
  // What did not come without a network is asked for again when it is back; until then the band above says it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once at each return of the network
  useEffect(() => {
    if (reached && failed) void (items.length > 0 ? timeline?.older() : timeline?.open());
  }, [reached]);
  const prepended = usePrepended(items, shown?.generation ?? 0);
  useReading(conversation, atBottom && settled.current);

  const toEnd = useCallback(() => {
    const at = scroller.current;
    if (at) at.scrollTop = at.scrollHeight;
  }, []);

  const indexOf = (event: string) =>
    items.findIndex((i) =>
      i.kind === "message" ? i.message.id === event : i.kind === "state" && i.lines.some((l) => l.id === event),
    );
  const show = (event: string) => {
    const index = indexOf(event);
    setShownEvent(event);
    if (index >= 0) {
      stick.current = false;
      list.current?.scrollToIndex(index, { align: "center" });
      return;
    }
    settled.current = false;
    void timeline?.open(event).then((found) => !found && timeline.open());
  };
  const latest = useRef(show);
  latest.current = show;
  useEffect(() => onJump((event) => latest.current(event)), [onJump]);

  // The first drawing goes to the event asked for, to the line « Nouveau », or to the end.
  const ready = items.length > 0 && shown?.loading !== "first";
  const newLine = items.findIndex((i) => i.kind === "new");
  useLayoutEffect(() => {
    if (!ready || settled.current) return;
    settled.current = true;
    const index = shownEvent ? indexOf(shownEvent) : -1;
    stick.current = index < 0 && newLine < 0;
    if (index >= 0) list.current?.scrollToIndex(index, { align: "center" });
    else if (newLine >= 0) list.current?.scrollToIndex(newLine, { align: "start", offset: newLineOffsetPx });
    else toEnd();
  });
  useLayoutEffect(() => {
    if (ready && stick.current && shown?.atEnd) toEnd();
  }, [ready, toEnd, shown]);
  useEffect(() => {
    const at = scroller.current;
    if (!at) return;
    const keep = new ResizeObserver(() => {
      if (stick.current) toEnd();
    });
    keep.observe(at);
    for (const child of at.children) keep.observe(child);
    return () => keep.disconnect();
  }, [toEnd]);

  const onScroll = () => {
    const at = scroller.current;
    if (!at || !settled.current) return;
    const below = at.scrollHeight - at.scrollTop - at.clientHeight;
    stick.current = below < atBottomPx && (shown?.atEnd ?? true);
    setAtBottom(stick.current);
    if (at.scrollTop < nearPx && shown && !shown.atStart && !shown.failed) void timeline?.older();
    if (below < nearPx && shown && !shown.atEnd) void timeline?.newer();
  };
  // A first page shorter than the window asks for the next by itself.
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again whenever rows came
  useEffect(() => {
    if (ready) onScroll();
  }, [ready, items.length, shown?.atEnd, shown?.atStart]);

  const goLatest = () => {
    setShownEvent(null);
    stick.current = true;
    setAtBottom(true);
    if (shown?.atEnd) toEnd();
    else {
      settled.current = false;
      void timeline?.open();
    }
  };

  const onKey = (e: KeyboardEvent) => {
    const target = e.target as HTMLElement;
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (target !== scroller.current && !target.matches("[data-message]")) return;
    const letter = e.key === "j" || e.key === "k";
    if (letter && !letterKeys.now()) return;
    const step = e.key === "ArrowDown" || e.key === "j" ? 1 : e.key === "ArrowUp" || e.key === "k" ? -1 : 0;
    if (step === 0) return;
    e.preventDefault();
    focusNear(target.dataset.message ?? null, step);
  };
  const focusNear = (from: string | null, step: 1 | -1) => {
    const messages = items.flatMap((i, index) => (i.kind === "message" ? [{ id: i.message.id, index }] : []));
    const at = messages.findIndex((one) => one.id === from);
    const next = at < 0 ? messages.at(-1) : messages[at + step];
    if (!next) return;
    stick.current = false;
    list.current?.scrollToIndex(next.index, { align: "nearest" });
    requestAnimationFrame(() =>
      scroller.current
        ?.querySelector<HTMLElement>(`[data-message="${CSS.escape(next.id)}"]`)
        ?.focus({ preventScroll: true }),
    );
  };

  const lastMessage = items.findLastIndex((i) => (i.kind === "message" || i.kind === "state") && i.readers.length > 0);
  return (
    <div className={s.timelineFrame}>
      <section
        className={s.timeline}
        ref={scroller}
        aria-label={label}
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={onKey}
        onMouseLeave={() => talk.active.set(null)}
      >
        {pinned ?? <div className={s.spacer} />}
        {shown?.loading === "first" ? (
          <div className={s.first}>
            <Waiting lines={6} label={t("rooms.loading")} />
          </div>
        ) : null}
        {failed && (reached || items.length === 0) ? (
          <div className={s.first}>
            <ErrorState
              title={t("rooms.failed.title")}
              retry={() => void (items.length > 0 ? timeline?.older() : timeline?.open())}
            >
              {t("rooms.failed.body")}
            </ErrorState>
          </div>
        ) : null}
        {shown?.atStart && shown.loading !== "first" ? start : null}
        <Virtualizer ref={list} scrollRef={scroller} shift={prepended} data={items}>
          {(item, index) => <Row key={item.key} of={item} last={index === lastMessage} shown={shownEvent} />}
        </Virtualizer>
      </section>
      {conversation ? <Announced key={`${talk.room.roomId} ${talk.thread ?? ""}`} conversation={conversation} /> : null}
      {shown?.loading === "older" ? (
        <div className={s.olderWait} role="status">
          {t("rooms.loadingOlder")}
        </div>
      ) : null}
      {atBottom && shown?.atEnd !== false ? null : (
        <Button
          className={s.toLatest ?? ""}
          size="xs"
          variant="default"
          leftSection={<IconArrowDown size={15} aria-hidden />}
          onClick={goLatest}
        >
          {t("rooms.toLatest")}
        </Button>
      )}
    </div>
  );
}
