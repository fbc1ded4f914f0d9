import { Button } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { type External, externals, type Organisation } from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { dateOf } from "../../i18n/dates";
import { Answered } from "../../ui/Answered";
import { Badge, EmptyState, Face, GuestBadge } from "../../ui/parts";
import s from "./admin.module.css";
import { EndGuest, ExtendGuest, InviteGuest } from "./GuestDialogs";
import { nameOf } from "./nameOf";
import { OfOrganisation } from "./OfOrganisation";

/** People from outside, who answers for them, and until when. */
export function Guests() {
  return <OfOrganisation>{(one) => <GuestsOf of={one} />}</OfOrganisation>;
}

/** When more time was asked for, by who answers for them or by themselves. */
const askedAt = (one: External) => one.longer_asked ?? one.wished ?? 0;

type Asking = { readonly what: "invite" } | { readonly what: "extend" | "end"; readonly one: External };

function GuestsOf({ of }: { of: Organisation }) {
  const { t } = useTranslation();
  const [asked, again] = useAsked(useCallback(() => externals(of.id, ""), [of.id]));
  const [asking, ask] = useState<Asking | null>(null);
  const close = () => ask(null);
  const done = () => {
    close();
    again();
  };
  const invite = (
    <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => ask({ what: "invite" })}>
      {t("admin.guests.invite")}
    </Button>
  );
  return (
    <>
      <Answered of={asked} again={again} failed={t("admin.failed")}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState title={t("admin.guests.none")} actions={invite}>
              {t("admin.guests.none.hint")}
            </EmptyState>
          ) : (
            <>
              <div className={s.top}>
                <p>{t("admin.guests.hint")}</p>
                {invite}
              </div>
              <ul>
                {all
                  .toSorted((a, b) => askedAt(b) - askedAt(a))
                  .map((one) => (
                    <Row key={one.user_id} one={one} ask={ask} />
                  ))}
              </ul>
            </>
          )
        }
      </Answered>
      {asking?.what === "invite" ? <InviteGuest of={of} close={close} done={done} /> : null}
      {asking?.what === "extend" ? <ExtendGuest of={of} one={asking.one} close={close} done={done} /> : null}
      {asking?.what === "end" ? <EndGuest of={of} one={asking.one} close={close} done={done} /> : null}
    </>
  );
}

function Row({ one, ask }: { one: External; ask: (asking: Asking) => void }) {
  const { t } = useTranslation();
  const name = nameOf(one);
  const over = one.over || one.ends <= Date.now();
  const sponsor = one.sponsor_name || one.sponsor;
  return (
    <li className={s.person}>
      <Face of={{ id: one.user_id, name, picture: one.avatar_url, guest: true }} size={32} />
      <div>
        <b>
          <span className="cut">{name}</span> <GuestBadge />
          {over ? <Badge tone="danger">{t("admin.guests.over")}</Badge> : null}
          {askedAt(one) ? <Badge tone="info">{t("admin.guests.longer")}</Badge> : null}
        </b>
        <p>
          {over
            ? t("admin.guests.ended", { date: dateOf(one.ends) })
            : t("admin.guests.ends", { date: dateOf(one.ends) })}{" "}
          · {t("admin.guests.sponsor", { name: sponsor })}
        </p>
      </div>
      <div className={s.acts}>
        <Button
          size="xs"
          variant="light"
          onClick={() => ask({ what: "extend", one })}
          aria-label={t("admin.guests.extendOf", { name })}
        >
          {t("admin.guests.extend")}
        </Button>
        {over ? null : (
          <Button
            size="xs"
            variant="subtle"
            data-quiet
            onClick={() => ask({ what: "end", one })}
            aria-label={t("admin.guests.endOf", { name })}
          >
            {t("admin.guests.end")}
          </Button>
        )}
      </div>
    </li>
  );
}
