import { Button } from "@mantine/core";
import { IconId } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { beginAt, providers } from "../../api/openid";
import { useAsked } from "../../api/useAsked";
import s from "./identity.module.css";

/** The providers by which one comes in here, each a button that leads there, and then to `next`. */
export function ProviderButtons({ next }: { next: string }) {
  const { t } = useTranslation();
  const [asked] = useAsked(providers);
  if (asked.state !== "here") return null;
  return asked.value.map(({ id, label, logo }) => (
    <Button
      key={id}
      component="a"
      href={beginAt(id, next)}
      size="md"
      variant="default"
      fullWidth
      leftSection={logo ? <b className={s.logo}>{logo}</b> : <IconId size={18} stroke={1.7} aria-hidden />}
    >
      {t("provider.enter", { name: label })}
    </Button>
  ));
}
