import { Button, TextInput, type TextInputProps } from "@mantine/core";
import { type FormEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { PasswordField, usePasswordMin } from "../../ui/PasswordField";
import { Wrong } from "../../ui/parts";
import { Strength } from "../../ui/Strength";
import s from "./identity.module.css";
import { type Newcomer, type NewcomerForm, useNewcomer } from "./useNewcomer";

const nameMax = 100;

interface NewAccountProps {
  readonly action: string;
  readonly create: (who: Newcomer) => Promise<void>;
  /** What to say where the server lets nobody in by what was given. */
  readonly unfit?: string;
  /** One comes in by a code. */
  readonly asksCode?: boolean;
  /** The address of the terms that one accepts by it. */
  readonly terms?: string | undefined;
}

interface FieldProps extends Omit<TextInputProps, "error" | "value" | "onChange"> {
  readonly of: NewcomerForm;
  readonly field: "code" | "displayName" | "username";
  readonly set: (next: string) => void;
}

/** A line of the form, with what is wrong in it. */
const Field = ({ of, field, set, ...props }: FieldProps) => (
  <TextInput
    size="md"
    spellCheck={false}
    withAsterisk={false}
    {...props}
    value={of[field]}
    error={of.wrong[field]}
    onChange={(e) => set(e.currentTarget.value)}
  />
);

function Names({ of }: { of: NewcomerForm }) {
  const { t } = useTranslation();
  return (
    <>
      <Field
        of={of}
        field="displayName"
        set={of.setDisplayName}
        label={t("identity.new.name")}
        description={t("identity.new.name.hint")}
        autoComplete="name"
        required
      />
      <Field
        of={of}
        field="username"
        set={of.setUsername}
        label={t("identity.name")}
        description={t("identity.new.username.hint")}
        autoComplete="username"
        autoCapitalize="none"
        maxLength={nameMax}
        required
      />
    </>
  );
}

function Terms({ address }: { readonly address: string }) {
  const { t } = useTranslation();
  return (
    <p className={s.after}>
      {t("identity.new.accept")}{" "}
      <a className="link" href={address} target="_blank" rel="noopener noreferrer">
        {t("identity.new.terms")}
      </a>
    </p>
  );
}

/** Name, user name and password of somebody who comes in for the first time. */
export function NewAccount({ action, create, unfit, asksCode = false, terms }: NewAccountProps) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const of = useNewcomer({ create, unfit, asksCode, form });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    void of.submit();
  };
  return (
    <form ref={form} className={s.stack} onSubmit={submit} noValidate>
      {asksCode ? (
        <Field
          of={of}
          field="code"
          set={of.setCode}
          label={t("identity.signUp.token")}
          description={t("identity.signUp.token.hint")}
          autoComplete="off"
        />
      ) : null}
      <Names of={of} />
      <PasswordField
        least={usePasswordMin()}
        size="md"
        value={of.password}
        error={of.wrong.password}
        onChange={(e) => of.setPassword(e.currentTarget.value)}
        required
        withAsterisk={false}
      />
      <Strength of={of.password} about={`${of.displayName} ${of.username}`} />
      <Wrong>{of.refusal}</Wrong>
      {terms ? <Terms address={terms} /> : null}
      <Button type="submit" size="md" fullWidth loading={of.busy}>
        {action}
      </Button>
    </form>
  );
}
