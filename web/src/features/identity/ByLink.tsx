import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import { useAsked } from "../../api/useAsked";
import { account } from "../../base/account";
import { Frame } from "../../shell/Frame";
import { PageWaiting } from "../../shell/states";
import { AlreadyIn } from "./AlreadyIn";

interface ByLinkProps<V> {
  /** What the link is worth; keeps its identity between drawings. */
  readonly ask: () => Promise<V>;
  /** Said of a link that no longer works. */
  readonly over: { readonly title: string; readonly why: string };
  readonly children: (value: V) => ReactNode;
}

/** Where a link for newcomers leads: what it opens, or why it opens nothing. */
export function ByLink<V>({ ask, over, children }: ByLinkProps<V>) {
  const { t } = useTranslation();
  const mine = account.use();
  const [asked, again] = useAsked(ask);
  if (asked.state === "waiting") return <PageWaiting />;
  if (mine) return <AlreadyIn />;
  if (asked.state === "here") return children(asked.value);
  if (asked.why instanceof Refusal && asked.why.passing) {
    return (
      <Frame title={t("identity.away")} lead={reasonOf(asked.why, t)}>
        <Button onClick={again} size="md" fullWidth>
          {t("ui.retry")}
        </Button>
      </Frame>
    );
  }
  return (
    <Frame title={over.title} lead={over.why}>
      <Button component={Link} href="/sign-in" size="md" fullWidth>
        {t("identity.new.signIn")}
      </Button>
    </Frame>
  );
}
