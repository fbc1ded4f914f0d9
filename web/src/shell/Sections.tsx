import { useMediaQuery } from "@mantine/hooks";
import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Redirect, useParams } from "wouter";
import { Head } from "../ui/parts";
import { phone } from "./landing";
import { NavBody, NavGroup, NavItem, PlaceHead } from "./Nav";
import { Scroll, Shell } from "./Shell";
import s from "./shell.module.css";
import { Lost } from "./states";

/** One page of a place such as the settings. */
export interface Section {
  readonly id: string;
  readonly name: string;
  readonly icon: Icon;
  readonly page: () => ReactNode;
  /** How much waits there. */
  readonly end?: ReactNode;
}

interface SectionsProps {
  /** Address of the place; a section stands below it. */
  readonly root: string;
  readonly name: string;
  readonly lead: ReactNode;
  readonly sub?: string;
  readonly groups: readonly { readonly name?: string; readonly of: readonly Section[] }[];
  /** Where a phone goes back to from the list. */
  readonly back?: string;
  /** What a phone shows below the list. */
  readonly end?: ReactNode;
}

/** A place of several pages, one at a time. A phone shows the list of them first. */
export function Sections({ root, name, lead, sub, groups, back, end }: SectionsProps) {
  const { section: at } = useParams<{ section?: string }>();
  const small = useMediaQuery(phone, undefined, { getInitialValueInEffect: false });
  const all = groups.flatMap((g) => g.of);
  const section = all.find((one) => one.id === at);
  if (!at && !small) return <Redirect to={`${root}/${all[0]!.id}`} replace />;
  if (at && !section) return <Lost />;
  const nav = (
    <>
      <PlaceHead lead={lead} title={name} back={back}>
        {sub}
      </PlaceHead>
      <NavBody>
        {groups.map((group, i) => (
          <NavGroup key={i} name={group.name}>
            {group.of.map((one) => (
              <NavItem key={one.id} href={`${root}/${one.id}`} icon={one.icon} current={one === section} end={one.end}>
                {one.name}
              </NavItem>
            ))}
          </NavGroup>
        ))}
        {end ? <div className="phone-only">{end}</div> : null}
      </NavBody>
    </>
  );
  return (
    <Shell title={section?.name ?? name} nav={nav} depth={section ? "main" : "nav"}>
      {section ? (
        <>
          <Head back={root} title={section.name} />
          <Scroll label={section.name}>
            <div className={s.sectionPage}>{section.page()}</div>
          </Scroll>
        </>
      ) : null}
    </Shell>
  );
}
