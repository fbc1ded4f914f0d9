import { TextInput } from "@mantine/core";
import { IconDoor, IconKey, IconLink, IconLock } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { admittedDomains } from "../../api/organisations";
import { registration, setRegistration } from "../../api/parvis";
import { useAsked } from "../../api/useAsked";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { SavedChoice } from "../../ui/Choice";
import { CopyButton } from "../../ui/CopyButton";
import s from "./admin.module.css";

function Code({ of }: { of: string }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  return (
    <div className={s.code}>
      <TextInput
        ref={field}
        label={t("admin.token")}
        description={t("admin.token.hint")}
        value={of}
        readOnly
        onFocus={(e) => e.currentTarget.select()}
      />
      <CopyButton of={field} />
    </div>
  );
}

/** Whoever has an address that an organisation has fixed comes in all the same. */
function WithoutInvitation() {
  const { t } = useTranslation();
  const [asked] = useAsked(admittedDomains);
  if (asked.state !== "here" || asked.value.total === 0) return null;
  const { domains: some, total } = asked.value;
  const domains = some.map(({ domain }) => `@${domain}`).join(", ");
  return (
    <p>
      {total > some.length
        ? t("admin.registration.domainsMore", { domains, count: total - some.length })
        : t("admin.registration.domains", { domains })}{" "}
      <Link className="link" href="/admin/domains">
        {t("admin.registration.domains.go")}
      </Link>
    </p>
  );
}

/** How one becomes a member of this house. */
export function RegistrationMode() {
  const { t } = useTranslation();
  const [asked, again, put] = useAsked(registration);
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(now) => (
        <>
          <SavedChoice
            title={t("admin.registration.who")}
            value={now.mode}
            put={(mode) => put({ ...now, mode })}
            save={async (mode) => put(await setRegistration(mode))}
            saved={(undo) => say(t("admin.registration.changed"), undo)}
            of={[
              { value: "closed", icon: IconLock, name: t("admin.mode.closed"), hint: t("admin.mode.closed.hint") },
              {
                value: "invitation",
                icon: IconLink,
                name: t("admin.mode.invitation"),
                hint: t("admin.mode.invitation.hint"),
              },
              { value: "token", icon: IconKey, name: t("admin.mode.token"), hint: t("admin.mode.token.hint") },
              { value: "open", icon: IconDoor, name: t("admin.mode.open"), hint: t("admin.mode.open.hint") },
            ]}
          />
          <WithoutInvitation />
          {now.mode === "token" && now.token ? <Code of={now.token} /> : null}
          {now.mode === "invitation" ? (
            <p>
              <Link className="link" href="/admin/invitations">
                {t("admin.invitations.go")}
              </Link>
            </p>
          ) : null}
        </>
      )}
    </Answered>
  );
}
