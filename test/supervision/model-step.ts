import fc from '../properties.ts'

/** One move of a model: some days after the one before, on a target that it picks by number. */
export abstract class ModelStep<M extends object, R> implements fc.Command<M, R> {
  readonly name: string
  readonly pick: number
  readonly days: number
  constructor(name: string, pick: number, days: number) {
    this.name = name
    this.pick = pick
    this.days = days
  }
  check(): boolean {
    return true
  }
  abstract run(model: M, real: R): void
  /** As fast-check tells of a run that failed. */
  toString(): string {
    return `${this.days}d ${this.name}#${this.pick}`
  }
}

/** An arbitrary of steps for each name; `picks` and `days` are the largest. */
export const stepsNamed = <S>(
  names: readonly string[],
  Step: new (name: string, pick: number, days: number) => S,
  most: { readonly picks: number; readonly days: number },
): fc.Arbitrary<S>[] =>
  names.map((name) =>
    fc
      .tuple(fc.nat({ max: most.picks }), fc.nat({ max: most.days }))
      .map(([pick, days]) => new Step(name, pick, days)),
  )
