import { Button } from "@mantine/core";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Redirect } from "wouter";
import { askedFrom, type Owner, signInElsewhere } from "../../api/parvis";
import { useAsked } from "../../api/useAsked";
import { useServer } from "../../api/useServer";
import { account } from "../../base/account";
import { plain } from "../../base/names";
import { Frame } from "../../shell/Frame";
import { PageWaiting } from "../../shell/states";
import { Consent, here } from "./Consent";
import { Unknown } from "./Unknown";

/** Where a client that knows nothing of OAuth sends its person's browser, to come back signed in. */
export default function Elsewhere() {
  const { t } = useTranslation();
  const mine = account.use();
  const server = useServer();
  const question = useCallback(() => askedFrom(location.search.slice(1)), []);
  const [asked, again] = useAsked(question);
  const [gone, setGone] = useState(false);
  const home = (label: string) => (
    <Button component={Link} href="/" size="md" variant="default" fullWidth>
      {label}
    </Button>
  );
  if (asked.state === "waiting") return <PageWaiting />;
  if (asked.state === "refused") {
    return (
      <Unknown
        why={asked.why}
        again={again}
        title={t("identity.consent.unknown")}
        lead={t("identity.consent.unknown.lead")}
      >
        {home(t("identity.already.go"))}
      </Unknown>
    );
  }
  const name = plain(asked.value.application.name);
  if (gone) return <Frame title={t("identity.consent.done")} lead={t("identity.consent.done.lead", { name })} />;
  const newcomer = !mine && new URLSearchParams(location.search).get("action") === "register";
  if (newcomer && (server?.registration === "open" || server?.registration === "token")) {
    return <Redirect to={`/sign-up?next=${encodeURIComponent(here())}`} replace />;
  }
  const yes = async (owner: Owner | null) => {
    const { redirect } = await signInElsewhere(location.search.slice(1), owner);
    location.assign(redirect);
    setGone(true);
  };
  return <Consent asking={asked.value} letIn={yes} no={home(t("identity.consent.no"))} />;
}
