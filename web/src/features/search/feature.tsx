import { IconListSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Feature, PaletteEntry } from "../../shell/feature";
import { searchPath } from "./paths";

const lettersMin = 2;

/** What was typed can be looked for in what was said. */
function usePalette(query: string): readonly PaletteEntry[] {
  const { t } = useTranslation();
  const words = query.trim();
  return [
    {
      id: "search messages",
      group: "do",
      lead: <IconListSearch size={18} stroke={1.7} aria-hidden />,
      name: words.length < lettersMin ? t("search.title") : t("search.for", { words }),
      keys: "mod+enter",
      to: searchPath({ words: words.length < lettersMin ? "" : words }),
    },
  ];
}

/** Finding what was said, in all my rooms or in one. */
export const search: Feature = {
  name: "search",
  routes: [{ path: "/search", load: () => import("./Search") }],
  usePalette,
};
