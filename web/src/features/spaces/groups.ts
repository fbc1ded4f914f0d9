import type { SpaceMember } from "../../api/spaces";

/** The people by the organisation they are of, those from outside first. */
export function groupsOf(members: readonly SpaceMember[]): { key: string; label: string | null; of: SpaceMember[] }[] {
  const guests = members.filter((m) => m.external !== null);
  const groups = new Map<string, { key: string; label: string | null; of: SpaceMember[] }>();
  for (const member of members) {
    if (member.external !== null) continue;
    const key = member.organisation?.id ?? "";
    const group = groups.get(key) ?? { key, label: member.organisation?.label ?? null, of: [] };
    group.of.push(member);
    groups.set(key, group);
  }
  const rest = [...groups.values()].sort((a, b) => b.of.length - a.of.length);
  return guests.length > 0 ? [{ key: "guests", label: null, of: guests }, ...rest] : rest;
}
