import { type RefObject, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { reasonOf } from "../../api/reasons";
import { useDeed } from "../../api/useDeed";
import { useKept } from "../../base/kept";
import { passwordMin } from "../../ui/PasswordField";
import { proposedName, usernameFits } from "./names";

export interface Newcomer {
  readonly displayName: string;
  readonly username: string;
  readonly password: string;
  /** What lets one come in, where one comes in by a code. */
  readonly code: string;
}
/** What is wrong, by the field in which it is. */
type Faults = { readonly [field in keyof Newcomer]?: string | null };

interface NewcomerProps {
  readonly create: (who: Newcomer) => Promise<void>;
  readonly unfit: string | undefined;
  readonly asksCode: boolean;
  readonly form: RefObject<HTMLFormElement | null>;
}

/** Says of every field at once what it lacks. */
function useFaults(asksCode: boolean): (of: Newcomer) => Faults {
  const { t } = useTranslation();
  return ({ displayName, username, password, code }) => ({
    code: asksCode && !code ? t("identity.signUp.token.missing") : null,
    displayName: displayName ? null : t("identity.new.name.missing"),
    username: !username ? t("identity.new.username.missing") : usernameFits(username) ? null : t("refusal.nameInvalid"),
    password: password.length < passwordMin ? t("ui.password.short", { count: passwordMin }) : null,
  });
}

/** The form of somebody who comes in for the first time: what is written in it, and what is wrong with it. */
export function useNewcomer({ create, unfit, asksCode, form }: NewcomerProps) {
  const { t } = useTranslation();
  const [displayName, keepName] = useKept("newcomer.name");
  const [username, keepUsername] = useKept("newcomer.username");
  const [code, setCode] = useKept("newcomer.code");
  const [password, setPassword] = useState("");
  const [own, setOwn] = useState(username !== "" && username !== proposedName(displayName));
  const [asked, setAsked] = useState(false);
  const faults = useFaults(asksCode);
  const { busy, refusal, run } = useDeed((failure) => reasonOf(failure, t, unfit ?? t("identity.signUp.closed")));
  const who: Newcomer = { displayName: displayName.trim(), username: username.trim(), password, code: code.trim() };
  // What is wrong is said once somebody has asked to come in, and goes as it is mended.
  const wrong = asked ? faults(who) : {};

  const submit = async () => {
    flushSync(() => setAsked(true));
    if (Object.values(faults(who)).some(Boolean)) {
      form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
      return;
    }
    await run(async () => {
      await create(who);
      for (const settle of [keepName, keepUsername, setCode]) settle("");
    });
  };
  const setDisplayName = (next: string) => {
    keepName(next);
    if (!own) keepUsername(proposedName(next));
  };
  const setUsername = (next: string) => {
    setOwn(next !== "");
    keepUsername(next.toLowerCase());
  };
  return {
    ...who,
    displayName,
    username,
    code,
    setCode,
    setDisplayName,
    setUsername,
    setPassword,
    wrong,
    submit,
    busy,
    refusal,
  };
}
export type NewcomerForm = ReturnType<typeof useNewcomer>;
