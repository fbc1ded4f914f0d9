import { Button } from "@mantine/core";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Redirect } from "wouter";
import { askedBy, letIn, type Owner } from "../../api/parvis";
import { useAsked } from "../../api/useAsked";
import { useServer } from "../../api/useServer";
import { account } from "../../base/account";
import { plain } from "../../base/names";
import { language } from "../../base/preferences";
import { Frame } from "../../shell/Frame";
import { PageWaiting } from "../../shell/states";
import { Consent, here } from "./Consent";
import { Unknown } from "./Unknown";

/** Where an application of others sends its person's browser, with what it asks for in the address. */
export default function Authorize() {
  const { t } = useTranslation();
  const lang = language.use();
  const mine = account.use()?.userId;
  // biome-ignore lint/correctness/useExhaustiveDependencies: who I am decides which devices it cannot be.
  const question = useCallback(() => askedBy(location.search.slice(1), lang), [lang, mine]);
  const [asked, again] = useAsked(question);
  const [gone, setGone] = useState(false);
  const server = useServer();
  const newcomer = !mine && new URLSearchParams(location.search).get("prompt") === "create";
  if (asked.state === "waiting") return <PageWaiting />;
  if (asked.state === "refused") {
    return (
      <Unknown
        why={asked.why}
        again={again}
        title={t("identity.consent.unknown")}
        lead={t("identity.consent.unknown.lead")}
      >
        <Button component={Link} href="/" size="md" fullWidth>
          {t("identity.already.go")}
        </Button>
      </Unknown>
    );
  }

  const { value } = asked;
  const name = plain(value.application.name);
  if (gone) return <Frame title={t("identity.consent.done")} lead={t("identity.consent.done.lead", { name })} />;
  if (value.wrong) {
    return (
      <Frame title={t("identity.consent.unfit")} lead={t("identity.consent.unfit.lead", { name, reason: value.wrong })}>
        <Button component="a" href={value.refusal} size="md" fullWidth>
          {t("identity.consent.back")}
        </Button>
      </Frame>
    );
  }
  if (newcomer && (server?.registration === "open" || server?.registration === "token")) {
    return <Redirect to={`/sign-up?next=${encodeURIComponent(here())}`} replace />;
  }
  const yes = async (owner: Owner | null) => {
    const { redirect } = await letIn(location.search.slice(1), owner);
    location.assign(redirect);
    setGone(true);
  };
  return (
    <Consent
      asking={value}
      letIn={yes}
      no={
        <Button component="a" href={value.refusal} size="md" variant="default" fullWidth>
          {t("identity.consent.no")}
        </Button>
      }
    />
  );
}
