import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { type Joining, type Model, makeSpace, type Visibility, type Wish } from "../../api/spaces";
import { copyBoard } from "../../api/tasks";
import { useKept } from "../../base/kept";
import { say } from "../../shell/toast";
import { requestPath, requestsPath, spacePath } from "./paths";
import { readRequests } from "./useRequests";
import { useSpaceDeed } from "./useSpace";
import { joiningsOf } from "./words";

export const steps = ["need", "model", "access", "send"] as const;
export type Step = (typeof steps)[number];

export interface DraftWish {
  readonly step: Step;
  readonly name: string;
  readonly purpose: string;
  readonly members: string;
  readonly model: Model;
  readonly visibility: Visibility;
  readonly joining: Joining;
  /** The space whose board of tasks it is given, where it has one; empty: the usual one. */
  readonly board?: string;
  /** The same request makes a space once, however often it is sent. */
  readonly request: string;
}

/** The tools that the server switches on with each model. */
export const toolsOf: Record<Model, readonly string[]> = {
  community: ["feed", "pages", "files"],
  project: ["feed", "tasks", "planning", "files", "calendar"],
  committee: ["feed", "meetings", "decisions", "files", "calendar"],
  case: ["feed", "files", "tasks"],
  blank: ["feed"],
};

export const hasBoard = ({ model }: Pick<DraftWish, "model">): boolean => toolsOf[model].includes("tasks");

const fresh = (): DraftWish => ({
  step: "need",
  name: "",
  purpose: "",
  members: "",
  model: "community",
  visibility: "public",
  joining: "free",
  request: crypto.randomUUID(),
});

function read(kept: string): DraftWish {
  try {
    return { ...fresh(), ...(JSON.parse(kept) as Partial<DraftWish>) };
  } catch {
    return fresh();
  }
}

const membersMax = 1_000_000;

/** How many are expected, as it was written; null when that is no number of people, and words are not lost without a word. */
export function expectedIn(members: string): number | undefined | null {
  const typed = members.replace(/\s/g, "");
  if (!typed) return undefined;
  const count = /^\d+$/.test(typed) ? Number(typed) : 0;
  return count >= 1 && count <= membersMax ? count : null;
}

const wishOf = ({ name, purpose, members, model, visibility, joining }: DraftWish): Wish => {
  const expected = expectedIn(members);
  const text = purpose.trim();
  return {
    model,
    name: name.trim(),
    purpose: text,
    visibility,
    joining,
    ...(expected ? { members_expected: expected } : {}),
    need: text,
  };
};

/** What is wished for of a new space, kept until it is sent. */
export function useWish() {
  const { t, i18n } = useTranslation();
  const [kept, keep] = useKept("spaces.new", "");
  const [first] = useState(fresh);
  const draft = kept ? read(kept) : first;
  const { busy, refusal, run } = useSpaceDeed();
  const [, go] = useLocation();
  const put = (part: Partial<DraftWish>) => {
    const next = { ...draft, ...part };
    const fits = joiningsOf(next.visibility).includes(next.joining);
    keep(JSON.stringify(fits ? next : { ...next, joining: joiningsOf(next.visibility)[0] }));
  };
  const send = async () => {
    const made = await run(() => makeSpace(wishOf(draft), draft.request));
    if (!made) return;
    keep("");
    // The board of a new space is at its first version; without that of another one the space is there all the same.
    if (made.space_id && draft.board && hasBoard(draft))
      await copyBoard(made.space_id, 0, draft.board).catch(() => say(t("spaces.send.boardFailed")));
    if (made.space_id) return go(spacePath(made.space_id), { replace: true });
    void readRequests();
    go(made.request ? requestPath(made.request) : requestsPath, { replace: true });
  };
  const number = (n: number) => new Intl.NumberFormat(i18n.language).format(n);
  return { draft, kept: kept !== "", put, send, busy, refusal, number };
}
export type WishDraft = ReturnType<typeof useWish>;
