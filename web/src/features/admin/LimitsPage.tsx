import { useTranslation } from "react-i18next";
import { type Limits, limits } from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import type { T } from "../../i18n";
import { useSize } from "../../message/size";
import { Answered } from "../../ui/Answered";
import s from "./admin.module.css";

/** How much one account may do here, as the configuration of the server says. */
export function LimitsPage() {
  const { t, i18n } = useTranslation();
  const size = useSize();
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
              {rows(t, size, new Intl.NumberFormat(i18n.language), all).map(([setting, what, most]) => (
                <tr key={setting}>
                  <th scope="row">{what}</th>
                  <td>{most}</td>
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

const rows = (
  t: T,
  size: (bytes: number) => string,
  whole: Intl.NumberFormat,
  of: Limits,
): readonly (readonly [string, string, string])[] => [
  ["upload_bytes_max", t("admin.limits.upload"), size(of.upload_bytes_max)],
  ["upload_bytes_total", t("admin.limits.uploads"), size(of.upload_bytes_total)],
  ["uploads_a_day", t("admin.limits.files"), whole.format(of.uploads_a_day)],
  ["download_bytes_a_day", t("admin.limits.downloads"), size(of.download_bytes_a_day)],
  ["people_a_day", t("admin.limits.people"), whole.format(of.people_a_day)],
  ["glances_a_day", t("admin.limits.glances"), whole.format(of.glances_a_day)],
];
