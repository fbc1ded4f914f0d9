import { Button, NativeSelect, TextInput } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { type FormEvent, useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type DirectoryToken,
  directoryTokens,
  type FreshToken,
  makeDirectoryToken,
  type Organisation,
  revokeDirectoryToken,
} from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { useRequest } from "../../api/useRequest";
import { plain } from "../../base/names";
import { dateOf } from "../../i18n/dates";
import { useFactorProof } from "../../shell/Proof";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { CopyButton } from "../../ui/CopyButton";
import { EmptyState, Wrong } from "../../ui/parts";
import s from "./admin.module.css";
import { DirectoryGroups } from "./DirectoryGroups";
import { OfOrganisation } from "./OfOrganisation";
import { why, whyProven } from "./why";

const nameMax = 100;
const dayMs = 86_400_000;

/** How the directory of an organisation says who its people are, and into which spaces its groups come. */
export function DirectoryPage() {
  return <OfOrganisation>{(one) => <Directory of={one} />}</OfOrganisation>;
}

function Directory({ of }: { of: Organisation }) {
  const { t } = useTranslation();
  const [asked, again, put] = useAsked(useCallback(() => directoryTokens(of.id), [of.id]));
  const [fresh, setFresh] = useState<FreshToken | null>(null);
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {({ address, tokens }) => (
        <>
          {fresh ? (
            <Secret of={fresh} close={() => setFresh(null)} />
          ) : (
            <NewToken
              of={of}
              address={address}
              made={(token) => {
                setFresh(token);
                put({ address, tokens: [token, ...tokens] });
              }}
            />
          )}
          <section className={s.part}>
            <h2>{t("directory.tokens")}</h2>
            {tokens.length === 0 ? (
              <EmptyState title={t("directory.none")}>{t("directory.none.hint")}</EmptyState>
            ) : (
              <ul>
                {tokens.map((token) => (
                  <Token
                    key={token.id}
                    of={of}
                    token={token}
                    gone={() => put({ address, tokens: tokens.filter((other) => other !== token) })}
                  />
                ))}
              </ul>
            )}
          </section>
          <DirectoryGroups of={of} />
        </>
      )}
    </Answered>
  );
}

function Secret({ of, close }: { of: FreshToken; close: () => void }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  return (
    <section className={s.part}>
      <h2>{t("directory.fresh", { name: of.name })}</h2>
      <p>{t("directory.once")}</p>
      <div className={s.code}>
        <TextInput ref={field} readOnly label={t("directory.token")} value={of.secret} />
        <CopyButton of={field} />
      </div>
      <div>
        <Button variant="subtle" data-quiet onClick={close}>
          {t("directory.kept")}
        </Button>
      </div>
    </section>
  );
}

interface NewTokenProps {
  readonly of: Organisation;
  readonly address: string;
  readonly made: (token: FreshToken) => void;
}

function NewToken({ of, address, made }: NewTokenProps) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [days, setDays] = useState("365");
  const field = useRef<HTMLInputElement>(null);
  const proof = useFactorProof();
  const { busy, refusal, run, refuse } = useDeed(whyProven(why()));
  const request = useRequest();
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (!plain(name)) return refuse((t) => t("directory.name.missing"));
    if (!proof.ready) return refuse((t) => t("shell.proof.needed"));
    void run(async () => {
      const wish = { name: plain(name), expires_in_ms: Number(days) * dayMs };
      made(await makeDirectoryToken(await proof.stage(), of.id, wish, request.of(wish)));
      request.done();
      proof.clear();
    });
  };
  return (
    <form className={s.form} onSubmit={submit} noValidate>
      <p>{t("directory.hint")}</p>
      <div className={s.code}>
        <TextInput ref={field} readOnly label={t("directory.address")} value={address} />
        <CopyButton of={field} />
      </div>
      <TextInput
        label={t("directory.name")}
        description={t("directory.name.hint")}
        maxLength={nameMax}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
      />
      <NativeSelect
        label={t("directory.life")}
        value={days}
        onChange={(e) => setDays(e.currentTarget.value)}
        data={[30, 90, 180, 365].map((count) => ({ value: `${count}`, label: t("admin.days", { count }) }))}
      />
      {proof.field}
      <Wrong>{refusal}</Wrong>
      <div>
        <Button type="submit" loading={busy}>
          {t("directory.create")}
        </Button>
      </div>
    </form>
  );
}

function Token({ of, token, gone }: { of: Organisation; token: DirectoryToken; gone: () => void }) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useDeed(why());
  const revoke = () =>
    run(async () => {
      await revokeDirectoryToken(of.id, token.id);
      gone();
      say(t("directory.revoked"));
    });
  return (
    <li className={s.person}>
      <IconKey size={22} stroke={1.7} aria-hidden />
      <div>
        <b>{token.name}</b>
        <p>
          {token.good ? t("admin.until", { date: dateOf(token.expires) }) : t("directory.worthless")} ·{" "}
          {token.used ? t("directory.used", { date: dateOf(token.used) }) : t("directory.unused")} ·{" "}
          {t("directory.by", { who: token.by })}
        </p>
        <Wrong>{refusal}</Wrong>
      </div>
      <Button
        size="xs"
        variant="subtle"
        data-quiet
        loading={busy}
        onClick={() => void revoke()}
        aria-label={t("directory.revokeOf", { name: token.name })}
      >
        {t("directory.revoke")}
      </Button>
    </li>
  );
}
