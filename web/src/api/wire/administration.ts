// Written by wiring.ts from docs/admin/openapi.json: WIRE_WRITE=true npx vitest run src/api/wiring.test.ts

import type { AdmittedDomain } from "./named";
type Nothing = Readonly<Record<string, never>>;
/** What goes over the wire below `/api/v1/administration`, by path and method. */
export interface AdministrationWire {
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
          /** Files, asked for since the start, that are gone */ readonly missing: number;
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
          /** Errors of Parvis in the log of the last day */ readonly faults: number;
          /** Whether there are more than are counted */ readonly more: boolean;
          /** What the log says of them, the latest first */ readonly said: readonly ({ readonly sentence: string; readonly times: number; /** When the last of them was */ readonly last: number })[];
        };
      };
    };
  };
}
