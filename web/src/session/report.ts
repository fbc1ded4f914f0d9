import { Method } from "matrix-js-sdk";
import { live } from "./live";

/** What somebody brings to those who run the server. */
export type Reported =
  | { readonly kind: "message"; readonly room: string; readonly event: string }
  | { readonly kind: "room"; readonly room: string }
  | { readonly kind: "person"; readonly person: string };

const at = encodeURIComponent;
function pathOf(of: Reported): string {
  switch (of.kind) {
    case "message":
      return `/rooms/${at(of.room)}/report/${at(of.event)}`;
    case "room":
      return `/rooms/${at(of.room)}/report`;
    case "person":
      return `/users/${at(of.person)}/report`;
  }
}

/// spec: client-server-api#reporting-content
export const report = (of: Reported, reason: string): Promise<unknown> =>
  live().client.http.authedRequest(Method.Post, pathOf(of), undefined, { reason });
