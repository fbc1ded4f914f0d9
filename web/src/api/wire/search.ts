// Written by wiring.ts from docs/admin/openapi.json: WIRE_WRITE=true npx vitest run src/api/wiring.test.ts

import type { DecisionHit, PersonHit, SaidHit, SpaceHit, TaskHit } from "./named";
/** What goes over the wire below `/api/v1/search`, by path and method. */
export interface SearchWire {
  readonly "/api/v1/search": {
    /** Search the whole house */
    readonly get: {
      readonly query: {
        /** The words; the last one may be begun only */ readonly q: string;
        /** Which kinds, separated by commas; all where it is absent */ readonly kind?: string;
        readonly space?: string;
        readonly room?: string;
        /** Who wrote it, or has to do with it */ readonly person?: string;
        /** From which moment on */ readonly from?: number;
        /** Before which moment */ readonly until?: number;
        /** Where a page ended; of one kind */ readonly next?: string;
        /** Results of each kind */ readonly limit?: number;
        readonly order?: "rank" | "latest";
      };
      readonly body: never;
      readonly answer: {
        readonly kinds: readonly ({
          readonly kind: "person";
          readonly count: number;
          /** There are more than were counted */ readonly more: boolean;
          readonly results: readonly PersonHit[];
          readonly next?: string;
        } | {
          readonly kind: "space";
          readonly count: number;
          /** There are more than were counted */ readonly more: boolean;
          readonly results: readonly SpaceHit[];
          readonly next?: string;
        } | {
          readonly kind: "task";
          readonly count: number;
          /** There are more than were counted */ readonly more: boolean;
          readonly results: readonly TaskHit[];
          readonly next?: string;
        } | {
          readonly kind: "decision";
          readonly count: number;
          /** There are more than were counted */ readonly more: boolean;
          readonly results: readonly DecisionHit[];
          readonly next?: string;
        } | {
          readonly kind: "post";
          readonly count: number;
          /** There are more than were counted */ readonly more: boolean;
          readonly results: readonly SaidHit[];
          readonly next?: string;
        } | {
          readonly kind: "message";
          readonly count: number;
          /** There are more than were counted */ readonly more: boolean;
          readonly results: readonly SaidHit[];
          readonly next?: string;
        })[];
        /** Kinds that could not be searched in time; to be asked for again */ readonly left_out: readonly ("person" | "space" | "task" | "decision" | "post" | "message")[];
        /** Kinds in which it took too long; to be searched with more words, or again */ readonly too_much: readonly ("person" | "space" | "task" | "decision" | "post" | "message")[];
        readonly words: readonly string[];
        /** Nothing was found but one slip away */ readonly slips: boolean;
        readonly spaces: readonly ({ readonly space: string; readonly name: string; readonly count: number })[];
        readonly people: readonly ({ readonly user: string; readonly name: string; readonly count: number })[];
      };
    };
  };
}
