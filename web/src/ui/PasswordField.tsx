import { PasswordInput, type PasswordInputProps } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useServer } from "../api/useServer";

const usualMin = 8;
const passwordMax = 512;

/** How many characters this server asks of a new password. */
export const usePasswordMin = (): number => useServer()?.password_length ?? usualMin;

/** A password; one that is being chosen says how many characters it has at `least`. */
export function PasswordField({ least, ...rest }: PasswordInputProps & { least?: number }) {
  const { t } = useTranslation();
  return (
    <PasswordInput
      label={t("ui.password")}
      description={least ? t("ui.password.hint", { count: least }) : undefined}
      autoComplete={least ? "new-password" : "current-password"}
      maxLength={passwordMax}
      visibilityToggleButtonProps={{ "aria-label": t("ui.password.show") }}
      {...rest}
    />
  );
}
