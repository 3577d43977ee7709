import { linkHorizontal } from 'd3-shape';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { DoorSeen, MemberSeen, Topology } from './model.ts';
import { doorWords, restWords, roleWords, writersWords, writesWords } from './words.ts';

/** A row and what is between two, in tenths of the page's letters' height: as {@link ./style.ts} has them. */
const ROW = 52;
const PITCH = 60;
/** The widths of the two columns of arrows. */
const WIDE = 90;
const NARROW = 44;
const HEAD = 9;

const WHEN: Readonly<Record<Topology['when'], string>> = {
  before: 'Who leads now',
  'under-way': 'Who leads',
  after: 'Who leads',
};

/** Services at the left, members at the right, and arrows: clients' writes from the one to the other, and what replicas receive at the outer side. Boxes are text; the arrows say nothing that is not said there. */
export function picture(topology: Topology): Html {
  const { members, doors, when } = topology;
  const height = Math.max(members.length, doors.length, 1) * PITCH - (PITCH - ROW);
  const size = (width: number): Html =>
    html`width="${width / 10}em" height="${height / 10}em" viewBox="0 0 ${width} ${height}"`;
  return html`<section aria-labelledby="topology-title">
    <h2 id="topology-title">${WHEN[when]}${isToChange(topology) && ', and who is to'}</h2>
    <p>Now: ${writersWords(topology)}.</p>
    <div class="topology">
      <ul class="doors" aria-label="Services through which clients write">
        ${doors.length === 0 ? html`<li class="door none">No Service leads to the primary alone</li>` : doors.map(doorBox)}
      </ul>
      <svg class="arrows" aria-hidden="true" ${size(WIDE)}>
        ${doors.flatMap((door, index) => doorArrows(door, centre(index, doors.length, height), topology, height))}
      </svg>
      <ul class="members" aria-label="Members">
        ${members.map(memberBox)}
      </ul>
      <svg class="arrows" aria-hidden="true" ${size(NARROW)}>
        ${members.map((member, index) => followArrow(member, index, topology, height))}
      </svg>
    </div>
  </section>`;
}

const isToChange = ({ when, members }: Topology): boolean =>
  when === 'before' && members.some(({ isToLead }) => isToLead);

/** The middle of the row of this index among so many. */
const centre = (index: number, count: number, height: number): number => height / 2 + (index - (count - 1) / 2) * PITCH;

function doorBox(door: DoorSeen): Html {
  const isShut = door.leadsTo?.length === 0;
  return html`<li class="door ${isShut ? 'shut' : 'open'}">
    <p class="name" title="${door.name}">${door.name}</p>
    <p class="faint" title="${doorWords(door)}">${doorWords(door)}</p>
    ${door.isToLeadTo !== undefined && html`<p class="faint">is to lead to ${door.isToLeadTo}</p>`}
  </li>`;
}

function memberBox(member: MemberSeen): Html {
  const { name, fenced, isToLead, isToGo, writes, node, trouble } = member;
  const rest = restWords(member);
  const look = fenced
    ? 'fenced'
    : writes === true
      ? 'leads'
      : isToLead
        ? 'to-lead'
        : trouble === undefined
          ? 'plain'
          : 'ill';
  return html`<li class="member ${look}">
    <p class="name" title="${node === undefined ? name : `${name}, on ${node}`}">
      ${name}${fenced && html` <span class="mark">fenced</span>`}${isToLead && html` <span class="mark">is to lead</span>`}${isToGo && html` <span class="mark">is to be fenced</span>`}
    </p>
    <p><span class="sign" aria-hidden="true">${signOf(member)}</span>${roleWords(member)}, ${writesWords(member)}</p>
    <p class="faint" title="${rest}">${rest}</p>
  </li>`;
}

const signOf = ({ fenced, writes, role }: MemberSeen): string =>
  fenced ? '⊘' : writes === true ? '★' : role === 'unknown' ? '?' : '○';

const path = linkHorizontal<unknown, { source: [number, number]; target: [number, number] }, [number, number]>();
const round = (number: number): number => Math.round(number * 10) / 10;
const curve = (from: [number, number], to: [number, number]): string => path({ source: from, target: to }) ?? '';

function doorArrows(door: DoorSeen, from: number, { members }: Topology, height: number): readonly Html[] {
  const to = (name: string): number | undefined => {
    const index = members.findIndex((one) => one.name === name);
    return index === -1 ? undefined : round(centre(index, members.length, height));
  };
  const arrow = (name: string, look: string): Html => {
    const y = to(name);
    if (y === undefined) return html``;
    return html`<path class="${look}" d="${curve([0, round(from)], [WIDE - HEAD, y])}" />
      <path class="head ${look}" d="M${WIDE},${y} l-${HEAD},-5 v10 z" />`;
  };
  const now = (door.leadsTo ?? []).map((name) => arrow(name, 'now'));
  const planned = door.isToLeadTo === undefined ? [] : [arrow(door.isToLeadTo, 'planned')];
  const y = round(from);
  const shut =
    door.leadsTo?.length === 0
      ? [html`<path class="shut" d="M0,${y} H18 M18,${y - 9} V${y + 9} M13,${y - 9} V${y + 9}" />`]
      : [];
  return [...planned, ...now, ...shut];
}

function followArrow(member: MemberSeen, index: number, { members }: Topology, height: number): Html {
  const above = members.findIndex(({ name }) => name === member.follows);
  if (above === -1 || above === index) return html``;
  const [from, to] = [round(centre(above, members.length, height)) + 6, round(centre(index, members.length, height))];
  const look = member.streams === false ? 'planned' : 'now';
  const out = Math.min(NARROW - 4, 14 + 12 * Math.abs(above - index));
  return html`<path class="follow ${look}" d="M2,${from} C${out},${from} ${out},${to} ${HEAD},${to}" />
    <path class="head follow ${look}" d="M1,${to} l${HEAD},-5 v10 z" />`;
}
