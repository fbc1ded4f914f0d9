import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useSearch } from "wouter";
import { Refusal } from "../../api/http";
import { invitation } from "../../api/parvis";
import { entryDoor } from "../../api/spaces";
import { useDeed } from "../../api/useDeed";
import { useServer } from "../../api/useServer";
import { Wrong } from "../../ui/parts";
import s from "./identity.module.css";
import { whyNotHere } from "./whyNotHere";

const wordMax = 64;
const isUnknown = (failure: unknown) =>
  failure instanceof Refusal && (failure.status === 403 || failure.status === 404);

/** The page that a written code opens: of a space, or of an organisation or the house. */
async function pageOf(word: string): Promise<string> {
  const at = encodeURIComponent(word);
  try {
    await entryDoor(word);
    return `/entry/${at}`;
  } catch (failure) {
    if (!isUnknown(failure)) throw failure;
  }
  await invitation(word);
  return `/invite/${at}`;
}

/** An entry code that somebody has on paper, typed. */
export function ByWord() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [word, setWord] = useState("");
  const { busy, refusal, run, refuse } = useDeed((failure, t) =>
    isUnknown(failure) ? t("identity.word.unfit") : whyNotHere(failure, t),
  );
  const submit = (e: FormEvent) => {
    e.preventDefault();
    const typed = word.trim();
    if (!typed) return refuse((t) => t("identity.signUp.token.missing"));
    void run(async () => go(await pageOf(typed)));
  };
  return (
    <form className={s.stack} onSubmit={submit} noValidate>
      <TextInput
        label={t("identity.signUp.token")}
        description={t("identity.word.hint")}
        autoCapitalize="characters"
        autoComplete="off"
        spellCheck={false}
        size="md"
        maxLength={wordMax}
        value={word}
        onChange={(e) => setWord(e.currentTarget.value)}
      />
      <Wrong>{refusal}</Wrong>
      <Button type="submit" size="md" fullWidth loading={busy}>
        {t("identity.steps.next")}
      </Button>
    </form>
  );
}

/** The way to it at the door, where an account is made by a code or an invitation alone. */
export function WithWord() {
  const { t } = useTranslation();
  const server = useServer();
  const search = useSearch();
  if (!server || server.setup || server.registration !== "invitation") return null;
  return (
    <Button component={Link} href={`/sign-up${search ? `?${search}` : ""}`} size="md" variant="default" fullWidth>
      {t("identity.word.have")}
    </Button>
  );
}
