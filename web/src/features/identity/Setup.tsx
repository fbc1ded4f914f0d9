import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useParams } from "wouter";
import { signIn } from "../../api/matrix";
import { completeSetup, setup } from "../../api/parvis";
import { signedIn } from "../../base/account";
import { Frame } from "../../shell/Frame";
import { ByLink } from "./ByLink";
import { NewAccount } from "./NewAccount";
import type { Newcomer } from "./useNewcomer";

/** The link printed at the first start: its opener becomes the first administrator. */
export default function Setup() {
  const { t } = useTranslation();
  const { token = "" } = useParams<{ token: string }>();
  const [, go] = useLocation();
  const create = async (who: Newcomer) => {
    await completeSetup(token, { username: who.username, password: who.password, displayname: who.displayName });
    const administrator = await signIn(who.username, who.password);
    go("/setup", { replace: true });
    signedIn(administrator);
  };
  return (
    <ByLink
      ask={useCallback(() => setup(token), [token])}
      over={{ title: t("identity.setup.over"), why: t("identity.setup.over.why") }}
    >
      {() => (
        <Frame title={t("identity.setup.title")} lead={t("identity.setup.lead")}>
          <NewAccount action={t("identity.setup.create")} create={create} />
        </Frame>
      )}
    </ByLink>
  );
}
