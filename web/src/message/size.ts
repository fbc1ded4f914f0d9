import { useTranslation } from "react-i18next";

const kilo = 1000;

/** `1,2 Mo`, `340 ko`: in the reader's language. */
export function useSize(): (bytes: number) => string {
  const { t, i18n } = useTranslation();
  return (bytes) => {
    const number = (n: number) =>
      new Intl.NumberFormat(i18n.language, { maximumFractionDigits: n < 10 ? 1 : 0 }).format(n);
    if (bytes < kilo) return t("rooms.size.bytes", { count: bytes });
    if (bytes < kilo * kilo) return t("rooms.size.kilo", { n: number(bytes / kilo) });
    if (bytes < kilo ** 3) return t("rooms.size.mega", { n: number(bytes / kilo ** 2) });
    return t("rooms.size.giga", { n: number(bytes / kilo ** 3) });
  };
}
