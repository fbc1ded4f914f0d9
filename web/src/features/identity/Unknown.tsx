import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import { Frame } from "../../shell/Frame";

interface UnknownProps {
  readonly why: unknown;
  readonly again: () => void;
  /** Said of an application that nobody knows; the children lead on. */
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
}

/** An application that nobody knows, or a server that is away. */
export function Unknown({ why, again, title, lead, children }: UnknownProps) {
  const { t } = useTranslation();
  if (!(why instanceof Refusal) || !why.passing) {
    return (
      <Frame title={title} lead={lead}>
        {children}
      </Frame>
    );
  }
  return (
    <Frame title={t("identity.away")} lead={reasonOf(why, t)}>
      <Button onClick={again} size="md" fullWidth>
        {t("ui.retry")}
      </Button>
    </Frame>
  );
}
