import { type RefObject, useCallback, useEffect, useLayoutEffect, useReducer, useRef, useState } from "react";
import type { VirtualizerHandle } from "virtua";
import { type Moves, useTalk } from "../../message/talk";
import type { Conversation } from "../../session/hooks";
import type { Item } from "../../session/items";
import { belowOf, standOf, staysAtEnd, useGoingUp } from "./end";
import { keepPlace, placeOf, type ReadingPlace } from "./places";

/** How near to an end, in pixels, the next page is asked for. */
const nearPx = 500;
const newLineBelowPx = 72;
/** How many drawings a row is held where it was brought. */
const heldFrames = 24;

interface Asked {
  readonly conversation: Conversation | null;
  /** The event that the address asks for. */
  readonly target: string | null;
  /** Where to take up reading. */
  readonly resume: ReadingPlace | null;
}

export const rowOf = (items: readonly Item[], event: string | null): number =>
  event === null
    ? -1
    : items.findIndex((i) =>
        i.kind === "message" ? i.message.id === event : i.kind === "state" && i.lines.some((l) => l.id === event),
      );

/** The rows and what scrolls them. While `stick` holds, new rows and rows that grow keep the end in sight. */
interface Scrolled {
  readonly list: RefObject<VirtualizerHandle | null>;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly stick: RefObject<boolean>;
  /** True once the first drawing stands where it should. */
  readonly settled: RefObject<boolean>;
  /** Draws again, once it does. */
  readonly settle: () => void;
}

/** Keeps the end in sight as long as it is stuck to. */
function useEnd({ scroller, stick }: Scrolled): () => void {
  const toEnd = useCallback(() => {
    const at = scroller.current;
    if (at) at.scrollTop = at.scrollHeight;
  }, [scroller]);
  useEffect(() => {
    const at = scroller.current;
    if (!at) return;
    const keep = new ResizeObserver(() => {
      if (stick.current) toEnd();
    });
    keep.observe(at);
    for (const child of at.children) keep.observe(child);
    return () => keep.disconnect();
  }, [scroller, stick, toEnd]);
  return toEnd;
}

/** A row to bring into sight: what it is, and how far below the upper edge; absent is the middle. */
interface Wanted {
  readonly index: () => number;
  readonly selector: string;
  readonly belowPx?: number;
}
const eventRow = (event: string) => `[data-message="${CSS.escape(event)}"]`;

/** Brings a row into sight and holds it there while rows around it come in and are measured, unless the reader scrolls. */
function useBring({ list, scroller, stick }: Scrolled): (wanted: Wanted) => void {
  return useCallback(
    ({ index, selector, belowPx }) => {
      const at = scroller.current;
      if (!at) return;
      stick.current = false;
      const go = () =>
        list.current?.scrollToIndex(
          index(),
          belowPx === undefined ? { align: "center" } : { align: "start", offset: -belowPx },
        );
      let left = heldFrames;
      const mine = new AbortController();
      const stop = () => {
        left = 0;
        mine.abort();
      };
      for (const kind of ["wheel", "touchstart", "keydown"])
        at.addEventListener(kind, stop, { signal: mine.signal, passive: true });
      const hold = () => {
        if (left-- <= 0 || !at.isConnected) return mine.abort();
        const row = at.querySelector<HTMLElement>(selector);
        const wanted = belowPx ?? Math.max(0, (at.clientHeight - (row?.offsetHeight ?? 0)) / 2);
        const off = row ? row.getBoundingClientRect().top - at.getBoundingClientRect().top - wanted : 0;
        if (!row) go();
        else if (Math.abs(off) > 1) at.scrollTop += off;
        requestAnimationFrame(hold);
      };
      go();
      requestAnimationFrame(hold);
    },
    [list, scroller, stick],
  );
}

/** Remembers, on leaving a room, what stood at the upper edge. */
function useKeptPlace({ scroller, stick, settled }: Scrolled): void {
  const { room, thread } = useTalk();
  const place = thread === undefined ? room.roomId : null;
  useLayoutEffect(() => {
    const at = scroller.current;
    return () => {
      if (at?.clientHeight && place && settled.current) keepPlace(place, stick.current ? null : placeOf(at));
    };
  }, [scroller, stick, settled, place]);
}

