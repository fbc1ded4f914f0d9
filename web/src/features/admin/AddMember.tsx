import { ActionIcon, TextInput } from "@mantine/core";
import { IconPlus, IconSearch, IconX } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Candidate, candidates, type Organisation, putMember } from "../../api/organisations";
import { useDeed } from "../../api/useDeed";
import { usePeople } from "../../message/usePeople";
import { say } from "../../shell/toast";
import { Dialog } from "../../ui/Dialog";
import ui from "../../ui/lines.module.css";
import { Face, Waiting, Wrong } from "../../ui/parts";
import s from "./admin.module.css";
import { nameOf } from "./nameOf";
import { why } from "./why";

interface AddProps {
  readonly of: Organisation;
  readonly close: () => void;
  readonly done: () => void;
}

const personOf = (one: Candidate) => ({
  id: one.user_id,
  name: nameOf(one),
  picture: one.avatar_url ?? null,
  ...(one.label ? { does: one.label } : {}),
});
type Found = ReturnType<typeof personOf>;

/** Makes people who have an account agents: they are found by their name, or by a whole address. */
export function AddMember({ of, close, done }: AddProps) {
  const { t } = useTranslation();
  const [picked, pick] = useState<readonly Found[]>([]);
  const { busy, refusal, run, refuse } = useDeed(
    why({ conflict: (t) => t("admin.people.elsewhere"), missing: (t) => t("admin.people.unknown") }),
  );
  const submit = () => {
    if (picked.length === 0) return refuse((t) => t("admin.people.add.missing"));
    void run(async () => {
      for (const { id } of picked) {
        await putMember(of.id, id, "member");
        pick((left) => left.filter((one) => one.id !== id));
      }
      say(t("admin.people.added", { count: picked.length }));
      done();
    });
  };
  return (
    <Dialog
      title={t("admin.people.add.title", { name: of.name })}
      close={close}
      act={t("admin.add")}
      submit={submit}
      busy={busy}
      wrong={refusal}
    >
      <Finding
        of={of}
        picked={picked}
        pick={(next) => {
          pick(next);
          refuse(null);
        }}
      />
    </Dialog>
  );
}

interface FindingProps {
  readonly of: Organisation;
  readonly picked: readonly Found[];
  readonly pick: (next: readonly Found[]) => void;
}

function Finding({ of, picked, pick }: FindingProps) {
  const { t } = useTranslation();
  const [term, setTerm] = useState("");
  const { found, looking, failed } = usePeople(
    term,
    useCallback(async (words: string) => (await candidates(of.id, words)).map(personOf), [of.id]),
  );
  const offered = (found ?? []).filter(({ id }) => !picked.some((one) => one.id === id)) as Found[];
  const choose = (one: Found) => {
    pick([...picked, one]);
    setTerm("");
  };
  return (
    <div className={ui.form} style={{ gap: "var(--s-2)" }}>
      <TextInput
        label={t("admin.people.add.who")}
        description={t("admin.people.add.hint")}
        leftSection={<IconSearch size={16} aria-hidden />}
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        data-autofocus
        value={term}
        onChange={(e) => setTerm(e.currentTarget.value)}
        onKeyDown={(e) => {
          // Here Enter takes the first of those found.
          if (e.key !== "Enter" || e.nativeEvent.isComposing || !term.trim()) return;
          e.preventDefault();
          if (offered[0]) choose(offered[0]);
        }}
      />
      {picked.length > 0 ? (
        <ul className={s.picked} aria-label={t("admin.people.add.picked")}>
          {picked.map((one) => (
            <li key={one.id}>
              <Face of={one} size={20} />
              <span className="cut">{one.name}</span>
              <ActionIcon
                size={24}
                aria-label={t("admin.people.add.unpick", { name: one.name })}
                onClick={() => pick(picked.filter(({ id }) => id !== one.id))}
              >
                <IconX size={14} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      ) : null}
      {looking ? <Waiting lines={2} /> : null}
      {failed ? <Wrong>{t("admin.failed")}</Wrong> : null}
      {found && found.length === 0 ? (
        <p className={ui.hint} role="status">
          {t("admin.people.unknown")}
        </p>
      ) : null}
      {offered.length > 0 ? <Offered of={offered} choose={choose} /> : null}
    </div>
  );
}

function Offered({ of, choose }: { of: readonly Found[]; choose: (one: Found) => void }) {
  const { t } = useTranslation();
  return (
    <ul className={ui.rows} aria-label={t("admin.people.add.found")}>
      {of.map((one) => (
        <li key={one.id}>
          <button type="button" className={ui.pick} onClick={() => choose(one)}>
            <Face of={one} size={32} />
            <span className={ui.two}>
              <b className="cut">{one.name}</b>
              <span className="cut">{one.does ? t("admin.people.add.of", { label: one.does }) : one.id}</span>
            </span>
            <IconPlus size={16} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );
}
