import { Button } from "@mantine/core";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useParams } from "wouter";
import { Refusal } from "../../api/http";
import { invitation } from "../../api/parvis";
import { reasonOf } from "../../api/reasons";
import { useAsked } from "../../api/useAsked";
import { account } from "../../base/account";
import { dateOf } from "../../i18n/dates";
import { PageWaiting } from "../../shell/states";
import { AlreadyIn } from "./AlreadyIn";
import { enterAs } from "./enter";
import { Frame } from "./Frame";
import { NewAccount, type Newcomer } from "./NewAccount";
import { useServer } from "./useServer";

/** Where an invitation link leads: the account is created here, or the link says why it no longer works. */
export default function Invited() {
  const { t } = useTranslation();
  const { token = "" } = useParams<{ token: string }>();
  const server = useServer();
  const mine = account.use();
  const [, go] = useLocation();
  const create = async (who: Newcomer) => {
    await enterAs(who, token);
    go("/", { replace: true });
  };
  const [asked, again] = useAsked(useCallback(() => invitation(token), [token]));
  if (mine && asked.state !== "waiting") return <AlreadyIn />;
  if (asked.state === "waiting") return <PageWaiting />;
  if (asked.state === "refused") {
    const away = asked.why instanceof Refusal && asked.why.passing;
    return (
      <Frame
        title={away ? t("identity.away") : t("identity.invite.over")}
        lead={away ? reasonOf(asked.why, t) : t("identity.invite.over.why")}
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
  const expires = asked.value.expires;
  return (
    <Frame
      title={t("identity.invite.title", { server: server?.server_name ?? "Parvis" })}
      lead={expires ? t("identity.invite.until", { date: dateOf(expires) }) : undefined}
    >
      <NewAccount action={t("identity.signUp.create")} create={create} />
    </Frame>
  );
}
