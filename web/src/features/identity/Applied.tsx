import { Button, Textarea } from "@mantine/core";
import { type FormEvent, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "wouter";
import { type Followed, followed, replyTo } from "../../api/pilots";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import type { T } from "../../i18n";
import { Frame } from "../../shell/Frame";
import { Answered } from "../../ui/Answered";
import { Said, Wrong } from "../../ui/parts";
import s from "./identity.module.css";

const replyMax = 2000;

const said = (of: Followed, t: T): string =>
  ({
    open: t("apply.state.open"),
    asked: t("apply.state.asked"),
    approved: t("apply.state.approved"),
    refused: t("apply.state.refused"),
  })[of.state];

/** What became of an application, for who has its link. */
export default function Applied() {
  const { t } = useTranslation();
  const { word = "" } = useParams();
  const [asked, again, put] = useAsked(useCallback(() => followed(word), [word]));
  return (
    <Answered of={asked} again={again} failed={t("apply.link.failed")}>
      {(of) => (
        <Frame title={of.organisation} lead={said(of, t)}>
          <div className={s.stack}>
            {of.state === "asked" ? <Reply of={of} word={word} done={put} /> : null}
            {of.reason ? <Said>{of.reason}</Said> : null}
            {of.state === "approved" ? (
              <Button size="md" fullWidth renderRoot={(props) => <Link href="/sign-in?by=code" {...props} />}>
                {t("identity.signIn.enter")}
              </Button>
            ) : null}
          </div>
        </Frame>
      )}
    </Answered>
  );
}

function Reply({ of, word, done }: { of: Followed; word: string; done: (next: Followed) => void }) {
  const { t } = useTranslation();
  const [reply, setReply] = useState("");
  const { busy, refusal, run, refuse } = useDeed();
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (!reply.trim()) return refuse((t) => t("apply.reply.missing"));
    void run(async () => done(await replyTo(word, reply.trim())));
  };
  return (
    <form className={s.stack} onSubmit={submit} noValidate>
      <Said>{of.question}</Said>
      <Textarea
        label={t("apply.reply")}
        autosize
        minRows={3}
        maxLength={replyMax}
        value={reply}
        onChange={(e) => setReply(e.currentTarget.value)}
      />
      <Wrong>{refusal}</Wrong>
      <Button type="submit" loading={busy}>
        {t("apply.reply.send")}
      </Button>
    </form>
  );
}
