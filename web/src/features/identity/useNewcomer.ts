import { type RefObject, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import { useDeed } from "../../api/useDeed";
import { useKept } from "../../base/kept";
import { tooLong } from "../../ui/nameLength";
import { usePasswordMin } from "../../ui/PasswordField";
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

const aboutName = /^M_(USER_IN_USE|EXCLUSIVE|INVALID_USERNAME)$/;
/** A user name that the server refused, and why. */
interface RefusedName {
  readonly name: string;
  readonly why: string;
}

/** Says of every field at once what it lacks. */
function useFaults(asksCode: boolean, refused: RefusedName | null): (of: Newcomer) => Faults {
  const { t } = useTranslation();
  const passwordMin = usePasswordMin();
  const nameFault = (name: string) => {
    if (!name) return t("identity.new.username.missing");
    if (!usernameFits(name)) return t("refusal.nameInvalid");
    return name === refused?.name ? refused.why : null;
  };
  return ({ displayName, username, password, code }) => ({
    code: asksCode && !code ? t("identity.signUp.token.missing") : null,
    displayName: displayName ? tooLong(displayName, t) : t("identity.new.name.missing"),
    username: nameFault(username),
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
  const [refusedName, refuseName] = useState<RefusedName | null>(null);
  const faults = useFaults(asksCode, refusedName);
  const { busy, refusal, run } = useDeed((failure) => reasonOf(failure, t, unfit ?? t("identity.signUp.closed")));
  const who: Newcomer = { displayName: displayName.trim(), username: username.trim(), password, code: code.trim() };
  // What is wrong is said once somebody has asked to come in, and goes as it is mended; what is too long, at once.
  const wrong: Faults = asked ? faults(who) : { displayName: tooLong(who.displayName, t) };

  const toWrong = () => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  const submit = async () => {
    flushSync(() => setAsked(true));
    if (Object.values(faults(who)).some(Boolean)) return toWrong();
    await run(async () => {
      try {
        await create(who);
      } catch (failure) {
        if (!(failure instanceof Refusal && aboutName.test(failure.code))) throw failure;
        flushSync(() => refuseName({ name: who.username, why: reasonOf(failure, t) }));
        return toWrong();
      }
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
