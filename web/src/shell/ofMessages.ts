import { features } from "../features";
import type { OfMessages } from "./feature";

/** What features make of messages. */
export const ofMessages: readonly OfMessages[] = features.flatMap((f) => f.ofMessages ?? []);
