import { Refusal } from "../api/http";
import { largestUpload } from "./deliver";
import { live } from "./live";

const tooLarge = 413;

/** Puts a file on the server, apart from any message: its `mxc://` address. One that is too large does not leave. */
export async function upload(file: File): Promise<string> {
  const { client } = live();
  if (file.size > (await largestUpload(client))) throw new Refusal(tooLarge, "M_TOO_LARGE", {});
  const type = file.type || "application/octet-stream";
  return (await client.uploadContent(file, { name: file.name, type })).content_uri;
}
