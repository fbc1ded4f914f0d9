import { ClientPrefix, ConnectionError, type MatrixClient, MatrixError, Method } from "matrix-js-sdk";
import { nowSuspended, suspendedCode } from "../base/account";
import type { Courier, Delivery } from "./outbox";
import type { Parcel } from "./parcels";
import { placeless } from "./placeless";
import { postType } from "./posts";
import { decide, delayName, readScheduled } from "./scheduled";

const at = encodeURIComponent;
const bytesOf = (content: object): number => new Blob([JSON.stringify(content)]).size;
/** A page of what changed a message. */
interface Edits {
  readonly chunk: readonly { readonly event_id: string }[];
  readonly next_batch?: string;
}

type Keep = Parameters<Courier>[3];

const tooMany = 429;
/** spec: client-server-api#size-limits */
const eventBytesMax = 65_536;
const serverFault = 500;

/** Whoever publishes hears of what is said below it, until they say otherwise; if it fails, they may still say so by hand. */
function follow(client: MatrixClient, room: string, post: string): void {
  const path = `/rooms/${at(room)}/thread/${at(post)}/subscription`;
  const prefix = "/_matrix/client/unstable/io.element.msc4306";
  void client.http.authedRequest(Method.Put, path, undefined, {}, { prefix }).catch(() => undefined);
}

/** What a failed request means for the parcel: nothing of it is lost by waiting, unless the server says no. */
function afterFailure(failure: unknown, parcel: Parcel, signal: AbortSignal): Delivery {
  if (signal.aborted) return { kind: "cancelled" };
  if (failure instanceof MatrixError) {
    const status = failure.httpStatus ?? serverFault;
    if (status === tooMany) {
      const asked = failure.getRetryAfterMs();
      return asked === null ? { kind: "later" } : { kind: "later", afterMs: asked };
    }
    if (status >= serverFault || failure.errcode === "M_UNKNOWN_TOKEN" || failure.errcode === "M_CONSENT_NOT_GIVEN")
      return { kind: "later" };
    const why = (failure.data?.["org.matrix.msc4140.errcode"] as string | undefined) ?? failure.errcode ?? "M_UNKNOWN";
    if (why === suspendedCode) nowSuspended();
    return why === "M_TOO_LARGE" && !parcel.file
      ? { kind: "refused", why, limit: eventBytesMax }
      : { kind: "refused", why };
  }
  if (failure instanceof ConnectionError) return { kind: "later" };
  const status = (failure as { httpStatus?: number }).httpStatus;
  return status !== undefined && status < serverFault ? { kind: "refused", why: "M_UNKNOWN" } : { kind: "later" };
}

/** The most bytes of a file that the server of this client takes. */
export const largestUpload = async (client: MatrixClient): Promise<number> =>
  (await client.getMediaConfig(true))["m.upload.size"] ?? Number.POSITIVE_INFINITY;

/** Hands a message over for its time. One that was to be changed and went meanwhile is not said twice. */
async function hold(client: MatrixClient, parcel: Parcel, due: number, keep: Keep): Promise<Delivery> {
  const { replaces, ...rest } = parcel;
  if (replaces) {
    const waited = await decide(client, replaces.id, "cancel");
    // Before its time, it is this browser that took it back and did not hear so, or a person elsewhere.
    if (!waited && replaces.due <= Date.now()) return { kind: "refused", why: "SENT" };
    await keep(rest);
  }
  const path = `/rooms/${at(parcel.room)}/send/${at(parcel.type)}/${at(parcel.txn)}`;
  const delay = { [delayName]: `${Math.max(1, due - Date.now())}` };
  await client.http.authedRequest(Method.Put, path, delay, parcel.content);
  await readScheduled(client);
  return { kind: "held" };
}

/** What is sent to be seen says no more than the picture; what is sent as a file goes as it is. */
async function shown(file: NonNullable<Parcel["file"]>, content: Parcel["content"]) {
  if (content.msgtype !== "m.image") return { file, content };
  const blob = await placeless(file.blob);
  if (blob === file.blob) return { file, content };
  return { file: { ...file, blob }, content: { ...content, info: { ...(content.info as object), size: blob.size } } };
}

/** Carries parcels with this client: the file first, then the event, always under the same transaction id. */
export function deliver(client: MatrixClient): Courier {
  const upload = async (
    { name, blob }: NonNullable<Parcel["file"]>,
    progress: (part: number) => void,
    signal: AbortSignal,
  ): Promise<string> => {
    const abortController = new AbortController();
    signal.addEventListener("abort", () => abortController.abort());
    progress(0);
    const { content_uri } = await client.uploadContent(blob, {
      name,
      type: blob.type || "application/octet-stream",
      abortController,
      progressHandler: ({ loaded, total }) => progress(total > 0 ? Math.min(0.99, loaded / total) : 0),
    });
    return content_uri;
  };

  /** What a message said once it was edited goes with the message. */
  const sendEditsAfter = async (parcel: Parcel, message: string): Promise<void> => {
    const room = `/rooms/${at(parcel.room)}`;
    const path = `${room}/relations/${at(message)}/m.replace`;
    let from: string | undefined;
    do {
      const query = { limit: "100", ...(from ? { from } : {}) };
      const page = await client.http.authedRequest<Edits>(Method.Get, path, query, undefined, {
        prefix: ClientPrefix.V1,
      });
      for (const { event_id: edit } of page.chunk) {
        const target = `${room}/redact/${at(edit)}/${at(`${parcel.txn}.${edit}`)}`;
        await client.http.authedRequest(Method.Put, target, undefined, parcel.content);
      }
      from = page.next_batch;
    } while (from);
  };

  const send = async (parcel: Parcel): Promise<string> => {
    const path = parcel.redacts
      ? `/rooms/${at(parcel.room)}/redact/${at(parcel.redacts)}/${at(parcel.txn)}`
      : `/rooms/${at(parcel.room)}/send/${at(parcel.type)}/${at(parcel.txn)}`;
    const answer = await client.http.authedRequest<{ event_id: string }>(Method.Put, path, undefined, parcel.content);
    if (parcel.redacts) await sendEditsAfter(parcel, parcel.redacts);
    else if (parcel.content[postType] && !parcel.content["m.relates_to"]) follow(client, parcel.room, answer.event_id);
    return answer.event_id;
  };

  return async (parcel, progress, signal, keep) => {
    // The answer is known before it is asked, and a far larger body might end the connection instead.
    if (bytesOf(parcel.content) > eventBytesMax) return { kind: "refused", why: "M_TOO_LARGE", limit: eventBytesMax };
    try {
      let ready = parcel;
      if (parcel.file && !parcel.content.url) {
        const limit = await largestUpload(client);
        if (parcel.file.blob.size > limit) return { kind: "refused", why: "M_TOO_LARGE", limit };
        const { file, content } = await shown(parcel.file, parcel.content);
        ready = { ...parcel, content: { ...content, url: await upload(file, progress, signal) } };
        await keep(ready);
      }
      progress(1);
      if (ready.due !== undefined) return await hold(client, ready, ready.due, keep);
      return { kind: "taken", eventId: await send(ready) };
    } catch (failure) {
      return afterFailure(failure, parcel, signal);
    }
  };
}
