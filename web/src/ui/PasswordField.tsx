import { PasswordInput, type PasswordInputProps } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** Characters; the server may refuse more. */
export const passwordMin = 8;
const passwordMax = 512;

/** A password: `fresh` when it is being chosen, then it says what is asked of it. */
export function PasswordField({ fresh, ...rest }: PasswordInputProps & { fresh?: boolean }) {
  const { t } = useTranslation();
  return (
    <PasswordInput
      label={t("ui.password")}
      description={fresh ? t("ui.password.hint", { count: passwordMin }) : undefined}
      autoComplete={fresh ? "new-password" : "current-password"}
      maxLength={passwordMax}
      visibilityToggleButtonProps={{ "aria-label": t("ui.password.show") }}
      {...rest}
    />
  );
}
