import { Button } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { account } from "../base/account";
import { EmptyState, ErrorState, Head, Waiting } from "../ui/parts";
import { palette } from "./open";
import { Scroll, Shell } from "./Shell";
import s from "./shell.module.css";

const mailsPath = "/admin/outbox";

/** In the place of what only who has a second factor administers. */
export function FactorDue() {
  const { t } = useTranslation();
  const [here] = useLocation();
  return (
    <Shell>
      <Head back="/" title={t("shell.admin")} />
      <Scroll>
        <div className={s.state}>
          <EmptyState
            title={t("shell.due.title")}
            actions={
              <Button component={Link} href={`/settings/security?next=${encodeURIComponent(here)}`}>
                {t("shell.due.do")}
              </Button>
            }
          >
            {here === mailsPath ? t("shell.due.mails") : t("shell.due.why")}
          </EmptyState>
        </div>
      </Scroll>
    </Shell>
  );
}

/** Absent and closed look alike: nobody learns here that something exists. */
export function Lost() {
  const { t } = useTranslation();
  const mine = account.use();
  return (
    <Shell>
      <Head back="/" title={t("shell.lost.short")} />
      <Scroll>
        <div className={s.state}>
          <EmptyState
            title={t("shell.lost.title")}
            actions={
              <>
                <Button component={Link} href="/">
                  {mine ? t("shell.lost.home") : t("shell.lost.signIn")}
                </Button>
                {mine ? (
                  <Button variant="default" onClick={() => palette.set(true)}>
                    {t("shell.search")}
                  </Button>
                ) : null}
              </>
            }
          >
            {t("shell.lost.body")}
          </EmptyState>
        </div>
      </Scroll>
    </Shell>
  );
}

/** Between two pages: nothing at first, then grey lines. */
export const PageWaiting = () => (
  <div className={s.pageWaiting}>
    <Waiting />
  </div>
);

function Broken({ again }: { again: () => void }) {
  const { t } = useTranslation();
  return (
    <main className={s.state}>
      <ErrorState title={t("shell.broken.title")} retry={again}>
        {t("shell.broken.body")}
      </ErrorState>
    </main>
  );
}

/** Holds a fault of a page inside that page. */
export class Faults extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError() {
    return { broken: true };
  }
  override render() {
    return this.state.broken ? <Broken again={() => this.setState({ broken: false })} /> : this.props.children;
  }
}
