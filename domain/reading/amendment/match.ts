import { likeness } from '../../basics/likeness.ts'
import { listed } from '../../basics/listed.ts'
import { leadUnitOf, type Measure, measuresOf, type Task, type WorkPlan } from '../../plan/plan.ts'
import { pairsOf, tidy } from './similarity.ts'

export interface Placed {
  readonly task: Task
  readonly measure: Measure
}

/** A measure of the new text that may be one of the old: a person has to say. Best first. */
export interface Doubt {
  readonly now: Placed
  readonly candidates: readonly { readonly was: Placed; readonly score: number }[]
}

export interface Matched {
  readonly pairs: readonly { readonly was: Placed; readonly now: Placed }[]
  readonly added: readonly Placed[]
  readonly withdrawn: readonly Placed[]
  readonly doubts: readonly Doubt[]
}

/** What a person decided: the new document's number → the running measure's number, or null: it is a new one. */
export type Answers = Readonly<Record<string, string | null>>

/** From here on one measure is the other reworded; a little earlier where unit, deadline and task are the same. */
const SURE_IN_PLACE = 0.6
/** From here on one measure is the other reworded; below LOWEST they have nothing to do with each other. */
const SURE = 0.72
const LOWEST = 0.42
/** Two candidates closer than this can't be told apart. */
const CLOSE = 0.06

/** What two are compared by: each is compared with many. */
interface Drawn extends Placed {
  readonly pairs: ReadonlyMap<string, number>
  readonly unit: string
  readonly text: string
  readonly title: string
  readonly deadline: string
}

const drawn = (placed: Placed): Drawn => ({
  ...placed,
  pairs: pairsOf(placed.measure.text),
  unit: leadUnitOf(placed.measure) ?? '',
  text: tidy(placed.measure.text),
  title: tidy(placed.task.title),
  deadline: tidy(placed.measure.deadline.text),
})

/** Wording first; unit, deadline, task and number only tip the scale. 0 to 1. */
function scoreOf(a: Drawn, b: Drawn): number {
  const wording = likeness(a.pairs, b.pairs)
  const hints =
    (a.unit === b.unit ? 0.5 : 0) +
    (a.deadline === b.deadline ? 0.25 : 0) +
    (a.title === b.title ? 0.15 : 0) +
    ((a.measure.shownNo ?? a.measure.no) === b.measure.no ? 0.1 : 0)
  return wording * 0.8 + hints * 0.2
}

const inPlace = (a: Drawn, b: Drawn): boolean =>
  a.unit === b.unit && a.deadline === b.deadline && a.title === b.title

/**
 * Which measure of the new text is which of the old, by content and not by number. Deterministic: answers first, then
 * the same wording (of several the same unit, then document order), then the likest pairs. What could be two is a doubt.
 */
export function matchMeasures(was: WorkPlan, now: WorkPlan, answers: Answers = {}): Matched {
  const old = new Set(measuresOf(was).map(drawn))
  const fresh = new Set(measuresOf(now).map(drawn))
  const pairs: { was: Placed; now: Placed }[] = []
  const doubts: Doubt[] = []
  const added = new Set<Drawn>()
  const join = (a: Drawn, b: Drawn) => {
    pairs.push({ was: a, now: b })
    old.delete(a)
    fresh.delete(b)
  }
  const running = listed(old, ({ measure }) => measure.shownNo ?? measure.no)
  for (const b of [...fresh]) {
    const answer = answers[b.measure.no]
    if (answer === undefined) continue
    const a = answer === null ? undefined : running(answer).find((one) => old.has(one))
    if (a !== undefined) join(a, b)
    else {
      added.add(b)
      fresh.delete(b)
    }
  }
  /** Those of which the same is said: each new one goes with the first old one that is left. */
  const byText = (said: (one: Drawn) => readonly string[]) => {
    const same = listed(old, (one) => JSON.stringify(said(one)))
    const joined = new Map<string, number>()
    for (const b of [...fresh]) {
      const key = JSON.stringify(said(b))
      const next = joined.get(key) ?? 0
      const a = same(key)[next]
      if (a === undefined) continue
      join(a, b)
      joined.set(key, next + 1)
    }
  }
  byText(({ unit, text, title }) => [unit, text, title])
  byText(({ unit, text }) => [unit, text])
  byText(({ text }) => [text])
  const scored = [...fresh].flatMap((b) =>
    [...old].map((a) => ({ a, b, score: scoreOf(a, b) })).filter(({ score }) => score >= LOWEST),
  )
  scored.sort((x, y) => y.score - x.score)
  const [ofOld, ofFresh] = [listed(scored, ({ a }) => a.measure.no), listed(scored, ({ b }) => b.measure.no)]
  const rivals = ({ a, b, score }: (typeof scored)[number]) => {
    const close = (other: (typeof scored)[number]) => other.score > score - CLOSE
    return (
      ofOld(a.measure.no).some(
        (other) => close(other) && other.a === a && other.b !== b && fresh.has(other.b),
      ) ||
      ofFresh(b.measure.no).some(
        (other) => close(other) && other.b === b && other.a !== a && old.has(other.a),
      )
    )
  }
  for (const one of scored)
    if (
      one.score >= (inPlace(one.a, one.b) ? SURE_IN_PLACE : SURE) &&
      old.has(one.a) &&
      fresh.has(one.b) &&
      !rivals(one)
    )
      join(one.a, one.b)
  for (const b of fresh) {
    const candidates = ofFresh(b.measure.no)
      .filter((one) => one.b === b && old.has(one.a))
      .map(({ a, score }) => ({ was: a, score }))
    if (candidates.length > 0) doubts.push({ now: b, candidates: candidates.slice(0, 4) })
    else added.add(b)
  }
  return { pairs, added: [...added], withdrawn: [...old], doubts }
}
