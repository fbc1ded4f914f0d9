// Written by wiring.ts from docs/admin/openapi.json: WIRE_WRITE=true npx vitest run src/api/wiring.test.ts

import type { AdministrationWire } from "./administration";
import type { DecisionsWire } from "./decisions";
import type { RoomsWire } from "./rooms";
import type { SearchWire } from "./search";
import type { SpacesWire } from "./spaces";
import type { TasksWire } from "./tasks";

export type * from "./named";

/** What goes over the wire, by path and method. */
export interface Wire extends AdministrationWire, DecisionsWire, RoomsWire, SearchWire, SpacesWire, TasksWire {}
