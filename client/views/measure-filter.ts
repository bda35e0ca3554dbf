import type { IsoDate } from '../../domain/calendar/date.ts'
import { ok, type Refusal, type Result, refuse } from '../../domain/result.ts'
import { unacknowledged } from '../../domain/supervision/acknowledge.ts'
import type { Obligation } from '../../domain/supervision/model/obligation.ts'
import type { MeasureState } from '../../domain/supervision/model/state.ts'
import {
  type Light,
  lightName,
  MEASURE_PHASES,
  type MeasurePhase,
  phaseName,
  stateName,
} from '../../domain/supervision/names.ts'
import { isEnded } from '../../domain/supervision/obligation.ts'
import { measureLight, nextOwedOn, phaseOf } from '../../domain/supervision/phase.ts'
import { isUnsigned } from '../../domain/supervision/signature.ts'

export const LIGHTS: readonly Light[] = ['red', 'yellow', 'green', 'grey']

/** What an office looks for that is no state of a measure as a whole. */
const ASPECTS = {
  toReview: '待审核',
  toSign: '待签收',
  unsigned: '待审签',
  undated: '待定',
  returned: stateName('returned'),
  overdue: '逾期',
} as const
type Aspect = keyof typeof ASPECTS
export type Wanted = MeasurePhase | Aspect
const ASPECT_LIST = Object.entries(ASPECTS) as [Aspect, string][]

/** Everything that a list can be asked for by state, with its name. */
export const STATES: readonly { readonly key: Wanted; readonly name: string }[] = [
  ...MEASURE_PHASES.map((key) => ({ key, name: phaseName(key) })),
  ...ASPECT_LIST.map(([key, name]) => ({ key, name })),
]

const bare = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toLowerCase()

/** A light by either name: red, 红, 红灯. */
export function lightAsked(text: string): Result<Light, Refusal> {
  const asked = bare(text)
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
  const asked = bare(text)
  const found =
    MEASURE_PHASES.find((phase) => phase.toLowerCase() === asked || phaseName(phase) === asked) ??
    ASPECT_LIST.find(([key, name]) => key.toLowerCase() === asked || name === asked)?.[0]
  return found
    ? ok(found)
    : refuse('FILTER_INVALID', `应为 ${STATES.map(({ key, name }) => `${name}（${key}）`).join('、')} 之一`, {
        fields: { field: 'state' },
      })
}

const lacksDate = (o: Obligation): boolean => !isEnded(o) && o.state !== 'scheduled' && o.dueOn === null

function fits(state: MeasureState, wanted: Wanted, today: IsoDate): boolean {
  const { obligations } = state
  switch (wanted) {
    case 'toReview':
      return obligations.some((o) => o.state === 'submitted')
    case 'toSign':
      return state.closedOn === null && unacknowledged(state).length > 0
    case 'unsigned':
      return state.closedOn === null && obligations.some(isUnsigned)
    case 'undated':
      return obligations.some(lacksDate)
    case 'returned':
      return obligations.some((o) => o.state === 'returned')
    case 'overdue':
      return measureLight(state, today) === 'red'
    default:
      return phaseOf(state) === wanted
  }
}

export interface MeasureFilter {
  readonly light?: Light
  readonly state?: Wanted
  readonly dueBefore?: IsoDate
  readonly text?: string
}

/** A filter in words, as a list and what is exported from it say. */
export function filterWords(filter: MeasureFilter & { readonly unit?: string; readonly dueFrom?: IsoDate }) {
  const { unit, light, state, dueFrom, dueBefore, text } = filter
  const name = STATES.find(({ key }) => key === state)?.name
  return [
    ...(unit === undefined ? [] : [`单位 ${unit}`]),
    ...(light === undefined ? [] : [lightName(light)]),
    ...(name === undefined ? [] : [name]),
    ...(dueFrom === undefined ? [] : [`${dueFrom} 以后到期`]),
    ...(dueBefore === undefined ? [] : [`${dueBefore} 以前到期`]),
    ...(text === undefined ? [] : [`含“${text}”`]),
  ]
}

/** Whether a measure is what a list asks for. Words match anywhere in what the plan says of it, whatever their width. */
export function matches(state: MeasureState, filter: MeasureFilter, today: IsoDate): boolean {
  const { light, state: wanted, dueBefore, text } = filter
  const { setup } = state
  const next = nextOwedOn(state)
  const said = () =>
    bare([setup.taskTitle, setup.text, setup.deadlineText, setup.leadUnit, ...setup.units].join('\n'))
  return (
    (light === undefined || measureLight(state, today) === light) &&
    (wanted === undefined || fits(state, wanted, today)) &&
    (dueBefore === undefined || (next !== null && next <= dueBefore)) &&
    (text === undefined || said().includes(bare(text)))
  )
}
