import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearch } from "wouter";
import { askedByWord, decideOnWord } from "../../api/parvis";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { account } from "../../base/account";
import { plain } from "../../base/names";
import { language } from "../../base/preferences";
import { Frame } from "../../shell/Frame";
import { PageWaiting } from "../../shell/states";
import { Consent } from "./Consent";
import s from "./identity.module.css";
import { Unknown } from "./Unknown";

/** Where one types the word that an application shows on a device without a browser. */
export default function LinkDevice() {
  const given = new URLSearchParams(useSearch()).get("user_code") ?? "";
  const [word, setWord] = useState(given);
  return word ? <Asked word={word} other={() => setWord("")} /> : <Word done={setWord} />;
}

function Word({ done }: { done: (word: string) => void }) {
  const { t } = useTranslation();
  const [word, setWord] = useState("");
  const go = (e: FormEvent) => {
    e.preventDefault();
    if (word.trim()) done(word.trim());
  };
  return (
    <Frame title={t("identity.link.title")} lead={t("identity.link.lead")}>
      <form className={s.stack} onSubmit={go} noValidate>
        <TextInput
          label={t("identity.link.word")}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          size="md"
          maxLength={32}
          value={word}
          onChange={(e) => setWord(e.currentTarget.value)}
          required
          withAsterisk={false}
        />
        <Button type="submit" size="md" fullWidth disabled={!word.trim()}>
          {t("identity.link.go")}
        </Button>
      </form>
    </Frame>
  );
}

function Asked({ word, other }: { word: string; other: () => void }) {
  const { t } = useTranslation();
  const lang = language.use();
  const mine = account.use()?.userId;
  // biome-ignore lint/correctness/useExhaustiveDependencies: who I am decides which devices it cannot be.
  const question = useCallback(() => askedByWord(word, lang), [word, lang, mine]);
  const [asked, again] = useAsked(question);
  const [said, say] = useState<boolean | null>(null);
  const { busy, run } = useDeed();
  if (asked.state === "waiting") return <PageWaiting />;
  if (asked.state === "refused") {
    return (
      <Unknown why={asked.why} again={again} title={t("identity.link.unknown")} lead={t("identity.link.unknown.lead")}>
        <Button onClick={other} size="md" fullWidth>
          {t("identity.link.other")}
        </Button>
      </Unknown>
    );
  }
  const name = plain(asked.value.application.name);
  if (said !== null) {
    return (
      <Frame
        title={said ? t("identity.consent.done") : t("identity.link.refused")}
        lead={said ? t("identity.link.done", { name }) : t("identity.link.refused.lead", { name })}
      >
        <Button component={Link} href="/" size="md" fullWidth>
          {t("identity.already.go")}
        </Button>
      </Frame>
    );
  }
  const no = () =>
    run(async () => {
      await decideOnWord(word, false);
      say(false);
    });
  return (
    <Consent
      asking={asked.value}
      before={<p className={s.warning}>{t("identity.link.warning", { word: word.toUpperCase() })}</p>}
      letIn={async (owner) => {
        await decideOnWord(word, true, owner);
        say(true);
      }}
      no={
        <Button size="md" variant="default" fullWidth loading={busy} onClick={() => void no()}>
          {t("identity.consent.no")}
        </Button>
      }
    />
  );
}
