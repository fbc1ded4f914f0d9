// Written by wiring.ts from docs/admin/openapi.json: WIRE_WRITE=true npx vitest run src/api/wiring.test.ts

import type { Board, BoardField, Card, Column, Decision, DecisionLine, DecisionSet, Label, Task, TaskSet } from "./named";
type Nothing = Readonly<Record<string, never>>;
type Anything = Readonly<Record<string, unknown>>;
/** What goes over the wire below `/api/v1/spaces`, by path and method. */
export interface SpacesWire {
  readonly "/api/v1/spaces/{space}/board": {
    /** The board of a space */
    readonly get: { readonly query: Nothing; readonly body: never; readonly answer: Board };
    /** Arrange the board of a space */
    readonly put: {
      readonly query: Nothing;
      readonly body: {
        /** The version that was seen */ readonly base: number;
        readonly columns?: readonly Column[];
        readonly labels?: readonly Label[];
        readonly fields?: readonly BoardField[];
      };
      readonly answer: Board;
    };
  };
  readonly "/api/v1/spaces/{space}/board/copy": {
    /** Arrange it as the board of another space is */
    readonly post: {
      readonly query: Nothing;
      readonly body: { /** The version that was seen */ readonly base: number; readonly from: string };
      readonly answer: Board;
    };
  };
  readonly "/api/v1/spaces/{space}/board/history": {
    /** What became of the arrangement of a board */
    readonly get: {
      readonly query: { readonly from?: number };
      readonly body: never;
      readonly answer: {
        readonly changes: readonly ({
          readonly version: number;
          readonly at: number;
          readonly by: string;
          readonly field: "columns" | "labels" | "fields";
          /** What it was */ readonly from: unknown;
          /** What it became */ readonly to: unknown;
        })[];
        readonly next?: number;
      };
    };
  };
  readonly "/api/v1/spaces/{space}/board/lanes": {
    /** How many tasks stand where */
    readonly get: {
      readonly query: { /** column, state, priority, parent, assignee, label or custom.… */ readonly by?: string };
      readonly body: never;
      readonly answer: { readonly counts: readonly ({ readonly column: string; readonly lane: string; readonly tasks: number })[] };
    };
  };
  readonly "/api/v1/spaces/{space}/decisions": {
    /** The register of a space */
    readonly get: {
      readonly query: {
        readonly state?: "draft" | "taken" | "executed" | "withdrawn";
        readonly year?: number;
        readonly text?: string;
        /** With what is long */ readonly whole?: boolean;
        /** The "next" of a page before */ readonly from?: number;
        readonly limit?: number;
      };
      readonly body: never;
      readonly answer: {
        readonly decisions: readonly ({
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
          readonly text?: string;
          readonly why?: string;
          readonly versions?: Anything;
          readonly earlier?: DecisionLine;
          readonly superseded_by: readonly DecisionLine[];
        })[];
        readonly since: string;
        /** The "from" of the next page */ readonly next?: number;
      };
    };
    /** Record a decision */
    readonly post: {
      readonly query: Nothing;
      readonly body: {
        /** The client's name for this one wish: asked again, it is done once */ readonly request_id: string;
        readonly set: DecisionSet;
      };
      readonly answer: Decision;
    };
  };
  readonly "/api/v1/spaces/{space}/decisions.csv": {
    /** The register as a table */
    readonly get: {
      readonly query: {
        readonly state?: "draft" | "taken" | "executed" | "withdrawn";
        readonly year?: number;
        readonly text?: string;
        /** With what is long */ readonly whole?: boolean;
        /** The "next" of a page before */ readonly from?: number;
        readonly limit?: number;
      };
      readonly body: never;
      readonly answer: unknown;
    };
  };
  readonly "/api/v1/spaces/{space}/decisions/changes": {
    /** Learn what changed in a register */
    readonly get: {
      readonly query: { readonly since: string; /** Milliseconds */ readonly timeout?: number };
      readonly body: never;
      readonly answer: {
        readonly since: string;
        readonly decisions: readonly string[];
        readonly gone: readonly string[];
        /** Too much has changed: read the register anew */ readonly reset?: boolean;
      };
    };
  };
  readonly "/api/v1/spaces/{space}/tasks": {
    /** Tasks of a space */
    readonly get: {
      readonly query: {
        readonly column?: string;
        readonly assignee?: string;
        readonly label?: string;
        /** field=value */ readonly custom?: string;
        readonly parent?: string;
        readonly priority?: "none" | "low" | "normal" | "high" | "urgent";
        readonly without?: "assignee" | "label" | "parent" | "due";
        readonly state?: "open" | "done" | "validated";
        readonly due_from?: string;
        readonly due_to?: string;
        readonly text?: string;
        readonly archived?: boolean;
        /** The "next" of a page before */ readonly from?: string;
        readonly limit?: number;
      };
      readonly body: never;
      readonly answer: {
        readonly tasks: readonly Card[];
        readonly since: string;
        /** The "from" of the next page */ readonly next?: string;
      };
    };
    /** Make a task */
    readonly post: {
      readonly query: Nothing;
      readonly body: {
        /** The client's name for this one wish: asked again, it is done once */ readonly request_id: string;
        readonly set: TaskSet;
      };
      readonly answer: Task;
    };
    /** Change many tasks at once */
    readonly patch: {
      readonly query: Nothing;
      readonly body: {
        /** The client's name for this one wish: asked again, it is done once */ readonly request_id: string;
        readonly tasks: readonly ({
          readonly id: string;
          /** The version that was seen */ readonly base: number;
          /** What this one is to have besides, or instead */ readonly set?: TaskSet;
        })[];
        /** What all are to have */ readonly set?: TaskSet;
        /** Change those that can be; otherwise it is all or none */ readonly each?: boolean;
      };
      readonly answer: {
        readonly tasks: readonly Card[];
        readonly refused: readonly ({
          readonly id: string;
          /** As in forbidden, changed */ readonly why: string;
          readonly error: string;
          readonly fields?: readonly string[];
          /** As it is, where it was changed */ readonly task?: Anything;
        })[];
      };
    };
  };
  readonly "/api/v1/spaces/{space}/tasks/changes": {
    /** Learn what changed on a board, or wait for it */
    readonly get: {
      readonly query: { readonly since: string; /** Milliseconds */ readonly timeout?: number };
      readonly body: never;
      readonly answer: {
        readonly since: string;
        readonly tasks?: readonly Card[];
        readonly gone?: readonly string[];
        readonly board?: Board;
        /** Too much has changed: read the board anew */ readonly reset?: boolean;
      };
    };
  };
  readonly "/api/v1/spaces/{space}/tasks/stream": {
    /** Hear what changes on a board, as it changes */
    readonly get: {
      readonly query: {
        /** Where to begin, unless the header Last-Event-ID says how far one has heard */ readonly since?: string;
        /** Milliseconds after which it ends; 0: after what there is */ readonly timeout?: number;
      };
      readonly body: never;
      readonly answer: unknown;
    };
  };
  readonly "/api/v1/spaces/{space}/tasks/table": {
    /** Tasks of a space as a table */
    readonly get: {
      readonly query: {
        readonly column?: string;
        readonly assignee?: string;
        readonly label?: string;
        /** field=value */ readonly custom?: string;
        readonly parent?: string;
        readonly priority?: "none" | "low" | "normal" | "high" | "urgent";
        readonly without?: "assignee" | "label" | "parent" | "due";
        readonly state?: "open" | "done" | "validated";
        readonly due_from?: string;
        readonly due_to?: string;
        readonly text?: string;
        readonly archived?: boolean;
        /** The "next" of a page before */ readonly from?: string;
        readonly limit?: number;
      };
      readonly body: never;
      readonly answer: unknown;
    };
    /** Make tasks of a table */
    readonly post: {
      readonly query: { readonly dry_run?: boolean };
      readonly body: never;
      readonly answer: {
        readonly dry_run: boolean;
        /** Columns that this board has not */ readonly left_out: readonly string[];
        readonly lines: readonly ({
          readonly line: number;
          readonly outcome: "made" | "there" | "refused";
          readonly task?: string;
          /** What of the task is wrong */ readonly field?: string;
          /** Whom it may mean */ readonly person?: "several" | "nobody";
          /** As the file calls it */ readonly column?: string;
          /** The beginning of what it says */ readonly cell?: string;
          readonly why?: string;
        })[];
      };
    };
  };
}
