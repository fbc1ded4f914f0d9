import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import s from "./identity.module.css";

/** The way for whose organisation is not here yet. */
export function Applying() {
  const { t } = useTranslation();
  return (
    <p className={s.quiet}>
      {t("apply.ask")}{" "}
      <Link className="link" href="/apply">
        {t("apply.go")}
      </Link>
    </p>
  );
}