/** The first drawing goes to the event asked for, to where one stopped, to the line « Nouveau », or to the end. */
function useFirst(
  { stick, settled, settle }: Scrolled,
  { conversation, resume }: Asked,
  event: string | null,
  toEnd: () => void,
  bring: (wanted: Wanted) => void,
): boolean {
  const takenUp = useRef(false);
  const items = conversation?.items ?? [];
  const now = useRef(items);
  now.current = items;
  const shown = conversation?.shown;
  const ready = items.length > 0 && shown?.loading !== "first";
  useLayoutEffect(() => {
    if (!ready || settled.current) return;
    settled.current = true;
    settle();
    const wanted = rowOf(items, event);
    const left = wanted < 0 && resume && !takenUp.current ? rowOf(items, resume.event) : -1;
    const news = items.findIndex((i) => i.kind === "new");
    takenUp.current = true;
    const place = (of: string) => ({ index: () => rowOf(now.current, of), selector: eventRow(of) });
    const newLine = { index: () => now.current.findIndex((i) => i.kind === "new"), selector: "[role=separator]" };
    stick.current = wanted < 0 && left < 0 && news < 0;
    if (wanted >= 0) bring(place(event!));
    else if (left >= 0) bring({ ...place(resume!.event), belowPx: resume!.belowPx });
    else if (news >= 0) bring({ ...newLine, belowPx: newLineBelowPx });
    else toEnd();
  });
  useLayoutEffect(() => {
    if (ready && stick.current && shown?.atEnd) toEnd();
  }, [ready, toEnd, shown, stick]);
  return ready;
}

/** Says whether one reads the end, and asks for the next page when the end of what is loaded comes near. */
function useWatch(
  { scroller, stick, settled }: Scrolled,
  conversation: Conversation | null,
  ready: boolean,
  toEnd: () => void,
) {
  const [atBottom, setAtBottom] = useState(true);
  const seen = useRef({ top: 0, height: 0, window: 0 });
  const goingUp = useGoingUp(scroller);
  const shown = conversation?.shown;
  const timeline = conversation?.timeline;
  const onScroll = () => {
    const at = scroller.current;
    if (!at || !settled.current) return;
    const now = standOf(at);
    const below = belowOf(now);
    stick.current = (shown?.atEnd ?? true) && staysAtEnd(stick.current, seen.current, now, goingUp());
    // Where rows shrank and grew again nothing else says that the end has moved.
    if (stick.current && below > 1 && !goingUp()) toEnd();
    seen.current = standOf(at);
    setAtBottom(stick.current);
    if (at.scrollTop < nearPx && shown && !shown.atStart && !shown.failed) void timeline?.older();
    if (below < nearPx && shown && !shown.atEnd && !shown.failed) void timeline?.newer();
  };
  const empty = (conversation?.items.length ?? 0) === 0;
  // A page shorter than the window asks for the next by itself, and so does one of which nothing is shown here, such as
  // the answers of a discussion.
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again whenever a page came
  useEffect(() => {
    if (ready) onScroll();
    else if (empty && shown && shown.loading === null && !shown.atStart && !shown.failed) void timeline?.older();
  }, [ready, empty, conversation?.items.length, shown?.atEnd, shown?.atStart, shown?.loading, shown?.generation]);
  return { atBottom, setAtBottom, onScroll };
}

/** Everything that moves the rows of a conversation. */
export function useScrolling(asked: Asked) {
  const { conversation } = asked;
  const list = useRef<VirtualizerHandle>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const stick = useRef(true);
  const settled = useRef(false);
  const [, settle] = useReducer((n: number) => n + 1, 0);
  const scrolled: Scrolled = { list, scroller, stick, settled, settle };
  const [event, setEvent] = useState(asked.target);
  const toEnd = useEnd(scrolled);
  const bring = useBring(scrolled);
  const ready = useFirst(scrolled, asked, event, toEnd, bring);
  const prepended = usePrepended(conversation?.items ?? [], conversation?.shown.generation ?? 0);
  const { atBottom, setAtBottom, onScroll } = useWatch(scrolled, conversation, ready, toEnd);
  useKeptPlace(scrolled);

  const open = (at?: string) => {
    settled.current = false;
    const timeline = conversation?.timeline;
    void timeline?.open(at).then((found) => found || at === undefined || timeline.open());
  };
  const toRow = (index: number) => {
    stick.current = false;
    list.current?.scrollToIndex(index, { align: "nearest" });
  };
  const jump = (to: string) => {
    const items = conversation?.items ?? [];
    setEvent(to);
    if (rowOf(items, to) >= 0) bring({ index: () => rowOf(items, to), selector: eventRow(to) });
    else open(to);
  };
  const latest = () => {
    setEvent(null);
    stick.current = true;
    setAtBottom(true);
    if (conversation?.shown.atEnd) toEnd();
    else open();
  };
  useMoves({ jump, latest });
  return { list, scroller, event, atBottom, settled: settled.current, prepended, onScroll, latest, toRow };
}

/** Hands the moves of now to the conversation. */
function useMoves(now: Moves): void {
  const { moved } = useTalk();
  const held = useRef(now);
  held.current = now;
  useEffect(() => moved({ jump: (event) => held.current.jump(event), latest: () => held.current.latest() }), [moved]);
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
