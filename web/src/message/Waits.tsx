import { IconAlertCircle, IconClock, IconCloudOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { connection } from "../base/connection";
import { useConnected } from "../session/hooks";
import type { Pending } from "../session/message";
import s from "./message.module.css";
import { useSize } from "./size";

/** How far a message of mine that has not left is, and what can be done. */
export function Waits({ of, back }: { of: Pending; back: () => void }) {
  const { t, i18n } = useTranslation();
  const { outbox } = useConnected();
  const size = useSize();
  const state = connection.use();
  const cancel = of.canCancel ? (
    <button type="button" aria-label={t("rooms.pending.cancel")} onClick={() => outbox.cancel(of.parcel) && back()}>
      {t("ui.cancel")}
    </button>
  ) : null;
  const large = of.refusal === "M_TOO_LARGE";
  const why = () => {
    if (of.refusal === "M_USER_SUSPENDED") return t("rooms.pending.suspended");
    if (of.refusal === "M_FORBIDDEN") return t("rooms.pending.forbidden");
    if (!large) return t("rooms.pending.failed");
    if (of.limit === null) return t("rooms.pending.tooLarge");
    return of.file
      ? t("rooms.pending.largeFile", { size: size(of.limit) })
      : t("rooms.pending.long", { bytes: new Intl.NumberFormat(i18n.language).format(of.limit) });
  };
  if (of.state === "failed") {
    return (
      <span className={s.waits} data-failed role="alert">
        <IconAlertCircle size={15} aria-hidden />
        {why()}
        {large ? null : (
          <button type="button" onClick={() => outbox.retry(of.parcel)}>
            {t("ui.retry")}
          </button>
        )}
        {cancel}
      </span>
    );
  }
  if (of.progress !== null) {
    return (
      <span className={s.waits}>
        <span
          className={s.progress}
          role="progressbar"
          aria-label={t("rooms.pending.upload")}
          aria-valuenow={Math.round(of.progress * 100)}
        >
          <span style={{ width: `${of.progress * 100}%` }} />
        </span>
        {t("rooms.pending.part", { n: Math.round(of.progress * 100) })}
        {cancel}
      </span>
    );
  }
  if (state === "online") {
    return of.state === "waiting" ? (
      <span className={s.waits}>
        <IconClock size={14} aria-hidden />
        {t("rooms.pending.soon")}
        {cancel}
      </span>
    ) : null;
  }
  return (
    <span className={s.waits}>
      <IconCloudOff size={14} aria-hidden />
      {t("rooms.pending.offline")}
      {cancel}
    </span>
  );
}
