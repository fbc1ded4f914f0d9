import { useTranslation } from "react-i18next";
import { me as self } from "../../base/account";
import { dateOf } from "../../i18n/dates";
import { useOverview } from "../../session/hooks";
import { loadMe } from "../../shell/loadMe";
import { OwnTime } from "../../ui/OwnTime";
import { GuestBadge } from "../../ui/parts";
import s from "./home.module.css";

/** To who is from outside: for whom they are here, until when, what is then, and more time to ask for. */
export function GuestCard() {
  const { t } = useTranslation();
  const guest = self.use()?.guest;
  const { spaces, spaceInvitations } = useOverview();
  if (!guest) return null;
  return (
    <section className={s.guest} aria-labelledby="guest">
      <h2 id="guest">
        {t("home.guest")} <GuestBadge />
      </h2>
      <p>
        <b>{t("organisation.guest", { name: guest.organisation, date: dateOf(guest.until) })}</b>{" "}
        {t("organisation.guest.sponsor", { name: guest.sponsor })}
      </p>
      {spaces.length + spaceInvitations.length === 0 ? <p>{t("home.guest.nowhere", { name: guest.sponsor })}</p> : null}
      <p>{t("organisation.guest.then")}</p>
      <OwnTime until={guest.until} sponsor={guest.sponsor} organisation={guest.organisation} moved={loadMe} />
    </section>
  );
}
