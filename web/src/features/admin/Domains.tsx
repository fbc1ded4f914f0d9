import { ActionIcon, Button, Checkbox, TextInput } from "@mantine/core";
import { IconAt, IconTrash } from "@tabler/icons-react";
import { type FormEvent, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Domain, domains, type Organisation, setDomains } from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { me } from "../../base/account";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { EmptyState, Wrong } from "../../ui/parts";
import s from "./admin.module.css";
import { OfOrganisation } from "./OfOrganisation";
import { why } from "./why";

/** Which addresses make somebody an agent by themselves. */
export function Domains() {
  return <OfOrganisation>{(one) => <DomainsOf of={one} />}</OfOrganisation>;
}

function DomainsOf({ of }: { of: Organisation }) {
  const { t } = useTranslation();
  const [asked, again, put] = useAsked(useCallback(() => domains(of.id), [of.id]));
  const runs = me.use()?.admin === true;
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(all) => (
        <>
          <div className={s.top}>
            <p>{runs ? t("admin.domains.hint") : t("admin.domains.byHouse")}</p>
          </div>
          {all.length === 0 ? (
            <EmptyState title={t("admin.domains.none")}>{t("admin.domains.none.hint")}</EmptyState>
          ) : null}
          <Held of={of} all={all} put={put} runs={runs} />
        </>
      )}
    </Answered>
  );
}

interface HeldProps {
  readonly of: Organisation;
  readonly all: readonly Domain[];
  readonly put: (next: Domain[]) => void;
  readonly runs: boolean;
}

function Held({ of, all, put, runs }: HeldProps) {
  const { t } = useTranslation();
  const { busy, refusal, run, refuse } = useDeed(
    why({ conflict: (t) => t("admin.domains.taken"), invalid: (t) => t("admin.domains.wrong") }),
  );
  const save = (next: readonly Domain[], done: () => void) =>
    run(async () => {
      put(await setDomains(of.id, next));
      done();
    });
  const add = (one: Domain, done: () => void) => {
    if (!one.domain) return refuse((t) => t("admin.domains.missing"));
    void save([...all.filter(({ domain }) => domain !== one.domain), one], () => {
      done();
      say(t("admin.domains.added"));
    });
  };
  const remove = (one: Domain) =>
    save(
      all.filter((held) => held !== one),
      () => say(t("admin.domains.removed"), () => void save(all, () => undefined)),
    );
  return (
    <>
      <ul>
        {all.map((one) => (
          <Row key={one.domain} one={one} remove={runs ? () => void remove(one) : null} busy={busy} />
        ))}
      </ul>
      {runs ? <Add add={add} busy={busy} /> : null}
      <Wrong>{refusal}</Wrong>
    </>
  );
}

function Row({ one, remove, busy }: { one: Domain; remove: (() => void) | null; busy: boolean }) {
  const { t } = useTranslation();
  return (
    <li className={s.person}>
      <IconAt size={22} stroke={1.7} aria-hidden />
      <div>
        <b>{one.domain}</b>
        <p>{one.below ? t("admin.domains.belowToo") : t("admin.domains.exactly")}</p>
      </div>
      {remove ? (
        <ActionIcon onClick={remove} disabled={busy} aria-label={t("admin.domains.remove", { domain: one.domain })}>
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      ) : null}
    </li>
  );
}

function Add({ add, busy }: { add: (one: Domain, done: () => void) => void; busy: boolean }) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [below, setBelow] = useState(false);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    add({ domain: name.trim().replace(/^@/, "").toLowerCase(), below }, () => {
      setName("");
      setBelow(false);
    });
  };
  return (
    <form className={s.form} onSubmit={submit} noValidate>
      <TextInput
        label={t("admin.domains.add")}
        description={t("admin.domains.add.hint")}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
      />
      <Checkbox
        label={t("admin.domains.below")}
        description={t("admin.domains.below.hint")}
        checked={below}
        onChange={(e) => setBelow(e.currentTarget.checked)}
      />
      <div>
        <Button type="submit" loading={busy}>
          {t("admin.add")}
        </Button>
      </div>
    </form>
  );
}
