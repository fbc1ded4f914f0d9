import { useDeed } from "../api/useDeed";
import type { T } from "../i18n";
import { refusalOf } from "../session/rooms";

function sentence(failure: unknown, t: T): string {
  const code = refusalOf(failure);
  switch (code) {
    case "M_FORBIDDEN":
      return t("rooms.wrong.forbidden");
    case "M_USER_SUSPENDED":
      return t("refusal.suspended");
    case "M_LIMIT_EXCEEDED":
      return t("rooms.wrong.limit");
    case "M_NOT_FOUND":
      return t("rooms.wrong.notFound");
    case "NETWORK":
      return t("rooms.wrong.network");
    default:
      return t("rooms.wrong.other", { code });
  }
}

/** One thing being done to a room: whether it runs, and the sentence when it was refused. */
export function useDoing() {
  const { busy, refusal: wrong, run } = useDeed(sentence);
  return { busy, wrong, run };
}
