import { Button, Checkbox, NativeSelect, Switch, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { changeOrganisation, createOrganisation, type Organisation, type Wish } from "../../api/organisations";
import { useDeed } from "../../api/useDeed";
import { me } from "../../base/account";
import { useKept } from "../../base/kept";
import { plain } from "../../base/names";
import { isSiret } from "../../base/siret";
import type { T } from "../../i18n";
import { loadMe } from "../../shell/loadMe";
import { say } from "../../shell/toast";
import { Wrong } from "../../ui/parts";
import s from "./admin.module.css";
import { EntryRules } from "./EntryRules";
import { why } from "./why";

const nameMax = 200;
const labelMax = 30;

interface FormProps {
  /** Null for one that is being made. */
  readonly of: Organisation | null;
  readonly all: readonly Organisation[];
  readonly changed: (next: Organisation) => void;
}

interface Field {
  readonly value: string;
  readonly write: (next: string) => void;
}

/** A field that is kept while its page is away, under the name of what it is about. */
function useField(of: Organisation | null, name: string, known: string): Field {
  const [value, write] = useKept(`admin.organisation.${of?.id ?? "new"}.${name}`, known);
  return { value, write };
}

interface Fields {
  readonly name: Field;
  readonly label: Field;
  readonly siret: Field;
  readonly parent: Field;
}

function useFields(of: Organisation | null): Fields {
  return {
    name: useField(of, "name", of?.name ?? ""),
    label: useField(of, "label", of?.label ?? ""),
    siret: useField(of, "siret", of?.siret ?? ""),
    parent: useField(of, "parent", of?.parent ?? ""),
  };
}

const wishOf = ({ name, label, siret, parent }: Fields): Wish => ({
  name: plain(name.value),
  label: plain(label.value),
  ...(siret.value.trim() ? { siret: siret.value.replace(/\s/g, "") } : {}),
  ...(parent.value ? { parent: parent.value } : {}),
});

type Faults = Readonly<Record<"name" | "label" | "siret", string | null>>;

const faultsIn = ({ name, label, siret }: Fields, t: T): Faults => ({
  name: plain(name.value) ? null : t("admin.organisations.name.missing"),
  label: plain(label.value) ? null : t("admin.organisations.label.missing"),
  siret: !siret.value.trim() || isSiret(siret.value) ? null : t("admin.organisations.siret.wrong"),
});

/** What an organisation is called, and what it decides for its rooms. */
export function OrganisationForm({ of, all, changed }: FormProps) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const fields = useFields(of);
  const [decided, decide] = useState(() => decidedBy(of));
  const [tried, setTried] = useState(false);
  const alone = me.use()?.organisation === undefined;
  const [joins, join] = useState(all.length === 0);
  const { busy, refusal, run } = useDeed(why({ conflict: (t) => t("admin.organisations.labelTaken") }));
  const faults = faultsIn(fields, t);

  const submit = async (e: FormEvent) => {
    e.preventDefault();
    setTried(true);
    if (Object.values(faults).some(Boolean)) return;
    await run(async () => {
      if (of) changed(await changeOrganisation(of.id, { ...wishOf(fields), ...decided }));
      else {
        await createOrganisation({ ...wishOf(fields), join: alone && joins });
        await loadMe();
      }
      go("/admin/organisations");
      for (const field of Object.values(fields)) field.write("");
      say(of ? t("admin.saved") : t("admin.organisations.created"));
    });
  };

  return (
    <>
      <form className={s.form} onSubmit={(e) => void submit(e)} noValidate>
        <p>
          <Link className="link" href="/admin/organisations">
            {t("admin.organisations.all")}
          </Link>
        </p>
        <Names fields={fields} faults={tried ? faults : null} />
        <Parent of={of} all={all} field={fields.parent} />
        {of ? <Decisions of={of} decided={decided} decide={decide} /> : null}
        {!of && alone ? (
          <Checkbox
            label={t("admin.organisations.join")}
            description={t("admin.organisations.join.hint")}
            checked={joins}
            onChange={(e) => join(e.currentTarget.checked)}
          />
        ) : null}
        <Wrong>{refusal}</Wrong>
        <div>
          <Button type="submit" loading={busy}>
            {of ? t("admin.save") : t("admin.organisations.create")}
          </Button>
        </div>
      </form>
      {of ? <EntryRules of={of.id} /> : null}
    </>
  );
}

