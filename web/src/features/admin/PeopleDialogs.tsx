import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  endMember,
  type Member,
  type Organisation,
  putMember,
  removeFactors,
  removeMember,
  signOutMember,
} from "../../api/organisations";
import { useDeed } from "../../api/useDeed";
import { useFactorProof } from "../../shell/Proof";
import { say } from "../../shell/toast";
import { Dialog } from "../../ui/Dialog";
import { idOf } from "./ids";
import { nameOf } from "./nameOf";
import { useAnswer } from "./useAnswer";
import { why, whyProven } from "./why";

interface AddProps {
  readonly of: Organisation;
  readonly close: () => void;
  readonly done: () => void;
}

/** Makes somebody who has an account an agent. */
export function AddMember({ of, close, done }: AddProps) {
  const { t } = useTranslation();
  const [typed, type] = useState("");
  const { busy, refusal, run, refuse } = useDeed(
    why({ conflict: (t) => t("admin.people.elsewhere"), missing: (t) => t("admin.people.unknown") }),
  );
  const submit = () => {
    const id = idOf(typed);
    if (!id) return refuse((t) => t("admin.people.id.missing"));
    void run(async () => {
      await putMember(of.id, id, "member");
      say(t("admin.people.added"));
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
      <TextInput
        label={t("admin.people.id")}
        description={t("admin.people.id.hint")}
        autoComplete="off"
        data-autofocus
        value={typed}
        onChange={(e) => type(e.currentTarget.value)}
      />
    </Dialog>
  );
}

/** Lets somebody in by their first proof alone who has lost what they had beside it. */
function RemoveFactors({ of, one, close, done }: AddProps & { one: Member }) {
  const { t } = useTranslation();
  const proof = useFactorProof();
  const { busy, refusal, run } = useDeed(whyProven(why({ missing: (t) => t("admin.people.factors.none") })));
  const submit = () =>
    void run(async () => {
      await removeFactors(await proof.stage(), of.id, one.user_id);
      say(t("admin.people.factors.removed"));
      done();
    });
  return (
    <Dialog
      title={t("admin.people.factors.title", { name: nameOf(one) })}
      close={close}
      act={t("admin.people.factors.do")}
      submit={submit}
      danger
      busy={busy}
      disabled={!proof.ready}
      wrong={refusal}
    >
      <p>{t("admin.people.factors.body")}</p>
      {proof.field}
    </Dialog>
  );
}

/** Ends a post: the account, its rooms and what it wrote stay. */
function RemoveMember({ of, one, close, done }: AddProps & { one: Member }) {
  const { t } = useTranslation();
  const remove = async () => {
    await removeMember(of.id, one.user_id);
    return t("admin.people.removed");
  };
  const { busy, refusal, submit } = useAnswer(remove, done, why({ conflict: (t) => t("admin.people.last") }));
  return (
    <Dialog
      title={t("admin.people.remove.title", { name: nameOf(one), organisation: of.name })}
      close={close}
      act={t("admin.people.remove.do")}
      submit={submit}
      danger
      busy={busy}
      wrong={refusal}
    >
      <p>{t("admin.people.remove.body")}</p>
    </Dialog>
  );
}

/** Ends all sessions of somebody: a telephone that was lost, a desk that others use. */
function SignOut({ of, one, close, done }: AddProps & { one: Member }) {
  const { t } = useTranslation();
  const signOut = async () => {
    await signOutMember(of.id, one.user_id);
    return t("admin.people.signOut.done");
  };
  const { busy, refusal, submit } = useAnswer(signOut, done);
  return (
    <Dialog
      title={t("admin.people.signOut.title", { name: nameOf(one) })}
      close={close}
      act={t("admin.people.signOut.do")}
      submit={submit}
      busy={busy}
      wrong={refusal}
    >
      <p>{t("admin.people.signOut.body")}</p>
    </Dialog>
  );
}

/** Ends an account for ever. */
function EndAccount({ of, one, close, done }: AddProps & { one: Member }) {
  const { t } = useTranslation();
  const end = async () => {
    await endMember(of.id, one.user_id);
    return t("admin.people.end.done");
  };
  const { busy, refusal, submit } = useAnswer(end, done);
  return (
    <Dialog
      title={t("admin.people.end.title", { name: nameOf(one) })}
      close={close}
      act={t("admin.people.end.do")}
      submit={submit}
      danger
      busy={busy}
      wrong={refusal}
    >
      <p>{t("admin.people.end.body")}</p>
    </Dialog>
  );
}

const dialogs = { factors: RemoveFactors, remove: RemoveMember, signOut: SignOut, end: EndAccount };
/** What is asked about before it is done. */
export type Asked = keyof typeof dialogs;

export function AskedOf({ deed, ...of }: AddProps & { deed: Asked; one: Member }) {
  const Dialogue = dialogs[deed];
  return <Dialogue {...of} />;
}
