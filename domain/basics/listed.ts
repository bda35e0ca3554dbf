/** Lists by key, each in the order of the whole: what is asked for thousands of keys is gone through once. */
export function listed<T>(all: Iterable<T>, keyOf: (one: T) => string): (key: string) => readonly T[] {
  const found = new Map<string, T[]>()
  for (const one of all) {
    const key = keyOf(one)
    const own = found.get(key)
    if (own === undefined) found.set(key, [one])
    else own.push(one)
  }
  return (key) => found.get(key) ?? []
}
