import { IconExternalLink, IconMapPin } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { coordinatesOf, geoUri, mapAddress, type Position } from "../session/positions";
import m from "./message.module.css";
import s from "./position.module.css";

/** A place that somebody tells: its words, its numbers, and the ways to a map. No map is drawn here: its tiles would come from others. */
export function PositionBox({ at, words }: { at: Position; words: string | null }) {
  const { t, i18n } = useTranslation();
  const near = at.withinMeters;
  return (
    <div className={s.place} role="group" aria-label={words ?? t("position.one")}>
      <IconMapPin size={26} stroke={1.6} color="var(--accent-text)" aria-hidden />
      <div className={s.said}>
        <b>{words ?? t("position.one")}</b>
        <span className={m.cap}>
          {coordinatesOf(at)}
          {near === null
            ? null
            : ` · ${t("position.within", { meters: new Intl.NumberFormat(i18n.language).format(Math.ceil(near)) })}`}
        </span>
        <span className={s.ways}>
          <a href={geoUri(at)}>{t("position.open")}</a>
          <a href={mapAddress(at)} target="_blank" rel="noreferrer noopener">
            {t("position.web")}
            <IconExternalLink size={14} aria-hidden />
          </a>
        </span>
      </div>
    </div>
  );
}
