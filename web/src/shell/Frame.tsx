import { useComputedColorScheme } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { type Kind, papers } from "../api/papers";
import { useAsked } from "../api/useAsked";
import { useServerAway } from "../api/useServer";
import { language } from "../base/preferences";
import { Wordmark } from "../ui/Logo";
import s from "./frame.module.css";

const day = {
  sky: "#e9eee8",
  wall: "#d3dcd2",
  edge: "#c6d1c5",
  ground: "#dbe2d9",
  joint: "#cad4c8",
  light: "#f3f6f1",
  door: "#1b5e45",
};
const night = {
  sky: "#141c18",
  wall: "#1e2a23",
  edge: "#26352c",
  ground: "#18221c",
  joint: "#223028",
  light: "#2c4437",
  door: "#2a7a5b",
};

/** The mark, life-size: a façade, its door, and the forecourt one crosses to come in. */
function Forecourt() {
  const c = useComputedColorScheme("light") === "dark" ? night : day;
  return (
    <svg viewBox="0 0 800 900" preserveAspectRatio="xMidYMid slice" aria-hidden>
      <path d="M0 0h800v900H0z" fill={c.sky} />
      <path d="M80 150h640v430H80z" fill={c.wall} />
      <path d="M60 132h680v18H60zM80 330h640v7H80z" fill={c.edge} />
      {[150, 268, 484, 602].map((x) => (
        <g key={x} fill={c.edge}>
          <path d={`M${x} 200h48v92h-48z`} />
          <path d={`M${x} 580V430a24 24 0 0 1 48 0v150z`} />
        </g>
      ))}
      <path d="M376 200h48v92h-48z" fill={c.edge} />
      <path d="M0 580h800v320H0z" fill={c.ground} />
      <path d="M0 616h800M0 668h800M0 742h800M0 846h800" stroke={c.joint} strokeWidth="3" />
      {[-700, -420, -200, 40, 760, 1000, 1220, 1500].map((x) => (
        <path key={x} d={`M${400 + (x - 400) * 0.36} 580L${x} 900`} stroke={c.joint} strokeWidth="3" />
      ))}
      <path d="M338 580h124l138 320H200z" fill={c.light} />
      <path d="M338 580V452a62 62 0 0 1 124 0v128z" fill={c.door} />
    </svg>
  );
}

export function Foot() {
  const { t } = useTranslation();
  const now = language.use();
  const other = now === "fr" ? "en" : "fr";
  const [asked] = useAsked(papers);
  const has = (kind: Kind) => asked.state === "here" && asked.value.includes(kind);
  return (
    <footer className={s.foot}>
      <Link href="/help">{t("identity.foot.help")}</Link>
      <Link href="/accessibility">
        {has("accessibility") ? t("papers.accessibility") : t("identity.foot.accessibility")}
      </Link>
      <Link href="/privacy">{t("identity.foot.privacy")}</Link>
      {has("legal") ? <Link href="/legal">{t("papers.legal")}</Link> : null}
      {has("terms") ? <Link href="/terms">{t("papers.terms")}</Link> : null}
      <button type="button" lang={other} onClick={() => language.set(other)}>
        {other === "en" ? t("language.en") : t("language.fr")}
      </button>
    </footer>
  );
}

/** Says that nobody opens, until somebody does. */
function Away() {
  const { t } = useTranslation();
  const away = useServerAway();
  return (
    <div role="status">
      {away ? (
        <p className={s.away}>
          <b>{t("shell.offline.server")}</b> {t("identity.again")}
        </p>
      ) : null}
    </div>
  );
}

/** What stands around every page before the door: the mark, one form, the forecourt. */
export function Frame({ title, lead, children }: { title: string; lead?: ReactNode; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Parvis`;
  }, [title]);
  return (
    <div className={s.page}>
      <div className={s.form}>
        <header>
          <Link href="/" className={s.mark}>
            <Wordmark size={30} />
          </Link>
        </header>
        <main className={s.box}>
          <Away />
          <h1>{title}</h1>
          {lead ? <p>{lead}</p> : null}
          {children}
        </main>
        <Foot />
      </div>
      <div className={s.place}>
        <Forecourt />
      </div>
    </div>
  );
}
