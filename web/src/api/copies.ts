import { ask } from "./http";
import { proven, type Stage } from "./matrix";

/** The copy of all that the server keeps of me: `/api/v1/data_copy`. */
const mine = "/api/v1/data_copy";

export type DataCopy =
  | { readonly state: "none" }
  | { readonly state: "failed" }
  | { readonly state: "making"; readonly done: number; readonly total: number }
  | { readonly state: "ready"; readonly created: number; readonly expires: number; readonly size_bytes: number };

export const dataCopy = () => ask<DataCopy>(mine);
export const beginCopy = (lang: string) => ask<DataCopy>(mine, { method: "POST", body: { lang } });
export const forgetCopy = () => ask<unknown>(mine, { method: "DELETE" });
/** The address of its file, good for some minutes. */
export const copyPath = async (proof: Stage) => {
  const send = (auth?: object) => ask<{ path: string }>(`${mine}/link`, { method: "POST", body: auth ? { auth } : {} });
  return (await proven(proof, send)).path;
};
