import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { account } from "../../base/account";
import { Foot } from "../../shell/Frame";
import frame from "../../shell/frame.module.css";
import { Wordmark } from "../../ui/Logo";
import s from "./identity.module.css";

/** A page of text that anybody may read, signed in or not. */
export function Paper({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · Parvis`;
  }, [title]);
  return (
    <div className={s.paper}>
      <header>
        <Link href="/" className={frame.mark} aria-label={t("shell.homeLink")}>
          <Wordmark size={30} />
        </Link>
        <Link href="/" className="link">
          {account.use() ? t("paper.back") : t("paper.enter")}
        </Link>
      </header>
      <main className={s.prose}>
        <h1>{title}</h1>
        {children}
      </main>
      <Foot />
    </div>
  );
}

/** A heading and its paragraphs. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
