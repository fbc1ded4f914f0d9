// Written by wiring.ts from docs/admin/openapi.json: WIRE_WRITE=true npx vitest run src/api/wiring.test.ts

type Nothing = Readonly<Record<string, never>>;
type Anything = Readonly<Record<string, unknown>>;
export type AdmittedDomain = { readonly domain: string; /** Those below it, too */ readonly below: boolean };
export type Board = {
  readonly version: number;
  readonly columns: readonly Column[];
  readonly labels: readonly Label[];
  readonly fields: readonly BoardField[];
};
export type BoardField = {
  readonly id: string;
  readonly name: string;
  readonly kind: "text" | "number" | "date" | "choice" | "person";
  readonly choices?: readonly Label[];
  /** Whether the cards of the board tell it */ readonly on_cards?: boolean;
};
export type Card = {
  readonly id: string;
  readonly space: string;
  readonly number: number;
  readonly version: number;
  readonly column: string;
  readonly rank: string;
  readonly state: "open" | "done" | "validated";
  readonly state_by: string;
  readonly state_at: number;
  readonly steps: number;
  readonly steps_done: number;
  readonly comments: number;
  readonly made_by: string;
  readonly made_at: number;
  readonly changed_at: number;
  readonly title: string;
  readonly assignees: readonly string[];
  readonly watchers: readonly string[];
  readonly start: string | null;
  readonly due: string | null;
  readonly priority: "none" | "low" | "normal" | "high" | "urgent";
  readonly estimate_minutes: number | null;
  readonly spent_minutes: number | null;
  readonly parent: string | null;
  readonly labels: readonly string[];
  readonly waits_for: readonly ({ readonly task: string; readonly kind: "FS" | "SS" | "FF" | "SF"; readonly lag_days?: number })[];
  /** By the ids of the fields of the board; null: none */ readonly custom: Anything;
  readonly repeats: { /** As in RFC 5545: FREQ=WEEKLY */ readonly rule: string; readonly when?: "done" | "day" } | null;
  readonly archived: boolean;
};
export type Column = {
  readonly id: string;
  readonly name: string;
  readonly state: "open" | "done" | "validated";
  readonly limit?: number | null;
};
export type Comment = {
  readonly id: string;
  readonly by: string;
  readonly at: number;
  readonly edited_at?: number;
  readonly text: string;
  readonly mentions?: readonly string[];
};
export type Decision = {
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
  readonly text: string;
  readonly why: string;
  readonly versions: Anything;
  readonly earlier?: DecisionLine;
  readonly superseded_by: readonly DecisionLine[];
};
export type DecisionHit = {
  readonly decision: string;
  readonly space: string;
  readonly space_name: string;
  readonly number: number;
  readonly title: string;
  readonly state: "draft" | "taken" | "executed" | "withdrawn";
  readonly at: number;
};
export type DecisionLine = {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly state: "draft" | "taken" | "executed" | "withdrawn";
};
export type DecisionLink = {
  readonly kind: "message" | "thing";
  /** Of a message */ readonly room?: string;
  readonly event?: string;
  /** "from": it came from there; "to": that comes of it */ readonly way?: "from" | "to";
  /** Of a thing of another tool: its kind, such as task */ readonly of?: string;
  readonly thing?: string;
  readonly id: string;
  readonly title?: string;
  readonly space?: string;
  readonly number?: number;
  readonly state?: string;
  readonly over?: boolean;
};
export type DecisionSet = {
  readonly title?: string;
  readonly text?: string;
  readonly why?: string;
  readonly question?: string;
  readonly deciders?: readonly string[];
  readonly body?: string;
  readonly meeting?: string;
  readonly day?: string | null;
  readonly supersedes?: string | null;
  readonly asked?: readonly string[];
  readonly opened?: readonly string[];
  readonly state?: "draft" | "taken" | "executed" | "withdrawn";
};
export type Label = { readonly id: string; readonly name: string; readonly colour: number };
export type MyCard = {
  readonly id: string;
  readonly space: string;
  readonly number: number;
  readonly version: number;
  readonly column: string;
  readonly rank: string;
  readonly state: "open" | "done" | "validated";
  readonly state_by: string;
  readonly state_at: number;
  readonly steps: number;
  readonly steps_done: number;
  readonly comments: number;
  readonly made_by: string;
  readonly made_at: number;
  readonly changed_at: number;
  readonly title: string;
  readonly assignees: readonly string[];
  readonly watchers: readonly string[];
  readonly start: string | null;
  readonly due: string | null;
  readonly priority: "none" | "low" | "normal" | "high" | "urgent";
  readonly estimate_minutes: number | null;
  readonly spent_minutes: number | null;
  readonly parent: string | null;
  readonly labels: readonly string[];
  readonly waits_for: readonly ({ readonly task: string; readonly kind: "FS" | "SS" | "FF" | "SF"; readonly lag_days?: number })[];
  /** By the ids of the fields of the board; null: none */ readonly custom: Anything;
  readonly repeats: { /** As in RFC 5545: FREQ=WEEKLY */ readonly rule: string; readonly when?: "done" | "day" } | null;
  readonly archived: boolean;
  readonly space_name: string;
};
export type PersonHit = {
  readonly user: string;
  readonly title: string;
  readonly picture?: string;
  /** What they do in their organisation */ readonly text?: string;
};
export type SaidHit = {
  readonly event: string;
  readonly room: string;
  /** Empty where a conversation has none */ readonly room_name: string;
  readonly space?: string;
  readonly sender: string;
  readonly sender_name?: string;
  readonly sender_picture?: string;
  readonly at: number;
  /** The part around the first word that was found */ readonly text: string;
  /** The message below which it was said */ readonly thread?: string;
};
export type SpaceHit = { readonly space_id: string; readonly title: string; readonly purpose?: string; readonly avatar_url?: string };
export type Task = {
  readonly id: string;
  readonly space: string;
  readonly number: number;
  readonly version: number;
  readonly column: string;
  readonly rank: string;
  readonly state: "open" | "done" | "validated";
  readonly state_by: string;
  readonly state_at: number;
  readonly steps: number;
  readonly steps_done: number;
  readonly comments: number;
  readonly made_by: string;
  readonly made_at: number;
  readonly changed_at: number;
  readonly title: string;
  readonly assignees: readonly string[];
  readonly watchers: readonly string[];
  readonly start: string | null;
  readonly due: string | null;
  readonly priority: "none" | "low" | "normal" | "high" | "urgent";
  readonly estimate_minutes: number | null;
  readonly spent_minutes: number | null;
  readonly parent: string | null;
  readonly labels: readonly string[];
  readonly waits_for: readonly ({ readonly task: string; readonly kind: "FS" | "SS" | "FF" | "SF"; readonly lag_days?: number })[];
  /** By the ids of the fields of the board; null: none */ readonly custom: Anything;
  readonly repeats: { /** As in RFC 5545: FREQ=WEEKLY */ readonly rule: string; readonly when?: "done" | "day" } | null;
  readonly archived: boolean;
  readonly description: string;
  readonly checklist: readonly ({ readonly id: string; readonly text: string; readonly done?: boolean })[];
  readonly versions: Anything;
};
export type TaskHit = {
  readonly task: string;
  readonly space: string;
  readonly space_name: string;
  readonly number: number;
  readonly title: string;
  readonly state: "open" | "done" | "validated";
  readonly due?: string;
  readonly assignees: readonly string[];
  readonly at: number;
};
export type TaskLink = {
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
  readonly id: string;
  readonly title?: string;
  readonly space?: string;
  readonly number?: number;
  readonly state?: string;
  readonly over?: boolean;
};
export type TaskSet = {
  readonly title?: string;
  readonly description?: string;
  readonly place?: {
    readonly column: string;
    /** The task to come after; null: first */ readonly after?: string | null;
    /** One that the history of this task told */ readonly rank?: string;
  };
  readonly assignees?: readonly string[];
  readonly watchers?: readonly string[];
  readonly start?: string | null;
  readonly due?: string | null;
  readonly priority?: "none" | "low" | "normal" | "high" | "urgent";
  readonly estimate_minutes?: number | null;
  readonly spent_minutes?: number | null;
  readonly parent?: string | null;
  readonly labels?: readonly string[];
  readonly checklist?: readonly ({ readonly id: string; readonly text: string; readonly done?: boolean })[];
  readonly waits_for?: readonly ({ readonly task: string; readonly kind: "FS" | "SS" | "FF" | "SF"; readonly lag_days?: number })[];
  /** By the ids of the fields of the board; null: none */ readonly custom?: Anything;
  readonly repeats?: { /** As in RFC 5545: FREQ=WEEKLY */ readonly rule: string; readonly when?: "done" | "day" } | null;
  readonly archived?: boolean;
};

