import { useTranslation } from "react-i18next";
import { useFounding } from "../api/founding";

/** What stands on the way to a new space: it is made at once, or asked for; null for who makes none. */
export function useNewSpace(): string | null {
  const { t } = useTranslation();
  const founding = useFounding();
  if (founding === "never") return null;
  return founding === "at_once" ? t("spaces.make") : t("spaces.ask");
}
