import { lazy } from "react";
import { features } from "../features";
import type { NoticeFacts } from "./feature";

const all = features
  .flatMap((f) => f.notices ?? [])
  .map((of) => ({ ...of, Acts: of.acts ? lazy(of.acts) : null, Detail: of.Detail ?? null }));

/** What the feature says that a notice of the server is of; absent where none knows it. */
export const noticesOf = (of: NoticeFacts): (typeof all)[number] | undefined =>
  all.find((one) => String(of.kind) in one.kinds);
