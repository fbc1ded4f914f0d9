import { Button, Textarea, TextInput } from "@mantine/core";
import { IconBuildingCommunity } from "@tabler/icons-react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../../api/http";
import { type Claim, claim, enterByWord, myClaim, type Own, ownOrganisation } from "../../api/organisations";
import { reasonOf } from "../../api/reasons";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { useKept } from "../../base/kept";
import type { T } from "../../i18n";
import { dateOf } from "../../i18n/dates";
import { localpart } from "../../session/people";
import { loadMe } from "../../shell/loadMe";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { OwnTime } from "../../ui/OwnTime";
import { Badge, GuestBadge, Said, Wrong } from "../../ui/parts";
import { MyPilot } from "./MyPilot";
import { MyGuests } from "./Sponsored";
import s from "./settings.module.css";

const known = async () => {
  const [own, claimed] = await Promise.all([ownOrganisation(), myClaim()]);
  return { own, claimed };
};

/** Of which organisation I am, and how I become of one. */
export function MyOrganisation() {
  const { t } = useTranslation();
  const [asked, again] = useAsked(known);
  const entered = () => {
    again();
    void loadMe();
  };
  return (
    <Answered of={asked} again={again} failed={t("organisation.failed")}>
      {({ own, claimed }) => (
        <>
          <section className={s.sec}>
            <h2>{t("organisation.mine")}</h2>
            {own ? <Mine of={own} moved={entered} /> : <p>{t("organisation.none")}</p>}
          </section>
          {own && !own.external ? (
            <>
              <MyPilot />
              <MyGuests />
            </>
          ) : (
            <>
              <Enter entered={entered} />
              <Claiming claimed={claimed} done={again} />
            </>
          )}
        </>
      )}
    </Answered>
  );
}

function Mine({ of, moved }: { of: Own; moved: () => void }) {
  const { t } = useTranslation();
  const { organisation, role, external, ends } = of;
  const sponsor = of.sponsor_name || localpart(of.sponsor ?? "");
  const what = external
    ? t("organisation.guest", { name: organisation.name, date: dateOf(ends ?? 0) })
    : role === "administrator"
      ? t("organisation.administrator")
      : role === "approver"
        ? t("organisation.approver")
        : t("organisation.member");
  return (
    <ul>
      <li className={s.row}>
        <IconBuildingCommunity size={22} stroke={1.7} aria-hidden />
        <div>
          <b>
            <span className="cut">{organisation.name}</span>
            {external ? <GuestBadge /> : <Badge>{organisation.label}</Badge>}
          </b>
          <p>{what}</p>
          {external ? (
            <>
              <p>
                {t("organisation.guest.sponsor", { name: sponsor })} {t("organisation.guest.then")}
              </p>
              <OwnTime until={ends ?? 0} sponsor={sponsor} organisation={organisation.name} moved={moved} />
            </>
          ) : null}
          {!external && ends ? <p>{t("organisation.ends", { date: dateOf(ends) })}</p> : null}
        </div>
      </li>
    </ul>
  );
}

const wordMax = 64;

function enterFailure(failure: unknown, t: T): string {
  if (failure instanceof Refusal && failure.status === 409) return t("organisation.already");
  if (failure instanceof Refusal && (failure.status === 404 || failure.status === 403)) {
    return t("organisation.word.wrong");
  }
  return reasonOf(failure, t);
}

function Enter({ entered }: { entered: () => void }) {
  const { t } = useTranslation();
  const [word, setWord] = useKept("settings.word");
  const { busy, refusal, run, refuse } = useDeed(enterFailure);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    const typed = word.trim();
    if (!typed) return refuse((t) => t("organisation.word.missing"));
    void run(async () => {
      const { name } = await enterByWord(typed);
      setWord("");
      say(t("organisation.entered", { name }));
      entered();
    });
  };
  return (
    <section className={s.sec}>
      <h2>{t("organisation.word")}</h2>
      <p>{t("organisation.word.hint")}</p>
      <form className={s.fields} onSubmit={submit} noValidate>
        <TextInput
          label={t("organisation.word.label")}
          autoComplete="off"
          maxLength={wordMax}
          value={word}
          error={refusal}
          onChange={(e) => setWord(e.currentTarget.value)}
        />
        <div>
          <Button type="submit" loading={busy}>
            {t("organisation.word.enter")}
          </Button>
        </div>
      </form>
    </section>
  );
}

const wishMax = 500;

function Claiming({ claimed, done }: { claimed: Claim | null; done: () => void }) {
  const { t } = useTranslation();
  const [wish, setWish] = useKept("settings.claim");
  const { busy, refusal, run, refuse } = useDeed(enterFailure);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (!wish.trim()) return refuse((t) => t("organisation.claim.missing"));
    void run(async () => {
      await claim(wish.trim());
      setWish("");
      say(t("organisation.claim.sent"));
      done();
    });
  };
  return (
    <section className={s.sec}>
      <h2>{t("organisation.claim")}</h2>
      <p>{t("organisation.claim.hint")}</p>
      {claimed?.state === "open" ? (
        <>
          <p role="status">{t("organisation.claim.open", { date: dateOf(claimed.at) })}</p>
          <Said>{claimed.wish}</Said>
        </>
      ) : null}
      {claimed?.state === "declined" ? (
        <>
          <p role="status">{t("organisation.claim.declined")}</p>
          <Said>{claimed.reason}</Said>
        </>
      ) : null}
      <form className={s.fields} onSubmit={submit} noValidate>
        <Textarea
          label={claimed?.state === "open" ? t("organisation.claim.other") : t("organisation.claim.label")}
          description={t("organisation.claim.example")}
          autosize
          minRows={2}
          maxLength={wishMax}
          value={wish}
          onChange={(e) => setWish(e.currentTarget.value)}
        />
        <Wrong>{refusal}</Wrong>
        <div>
          <Button type="submit" variant="default" loading={busy}>
            {t("organisation.claim.send")}
          </Button>
        </div>
      </form>
    </section>
  );
}
