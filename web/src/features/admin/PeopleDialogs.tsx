import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { heldBy } from "../../api/heirs";
import {
  type Account,
  endMember,
  type Organisation,
  removeFactors,
  removeMember,
  signOutMember,
  suspendMember,
} from "../../api/organisations";
import { useDeed } from "../../api/useDeed";
import { useFactorProof } from "../../shell/Proof";
import { say } from "../../shell/toast";
import { Dialog } from "../../ui/Dialog";
import { heirGone, useHeirs } from "../../ui/Heirs";
import { nameOf } from "./nameOf";
import { useAnswer } from "./useAnswer";
import { why, whyProven } from "./why";

interface AskedProps {
  /** Whose agent they are; null: nobody's. */
  readonly of: Organisation | null;
  readonly one: Account;
  readonly close: () => void;
  readonly done: () => void;
}

/** Lets somebody in by their first proof alone who has lost what they had beside it. */
function RemoveFactors({ of, one, close, done }: AskedProps) {
  const { t } = useTranslation();
  const proof = useFactorProof();
  const { busy, refusal, run } = useDeed(whyProven(why({ missing: (t) => t("admin.people.factors.none") })));
  const submit = () =>
    void run(async () => {
      await removeFactors(await proof.stage(), of?.id ?? null, one.user_id);
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
function RemoveMember({ of, one, close, done }: AskedProps) {
  const { t } = useTranslation();
  const remove = async () => {
    if (of) await removeMember(of.id, one.user_id);
    return t("admin.people.removed");
  };
  const { busy, refusal, submit } = useAnswer(remove, done, why({ conflict: (t) => t("admin.people.last") }));
  return (
    <Dialog
      title={t("admin.people.remove.title", { name: nameOf(one), organisation: of?.name ?? "" })}
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

/** Has somebody read and write no more, until that is lifted. */
function Suspend({ of, one, close, done }: AskedProps) {
  const { t } = useTranslation();
  const name = nameOf(one);
  const suspend = async () => {
    await suspendMember(of?.id ?? null, one.user_id, true);
    return t("admin.people.suspended.done", { name });
  };
  const { busy, refusal, submit } = useAnswer(suspend, done);
  return (
    <Dialog
      title={t("admin.people.suspend.title", { name })}
      close={close}
      act={t("admin.people.suspend.do")}
      submit={submit}
      danger
      busy={busy}
      wrong={refusal}
    >
      <p>{t("admin.people.suspend.body")}</p>
    </Dialog>
  );
}

/** Ends all sessions of somebody: a telephone that was lost, a desk that others use. */
function SignOut({ of, one, close, done }: AskedProps) {
  const { t } = useTranslation();
  const signOut = async () => {
    await signOutMember(of?.id ?? null, one.user_id);
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
function EndAccount({ of, one, close, done }: AskedProps) {
  const { t } = useTranslation();
  const id = of?.id ?? null;
  const heirs = useHeirs(
    useMemo(() => heldBy(id, one.user_id), [id, one.user_id]),
    "them",
  );
  const end = async () => {
    await endMember(id, one.user_id, heirs.heirs);
    return t("admin.people.end.done");
  };
  const { busy, refusal, submit } = useAnswer(end, done, heirGone(why()));
  return (
    <Dialog
      title={t("admin.people.end.title", { name: nameOf(one) })}
      close={close}
      act={t("admin.people.end.do")}
      submit={submit}
      danger
      busy={busy}
      disabled={!heirs.ready}
      wrong={refusal}
    >
      <p>{t("admin.people.end.body")}</p>
      {heirs.field}
    </Dialog>
  );
}

const dialogs = { suspend: Suspend, factors: RemoveFactors, remove: RemoveMember, signOut: SignOut, end: EndAccount };
/** What is asked about before it is done. */
export type Asked = keyof typeof dialogs;

export function AskedOf({ deed, ...of }: AskedProps & { deed: Asked }) {
  const Dialogue = dialogs[deed];
  return <Dialogue {...of} />;
}
