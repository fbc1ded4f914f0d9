import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { setName } from "../../api/matrix";
import type { Entered } from "../../api/signIn";
import { useDeed } from "../../api/useDeed";
import { signedIn } from "../../base/account";
import { Frame } from "../../shell/Frame";
import { tooLong } from "../../ui/nameLength";
import { Wrong } from "../../ui/parts";
import s from "./identity.module.css";

interface NameStepProps {
  readonly entered: Entered;
  readonly proposed: string;
  /** Goes where one wanted to. */
  readonly arrived?: () => void;
}

/** Who has an account since a moment ago looks at the name that their address proposed. */
export function NameStep({ entered, proposed, arrived }: NameStepProps) {
  const { t } = useTranslation();
  const [name, write] = useState(proposed);
  const { busy, refusal, run, refuse } = useDeed();
  const long = tooLong(name, t);
  const submit = async (e: FormEvent) => {
    e.preventDefault();
    const wished = name.trim();
    if (!wished) return refuse((t) => t("identity.new.name.missing"));
    if (long) return;
    await run(async () => {
      const { account } = entered;
      if (wished !== proposed) await setName(account.userId, wished, account.accessToken);
      signedIn(account);
      arrived?.();
    });
  };
  return (
    <Frame title={t("identity.name.title")} lead={t("identity.name.lead")}>
      <form className={s.stack} onSubmit={submit} noValidate>
        <TextInput
          label={t("identity.new.name")}
          description={t("identity.new.name.hint")}
          autoComplete="name"
          spellCheck={false}
          size="md"
          value={name}
          error={long}
          onChange={(e) => write(e.currentTarget.value)}
          data-autofocus
        />
        <Wrong>{refusal}</Wrong>
        <Button type="submit" size="md" fullWidth loading={busy}>
          {t("identity.signIn.enter")}
        </Button>
      </form>
    </Frame>
  );
}
