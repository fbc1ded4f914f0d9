import { Button } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { session } from "../../session/live";
import { keepSession, useHere } from "../../session/tab";
import { Shell } from "../../shell/Shell";
import { EmptyState, Head } from "../../ui/parts";
import s from "./rooms.module.css";

/** Another tab holds the connection: one click takes it here. */
function Elsewhere() {
  const { t } = useTranslation();
  return (
    <Shell title={t("rooms.elsewhere.short")}>
      <Head title={t("rooms.elsewhere.short")} />
      <div className={s.page}>
        <EmptyState
          title={t("rooms.elsewhere.title")}
          actions={<Button onClick={useHere}>{t("rooms.elsewhere.here")}</Button>}
        >
          {t("rooms.elsewhere.body")}
        </EmptyState>
      </div>
    </Shell>
  );
}

/** Keeps the session of whoever is signed in, for every page. */
export default function Frame({ children }: { children: ReactNode }) {
  const now = session.use();
  useEffect(() => keepSession(), []);
  return now.kind === "elsewhere" ? <Elsewhere /> : children;
}
