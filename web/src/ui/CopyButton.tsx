import { Button } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { type RefObject, useState } from "react";
import { useTranslation } from "react-i18next";

/** Copies what a field shows, and says so. */
export function CopyButton({ of }: { of: RefObject<HTMLInputElement | HTMLTextAreaElement | null> }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const field = of.current;
    if (!field) return;
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Over plain HTTP there is no clipboard: the older way still works, on what is selected.
      if (!document.execCommand("copy")) return;
    }
    setCopied(true);
  };
  return (
    <Button
      variant="default"
      size="xs"
      onClick={copy}
      leftSection={copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
    >
      {copied ? t("ui.copied") : t("ui.copy")}
    </Button>
  );
}
