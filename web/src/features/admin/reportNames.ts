import { createContext, useCallback, useContext, useState } from "react";
import { useTranslation } from "react-i18next";
import { calledIn, profile } from "../../api/matrix";
import { useAsked } from "../../api/useAsked";

/** What people are called, asked for once as long as the list is shown. */
export const Names = createContext<(user: string) => Promise<string>>(async (user) => user);

export function useNames(): (user: string) => Promise<string> {
  const { t } = useTranslation();
  const [known] = useState(() => new Map<string, Promise<string>>());
  return useCallback(
    (user) => {
      const coming =
        known.get(user) ??
        profile(user).then(
          (one) => calledIn(one) ?? t("ui.closed"),
          () => "",
        );
      known.set(user, coming);
      return coming;
    },
    [known, t],
  );
}

/** The name of somebody; the id until that is there. */
export function useName(user: string | undefined): string {
  const ask = useContext(Names);
  const [asked] = useAsked(useCallback(() => (user ? ask(user) : Promise.resolve("")), [ask, user]));
  return (asked.state === "here" && asked.value) || (user ?? "");
}
