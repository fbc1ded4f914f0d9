import type { Limits } from "../../api/organisations";
import type { T } from "../../i18n";

export type Limit = Exclude<keyof Limits, "rate_limits">;

/** A limit, as people read it: its name, what it is for, and whether it counts bytes. */
export interface Words {
  readonly name: string;
  readonly hint: string;
  readonly bytes?: true;
}

/** Every limit that the server tells, by the name of its setting. */
export const limitsOf = (t: T): Readonly<Record<Limit, Words>> => ({
  upload_bytes_max: { name: t("admin.limits.upload"), hint: t("admin.limits.upload.hint"), bytes: true },
  upload_bytes_total: { name: t("admin.limits.uploads"), hint: t("admin.limits.uploads.hint"), bytes: true },
  uploads_a_day: { name: t("admin.limits.files"), hint: t("admin.limits.files.hint") },
  download_bytes_a_day: { name: t("admin.limits.downloads"), hint: t("admin.limits.downloads.hint"), bytes: true },
  people_a_day: { name: t("admin.limits.people"), hint: t("admin.limits.people.hint") },
  glances_a_day: { name: t("admin.limits.glances"), hint: t("admin.limits.glances.hint") },
});
