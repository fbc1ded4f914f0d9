import { Button } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { givePasskey } from "../../api/further";
import { signInByToken } from "../../api/matrix";
import { freshSecret } from "../../api/secret";
import { useDeed } from "../../api/useDeed";
import { canPasskeys } from "../../api/webauthn";
import { signedIn } from "../../base/account";
import { whyNot } from "../../shell/whyNot";
import { Wrong } from "../../ui/parts";

/** Coming in by a passkey, without a name and without a password. */
export function ByPasskey() {
  const { t } = useTranslation();
  const { busy, refusal, run } = useDeed(whyNot);
  if (!canPasskeys()) return null;
  const enter = () => run(async () => signedIn(await signInByToken(await givePasskey(freshSecret()))));
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
