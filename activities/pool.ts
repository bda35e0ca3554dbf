/**
 * Runs `work` over the items, at most `width` at once. After an error no further item is begun; it is thrown when those
 * under way have ended, so that nothing goes on behind the back of whoever tries again.
 */
export async function inPool<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0
  let failed: { readonly error: unknown } | null = null
  const runner = async () => {
    while (next < items.length && failed === null) {
      const item = items[next] as T
      next += 1
      await work(item).catch((error: unknown) => {
        failed ??= { error }
      })
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, runner))
  if (failed !== null) throw (failed as { readonly error: unknown }).error
}
