// Written by wiring.ts from docs/admin/openapi.json: WIRE_WRITE=true npx vitest run src/api/wiring.test.ts

import type { Comment, MyCard, Task, TaskLink, TaskSet } from "./named";
type Nothing = Readonly<Record<string, never>>;
type Anything = Readonly<Record<string, unknown>>;
/** What goes over the wire below `/api/v1/tasks`, by path and method. */
export interface TasksWire {
  readonly "/api/v1/tasks/mine": {
    /** What I have to do, in all spaces */
    readonly get: {
      readonly query: {
        readonly today?: string;
        /** All of one part; without it, the first of each */ readonly part?: "late" | "today" | "week" | "later" | "to_validate" | "validated";
      };
      readonly body: never;
      readonly answer: {
        readonly late?: readonly MyCard[];
        readonly today?: readonly MyCard[];
        readonly week?: readonly MyCard[];
        readonly later?: readonly MyCard[];
        readonly to_validate?: readonly MyCard[];
        readonly validated?: readonly MyCard[];
        /** How many there are besides, by part */ readonly more: Anything;
        /** Whether there is more than is looked at */ readonly cut: boolean;
        /** From where on changes are asked for */ readonly since: string;
      };
    };
  };
  readonly "/api/v1/tasks/mine/changes": {
    /** Learn that something of mine changed, or wait for it */
    readonly get: {
      readonly query: { readonly since: string; /** Milliseconds */ readonly timeout?: number };
      readonly body: never;
      readonly answer: { readonly since: string; /** Whether mine is to be read anew */ readonly changed: boolean };
    };
  };
  readonly "/api/v1/tasks/{task}": {
    /** A task */
    readonly get: { readonly query: Nothing; readonly body: never; readonly answer: Task };
    /** Change a task */
    readonly patch: {
      readonly query: Nothing;
      readonly body: {
        /** The client's name for this one wish: asked again, it is done once */ readonly request_id: string;
        /** The version that was seen */ readonly base: number;
        readonly set: TaskSet;
      };
      readonly answer: Task;
    };
    /** Take an archived task away for good */
    readonly delete: { readonly query: Nothing; readonly body: never; readonly answer: Nothing };
  };
  readonly "/api/v1/tasks/{task}/comments": {
    /** What is said of a task */
    readonly get: {
      readonly query: { /** The "next" of a page before */ readonly from?: string };
      readonly body: never;
      readonly answer: { readonly comments: readonly Comment[]; /** The "from" of the next page */ readonly next?: string };
    };
    /** Say something of a task */
    readonly post: {
      readonly query: Nothing;
      readonly body: {
        /** The client's name for this one wish: asked again, it is done once */ readonly request_id: string;
        readonly text: string;
        readonly mentions?: readonly string[];
      };
      readonly answer: Comment;
    };
  };
  readonly "/api/v1/tasks/{task}/comments/{comment}": {
    /** Write anew what was said */
    readonly put: {
      readonly query: Nothing;
      readonly body: { readonly text: string; readonly mentions?: readonly string[] };
      readonly answer: Comment;
    };
    /** Take back what was said */
    readonly delete: { readonly query: Nothing; readonly body: never; readonly answer: Nothing };
  };
  readonly "/api/v1/tasks/{task}/comments/{comment}/return": {
    /** Bring back what was taken back */
    readonly post: { readonly query: Nothing; readonly body: Nothing; readonly answer: Comment };
  };
  readonly "/api/v1/tasks/{task}/deeds": {
    /** What was tied, untied and taken back of a task */
    readonly get: {
      readonly query: { /** The "next" of a page before */ readonly from?: string };
      readonly body: never;
      readonly answer: {
        readonly deeds: readonly ({
          readonly did: "tied" | "untied" | "unsaid" | "resaid";
          readonly at: number;
          readonly by: string;
          /** What was tied or untied */ readonly link?: TaskLink;
          readonly comment?: {
            readonly id: string;
            /** Whose it is */ readonly by: string;
            /** Whether it can be brought back */ readonly kept: boolean;
          };
        })[];
        /** The "from" of the next page */ readonly next?: string;
      };
    };
  };
  readonly "/api/v1/tasks/{task}/history": {
    /** What changed of a task */
    readonly get: {
      readonly query: { readonly from?: number };
      readonly body: never;
      readonly answer: {
        readonly changes: readonly ({
          readonly version: number;
          readonly at: number;
          readonly by: string;
          readonly field: "title" | "description" | "place" | "assignees" | "watchers" | "start" | "due" | "priority" | "estimate_minutes" | "spent_minutes" | "parent" | "labels" | "checklist" | "waits_for" | "custom" | "repeats" | "archived";
          /** What it was */ readonly from: unknown;
          /** What it became */ readonly to: unknown;
        })[];
        readonly next?: number;
      };
    };
  };
  readonly "/api/v1/tasks/{task}/links": {
    /** What a task is tied to */
    readonly get: { readonly query: Nothing; readonly body: never; readonly answer: { readonly links: readonly TaskLink[] } };
    /** Tie a task to something */
    readonly post: {
      readonly query: Nothing;
      readonly body: {
        readonly kind: "message" | "task" | "media" | "thing";
        /** Of a message */ readonly room?: string;
        readonly event?: string;
        /** Of a task */ readonly task?: string;
        /** Of a file, which was uploaded: mxc://… */ readonly uri?: string;
        readonly name?: string;
        readonly size?: number;
        readonly type?: string;
        /** "from": it came from there; "to": that comes of it */ readonly way?: "from" | "to";
        /** Of a thing of another tool: its kind, such as decision */ readonly of?: string;
        readonly thing?: string;
      };
      readonly answer: TaskLink;
    };
  };
  readonly "/api/v1/tasks/{task}/links/{link}": {
    /** Untie it */
    readonly delete: { readonly query: Nothing; readonly body: never; readonly answer: Nothing };
  };
  readonly "/api/v1/tasks/{task}/reminder": {
    /** When I want to be reminded of a task */
    readonly get: {
      readonly query: Nothing;
      readonly body: never;
      readonly answer: {
        readonly days_before?: number;
        readonly minute?: number;
        readonly zone?: string;
        /** The moment; null while the task has no day */ readonly at?: number | null;
      };
    };
    /** Be reminded of a task */
    readonly put: {
      readonly query: Nothing;
      readonly body: {
        readonly days_before?: number;
        /** Of the day */ readonly minute: number;
        /** As in Europe/Paris */ readonly zone: string;
      };
      readonly answer: {
        readonly days_before?: number;
        readonly minute?: number;
        readonly zone?: string;
        /** The moment; null while the task has no day */ readonly at?: number | null;
      };
    };
    /** Be reminded no more */
    readonly delete: { readonly query: Nothing; readonly body: never; readonly answer: Nothing };
  };
  readonly "/api/v1/tasks/{task}/watching": {
    /** Watch a task */
    readonly put: { readonly query: Nothing; readonly body: Nothing; readonly answer: Task };
    /** Watch a task no more */
    readonly delete: { readonly query: Nothing; readonly body: never; readonly answer: Task };
  };
}
