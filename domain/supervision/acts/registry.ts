import type { ActIn, AnyAct, ByPerson, FactIn } from '../act.ts'
import { accept } from './accept.ts'
import { acknowledge } from './acknowledge.ts'
import { close } from './closing.ts'
import { setDue } from './due.ts'
import { extend, grantExtension, refuseExtension } from './extension.ts'
import { instruct } from './instruct.ts'
import { interview } from './interview.ts'
import { givePart, progress } from './progress.ts'
import { reassign } from './reassign.ts'
import { remind } from './remind.ts'
import { reopen } from './reopening.ts'
import { resume } from './resume.ts'
import { returnForRework } from './return.ts'
import { refuseSign, sign } from './sign.ts'
import { spotCheck } from './spot-check.ts'
import { completeStage } from './stage.ts'
import { submit } from './submit.ts'
import { suspend } from './suspension.ts'
import { restore, terminate } from './terminate.ts'
import { undoAccept } from './undo.ts'
import { answerWait } from './wait.ts'

/**
 * What people may do to a measure, each with everything about it in its file. Handlers are set in this order, by which
 * histories replay: it only grows, at the end.
 */
export const ACTS = [
  submit,
  accept,
  returnForRework,
  setDue,
  remind,
  answerWait,
  close,
  reopen,
  extend,
  grantExtension,
  refuseExtension,
  suspend,
  resume,
  undoAccept,
  completeStage,
  terminate,
  restore,
  acknowledge,
  reassign,
  progress,
  givePart,
  instruct,
  interview,
  sign,
  refuseSign,
  spotCheck,
] as const

type Registered = (typeof ACTS)[number]

/** What people do to a measure. Each is one update of its workflow. */
export type Act = ByPerson & ActIn<Registered>
export type ActType = Act['type']
/** What acts bring. */
export type ActFact = FactIn<Registered>

const BY_TYPE: ReadonlyMap<string, AnyAct> = new Map(ACTS.map((one) => [one.type, one]))

export const actOfType = (type: ActType): AnyAct => BY_TYPE.get(type) as AnyAct

/** The name under which a measure registers each act as an update, and which the timeline in the Temporal UI shows. */
export const ACT_NAMES = Object.fromEntries(ACTS.map(({ type, name }) => [type, name])) as {
  readonly [T in ActType]: string
}
