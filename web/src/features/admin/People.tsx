import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch, IconUserPlus } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Member, members, type Organisation } from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { Answered } from "../../ui/Answered";
import { EmptyState, Wrong } from "../../ui/parts";
import s from "./admin.module.css";
import { OfOrganisation } from "./OfOrganisation";
import { AddMember, type Asked, AskedOf } from "./PeopleDialogs";
import { PersonRow } from "./PersonRow";
import { why } from "./why";

/** Who is of an organisation, and what they decide there. */
export function People() {
  return <OfOrganisation>{(one) => <PeopleOf of={one} />}</OfOrganisation>;
}

const typingMs = 250;
/** People of one page, as the server tells them. */
const pageMax = 500;

function PeopleOf({ of }: { of: Organisation }) {
  const { t } = useTranslation();
  const [typed, type] = useState("");
  const [words] = useDebouncedValue(typed.trim(), typingMs);
  const [adding, setAdding] = useState(false);
  const [asked, again, put] = useAsked(useCallback(() => members(of.id, words), [of.id, words]));
  return (
    <>
      <div className={s.top}>
        <TextInput
          className={s.find}
          aria-label={t("admin.people.find")}
          placeholder={t("admin.people.find")}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          maxLength={100}
          onChange={(e) => type(e.currentTarget.value)}
        />
        <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
          {t("admin.people.add")}
        </Button>
      </div>
      {adding ? (
        <AddMember
          of={of}
          close={() => setAdding(false)}
          done={() => {
            setAdding(false);
            again();
          }}
        />
      ) : null}
      <Answered of={asked} again={again} failed={t("admin.failed")}>
        {(all) => <Rows of={of} all={all} words={words} put={put} />}
      </Answered>
    </>
  );
}

interface RowsProps {
  readonly of: Organisation;
  readonly all: readonly Member[];
  readonly words: string;
  readonly put: (next: Member[]) => void;
}

function Rows({ of, all, words, put }: RowsProps) {
  const { t } = useTranslation();
  const [ended, setEnded] = useState(false);
  const [asked, ask] = useState<{ deed: Asked; one: Member } | null>(null);
  const { busy, refusal, run } = useDeed(why());
  const more = () =>
    run(async () => {
      const next = await members(of.id, words, all.at(-1)?.user_id);
      setEnded(next.length < pageMax);
      put([...all, ...next]);
    });
  if (all.length === 0) {
    return words ? (
      <EmptyState title={t("admin.people.notFound")}>{t("admin.people.notFound.hint")}</EmptyState>
    ) : (
      <EmptyState title={t("admin.people.none")}>{t("admin.people.none.hint")}</EmptyState>
    );
  }
  return (
    <>
      <ul>
        {all.map((one) => (
          <PersonRow
            key={one.user_id}
            of={of}
            one={one}
            put={(next) => put(all.map((other) => (other === one ? next : other)))}
            ask={(deed) => ask({ deed, one })}
          />
        ))}
      </ul>
      <Wrong>{refusal}</Wrong>
      {all.length >= pageMax && !ended ? (
        <Button variant="default" loading={busy} onClick={() => void more()}>
          {t("admin.more")}
        </Button>
      ) : null}
      {asked ? (
        <AskedOf
          {...asked}
          of={of}
          close={() => ask(null)}
          done={() => {
            if (asked.deed === "remove" || asked.deed === "end") put(all.filter((other) => other !== asked.one));
            ask(null);
          }}
        />
      ) : null}
    </>
  );
}
