import { likeness } from '../../basics/likeness.ts'
import { leadUnitOf, type Measure, measuresOf, type Task, type WorkPlan } from '../../plan/plan.ts'
import { pairsOf, sameWording } from './similarity.ts'

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

interface Drawn extends Placed {
  readonly pairs: ReadonlyMap<string, number>
  readonly unit: string
}

const drawn = (placed: Placed): Drawn => ({
  ...placed,
  pairs: pairsOf(placed.measure.text),
  unit: leadUnitOf(placed.measure) ?? '',
})

/** Wording first; unit, deadline, task and number only tip the scale. 0 to 1. */
function scoreOf(a: Drawn, b: Drawn): number {
  const wording = likeness(a.pairs, b.pairs)
  const hints =
    (a.unit === b.unit ? 0.5 : 0) +
    (sameWording(a.measure.deadline.text, b.measure.deadline.text) ? 0.25 : 0) +
    (sameWording(a.task.title, b.task.title) ? 0.15 : 0) +
    ((a.measure.shownNo ?? a.measure.no) === b.measure.no ? 0.1 : 0)
  return wording * 0.8 + hints * 0.2
}

const inPlace = (a: Drawn, b: Drawn): boolean =>
  a.unit === b.unit &&
  sameWording(a.measure.deadline.text, b.measure.deadline.text) &&
  sameWording(a.task.title, b.task.title)

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
  for (const b of [...fresh]) {
    const answer = answers[b.measure.no]
    if (answer === undefined) continue
    const a = [...old].find(({ measure }) => (measure.shownNo ?? measure.no) === answer)
    if (a !== undefined) join(a, b)
    else {
      added.add(b)
      fresh.delete(b)
    }
  }
  const byText = (same: (a: Drawn, b: Drawn) => boolean) => {
    for (const b of [...fresh]) {
      const a = [...old].find((candidate) => same(candidate, b))
      if (a !== undefined) join(a, b)
    }
  }
  byText(
    (a, b) =>
      a.unit === b.unit &&
      sameWording(a.measure.text, b.measure.text) &&
      sameWording(a.task.title, b.task.title),
  )
  byText((a, b) => a.unit === b.unit && sameWording(a.measure.text, b.measure.text))
  byText((a, b) => sameWording(a.measure.text, b.measure.text))
  const scored = [...fresh].flatMap((b) =>
    [...old].map((a) => ({ a, b, score: scoreOf(a, b) })).filter(({ score }) => score >= LOWEST),
  )
  scored.sort((x, y) => y.score - x.score)
  const rivals = ({ a, b, score }: (typeof scored)[number]) =>
    scored.some(
      (other) =>
        other.score > score - CLOSE &&
        ((other.a === a && other.b !== b && fresh.has(other.b)) ||
          (other.b === b && other.a !== a && old.has(other.a))),
    )
  for (const one of scored)
    if (
      one.score >= (inPlace(one.a, one.b) ? SURE_IN_PLACE : SURE) &&
      old.has(one.a) &&
      fresh.has(one.b) &&
      !rivals(one)
    )
      join(one.a, one.b)
  for (const b of fresh) {
    const candidates = scored
      .filter((one) => one.b === b && old.has(one.a))
      .map(({ a, score }) => ({ was: a, score }))
    if (candidates.length > 0) doubts.push({ now: b, candidates: candidates.slice(0, 4) })
    else added.add(b)
  }
  return { pairs, added: [...added], withdrawn: [...old], doubts }
}
