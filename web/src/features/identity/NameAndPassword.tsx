import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { PasswordField } from "../../ui/PasswordField";

interface NameAndPasswordProps {
  readonly name: string;
  readonly setName: (name: string) => void;
  readonly password: string;
  readonly setPassword: (password: string) => void;
}

/** Who one is, and the proof of it. */
export function NameAndPassword({ name, setName, password, setPassword }: NameAndPasswordProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t("identity.name")}
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
        size="md"
        value={password}
        onChange={(e) => setPassword(e.currentTarget.value)}
        required
        withAsterisk={false}
      />
    </>
  );
}
