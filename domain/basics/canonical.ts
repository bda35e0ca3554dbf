/** JSON with sorted keys, so that only content counts. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, v: unknown) =>
    v !== null && typeof v === 'object' && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  )

export const sameContent = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b)
