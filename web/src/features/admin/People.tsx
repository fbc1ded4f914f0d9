import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch, IconUserPlus } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Member, type MemberPage, members, type Organisation } from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { Answered } from "../../ui/Answered";
import { EmptyState, Wrong } from "../../ui/parts";
import { AddMember } from "./AddMember";
import { AlonePeople } from "./AlonePeople";
import s from "./admin.module.css";
import { nameOf, sharedNames } from "./nameOf";
import { OfOrganisation } from "./OfOrganisation";
import { type Asked, AskedOf } from "./PeopleDialogs";
import { PersonRow } from "./PersonRow";
import { why } from "./why";

/** Who is of an organisation, and what they decide there; and, for who runs the house, who is of none. */
export function People() {
  return <OfOrganisation none={() => <AlonePeople />}>{(one) => <PeopleOf of={one} />}</OfOrganisation>;
}

const typingMs = 250;

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
        {(page) => <Rows of={of} page={page} words={words} put={put} />}
      </Answered>
    </>
  );
}

interface RowsProps {
  readonly of: Organisation;
  readonly page: MemberPage;
  readonly words: string;
  readonly put: (next: MemberPage) => void;
}

function Rows({ of, page, words, put }: RowsProps) {
  const { t } = useTranslation();
  const { members: all, next } = page;
  const shared = sharedNames(all);
  const keep = (members: readonly Member[]) => put({ ...page, members });
  const [asked, ask] = useState<{ deed: Asked; one: Member } | null>(null);
  const { busy, refusal, run } = useDeed(why());
  const more = () =>
    run(async () => {
      const more = await members(of.id, words, next);
      put({ ...more, members: [...all, ...more.members] });
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
            homonym={shared.has(nameOf(one))}
            put={(next) => keep(all.map((other) => (other === one ? next : other)))}
            ask={(deed) => ask({ deed, one })}
          />
        ))}
      </ul>
      <Wrong>{refusal}</Wrong>
      {next !== undefined ? (
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
            if (asked.deed === "remove" || asked.deed === "end") keep(all.filter((other) => other !== asked.one));
            if (asked.deed === "suspend")
              keep(all.map((other) => (other === asked.one ? { ...other, suspended: true } : other)));
            ask(null);
          }}
        />
      ) : null}
    </>
  );
}
