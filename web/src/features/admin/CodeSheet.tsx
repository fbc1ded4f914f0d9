import { Button } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { FreshCode, Organisation } from "../../api/organisations";
import { dateOf } from "../../i18n/dates";
import { Qr } from "../../ui/Qr";
import s from "./admin.module.css";

const qrSize = 220;

interface SheetProps {
  readonly code: FreshCode;
  readonly of: Organisation;
  readonly close: () => void;
}

/** A fresh entry code, as it hangs on a wall: printed, nothing else of the page is on the paper. */
export function CodeSheet({ code, of, close }: SheetProps) {
  const { t } = useTranslation();
  const link = new URL(code.url || `/invite/${encodeURIComponent(code.word)}`, location.origin).href;
  return (
    <section className={s.part}>
      <h2>{t("admin.codes.fresh")}</h2>
      <p>{t("admin.codes.once")}</p>
      <div className={s.sheet}>
        <p className={s.sheetTitle}>{t("admin.codes.sheet", { name: of.name })}</p>
        <p>{code.purpose}</p>
        <Qr text={link} size={qrSize} label={t("admin.codes.qr")} />
        <p>{t("admin.codes.scan")}</p>
        <p className={s.address}>{link}</p>
        <p>{t("admin.codes.type")}</p>
        <p className={s.word}>{code.word}</p>
        <p>{t("admin.until", { date: dateOf(code.expires) })}</p>
      </div>
      <div className={s.acts}>
        <Button onClick={() => window.print()} leftSection={<IconPrinter size={16} aria-hidden />}>
          {t("admin.codes.print")}
        </Button>
        <Button variant="subtle" data-quiet onClick={close}>
          {t("admin.codes.done")}
        </Button>
      </div>
    </section>
  );
}
