import { useState } from "react";
import { useTranslation } from "react-i18next";
import { refusalOf } from "../../session/rooms";

/** One thing being done: whether it runs, and the sentence when it was refused. */
export function useDoing() {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const sentence = (code: string): string => {
    switch (code) {
      case "M_FORBIDDEN":
        return t("rooms.wrong.forbidden");
      case "M_LIMIT_EXCEEDED":
        return t("rooms.wrong.limit");
      case "M_NOT_FOUND":
        return t("rooms.wrong.notFound");
      case "NETWORK":
        return t("rooms.wrong.network");
      default:
        return t("rooms.wrong.other", { code });
    }
  };
  const run = async <X>(work: () => Promise<X>): Promise<X | undefined> => {
    setBusy(true);
    setWrong(null);
    try {
      return await work();
    } catch (failure) {
      setWrong(sentence(refusalOf(failure)));
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { busy, wrong, run, setWrong };
}
