import { features } from "../features";
import type { NoticeFacts, Notices } from "./feature";

const all: readonly Notices[] = features.flatMap((f) => f.notices ?? []);

/** The feature that a notice of the server is of; absent where none knows it. */
export const noticesOf = (of: NoticeFacts): Notices | undefined => all.find((one) => String(of.kind) in one.kinds);