type Decided = Pick<Organisation, "access_rules" | "promotes_all" | "validity_days" | "open_directory" | "guests">;

const decidedBy = (of: Organisation | null): Decided => ({
  access_rules: of?.access_rules ?? false,
  promotes_all: of?.promotes_all ?? false,
  validity_days: of?.validity_days ?? 0,
  open_directory: of?.open_directory ?? false,
  guests: of?.guests ?? "agents",
});

interface DecisionsProps {
  readonly of: Organisation;
  readonly decided: Decided;
  readonly decide: (next: Decided) => void;
}

function Decisions({ of, decided, decide }: DecisionsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Validity
        days={`${decided.validity_days}`}
        known={of.validity_days}
        set={(days) => decide({ ...decided, validity_days: Number(days) })}
      />
      <Switch
        label={t("admin.organisations.rules")}
        description={t("admin.organisations.rules.hint")}
        checked={decided.access_rules}
        onChange={(e) => decide({ ...decided, access_rules: e.currentTarget.checked })}
      />
      <Switch
        label={t("admin.organisations.open")}
        description={t("admin.organisations.open.hint")}
        checked={decided.open_directory}
        onChange={(e) => decide({ ...decided, open_directory: e.currentTarget.checked })}
      />
      <Switch
        label={t("admin.organisations.guests")}
        description={t("admin.organisations.guests.hint")}
        checked={decided.guests === "agents"}
        onChange={(e) => decide({ ...decided, guests: e.currentTarget.checked ? "agents" : "approvers" })}
      />
      <Switch
        label={t("admin.organisations.promotes")}
        description={t("admin.organisations.promotes.hint")}
        checked={decided.promotes_all}
        onChange={(e) => decide({ ...decided, promotes_all: e.currentTarget.checked })}
      />
    </>
  );
}

function Names({ fields: { name, label, siret }, faults }: { fields: Fields; faults: Faults | null }) {
  const { t } = useTranslation();
  const runs = me.use()?.admin === true;
  return (
    <>
      <TextInput
        label={t("admin.organisations.name")}
        maxLength={nameMax}
        value={name.value}
        error={faults?.name}
        onChange={(e) => name.write(e.currentTarget.value)}
      />
      <TextInput
        label={t("admin.organisations.label")}
        description={t("admin.organisations.label.hint")}
        maxLength={labelMax}
        value={label.value}
        error={faults?.label}
        onChange={(e) => label.write(e.currentTarget.value)}
      />
      <TextInput
        label={t("admin.organisations.siret")}
        description={runs ? t("admin.organisations.siret.hint") : t("admin.byHouse")}
        inputMode="numeric"
        disabled={!runs}
        value={siret.value}
        error={faults?.siret}
        onChange={(e) => siret.write(e.currentTarget.value)}
      />
    </>
  );
}

/** Lengths that are offered, in days: half a year, a year, 13 months, two years. */
const lengths = [183, 365, 396, 730];

function Validity({ days, known, set }: { days: string; known: number; set: (next: string) => void }) {
  const { t } = useTranslation();
  const offered = lengths.includes(known) || known === 0 ? lengths : [...lengths, known].sort((a, b) => a - b);
  return (
    <NativeSelect
      label={t("admin.organisations.validity")}
      description={t("admin.organisations.validity.hint")}
      value={days}
      onChange={(e) => set(e.currentTarget.value)}
      data={[
        ...offered.map((count) => ({ value: `${count}`, label: t("admin.days", { count }) })),
        { value: "0", label: t("admin.organisations.validity.none") },
      ]}
    />
  );
}

function Parent({ of, all, field }: Pick<FormProps, "of" | "all"> & { field: Field }) {
  const { t } = useTranslation();
  const runs = me.use()?.admin === true;
  const unseen = of?.parent && !all.some(({ id }) => id === of.parent) ? of.parent : null;
  return (
    <NativeSelect
      label={t("admin.organisations.parent")}
      description={runs ? undefined : t("admin.byHouse")}
      disabled={!runs}
      value={field.value}
      onChange={(e) => field.write(e.currentTarget.value)}
      data={[
        { value: "", label: t("admin.organisations.parent.none") },
        ...all.filter(({ id }) => id !== of?.id).map(({ id, name }) => ({ value: id, label: name })),
        ...(unseen ? [{ value: unseen, label: t("admin.organisations.parent.other") }] : []),
      ]}
    />
  );
}