/** What goes over the wire, by path and method. */
export interface Wire {
  readonly "/api/v1/administration/domains": {
    /** The domains whose addresses come in by themselves */
    readonly get: {
      readonly query: Nothing;
      readonly body: never;
      readonly answer: { readonly domains: readonly AdmittedDomain[]; /** How many there are */ readonly total: number };
    };
  };
  readonly "/api/v1/administration/health": {
    /** How the server is */
    readonly get: {
      readonly query: Nothing;
      readonly body: never;
      readonly answer: {
        readonly version: string;
        /** When it was started */ readonly started: number;
        readonly database: {
          readonly state: "unknown" | "good" | "look" | "bad";
          /** Whether Parvis runs PostgreSQL itself */ readonly own: boolean;
          readonly bytes: number;
        };
        readonly disk: {
          readonly state: "unknown" | "good" | "look" | "bad";
          /** Bytes, where files are kept */ readonly free: number;
          readonly total: number;
          /** Files that were asked for and are gone */ readonly missing: number;
        };
        readonly backup: {
          readonly state: "unknown" | "good" | "look" | "bad";
          /** When the last one was done */ readonly at?: number;
        };
        readonly mail: {
          readonly state: "unknown" | "good" | "look" | "bad";
          /** Whether there is a mail server */ readonly server: boolean;
          /** Why it takes nothing now */ readonly trouble: string;
          readonly waiting: number;
          /** Those that were tried already */ readonly late: number;
          /** Those of the last day that will not go */ readonly failed: number;
        };
        readonly search: {
          readonly state: "unknown" | "good" | "look" | "bad";
          /** Entries it has still to read */ readonly behind: number;
        };
        readonly push: {
          readonly state: "unknown" | "good" | "look" | "bad";
          /** Devices that cannot be told */ readonly behind: number;
        };
        readonly work: {
          readonly state: "unknown" | "good" | "look" | "bad";
          /** Errors in the log of the last day */ readonly faults: number;
          /** When the last one was */ readonly last?: number;
          /** What the log says of it */ readonly said: string;
        };
      };
    };
  };
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
        /** Kinds in which too much has these words; to be searched with more of them */ readonly too_much: readonly ("person" | "space" | "task" | "decision" | "post" | "message")[];
        readonly words: readonly string[];
        /** Nothing was found but one slip away */ readonly slips: boolean;
        readonly spaces: readonly ({ readonly space: string; readonly name: string; readonly count: number })[];
        readonly people: readonly ({ readonly user: string; readonly name: string; readonly count: number })[];
      };
    };
  };
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
    readonly post: { readonly query: Nothing; readonly body: Anything; readonly answer: Comment };
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
    readonly put: { readonly query: Nothing; readonly body: Anything; readonly answer: Task };
    /** Watch a task no more */
    readonly delete: { readonly query: Nothing; readonly body: never; readonly answer: Task };
  };
}
