import { Button, NativeSelect, Switch, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { Refusal } from "../../api/http";
import { type AllDescribed, type Described, describe, takeAway } from "../../api/openid";
import { useDeed } from "../../api/useDeed";
import type { T } from "../../i18n";
import { say } from "../../shell/toast";
import { Wrong } from "../../ui/parts";
import s from "./admin.module.css";
import { why } from "./why";

/** A provider as the protocol knows it, until somebody says otherwise. */
const ordinary: Described = {
  id: "",
  label: "",
  logo: "",
  issuer: "",
  client_id: "",
  client_secret: "",
  authentication: "basic",
  scopes: ["openid", "email", "profile"],
  pkce: true,
  userinfo: "json",
  claims: { address: "email", given_name: "given_name", usual_name: "family_name", organisation: "" },
  acr_values: [],
  second_factors: [],
  signs_out: true,
  makes_accounts: true,
  addresses_verified: false,
  domains: [],
};

/** What is particular to ProConnect. */
const proConnect: Partial<Described> = {
  id: "proconnect",
  label: "ProConnect",
  logo: "PC",
  authentication: "post",
  scopes: ["openid", "given_name", "usual_name", "email", "siret", "uid"],
  pkce: false,
  userinfo: "signed",
  claims: { address: "email", given_name: "given_name", usual_name: "usual_name", organisation: "siret" },
  acr_values: ["eidas1"],
  addresses_verified: true,
};

interface FormProps {
  /** Null for one that is being described. */
  readonly of: Described | null;
  readonly all: AllDescribed;
  readonly changed: () => void;
}

const sentences = {
  id: (t: T) => t("provider.wrong.id"),
  label: (t: T) => t("provider.wrong.label"),
  issuer: (t: T) => t("provider.wrong.issuer"),
  client_id: (t: T) => t("provider.wrong.clientId"),
  client_secret: (t: T) => t("provider.wrong.secret"),
  scopes: (t: T) => t("provider.wrong.scopes"),
  acr_values: (t: T) => t("provider.wrong.acr"),
  domains: (t: T, which: string) => t("provider.wrong.domains", { which }),
} as const;
type Field = keyof typeof sentences;

/** The field that the server speaks of: it begins with its name. */
function fieldOf(failure: unknown): Field | null {
  if (!(failure instanceof Refusal)) return null;
  if (failure.status === 409) return "issuer";
  const named = failure.status === 400 ? /^"(\w+)"/.exec(failure.message)?.[1] : undefined;
  return named && named in sentences ? (named as Field) : null;
}

function whyNot(failure: unknown, t: T): string {
  const field = fieldOf(failure);
  if (!field || !(failure instanceof Refusal) || failure.status === 409)
    return why({ conflict: (t) => t("provider.taken"), invalid: (t) => t("provider.invalid") })(failure, t);
  return sentences[field](t, failure.message.split(": ")[1] ?? "");
}

/** What is wrong with a field, if it is the one that was refused. */
type Faults = Partial<Record<Field, string | null>>;

interface PartProps {
  readonly faults: Faults;
  readonly now: Described;
  readonly write: (next: Partial<Described>) => void;
}

const words = (text: string) => text.split(/[\s,;]+/).filter(Boolean);

/** What this house knows of a provider: what the provider gave, and how far it is believed. */
export function ProviderForm({ of, all, changed }: FormProps) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [now, setNow] = useState<Described>(of ?? ordinary);
  const { busy, refusal, run } = useDeed(whyNot);
  const [wrong, setWrong] = useState<Field | null>(null);
  const faults: Faults = wrong ? { [wrong]: refusal } : {};
  const write = (next: Partial<Described>) => setNow((before) => ({ ...before, ...next }));
  const leave = (done: string) => {
    changed();
    go("/admin/providers");
    say(done);
  };
  const submit = (e: FormEvent) => {
    e.preventDefault();
    void run(async () => {
      const settings = Object.fromEntries(Object.entries(now).filter(([, value]) => value !== "")) as typeof now;
      setWrong(null);
      try {
        await describe(settings);
      } catch (failure) {
        setWrong(fieldOf(failure));
        throw failure;
      }
      leave(t("admin.saved"));
    });
  };
  const remove = () =>
    run(async () => {
      await takeAway(now.id);
      leave(t("provider.removed", { name: now.label }));
    });
  return (
    <form className={s.form} onSubmit={submit} noValidate>
      <p>
        <Link className="link" href="/admin/providers">
          {t("provider.all")}
        </Link>
      </p>
      {of ? null : (
        <div>
          <Button variant="default" onClick={() => write(proConnect)}>
            {t("provider.likeProConnect")}
          </Button>
        </div>
      )}
      <Given now={now} write={write} fresh={!of} faults={faults} />
      <Ours all={all} />
      <Asked now={now} write={write} faults={faults} />
      <Trust now={now} write={write} faults={faults} />
      <Wrong>{wrong ? null : refusal}</Wrong>
      <div className={s.deeds}>
        <Button type="submit" loading={busy} disabled={!now.id || !now.label || !now.issuer || !now.client_id}>
          {t("admin.save")}
        </Button>
        {of ? (
          <Button variant="default" data-danger onClick={() => void remove()}>
            {t("provider.remove")}
          </Button>
        ) : null}
      </div>
    </form>
  );
}

