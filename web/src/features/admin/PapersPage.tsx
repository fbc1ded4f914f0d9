import { Button, Textarea } from "@mantine/core";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Organisation } from "../../api/organisations";
import { type Kind, kinds, type Paper, writePaper, writtenPapers } from "../../api/papers";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { type Edited, useEdited } from "../../base/kept";
import { dateOf } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Dialog } from "../../ui/Dialog";
import { Prose } from "../../ui/Prose";
import s from "./admin.module.css";
import { OfRemit } from "./OfOrganisation";
import { paperName } from "./paperName";
import { why } from "./why";

const textMax = 50_000;

/** The pages that an administration must show: written, looked at, published. */
export function PapersPage() {
  return <OfRemit>{(one) => <All of={one} />}</OfRemit>;
}

function All({ of }: { of: Organisation | null }) {
  const { t } = useTranslation();
  const [asked, again] = useAsked(useCallback(() => writtenPapers(of?.id), [of]));
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(all) => (
        <>
          <div className={s.top}>
            <p>{of ? t("papers.hint.organisation") : t("papers.hint")}</p>
          </div>
          {kinds.map((kind) => (
            <One key={kind} kind={kind} of={of} known={all.find((one) => one.kind === kind)} again={again} />
          ))}
        </>
      )}
    </Answered>
  );
}

interface OneProps {
  readonly kind: Kind;
  readonly of: Organisation | null;
  readonly known: Paper | undefined;
  readonly again: () => void;
}

function One({ kind, of, known, again }: OneProps) {
  const { t } = useTranslation();
  const key = `admin.paper.${of?.id ?? "house"}.${kind}`;
  const french = useEdited(`${key}.fr`, known?.french ?? "");
  const english = useEdited(`${key}.en`, known?.english ?? "");
  const [preview, show] = useState(false);
  const { busy, refusal, run } = useDeed(why({ invalid: (t) => t("papers.wrong") }));
  const name = paperName(kind, t);
  const publish = () =>
    void run(async () => {
      await writePaper(kind, {
        french: french.value.trim(),
        english: english.value.trim(),
        ...(of ? { organisation: of.id } : {}),
      });
      show(false);
      say(t("papers.published"));
      again();
    });
  return (
    <section className={s.part}>
      <h2>{name}</h2>
      <p>
        {known ? t("papers.version", { version: known.version, date: dateOf(known.at) }) : t("papers.default")}{" "}
        <Link className="link" href={of ? `/${kind}?of=${encodeURIComponent(of.id)}` : `/${kind}`}>
          {t("papers.open", { name })}
        </Link>
      </p>
      <Words label={t("papers.french", { name })} hint={t("papers.marks")} of={french} />
      <Words label={t("papers.english", { name })} of={english} />
      <div className={s.deeds}>
        <Button
          variant="default"
          disabled={!french.changed && !english.changed}
          onClick={() => show(true)}
          aria-label={t("papers.lookAt", { name })}
        >
          {t("papers.look")}
        </Button>
      </div>
      {preview ? (
        <Dialog
          title={t("papers.preview", { name })}
          close={() => show(false)}
          act={t("papers.publish")}
          submit={publish}
          busy={busy}
          wrong={refusal}
        >
          {french.value.trim() ? <Prose>{french.value}</Prose> : <p>{t("papers.empty")}</p>}
          {kind === "terms" && french.value.trim() ? <p>{t("papers.terms.again")}</p> : null}
        </Dialog>
      ) : null}
    </section>
  );
}

function Words({ label, hint, of }: { label: string; hint?: string; of: Edited }) {
  return (
    <Textarea
      label={label}
      description={hint}
      autosize
      minRows={2}
      maxRows={16}
      maxLength={textMax}
      value={of.value}
      onChange={(e) => of.write(e.currentTarget.value)}
    />
  );
}
