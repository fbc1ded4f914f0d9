import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FreshCode, Organisation } from "../../api/organisations";
import { dateOf } from "../../i18n/dates";
import { Sheet } from "../../ui/Sheet";
import s from "./admin.module.css";

interface SheetProps {
  readonly code: FreshCode;
  readonly of: Organisation;
  readonly close: () => void;
}

/** A fresh entry code of an organisation, which is shown this once. */
export function CodeSheet({ code, of, close }: SheetProps) {
  const { t } = useTranslation();
  const link = new URL(code.url || `/invite/${encodeURIComponent(code.word)}`, location.origin).href;
  return (
    <section className={s.part}>
      <h2>{t("admin.codes.fresh")}</h2>
      <p>{t("admin.codes.once")}</p>
      <Sheet
        title={of.name}
        url={link}
        word={code.word}
        about={
          <p>
            {code.purpose} · {t("admin.until", { date: dateOf(code.expires) })}
          </p>
        }
        foot={<p>{t("admin.codes.type")}</p>}
      />
      <div className={s.acts}>
        <Button variant="subtle" data-quiet onClick={close}>
          {t("admin.codes.done")}
        </Button>
      </div>
    </section>
  );
}
