import { TextInput } from "@mantine/core";
import type { Ref } from "react";
import { useTranslation } from "react-i18next";
import { PasswordField } from "../../ui/PasswordField";

interface NameAndPasswordProps {
  readonly name: string;
  readonly setName: (name: string) => void;
  readonly password: string;
  readonly setPassword: (password: string) => void;
  /** Of the password. */
  readonly field?: Ref<HTMLInputElement>;
}

/** Who one is, by an address or the name of the account, and the proof of it. */
export function NameAndPassword({ name, setName, password, setPassword, field }: NameAndPasswordProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t("identity.who")}
        autoComplete="username webauthn"
        autoCapitalize="none"
        spellCheck={false}
        size="md"
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        required
        withAsterisk={false}
      />
      <PasswordField
        {...(field ? { ref: field } : {})}
        size="md"
        value={password}
        onChange={(e) => setPassword(e.currentTarget.value)}
        required
        withAsterisk={false}
      />
    </>
  );
}
