import type { TaskLink } from "../../api/taskTalk";

/** Where each link of a task stands: what it came from, what comes of it, files, and what nobody said the way of. */
export function placed(links: readonly TaskLink[]) {
  const where = (link: TaskLink) =>
    link.kind === "media" ? "files" : link.kind === "message" ? "from" : (link.way ?? "beside");
  const at = (place: ReturnType<typeof where>) => links.filter((link) => where(link) === place);
  return { from: at("from"), to: at("to"), beside: at("beside"), files: at("files") };
}
