const at = encodeURIComponent;

/** The addresses of spaces. */
export const spacesPath = "/spaces";
export const findPath = "/spaces/find";
export const newPath = "/spaces/new";
export const requestsPath = "/spaces/requests";
export const requestPath = (id: string): string => `${requestsPath}/${at(id)}`;
export const spacePath = (space: string): string => `/spaces/${at(space)}`;
export const membersPath = (space: string): string => `${spacePath(space)}/members`;
export const seesPath = (space: string, person: string): string => `${membersPath(space)}/${at(person)}`;
export const settingsPath = (space: string): string => `${spacePath(space)}/settings`;
export const appPath = (space: string, app: string): string => `${spacePath(space)}/${app}`;

export type Where =
  | { readonly kind: "all" | "find" | "new" | "requests" }
  | { readonly kind: "request"; readonly id: string }
  | { readonly kind: "space"; readonly space: string; readonly page: string | null; readonly part: string | null };

function decoded(part: string | undefined): string {
  try {
    return decodeURIComponent(part ?? "");
  } catch {
    return "";
  }
}

/** Where an address leads; null when nowhere. */
export function whereOf(path: string): Where | null {
  const [, first, second, third, fourth, ...more] = path.split("/");
  if (first !== "spaces" || more.length > 0) return null;
  if (!second) return { kind: "all" };
  if (second === "requests" && third) return fourth ? null : { kind: "request", id: decoded(third) };
  if (second === "find" || second === "new" || second === "requests") return third ? null : { kind: second };
  const space = decoded(second);
  if (!space.startsWith("!")) return null;
  return { kind: "space", space, page: third || null, part: fourth ? decoded(fourth) : null };
}
