// Written by wiring.ts from docs/admin/openapi.json: WIRE_WRITE=true npx vitest run src/api/wiring.test.ts

import type { Card } from "./named";
type Nothing = Readonly<Record<string, never>>;
/** What goes over the wire below `/api/v1/rooms`, by path and method. */
export interface RoomsWire {
  readonly "/api/v1/rooms/{roomId}/decisions": {
    /** Decisions recorded from messages of a room */
    readonly get: {
      readonly query: Nothing;
      readonly body: never;
      readonly answer: {
        readonly decisions: readonly ({
          readonly event: string;
          readonly decision: {
            readonly id: string;
            readonly space: string;
            readonly number: number;
            readonly version: number;
            readonly state_by: string;
            readonly state_at: number;
            readonly made_by: string;
            readonly made_at: number;
            readonly changed_at: number;
            readonly title: string;
            readonly question: string;
            readonly deciders: readonly string[];
            readonly body: string;
            readonly meeting: string;
            readonly day: string | null;
            readonly supersedes: string | null;
            readonly asked: readonly string[];
            readonly opened: readonly string[];
            readonly state: "draft" | "taken" | "executed" | "withdrawn";
          };
        })[];
      };
    };
  };
  readonly "/api/v1/rooms/{roomId}/tasks": {
    /** Tasks made from messages of a room */
    readonly get: {
      readonly query: Nothing;
      readonly body: never;
      readonly answer: { readonly tasks: readonly ({ readonly event: string; readonly task: Card })[] };
    };
  };
}
