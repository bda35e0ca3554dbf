import { likeness, pairsIn } from './likeness.ts'
import { cleanUnit } from './unit-name.ts'

/** Below this two names have hardly anything in common. */
const LIKE = 0.35

/** 督察室 for 督查室: as long, one character another. */
function slips(a: string, b: string): boolean {
  const [one, other] = [[...a], [...b]]
  return one.length === other.length && one.length > 2 && one.filter((c, i) => c !== other[i]).length === 1
}

/**
 * The known name that a mistyped one most likely means; null where none is near.
 * @example nearest('督察室', ['督查室', '市财政局']) // '督查室'
 */
export function nearest(name: string, known: readonly string[]): string | null {
  const asked = cleanUnit(name)
  if (asked === '') return null
  let best: { readonly name: string; readonly score: number } | null = null
  for (const candidate of known) {
    const other = cleanUnit(candidate)
    const score = slips(asked, other) ? 1 : likeness(pairsIn(asked), pairsIn(other))
    if (score >= LIKE && (best === null || score > best.score)) best = { name: candidate, score }
  }
  return best?.name ?? null
}

/** 是不是…？ for a remedy; empty where nothing is near. */
export function perhaps(name: string, known: readonly string[]): string {
  const near = nearest(name, known)
  return near === null ? '' : `是不是“${near}”？`
}
