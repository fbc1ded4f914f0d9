import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { ownOrganisation } from "../../api/organisations";
import { makeSpace, newEntryCode, type SpaceEntryCode } from "../../api/spaces";
import { useDeed } from "../../api/useDeed";
import { Frame } from "../../shell/Frame";
import { Wrong } from "../../ui/parts";
import { Sheet } from "../../ui/Sheet";
import s from "./identity.module.css";
import { Step } from "./Step";
import { whyNotHere } from "./whyNotHere";

const nameMax = 100;
const uses = 30;
const livesMs = 14 * 86_400_000;

interface Made {
  readonly id: string;
  readonly name: string;
  readonly code: SpaceEntryCode;
}

/** Colleagues come by it: where its maker administers an organisation, they are agents of that. */
async function codeWish() {
  const own = await ownOrganisation();
  const wish = { uses, expires_in_ms: livesMs, role: "contributor" } as const;
  return own?.role === "administrator" ? { ...wish, organisation: own.organisation.id } : wish;
}

/** A first space, and the code by which people come into it: whoever opens a house is not alone in it for long. */
export function FirstSpace({ number, of }: { number: number; of: number }) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [request] = useState(() => crypto.randomUUID());
  const [made, setMade] = useState<Made | null>(null);
  const { busy, refusal, run, refuse } = useDeed(whyNotHere);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    const wished = name.trim();
    if (!wished) return refuse((t) => t("spaces.name.none"));
    void run(async () => {
      const wish = { model: "community", name: wished, purpose: "", visibility: "public", joining: "free" } as const;
      const { space_id: id } = await makeSpace(wish, request);
      if (id) setMade({ id, name: wished, code: await newEntryCode(id, await codeWish(), request) });
    });
  };
  if (made) {
    const feed = `/spaces/${encodeURIComponent(made.id)}/feed`;
    return (
      <Frame title={t("identity.steps.code")} lead={t("identity.steps.code.lead")}>
        <div className={s.stack}>
          <Sheet title={made.name} url={made.code.url} word={made.code.word} />
          <Button component={Link} href={feed} size="md" fullWidth>
            {t("spaces.requested.enter")}
          </Button>
        </div>
        <p className={s.after}>
          {t("identity.steps.factor")}{" "}
          <Link className="link" href={`/settings/security?next=${encodeURIComponent(feed)}`}>
            {t("identity.steps.factor.now")}
          </Link>
        </p>
        <p className={s.after}>{t("identity.steps.done")}</p>
      </Frame>
    );
  }
  return (
    <Step number={number} of={of} title={t("identity.steps.space")} lead={t("identity.steps.space.lead")}>
      <form className={s.stack} onSubmit={submit} noValidate>
        <TextInput
          label={t("spaces.name")}
          description={t("identity.steps.space.hint")}
          size="md"
          maxLength={nameMax}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
        />
        <Wrong>{refusal}</Wrong>
        <Button type="submit" size="md" fullWidth loading={busy}>
          {t("spaces.new.make")}
        </Button>
        <Button component={Link} href="/" variant="default" size="md" fullWidth>
          {t("identity.steps.later")}
        </Button>
      </form>
    </Step>
  );
}
