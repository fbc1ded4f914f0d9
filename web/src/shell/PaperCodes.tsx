import { Button } from "@mantine/core";
import { IconDownload, IconPrinter } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { account } from "../base/account";
import s from "./factors.module.css";

function download(text: string, name: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Codes for who has lost the rest, shown this once: to be kept as a file or on paper. */
export function PaperCodes({ codes }: { codes: readonly string[] }) {
  const { t } = useTranslation();
  const mine = account.use()?.userId ?? "";
  const text = `${t("factor.codes.file", { host: location.host, user: mine })}\n\n${codes.join("\n")}\n`;
  return (
    <div className={s.stack}>
      <p>{t("factor.codes.why")}</p>
      <ul className={s.codes} aria-label={t("factor.codes")}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={s.acts}>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => download(text, t("factor.codes.name"))}
        >
          {t("factor.codes.download")}
        </Button>
        <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
          {t("factor.codes.print")}
        </Button>
      </div>
    </div>
  );
}
