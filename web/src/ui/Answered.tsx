import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { reasonOf } from "../api/reasons";
import type { Asked } from "../api/useAsked";
import { ErrorState, Waiting } from "./parts";

/** What is drawn of an answer: grey lines while it comes, why it does not come, or what it says. */
export function Answered<V>({
  of,
  again,
  failed,
  children,
}: {
  of: Asked<V>;
  again: () => void;
  failed: string;
  children: (value: V) => ReactNode;
}) {
  const { t } = useTranslation();
  switch (of.state) {
    case "waiting":
      return <Waiting />;
    case "refused":
      return (
        <ErrorState title={failed} retry={again}>
          {reasonOf(of.why, t)}
        </ErrorState>
      );
    case "here":
      return children(of.value);
  }
}
