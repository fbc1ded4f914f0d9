import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useSearch } from "wouter";
import { useServer } from "../../api/useServer";
import { Frame } from "../../shell/Frame";
import { ByWord } from "./ByWord";
import { enterAs } from "./enter";
import { houseOf } from "./house";
import s from "./identity.module.css";
import { NewAccount } from "./NewAccount";

function Back() {
  const { t } = useTranslation();
  const search = useSearch();
  return (
    <p className={s.after}>
      {t("identity.new.already")}{" "}
      <Link className="link" href={`/sign-in${search ? `?${search}` : ""}`}>
        {t("identity.new.signIn")}
      </Link>
    </p>
  );
}

/** Signing up without an invitation link, as far as this house allows it. */
export default function SignUp() {
  const { t } = useTranslation();
  const server = useServer();
  const house = houseOf(server);
  const mode = server?.registration;
  if (mode === "closed" || mode === "invitation") {
    return (
      <Frame
        title={t("identity.signUp.closed")}
        lead={
          server?.setup
            ? t("identity.signIn.setup")
            : mode === "closed"
              ? t("identity.signIn.closed")
              : t("identity.signIn.invitationOnly")
        }
      >
        {mode === "invitation" && !server?.setup ? (
          <>
            <ByWord />
            <Back />
          </>
        ) : (
          <Button component={Link} href="/sign-in" size="md" fullWidth>
            {t("identity.new.signIn")}
          </Button>
        )}
      </Frame>
    );
  }
  return (
    <Frame title={t("identity.signUp.title")} lead={house ? t("identity.signIn.lead", { house }) : undefined}>
      <NewAccount
        action={t("identity.signUp.create")}
        terms={server?.terms}
        create={(who) => enterAs(who, mode === "token" ? who.code : null)}
        {...(mode === "token" ? { asksCode: true, unfit: t("identity.signUp.token.unfit") } : {})}
      />
      <Back />
    </Frame>
  );
}
