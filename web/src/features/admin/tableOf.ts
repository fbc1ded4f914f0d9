import type { Counted } from "../../api/organisations";
import type { T } from "../../i18n";
import type { Cell } from "./csv";

/** All that is shown, as a table: the weeks, and what there is now. What is of too few people is an empty cell. */
export function tableOf(counted: Counted, t: T): readonly (readonly Cell[])[] {
  const weeks = counted.weeks.map((week) => [
    new Date(week.from).toISOString().slice(0, 10),
    week.active,
    week.messages,
    week.rooms,
  ]);
  return [
    [
      t("admin.statistics.week"),
      t("admin.statistics.active"),
      t("admin.statistics.messages"),
      t("admin.statistics.rooms"),
    ],
    ...weeks,
    [],
    [t("admin.statistics.agents"), counted.agents],
    [t("admin.guests"), counted.externals],
    [t("admin.statistics.expired"), counted.expired],
    [t("admin.statistics.spaces"), counted.spaces],
    [t("admin.statistics.spaces.active"), counted.active_spaces],
  ];
}
