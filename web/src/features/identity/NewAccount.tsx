import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { PasswordField } from "../../ui/PasswordField";
import { Wrong } from "../../ui/parts";
import s from "./identity.module.css";
import { type Newcomer, type NewcomerForm, useNewcomer } from "./useNewcomer";

interface NewAccountProps {
  readonly action: string;
  readonly create: (who: Newcomer) => Promise<void>;
  /** What to say where the server lets nobody in by what was given. */
  readonly unfit?: string;
  /** One comes in by a code. */
  readonly asksCode?: boolean;
}

interface FieldsProps {
  readonly of: NewcomerForm;
}

function Code({ of }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t("identity.signUp.token")}
      description={t("identity.signUp.token.hint")}
      size="md"
      autoComplete="off"
      spellCheck={false}
      value={of.code}
      error={of.wrong.code}
      onChange={(e) => of.setCode(e.currentTarget.value)}
    />
  );
}

function Names({ of }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t("identity.new.name")}
        description={t("identity.new.name.hint")}
        autoComplete="name"
        size="md"
        maxLength={100}
        value={of.displayName}
        error={of.wrong.displayName}
        onChange={(e) => of.setDisplayName(e.currentTarget.value)}
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
        value={of.username}
        error={of.wrong.username}
        onChange={(e) => of.setUsername(e.currentTarget.value)}
        required
        withAsterisk={false}
      />
    </>
  );
}

/** Name, user name and password of somebody who comes in for the first time. */
export function NewAccount({ action, create, unfit, asksCode = false }: NewAccountProps) {
  const form = useRef<HTMLFormElement>(null);
  const of = useNewcomer({ create, unfit, asksCode, form });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    void of.submit();
  };
  return (
    <form ref={form} className={s.stack} onSubmit={submit} noValidate>
      {asksCode ? <Code of={of} /> : null}
      <Names of={of} />
      <PasswordField
        fresh
        size="md"
        value={of.password}
        error={of.wrong.password}
        onChange={(e) => of.setPassword(e.currentTarget.value)}
        required
        withAsterisk={false}
      />
      <Wrong>{of.refusal}</Wrong>
      <Button type="submit" size="md" fullWidth loading={of.busy}>
        {action}
      </Button>
    </form>
  );
}
