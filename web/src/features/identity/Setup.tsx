import { Button } from "@mantine/core";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useParams } from "wouter";
import { Refusal } from "../../api/http";
import { signIn } from "../../api/matrix";
import { completeSetup, setup } from "../../api/parvis";
import { reasonOf } from "../../api/reasons";
import { useAsked } from "../../api/useAsked";
import { account, signedIn } from "../../base/account";
import { PageWaiting } from "../../shell/states";
import { AlreadyIn } from "./AlreadyIn";
import { Frame } from "./Frame";
import { NewAccount, type Newcomer } from "./NewAccount";

/** The link printed at the first start: its opener becomes the first administrator. */
export default function Setup() {
  const { t } = useTranslation();
  const { token = "" } = useParams<{ token: string }>();
  const [, go] = useLocation();
  const mine = account.use();
  const [asked, again] = useAsked(useCallback(() => setup(token), [token]));

  const create = async (who: Newcomer) => {
    await completeSetup(token, { username: who.username, password: who.password, displayname: who.displayName });
    const administrator = await signIn(who.username, who.password);
    go("/admin/registration", { replace: true });
    signedIn(administrator);
  };

  if (asked.state === "waiting") return <PageWaiting />;
  if (mine) return <AlreadyIn />;
  if (asked.state === "refused") {
    const away = asked.why instanceof Refusal && asked.why.passing;
    return (
      <Frame
        title={away ? t("identity.away") : t("identity.setup.over")}
        lead={away ? reasonOf(asked.why, t) : t("identity.setup.over.why")}
      >
        {away ? (
          <Button onClick={again} size="md" fullWidth>
            {t("ui.retry")}
          </Button>
        ) : (
          <Button component={Link} href="/sign-in" size="md" fullWidth>
            {t("identity.new.signIn")}
          </Button>
        )}
      </Frame>
    );
  }
  return (
    <Frame title={t("identity.setup.title")} lead={t("identity.setup.lead")}>
      <NewAccount action={t("identity.setup.create")} create={create} />
    </Frame>
  );
}
