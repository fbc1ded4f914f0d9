import { useTranslation } from "react-i18next";
import { limits } from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { useSize } from "../../message/size";
import { Answered } from "../../ui/Answered";
import s from "./admin.module.css";
import { type Limit, limitsOf, type Words } from "./limits";

/** How much one account may do here, as the configuration of the server says. */
export function LimitsPage() {
  const { t, i18n } = useTranslation();
  const size = useSize();
  const whole = new Intl.NumberFormat(i18n.language);
  const [asked, again] = useAsked(limits);
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(all) => (
        <>
          <p>{all.rate_limits ? t("admin.limits.hint") : t("admin.limits.off")}</p>
          <table className={`${s.table} ${s.stacked}`}>
            <caption>{t("admin.limits.caption")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("admin.limits.what")}</th>
                <th scope="col">{t("admin.limits.most")}</th>
                <th scope="col">{t("admin.limits.setting")}</th>
              </tr>
            </thead>
            <tbody>
              {(Object.entries(limitsOf(t)) as [Limit, Words][]).map(([setting, { name, hint, bytes }]) => (
                <tr key={setting}>
                  <th scope="row">
                    {name}
                    <p>{hint}</p>
                  </th>
                  <td>{bytes ? size(all[setting]) : whole.format(all[setting])}</td>
                  <td>
                    <code>{setting}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </Answered>
  );
}
