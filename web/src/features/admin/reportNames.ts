import { createContext, useCallback, useContext, useState } from "react";
import { profile } from "../../api/matrix";
import { useAsked } from "../../api/useAsked";
import { plain } from "../../base/names";

/** What people are called, asked for once as long as the list is shown. */
export const Names = createContext<(user: string) => Promise<string>>(async (user) => user);

export function useNames(): (user: string) => Promise<string> {
  const [known] = useState(() => new Map<string, Promise<string>>());
  return useCallback(
    (user) => {
      const coming =
        known.get(user) ??
        profile(user).then(
          ({ displayname }) => (plain(displayname ?? "") ? `${plain(displayname ?? "")} (${user})` : user),
          () => user,
        );
      known.set(user, coming);
      return coming;
    },
    [known],
  );
}

/** A name with the id of whoever bears it; the id alone until the name is there. */
export function useName(user: string | undefined): string {
  const ask = useContext(Names);
  const [asked] = useAsked(useCallback(() => (user ? ask(user) : Promise.resolve("")), [ask, user]));
  return asked.state === "here" ? asked.value : (user ?? "");
}
