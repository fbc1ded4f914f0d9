import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { server } from "../../api/parvis";
import { useAsked } from "../../api/useAsked";
import s from "./settings.module.css";

/** Which Parvis this is, and its pages of text. */
export function About() {
  const { t } = useTranslation();
  const [asked] = useAsked(server);
  return (
    <section className={s.sec}>
      <h2>{t("settings.about.title")}</h2>
      <dl className={s.facts}>
        <div>
          <dt>{t("settings.about.client")}</dt>
          <dd>{__PARVIS_VERSION__}</dd>
        </div>
        {asked.state === "here" ? (
          <>
            <div>
              <dt>{t("settings.about.server")}</dt>
              <dd>{asked.value.version}</dd>
            </div>
            <div>
              <dt>{t("settings.about.house")}</dt>
              <dd>{asked.value.server_name}</dd>
            </div>
          </>
        ) : null}
        <div>
          <dt>{t("settings.about.licence")}</dt>
          <dd>Apache-2.0</dd>
        </div>
      </dl>
      <ul className={s.links}>
        <li>
          <Link className="link" href="/help">
            {t("identity.foot.help")}
          </Link>
        </li>
        <li>
          <Link className="link" href="/accessibility">
            {t("identity.foot.accessibility")}
          </Link>
        </li>
        <li>
          <Link className="link" href="/privacy">
            {t("identity.foot.privacy")}
          </Link>
        </li>
      </ul>
    </section>
  );
}
