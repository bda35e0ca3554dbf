import { ok, type Refusal, type Result, refuse } from '../../domain/basics/result.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import { CARRIED_FILTERS, type Carried, carriedShown } from '../../domain/plan/columns.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import type { SlipLevel } from '../../domain/policy/levels.ts'
import { ASPECTS, type Aspect, namedIn, searchable, wordsOf } from '../../domain/supervision/board.ts'
import {
  type Light,
  lightName,
  MEASURE_PHASES,
  type MeasurePhase,
  phaseName,
  slipName,
  stateName,
} from '../../domain/supervision/names.ts'
import { measureLight, nextOwedOn, phaseOf } from '../../domain/supervision/phase.ts'

export const LIGHTS: readonly Light[] = ['red', 'yellow', 'green', 'grey']

/** What an office looks for that is no state of a measure as a whole. */
const ASPECT_NAMES: Readonly<Record<Aspect | 'overdue', string>> = {
  toReview: '待审核',
  toSign: '待签收',
  unsigned: '待审签',
  undated: '待定',
  returned: stateName('returned'),
  overdue: '逾期',
}
export type Wanted = MeasurePhase | keyof typeof ASPECT_NAMES
const ASPECT_LIST = Object.entries(ASPECT_NAMES) as [keyof typeof ASPECT_NAMES, string][]

/** Everything that a list can be asked for by state, with its name. */
export const STATES: readonly { readonly key: Wanted; readonly name: string }[] = [
  ...MEASURE_PHASES.map((key) => ({ key, name: phaseName(key) })),
  ...ASPECT_LIST.map(([key, name]) => ({ key, name })),
]

/** A light by either name: red, 红, 红灯. */
export function lightAsked(text: string): Result<Light, Refusal> {
  const asked = searchable(text)
  const found = LIGHTS.find((light) =>
    [light, lightName(light), lightName(light).replace('灯', '')].includes(asked),
  )
  return found
    ? ok(found)
    : refuse(
        'FILTER_INVALID',
        `应为 ${LIGHTS.map((light) => `${lightName(light)}（${light}）`).join('、')} 之一`,
        { fields: { field: 'light' } },
      )
}

/** A state by either name: open, 办理中; or what the office looks for: 待审核, 待签收, 待定. */
export function stateAsked(text: string): Result<Wanted, Refusal> {
  const asked = searchable(text)
  const found =
    MEASURE_PHASES.find((phase) => phase.toLowerCase() === asked || phaseName(phase) === asked) ??
    ASPECT_LIST.find(([key, name]) => key.toLowerCase() === asked || name === asked)?.[0]
  return found
    ? ok(found)
    : refuse('FILTER_INVALID', `应为 ${STATES.map(({ key, name }) => `${name}（${key}）`).join('、')} 之一`, {
        fields: { field: 'state' },
      })
}

export const isAspect = (wanted: Wanted): wanted is Aspect => wanted in ASPECTS

function fits(state: MeasureState, wanted: Wanted, today: IsoDate): boolean {
  if (wanted === 'overdue') return measureLight(state, today) === 'red'
  return isAspect(wanted) ? ASPECTS[wanted](state) : phaseOf(state) === wanted
}

/** Beside its own: 分管领导 and their like, each the beginning of a name (plan/columns.ts). */
export interface MeasureFilter extends Carried {
  readonly light?: Light
  readonly state?: Wanted
  readonly dueBefore?: IsoDate
  readonly text?: string
}

/** The columns by which a query narrows a list. */
export function namedAsked(asked: (key: string) => string | undefined | null): Carried {
  const named = CARRIED_FILTERS.flatMap(({ key }) => {
    const name = asked(key)
    return name ? [[key, name]] : []
  })
  return Object.fromEntries(named)
}

interface Narrowed extends MeasureFilter {
  readonly unit?: string
  readonly part?: 'lead' | 'support'
  readonly slip?: SlipLevel
  readonly dueFrom?: IsoDate
  readonly dateless?: boolean
}
const PARTS = { lead: '牵头', support: '承办、配合' } as const

/** A filter in words, as a list and what is exported from it say. */
export function filterWords(filter: Narrowed): readonly string[] {
  const { unit, part, slip, light, state, dueFrom, dueBefore, dateless, text } = filter
  const name = STATES.find(({ key }) => key === state)?.name
  return [
    ...(unit === undefined ? [] : [`单位 ${unit}${part === undefined ? '' : `（${PARTS[part]}）`}`]),
    ...(light === undefined ? [] : [lightName(light)]),
    ...(name === undefined ? [] : [name]),
    ...(slip === undefined ? [] : [slipName(slip)]),
    ...carriedShown(filter).map(([column, name]) => `${column} ${name}`),
    ...(dateless ? ['没有到期日'] : []),
    ...(dueFrom === undefined ? [] : [`${dueFrom} 以后到期`]),
    ...(dueBefore === undefined ? [] : [`${dueBefore} 以前到期`]),
    ...(text === undefined ? [] : [`含“${text}”`]),
  ]
}

/** Whether a measure is what a list asks for. Words match anywhere in what the plan says of it, whatever their width. */
export function matches(state: MeasureState, filter: MeasureFilter, today: IsoDate): boolean {
  const { light, state: wanted, dueBefore, text } = filter
  const next = nextOwedOn(state)
  const people = namedIn(state.setup.columns)
  return (
    (light === undefined || measureLight(state, today) === light) &&
    (wanted === undefined || fits(state, wanted, today)) &&
    (dueBefore === undefined || (next !== null && next <= dueBefore)) &&
    (text === undefined || wordsOf(state).includes(searchable(text))) &&
    namedIn(filter).every((one) => people.some((person) => person.startsWith(one)))
  )
}
