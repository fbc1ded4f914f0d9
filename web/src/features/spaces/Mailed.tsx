import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { inviteToSpace, type MailedInvitation, type WholeSpace, withdrawCode } from "../../api/spaces";
import { useServer } from "../../api/useServer";
import { dateOf, isoDay } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { Wrong } from "../../ui/parts";
import { outcome } from "./outcome";
import s from "./spaces.module.css";
import { useSpaceDeed } from "./useSpace";

/** Somebody who was invited at their address, and has not come: written to again, or not expected any more. */
export function Mailed({ space, of, again }: { space: WholeSpace; of: MailedInvitation; again: () => void }) {
  const { t } = useTranslation();
  const mails = useServer()?.mail !== false;
  const { busy, refusal, run } = useSpaceDeed();
  const { address } = of;
  const resend = () =>
    void run(async () => {
      const how = { until: isoDay(of.guest_until), again: true };
      const [line] = await inviteToSpace(space.space_id, { list: address }, how);
      if (line && line.outcome !== "mailed")
        say(t("spaces.mailed.other", { address, outcome: outcome(t, line.outcome, mails) }));
      else say(mails ? t("spaces.mailed.sent", { address }) : t("spaces.mailed.kept", { address }));
      again();
    });
  const withdraw = () =>
    void run(async () => {
      await withdrawCode(space.space_id, of.code);
      say(t("spaces.mailed.withdrawn", { address }));
      again();
    });
  return (
    <li className={s.request}>
      <div className="grow">
        <b>{address}</b>
        <span className="small dim">
          {t("spaces.mailed.until", { date: dateOf(of.expires) })}{" "}
          {of.agent ? t("spaces.mailed.agent") : t("spaces.mailed.guest", { date: dateOf(of.guest_until) })}
        </span>
        <Wrong>{refusal}</Wrong>
        <span>
          <Button
            size="xs"
            variant="default"
            mr="xs"
            loading={busy}
            aria-label={t("spaces.mailed.againTo", { address })}
            onClick={resend}
          >
            {t("spaces.mailed.again")}
          </Button>
          <Button
            size="xs"
            variant="subtle"
            disabled={busy}
            aria-label={t("spaces.mailed.withdrawOf", { address })}
            onClick={withdraw}
          >
            {t("spaces.mailed.withdraw")}
          </Button>
        </span>
      </div>
    </li>
  );
}
