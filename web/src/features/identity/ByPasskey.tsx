import { Button } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { givePasskey, takeOffered } from "../../api/further";
import { Refusal } from "../../api/http";
import { signInByToken } from "../../api/matrix";
import { freshSecret } from "../../api/secret";
import { useDeed } from "../../api/useDeed";
import { canPasskeys, offersPasskeys } from "../../api/webauthn";
import { signedIn } from "../../base/account";
import { whyNot } from "../../shell/whyNot";
import { Wrong } from "../../ui/parts";

/** The field beside which a browser offers passkeys. */
const field = "input[autocomplete~=webauthn]";
/** The question that a passkey signs is good for ten minutes. */
const goodMs = 9 * 60_000;
const forbidden = 403;

/** Lets a browser that can offer passkeys where one types who one is, as soon as one is there; gives back how to take that back. */
function useOffered(run: (deed: () => Promise<void>) => Promise<unknown>): () => void {
  const offer = useRef<{ readonly stop: AbortController; readonly at: number } | null>(null);
  const deed = useRef(run);
  deed.current = run;
  const take = useRef(() => {
    offer.current?.stop.abort();
    offer.current = null;
  });
  useEffect(() => {
    const begin = async () => {
      if (offer.current && Date.now() - offer.current.at < goodMs) return;
      take.current();
      const mine = { stop: new AbortController(), at: Date.now() };
      offer.current = mine;
      if (!(await offersPasskeys()) || mine.stop.signal.aborted) return;
      const taken = takeOffered(freshSecret(), mine.stop.signal);
      // Nobody chose one, or the question could not be asked: the other ways in stand beside it.
      const chosen = await taken.then(
        () => true,
        (failure: unknown) => failure instanceof Refusal && failure.status === forbidden,
      );
      if (!chosen || offer.current !== mine) return;
      offer.current = null;
      await deed.current(async () => signedIn(await signInByToken(await taken)));
    };
    const focused = ({ target }: FocusEvent) => {
      if (target instanceof Element && target.matches(field)) void begin();
    };
    document.addEventListener("focusin", focused);
    if (document.activeElement?.matches(field)) void begin();
    return () => {
      document.removeEventListener("focusin", focused);
      take.current();
    };
  }, []);
  return take.current;
}

/** Coming in by a passkey, without a name and without a password. */
export function ByPasskey() {
  const { t } = useTranslation();
  const { busy, refusal, run } = useDeed(whyNot);
  const takeBack = useOffered(run);
  if (!canPasskeys()) return null;
  const enter = () => {
    takeBack();
    return run(async () => signedIn(await signInByToken(await givePasskey(freshSecret()))));
  };
  return (
    <>
      <Button
        size="md"
        variant="default"
        fullWidth
        loading={busy}
        leftSection={<IconKey size={18} aria-hidden />}
        onClick={() => void enter()}
      >
        {t("factor.key.signIn")}
      </Button>
      <Wrong>{refusal}</Wrong>
    </>
  );
}
