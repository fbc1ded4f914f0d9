import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import type { HookCall, HookEvent } from "../../api/webhooks";
import type { T } from "../../i18n";

/** Where they are arranged, below the address of the tasks: no task has so short an id. */
export const webhooksPart = "webhooks";

export function eventName(of: HookCall["event"], t: T): string {
  switch (of) {
    case "task.changed":
      return t("webhooks.event.changed");
    case "task.gone":
      return t("webhooks.event.gone");
    case "board.changed":
      return t("webhooks.event.board");
    case "test":
      return t("webhooks.event.test");
  }
}

/** What it is told of, in words. */
export const eventsOf = (events: readonly HookEvent[], t: T): string =>
  events.length === 0
    ? t("webhooks.allEvents")
    : t("webhooks.when", { events: events.map((one) => eventName(one, t)).join(", ") });

const statuses = { moved: 300, wrong: 400, unknown: [404, 410], closed: [401, 403], broken: 500 } as const;
const isOneOf = (all: readonly number[], status: number): boolean => all.includes(status);

/** What became of a call, and what to do about it. */
export function outcomeOf({ outcome, status }: HookCall, t: T): string {
  switch (outcome) {
    case "told":
      return t("webhooks.told", { status });
    case "barred":
      return t("webhooks.barred");
    case "failed":
      return t("webhooks.noAnswer");
    case "refused":
      if (isOneOf(statuses.closed, status)) return t("webhooks.shut", { status });
      if (isOneOf(statuses.unknown, status)) return t("webhooks.unknown", { status });
      if (status >= statuses.broken) return t("webhooks.broken", { status });
      return status < statuses.wrong && status >= statuses.moved
        ? t("webhooks.moved", { status })
        : t("webhooks.refused", { status });
  }
}

/** True when it is the address that does not fit. */
export const isOfAddress = (failure: unknown): boolean =>
  failure instanceof Refusal && failure.code === "M_INVALID_PARAM" && failure.body.field === "uri";

export function whyNotHook(failure: unknown, t: T): string {
  if (isOfAddress(failure)) return t("webhooks.badAddress");
  if (failure instanceof Refusal && failure.code === "M_RESOURCE_LIMIT_EXCEEDED") return t("webhooks.full");
  if (failure instanceof Refusal && failure.code === "M_NOT_FOUND") return t("webhooks.gone");
  return reasonOf(failure, t, t("webhooks.forbidden"));
}
