import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { WithWord } from "./ByWord";
import s from "./identity.module.css";

interface NewcomersProps {
  readonly mode: string | undefined;
  readonly setup?: boolean | undefined;
  readonly search: string;
}

/** The way to an account for who has none; `search` says where to go after. */
export function Newcomers({ mode, setup, search }: NewcomersProps) {
  const { t } = useTranslation();
  if (mode === "open" || mode === "token") {
    return (
      <Button component={Link} href={`/sign-up${search ? `?${search}` : ""}`} size="md" variant="default" fullWidth>
        {t("identity.signIn.signUp")}
      </Button>
    );
  }
  if (setup) return <p className={s.quiet}>{t("identity.signIn.setup")}</p>;
  if (mode === "invitation")
    return (
      <>
        <WithWord />
        <p className={s.quiet}>{t("identity.signIn.invitationOnly")}</p>
      </>
    );
  if (mode === "closed") return <p className={s.quiet}>{t("identity.signIn.closed")}</p>;
  return null;
}
