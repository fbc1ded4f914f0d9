import { IconFlag, IconLink, IconUserPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Sections } from "../../shell/Sections";
import { Reported } from "../../shell/Shell";
import { Plaque } from "../../ui/parts";
import { Invitations } from "./Invitations";
import { RegistrationMode } from "./Registration";
import { Reports } from "./Reports";

/** Who may come in, decided by those who run this house. */
export default function Admin() {
  const { t } = useTranslation();
  return (
    <Sections
      root="/admin"
      back="/settings"
      name={t("shell.admin")}
      lead={<Plaque id="admin" short="AD" size={36} />}
      groups={[
        {
          of: [
            {
              id: "registration",
              name: t("admin.registration"),
              icon: IconUserPlus,
              page: () => <RegistrationMode />,
            },
            { id: "invitations", name: t("admin.invitations"), icon: IconLink, page: () => <Invitations /> },
            { id: "reports", name: t("report.all"), icon: IconFlag, page: () => <Reports />, end: <Reported /> },
          ],
        },
      ]}
    />
  );
}
