// Written by wiring.ts from docs/admin/openapi.json: WIRE_WRITE=true npx vitest run src/api/wiring.test.ts

import type { Decision, DecisionLink, DecisionSet } from "./named";
type Nothing = Readonly<Record<string, never>>;
/** What goes over the wire below `/api/v1/decisions`, by path and method. */
export interface DecisionsWire {
  readonly "/api/v1/decisions/{decision}": {
    /** A decision */
    readonly get: { readonly query: Nothing; readonly body: never; readonly answer: Decision };
    /** Change a decision */
    readonly patch: {
      readonly query: Nothing;
      readonly body: {
        /** The client's name for this one wish: asked again, it is done once */ readonly request_id: string;
        /** The version that was seen */ readonly base: number;
        readonly set: DecisionSet;
      };
      readonly answer: Decision;
    };
  };
  readonly "/api/v1/decisions/{decision}/history": {
    /** What changed of a decision */
    readonly get: {
      readonly query: { /** The "next" of a page before */ readonly from?: number };
      readonly body: never;
      readonly answer: {
        readonly changes: readonly ({
          readonly version: number;
          readonly at: number;
          readonly by: string;
          readonly field: "title" | "text" | "why" | "question" | "deciders" | "body" | "meeting" | "day" | "supersedes" | "asked" | "opened" | "state" | "link";
          /** What it was */ readonly from: unknown;
          /** What it became */ readonly to: unknown;
        })[];
        readonly next?: number;
      };
    };
  };
  readonly "/api/v1/decisions/{decision}/links": {
    /** What a decision is tied to */
    readonly get: {
      readonly query: Nothing;
      readonly body: never;
      readonly answer: { readonly links: readonly DecisionLink[] };
    };
    /** Tie a decision to something */
    readonly post: {
      readonly query: Nothing;
      readonly body: {
        readonly kind: "message" | "thing";
        /** Of a message */ readonly room?: string;
        readonly event?: string;
        /** "from": it came from there; "to": that comes of it */ readonly way?: "from" | "to";
        /** Of a thing of another tool: its kind, such as task */ readonly of?: string;
        readonly thing?: string;
      };
      readonly answer: DecisionLink;
    };
  };
  readonly "/api/v1/decisions/{decision}/links/{link}": {
    /** Untie it */
    readonly delete: { readonly query: Nothing; readonly body: never; readonly answer: Nothing };
  };
}
