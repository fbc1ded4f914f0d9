import { Button } from "@mantine/core";
import { IconId } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearch } from "wouter";
import { type Link, type Links, linkWith, myLinks, type Provider, unlink } from "../../api/openid";
import { reasonOf } from "../../api/reasons";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { dateOf } from "../../i18n/dates";
import { useProof, wrongProof } from "../../shell/Proof";
import { say } from "../../shell/toast";
import { Dialog } from "../../ui/Dialog";
import { Wrong } from "../../ui/parts";
import s from "./settings.module.css";

/** The providers by which I come in, and those by which I could; nothing where the house has none. */
export function Linked() {
  const { t } = useTranslation();
  const [asked, again] = useAsked(myLinks);
  const problem = new URLSearchParams(useSearch()).get("problem");
  if (asked.state !== "here" || asked.value.links.length + asked.value.providers.length === 0) return null;
  return (
    <section className={s.sec}>
      <h2>{t("provider.mine")}</h2>
      <p>{t("provider.mine.hint")}</p>
      <Wrong>{problem ? (problem === "taken" ? t("provider.problem.taken") : t("provider.mine.problem")) : null}</Wrong>
      <All of={asked.value} again={again} />
    </section>
  );
}

function All({ of: { links, providers }, again }: { of: Links; again: () => void }) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState<Provider | null>(null);
  const offered = providers.filter(({ label }) => !links.some((link) => link.label === label));
  return (
    <>
      <ul>
        {links.map((link) => (
          <Row key={link.link} of={link} gone={again} />
        ))}
      </ul>
      <div className={s.below}>
        {offered.map((one) => (
          <Button key={one.id} variant="default" onClick={() => setAdding(one)}>
            {t("provider.link", { name: one.label })}
          </Button>
        ))}
      </div>
      {adding ? <Adding provider={adding} close={() => setAdding(null)} /> : null}
    </>
  );
}

function Row({ of: { link, label, address, organisation, linked_ts }, gone }: { of: Link; gone: () => void }) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useDeed((failure, t) => reasonOf(failure, t, t("provider.unlink.only")));
  const remove = () =>
    run(async () => {
      await unlink(link);
      say(t("provider.unlinked", { name: label }));
      gone();
    });
  const about = [address, organisation, t("address.since", { date: dateOf(linked_ts) })];
  return (
    <li className={s.row}>
      <IconId size={22} stroke={1.7} aria-hidden />
      <div>
        <b className="cut">{label}</b>
        <p>{about.filter(Boolean).join(" · ")}</p>
        <Wrong>{refusal}</Wrong>
      </div>
      <Button
        variant="subtle"
        size="xs"
        loading={busy}
        onClick={() => void remove()}
        aria-label={t("provider.unlink.of", { name: label })}
      >
        {t("provider.unlink")}
      </Button>
    </li>
  );
}

function Adding({ provider, close }: { provider: Provider; close: () => void }) {
  const { t } = useTranslation();
  const proof = useProof();
  const { busy, refusal, run } = useDeed(wrongProof);
  const go = () => run(async () => location.assign(await linkWith(await proof.stage(), provider.id)));
  return (
    <Dialog
      title={t("provider.link", { name: provider.label })}
      close={close}
      act={t("provider.link.do")}
      submit={() => void go()}
      busy={busy}
      disabled={!proof.ready}
      wrong={refusal}
    >
      <p>{t("provider.link.why", { name: provider.label })}</p>
      {proof.field}
    </Dialog>
  );
}
