import { Button, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { reasonOf } from "../../api/reasons";
import { useDeed } from "../../api/useDeed";
import { useKept } from "../../base/kept";
import { PasswordField, passwordMin } from "../../ui/PasswordField";
import { Wrong } from "../../ui/parts";
import s from "./identity.module.css";
import { proposedName } from "./names";

export interface Newcomer {
  readonly displayName: string;
  readonly username: string;
  readonly password: string;
}

/** Name, user name and password of somebody who comes in for the first time. */
export function NewAccount({
  action,
  create,
  unfit,
  children,
}: {
  action: string;
  create: (who: Newcomer) => Promise<void>;
  /** What to say where the server lets nobody in by what was given. */
  unfit?: string;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const [displayName, setDisplayName] = useKept("newcomer.name");
  const [username, setUsername] = useKept("newcomer.username");
  const [own, setOwn] = useState(username !== "" && username !== proposedName(displayName));
  const [password, setPassword] = useState("");
  const { busy, refusal, run, refuse } = useDeed((failure) =>
    reasonOf(failure, t, unfit ?? t("identity.signUp.closed")),
  );

  const submit = async (e: FormEvent) => {
    e.preventDefault();
    const missing =
      !displayName.trim() || !username.trim()
        ? t("identity.new.fill")
        : password.length < passwordMin
          ? t("ui.password.short", { count: passwordMin })
          : null;
    if (missing) return refuse(missing);
    await run(async () => {
      await create({ displayName: displayName.trim(), username: username.trim(), password });
      setDisplayName("");
      setUsername("");
    });
  };

  return (
    <form className={s.stack} onSubmit={submit} noValidate>
      {children}
      <TextInput
        label={t("identity.new.name")}
        description={t("identity.new.name.hint")}
        autoComplete="name"
        size="md"
        maxLength={100}
        value={displayName}
        onChange={(e) => {
          setDisplayName(e.currentTarget.value);
          if (!own) setUsername(proposedName(e.currentTarget.value));
        }}
        required
        withAsterisk={false}
      />
      <TextInput
        label={t("identity.name")}
        description={t("identity.new.username.hint")}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        size="md"
        maxLength={100}
        value={username}
        onChange={(e) => {
          setOwn(e.currentTarget.value !== "");
          setUsername(e.currentTarget.value.toLowerCase());
        }}
        required
        withAsterisk={false}
      />
      <PasswordField
        fresh
        size="md"
        value={password}
        onChange={(e) => setPassword(e.currentTarget.value)}
        required
        withAsterisk={false}
      />
      <Wrong>{refusal}</Wrong>
      <Button type="submit" size="md" fullWidth loading={busy}>
        {action}
      </Button>
    </form>
  );
}
