const isErased = (name: unknown): name is string =>
  typeof name === 'string' && /^sha256:[0-9a-f]{64}$/.test(name)

/** `value` with the names that `ledger` has lost lost there too, so that a history that still has them can be compared. */
export function asErased(value: unknown, ledger: unknown): unknown {
  if (value === null || ledger === null || typeof value !== 'object' || typeof ledger !== 'object')
    return value
  const known = ledger as Record<string, unknown>
  if (Array.isArray(value)) return value.map((one, i) => asErased(one, known[i]))
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'name' && typeof inner === 'string' && isErased(known.name)
        ? known.name
        : asErased(inner, known[key]),
    ]),
  )
}
