import { TextInput } from "@mantine/core";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { type App, type By, beginApp } from "../api/factors";
import { useAsked } from "../api/useAsked";
import { Answered } from "../ui/Answered";
import { focused } from "../ui/focused";
import { Qr } from "../ui/Qr";
import s from "./factors.module.css";

export const codeDigits = 6;
const qrSize = 168;

interface CodeFieldProps {
  readonly label: string;
  readonly code: string;
  readonly setCode: (code: string) => void;
}

/** The six digits that an app shows. */
export function CodeField({ label, code, setCode }: CodeFieldProps) {
  return (
    <TextInput
      ref={focused}
      data-autofocus
      label={label}
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={codeDigits}
      value={code}
      onChange={(e) => setCode(e.currentTarget.value.replace(/\D/g, ""))}
    />
  );
}

/** An app is given its secret, by a picture or in letters, and shows its first code. */
export function SetUpApp({ app, code, setCode }: { app: App; code: string; setCode: (code: string) => void }) {
  const { t } = useTranslation();
  return (
    <div className={s.stack}>
      <p>{t("factor.app.how")}</p>
      <div className={s.app}>
        <Qr text={app.uri} label={t("factor.app.qr")} size={qrSize} />
        <div>
          <p>{t("factor.app.byHand")}</p>
          <p className={s.secret} data-secret>
            {app.secret.match(/.{1,4}/g)?.join(" ")}
          </p>
        </div>
      </div>
      <CodeField label={t("factor.app.first")} code={code} setCode={setCode} />
    </div>
  );
}

/** The same for who has just begun. */
export function BeginApp({ by, code, setCode }: { by: By; code: string; setCode: (code: string) => void }) {
  const { t } = useTranslation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: it begins once.
  const [asked, again] = useAsked(useCallback(() => beginApp(by), []));
  return (
    <Answered of={asked} again={again} failed={t("factor.app.failed")}>
      {(app) => <SetUpApp app={app} code={code} setCode={setCode} />}
    </Answered>
  );
}
