import { IconHash, IconSettings, IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { shortOf } from "../../base/names";
import { spaceApps } from "../../shell/apps";
import { modelName } from "../../shell/spaceWords";
import { Plaque } from "../../ui/parts";
import s from "./spaces.module.css";
import { type DraftWish, toolsOf } from "./wish";

/** The space as it will look from inside. */
export function Preview({ of }: { of: DraftWish }) {
  const { t } = useTranslation();
  const name = of.name.trim() || t("spaces.preview.nameless");
  const count = Math.max(1, Number.parseInt(of.members, 10) || 1);
  const line = { size: 17, stroke: 1.65, "aria-hidden": true };
  return (
    <aside className={s.look} aria-label={t("spaces.preview")}>
      <p>{t("spaces.preview")}</p>
      <div className={s.lookHead}>
        <Plaque id={of.request} short={shortOf(name)} size={36} />
        <div>
          <b>{name}</b>
          <p>{t("spaces.head", { model: modelName(t, of.model), count })}</p>
        </div>
      </div>
      <p className={s.verb}>{t("spaces.verb.exchange")}</p>
      <ul>
        {spaceApps
          .filter((app) => toolsOf[of.model].includes(app.id))
          .map((app) => (
            <li key={app.id} className={s.app}>
              <app.icon {...line} />
              {app.name(t)}
            </li>
          ))}
      </ul>
      <p className={s.verb}>{t("spaces.rooms")}</p>
      <ul>
        <li className={s.app}>
          <IconHash {...line} />
          {t("spaces.preview.rooms")}
        </li>
        <li className={s.app}>
          <IconUsers {...line} />
          {t("spaces.members")}
        </li>
        <li className={s.app}>
          <IconSettings {...line} />
          {t("spaces.settings")}
        </li>
      </ul>
    </aside>
  );
}
