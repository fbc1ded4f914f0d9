import type { Joining, Model, SpaceRole, Visibility } from "../../api/spaces";
import type { T } from "../../i18n";
import { visibilityName } from "../../shell/spaceWords";

/** What things of spaces are called. */
export function modelHint(t: T, of: Model): string {
  switch (of) {
    case "community":
      return t("spaces.model.communityHint");
    case "project":
      return t("spaces.model.projectHint");
    case "committee":
      return t("spaces.model.committeeHint");
    case "case":
      return t("spaces.model.caseHint");
    case "blank":
      return t("spaces.model.blankHint");
  }
}

export function visibilityOptions(t: T) {
  return [
    { value: "public" as Visibility, name: visibilityName(t, "public"), hint: t("spaces.visibility.publicHint") },
    { value: "private" as Visibility, name: visibilityName(t, "private"), hint: t("spaces.visibility.privateHint") },
    { value: "secret" as Visibility, name: visibilityName(t, "secret"), hint: t("spaces.visibility.secretHint") },
  ];
}

/** The ways in that fit who may find the space. */
export const joiningsOf = (visibility: Visibility): readonly Joining[] =>
  visibility === "public"
    ? ["free", "approval"]
    : visibility === "private"
      ? ["approval", "invitation"]
      : ["invitation"];

export function joiningOptions(t: T, visibility: Visibility) {
  const all = [
    { value: "free" as Joining, name: t("spaces.joining.free"), hint: t("spaces.joining.freeHint") },
    { value: "approval" as Joining, name: t("spaces.joining.approval"), hint: t("spaces.joining.approvalHint") },
    { value: "invitation" as Joining, name: t("spaces.joining.invitation"), hint: t("spaces.joining.invitationHint") },
  ];
  return all.filter((one) => joiningsOf(visibility).includes(one.value));
}

export function roleName(t: T, of: SpaceRole | "none"): string {
  switch (of) {
    case "animator":
      return t("spaces.role.animator");
    case "contributor":
      return t("spaces.role.contributor");
    case "reader":
      return t("spaces.role.reader");
    case "guest":
    case "guest_here":
      return t("spaces.role.guest");
    case "none":
      return t("spaces.role.none");
  }
}
