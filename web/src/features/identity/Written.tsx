import { type ReactNode, useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useSearch } from "wouter";
import { type Kind, languageOf, paper, textOf } from "../../api/papers";
import { useAsked } from "../../api/useAsked";
import { language } from "../../base/preferences";
import { dateOf } from "../../i18n/dates";
import { Answered } from "../../ui/Answered";
import { Prose } from "../../ui/Prose";
import { Paper } from "./Paper";

interface WrittenProps {
  readonly kind: Kind;
  readonly title: string;
  /** What is said as long as nobody has written anything, and its heading where that says more. */
  readonly otherwise: ReactNode;
  readonly otherTitle?: string;
}

/** A page as the administrators of an organisation, or of the house, have written it. */
export function Written({ kind, title, otherwise, otherTitle }: WrittenProps) {
  const { t } = useTranslation();
  const of = new URLSearchParams(useSearch()).get("of");
  const lang = language.use();
  const [asked, again] = useAsked(useCallback(() => paper(kind, of), [kind, of]));
  const none = asked.state === "here" && asked.value === null;
  return (
    <Paper title={none ? (otherTitle ?? title) : title}>
      <Answered of={asked} again={again} failed={t("papers.failed")}>
        {(found) =>
          found ? (
            <>
              <Prose lang={languageOf(found, lang)}>{textOf(found, lang)}</Prose>
              <p>
                {found.organisation ? `${found.organisation} · ` : null}
                {t("papers.version", { version: found.version, date: dateOf(found.at) })}
              </p>
            </>
          ) : (
            otherwise
          )
        }
      </Answered>
    </Paper>
  );
}
