import { Button, Textarea } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { type Invitation, invitations, invite, registration, withdraw } from "../../api/parvis";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { useRequest } from "../../api/useRequest";
import { dayOf } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { CopyButton } from "../../ui/CopyButton";
import { EmptyState, Wrong } from "../../ui/parts";
import s from "./admin.module.css";

/** The link as it is sent: whole, even when the server gives its path alone. */
const whole = (of: Invitation) => new URL(of.url || `/invite/${encodeURIComponent(of.token)}`, location.origin).href;

function Line({ of, remove }: { of: Invitation; remove: () => void }) {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  const link = whole(of);
  return (
    <li className={s.line}>
      <IconLink size={22} stroke={1.7} aria-hidden />
      <div className={s.link}>
        <Textarea
          ref={field}
          aria-label={t("admin.invitations.link")}
          value={link}
          readOnly
          autosize
          minRows={1}
          onFocus={(e) => e.currentTarget.select()}
        />
        <p>{t("admin.invitations.until", { date: dayOf(of.expires) })}</p>
      </div>
      <div className={s.acts}>
        <CopyButton of={field} />
        <Button
          variant="subtle"
          size="xs"
          data-quiet
          onClick={remove}
          aria-label={t("admin.invitations.withdrawOf", { link })}
        >
          {t("admin.invitations.withdraw")}
        </Button>
      </div>
    </li>
  );
}

interface Known {
  readonly all: readonly Invitation[];
  /** No link lets anybody in, until the next one is made. */
  readonly closed: boolean;
}
const known = async (): Promise<Known> => {
  const [{ invitations: all }, { mode }] = await Promise.all([invitations(), registration()]);
  return { all, closed: mode === "closed" };
};

/** Links by which somebody creates an account. */
export function Invitations() {
  const { t } = useTranslation();
  const [asked, again, put] = useAsked(known);
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(now) => <Links {...now} put={put} />}
    </Answered>
  );
}

function Links({ all, closed, put }: Known & { put: (next: Known) => void }) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useDeed();
  const request = useRequest();
  const create = () =>
    run(async () => {
      put({ all: [await invite(request.of("link")), ...all], closed: false });
      request.done();
      if (closed) say(t("admin.invitations.opened"));
    });
  const remove = (one: Invitation) =>
    run(async () => {
      await withdraw(one.token);
      put({ all: all.filter((other) => other !== one), closed });
      say(t("admin.invitations.withdrawn"));
    });
  const button = (
    <Button onClick={() => void create()} loading={busy}>
      {t("admin.invitations.create")}
    </Button>
  );
  if (all.length === 0) {
    return (
      <>
        <EmptyState title={t("admin.invitations.none")} actions={button}>
          {closed ? t("admin.invitations.closed") : t("admin.invitations.none.hint")}
        </EmptyState>
        <Wrong>{refusal}</Wrong>
      </>
    );
  }
  return (
    <>
      <div className={s.top}>
        <p>{closed ? t("admin.invitations.closed") : t("admin.invitations.hint")}</p>
        {button}
      </div>
      <Wrong>{refusal}</Wrong>
      <ul>
        {all.map((one) => (
          <Line key={one.token} of={one} remove={() => void remove(one)} />
        ))}
      </ul>
    </>
  );
}
