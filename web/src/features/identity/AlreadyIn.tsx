import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { account, me } from "../../base/account";
import { Frame } from "../../shell/Frame";
import { askToLeave } from "../../shell/Leave";
import s from "./identity.module.css";

/** Said to somebody who opens a link for newcomers while signed in. */
export function AlreadyIn() {
  const { t } = useTranslation();
  const mine = account.use();
  const who = me.use();
  return (
    <Frame title={t("identity.already.title")} lead={t("identity.already.lead", { name: who?.name ?? mine?.userId })}>
      <div className={s.stack}>
        <Button component={Link} href="/" size="md" fullWidth>
          {t("identity.already.go")}
        </Button>
        <Button variant="default" size="md" fullWidth onClick={askToLeave}>
          {t("identity.already.leave")}
        </Button>
      </div>
    </Frame>
  );
}
