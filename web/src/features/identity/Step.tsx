import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Frame } from "../../shell/Frame";
import s from "./identity.module.css";

interface StepProps {
  readonly number: number;
  readonly of: number;
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
}

/** What stands around each step of a new house: what it asks, and how far one is. */
export function Step({ number, of, title, lead, children }: StepProps) {
  const { t } = useTranslation();
  return (
    <Frame title={title} lead={lead}>
      {children}
      <p className={s.after}>{t("identity.steps.of", { number, count: of })}</p>
    </Frame>
  );
}
