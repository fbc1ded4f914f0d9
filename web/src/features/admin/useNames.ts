import { useCallback } from "react";
import { profile } from "../../api/matrix";
import { useAsked } from "../../api/useAsked";
import { plain } from "../../base/names";

/** What some people are called; their ids until that is known. */
export function useNames(ids: readonly string[]): readonly string[] {
  const all = ids.join(" ");
  const [asked] = useAsked(
    useCallback(
      () =>
        Promise.all(
          all
            .split(" ")
            .filter(Boolean)
            .map((id) =>
              profile(id).then(
                ({ displayname }) => plain(displayname ?? "") || id,
                () => id,
              ),
            ),
        ),
      [all],
    ),
  );
  return asked.state === "here" ? asked.value : ids;
}
