import { createContext, useCallback, useContext, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Called, calledAs, nameToCome } from "../../api/called";
import { useAsked } from "../../api/useAsked";

/** What people are called, asked for once as long as the list is shown. */
export const Names = createContext<(user: string) => Promise<Called | null>>(async () => null);

export function useNames(): (user: string) => Promise<Called | null> {
  const [known] = useState(() => new Map<string, Promise<Called | null>>());
  return useCallback(
    (user) => {
      const coming = known.get(user) ?? calledAs(user);
      known.set(user, coming);
      return coming;
    },
    [known],
  );
}

/** The name of somebody; a mark until that is there. */
export function useName(user: string | undefined): string {
  const { t } = useTranslation();
  const ask = useContext(Names);
  const [asked] = useAsked(useCallback(() => (user ? ask(user) : Promise.resolve(null)), [ask, user]));
  return (asked.state === "here" && asked.value?.(t)) || (user ? nameToCome : "");
}