/** What stands on the button, and what the provider gave to whoever registered this house there. */
function Given({ now, write, fresh, faults }: PartProps & { fresh: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      {fresh ? (
        <TextInput
          label={t("provider.id")}
          description={t("provider.id.hint")}
          value={now.id}
          error={faults.id}
          onChange={(e) => write({ id: e.currentTarget.value.toLowerCase() })}
        />
      ) : null}
      <TextInput
        label={t("provider.label")}
        maxLength={60}
        value={now.label}
        error={faults.label}
        onChange={(e) => write({ label: e.currentTarget.value })}
      />
      <TextInput
        label={t("provider.logo")}
        maxLength={3}
        value={now.logo}
        onChange={(e) => write({ logo: e.currentTarget.value })}
      />
      <TextInput
        label={t("provider.issuer")}
        description={t("provider.issuer.hint")}
        inputMode="url"
        value={now.issuer}
        error={faults.issuer}
        onChange={(e) => write({ issuer: e.currentTarget.value.trim() })}
      />
      <TextInput
        label={t("provider.clientId")}
        value={now.client_id}
        error={faults.client_id}
        onChange={(e) => write({ client_id: e.currentTarget.value.trim() })}
      />
      <TextInput
        label={t("provider.secret")}
        description={fresh ? undefined : t("provider.secret.kept")}
        type="password"
        autoComplete="off"
        value={now.client_secret ?? ""}
        error={faults.client_secret}
        onChange={(e) => write({ client_secret: e.currentTarget.value.trim() })}
      />
    </>
  );
}

/** What the provider is told of this house. */
function Ours({ all }: { all: AllDescribed }) {
  const { t } = useTranslation();
  return (
    <p className={s.address}>
      {t("provider.redirect")} <code>{all.redirect_uri}</code>
      <br />
      {t("provider.redirectEnd")} <code>{all.post_logout_redirect_uri}</code>
    </p>
  );
}

/** How the provider is asked: what it refuses is left away. */
function Asked({ now, write, faults }: PartProps) {
  const { t } = useTranslation();
  const claim = (name: string, label: string) => (
    <TextInput
      key={name}
      label={label}
      value={now.claims[name] ?? ""}
      onChange={(e) => write({ claims: { ...now.claims, [name]: e.currentTarget.value.trim() } })}
    />
  );
  return (
    <>
      <Words label={t("provider.scopes")} of={now.scopes} wrong={faults.scopes} write={(scopes) => write({ scopes })} />
      <Words
        label={t("provider.acr")}
        of={now.acr_values}
        wrong={faults.acr_values}
        write={(acr_values) => write({ acr_values })}
      />
      <NativeSelect
        label={t("provider.authentication")}
        value={now.authentication}
        onChange={(e) => write({ authentication: e.currentTarget.value === "post" ? "post" : "basic" })}
        data={[
          { value: "basic", label: "client_secret_basic" },
          { value: "post", label: "client_secret_post" },
        ]}
      />
      <NativeSelect
        label={t("provider.userinfo")}
        value={now.userinfo}
        onChange={(e) => write({ userinfo: e.currentTarget.value as Described["userinfo"] })}
        data={[
          { value: "json", label: t("provider.userinfo.json") },
          { value: "signed", label: t("provider.userinfo.signed") },
          { value: "none", label: t("provider.userinfo.none") },
        ]}
      />
      {claim("address", t("provider.claim.address"))}
      {claim("given_name", t("provider.claim.given"))}
      {claim("usual_name", t("provider.claim.usual"))}
      {claim("organisation", t("provider.claim.organisation"))}
      <Switch
        label={t("provider.pkce")}
        checked={now.pkce}
        onChange={(e) => write({ pkce: e.currentTarget.checked })}
      />
      <Switch
        label={t("provider.signsOut")}
        checked={now.signs_out}
        onChange={(e) => write({ signs_out: e.currentTarget.checked })}
      />
    </>
  );
}

/** How far what it says is believed. */
function Trust({ now, write, faults }: PartProps) {
  const { t } = useTranslation();
  return (
    <>
      <Words
        label={t("provider.domains")}
        hint={t("provider.domains.hint")}
        of={now.domains}
        wrong={faults.domains}
        write={(domains) => write({ domains })}
      />
      <Switch
        label={t("provider.makesAccounts")}
        description={t("provider.makesAccounts.hint")}
        checked={now.makes_accounts}
        onChange={(e) => write({ makes_accounts: e.currentTarget.checked })}
      />
      <Switch
        label={t("provider.verified")}
        description={t("provider.verified.hint")}
        checked={now.addresses_verified}
        onChange={(e) => write({ addresses_verified: e.currentTarget.checked })}
      />
    </>
  );
}

interface WordsProps {
  readonly label: string;
  readonly hint?: string;
  readonly wrong: string | null | undefined;
  readonly of: readonly string[];
  readonly write: (next: readonly string[]) => void;
}

/** Words with blanks between them. */
function Words({ label, hint, wrong, of, write }: WordsProps) {
  const [text, setText] = useState(of.join(" "));
  const [seen, setSeen] = useState(of);
  if (seen !== of) {
    setSeen(of);
    if (words(text).join(" ") !== of.join(" ")) setText(of.join(" "));
  }
  return (
    <TextInput
      label={label}
      description={hint}
      error={wrong}
      autoCapitalize="none"
      spellCheck={false}
      value={text}
      onChange={(e) => {
        setText(e.currentTarget.value);
        write(words(e.currentTarget.value));
      }}
    />
  );
}
