import { Button } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isOnlyHere } from "./onlyHere";
import { Qr } from "./Qr";
import s from "./sheet.module.css";

const qrSize = 200;

interface SheetProps {
  /** Where the code leads. */
  readonly title: string;
  readonly url: string;
  readonly word: string;
  /** What else stands below the title. */
  readonly about?: ReactNode;
  /** What the word is for, where it is typed elsewhere than in the address. */
  readonly foot?: ReactNode;
}

/** An entry code as it hangs on a wall: printed, nothing else of the page is on the paper. */
export function Sheet({ title, url, word, about, foot }: SheetProps) {
  const { t } = useTranslation();
  const here = isOnlyHere(url);
  return (
    <>
      {here ? <p role="note">{t("ui.sheet.here")}</p> : null}
      <div className={s.sheet}>
        <p className={s.title}>{t("ui.sheet.title", { name: title })}</p>
        {about}
        <Qr text={url} size={qrSize} label={t("ui.sheet.qr", { name: title })} />
        <p>{t("ui.sheet.scan")}</p>
        <p className={s.address}>{url}</p>
        {foot}
        <p className={s.word}>
          <span>{t("ui.sheet.word")}</span> <b>{word}</b>
        </p>
      </div>
      <div>
        <Button variant="default" onClick={() => window.print()} leftSection={<IconPrinter size={16} aria-hidden />}>
          {t("ui.sheet.print")}
        </Button>
      </div>
    </>
  );
}
