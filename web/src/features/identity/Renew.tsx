import { Button } from "@mantine/core";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "wouter";
import { renew, renewal } from "../../api/renewals";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { expired } from "../../base/account";
import { dateOf } from "../../i18n/dates";
import { Frame } from "../../shell/Frame";
import { PageWaiting } from "../../shell/states";
import { Wrong } from "../../ui/parts";
import { Unknown } from "./Unknown";

/** Where the link of a mail leads: one press renews the account, signed in or not. */
export default function Renew() {
  const { t } = useTranslation();
  const { token = "" } = useParams<{ token: string }>();
  const [asked, again] = useAsked(useCallback(() => renewal(token), [token]));
  const [until, setUntil] = useState<number | null | undefined>();
  const { busy, refusal, run } = useDeed();
  const enter = (
    <Button component={Link} href="/" size="md" fullWidth>
      {t("validity.enter")}
    </Button>
  );
  if (asked.state === "waiting") return <PageWaiting />;
  if (asked.state === "refused") {
    return (
      <Unknown why={asked.why} again={again} title={t("validity.over")} lead={t("validity.over.lead")}>
        <Button component={Link} href="/expired" size="md" variant="default" fullWidth>
          {t("validity.another")}
        </Button>
      </Unknown>
    );
  }
  if (until !== undefined) {
    return (
      <Frame
        title={t("validity.renewed")}
        lead={until ? t("validity.renewed.until", { date: dateOf(until) }) : t("validity.renewed.forEver")}
      >
        {enter}
      </Frame>
    );
  }
  const press = () =>
    run(async () => {
      const { ends } = await renew(token);
      expired.set(false);
      setUntil(ends ?? null);
    });
  const { organisation, ends } = asked.value;
  return (
    <Frame
      title={t("validity.renew.title")}
      lead={
        ends && ends > Date.now()
          ? t("validity.renew.lead", { organisation, date: dateOf(ends) })
          : t("validity.renew.late", { organisation })
      }
    >
      <Wrong>{refusal}</Wrong>
      <Button size="md" fullWidth loading={busy} onClick={() => void press()}>
        {t("validity.renew")}
      </Button>
    </Frame>
  );
}
