import { afterAll, describe, expect, it } from 'vitest'
import { openRecords } from '../../records/open.ts'
import { countRequest, forgetRequests } from '../../records/uploads.ts'
import { countingFor } from '../../web/rates.ts'
import { storeKinds } from './stores.ts'

describe.each(storeKinds())('requests a minute in $name', (store) => {
  afterAll(() => store.close())
  it.skipIf(store.missing)(
    'are counted over all processes that share it, and begin anew with the minute',
    async () => {
      const url = await store.make()
      const one = await openRecords(url)
      const two = await openRecords(url)
      const asked = await Promise.all(
        Array.from({ length: 20 }, (_, i) => countRequest(i % 2 ? one : two, 'session u-1 true', 7)),
      )
      expect(asked.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
      expect(await countRequest(one, 'session u-2 true', 7)).toBe(1)
      expect(await countRequest(two, 'session u-1 true', 8)).toBe(1)
      await forgetRequests(one, 9)
      expect(await countRequest(one, 'session u-1 true', 8)).toBe(1)

      const take = async (db: typeof one) => (await countingFor(db).take('k', 2, 60_000 * 9 + 20_000)).left
      const lefts = [await take(one), await take(two), await take(one)]
      // SQLite is one machine's: each of its processes counts for itself.
      expect(lefts).toEqual(store.name === 'PostgreSQL' ? [1, 0, -1] : [1, 1, 1])
      await one.destroy()
      await two.destroy()
    },
  )
})
