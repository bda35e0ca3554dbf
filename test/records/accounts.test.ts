import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addPerson, CODE_MS, codeFor, OPERATOR, setPasswordByCode } from '../../accounts/people.ts'
import { tryFailed, waitFor } from '../../accounts/tries.ts'
import { claimActKey } from '../../records/accounts/audit.ts'
import { openSession, sessionsOf, sweepEnded } from '../../records/accounts/sessions.ts'
import { countUsers } from '../../records/accounts/users.ts'
import { type Db, openRecords } from '../../records/open.ts'
import { storeKinds } from './stores.ts'

const NOW = Date.parse('2026-11-30T01:00:00.000Z')
const at = (ms: number) => new Date(ms).toISOString()

describe.each(storeKinds())('accounts on $name', ({ missing, make, close }) => {
  let store: string
  let db: Db
  beforeEach(async (context) => {
    if (missing) return context.skip(missing)
    store = await make()
    db = await openRecords(store)
  }, 60_000)
  afterEach(() => db?.destroy())
  afterAll(close, 60_000)

  it('of two who take one login at once, from two processes’ connections, one gets it', async () => {
    const other = await openRecords(store)
    const asked = { login: 'zhangsan', name: '张三', hats: [] }
    const made = await Promise.all([addPerson(db, asked, OPERATOR), addPerson(other, asked, OPERATOR)])
    expect(made.filter((one) => one?.ok)).toHaveLength(1)
    expect(await countUsers(db)).toBe(1)
    await other.destroy()
  })

  it('a code is used once, however many use it at the same time, and not after its day', async () => {
    const other = await openRecords(store)
    const made = await addPerson(db, { login: 'lisi', name: '李四', hats: [] }, OPERATOR, NOW)
    if (!made.ok) throw new Error('not made')
    const use = (one: Db, password: string) =>
      setPasswordByCode(one, { code: made.value.code, password }, '', NOW + 1_000)
    const done = await Promise.all([use(db, '第一个 口令 很长 很长'), use(other, '第二个 口令 很长 很长')])
    expect(done.filter(({ ok }) => ok)).toHaveLength(1)
    const later = await codeFor(db, 'lisi', 'reset', OPERATOR, NOW)
    if (!later.ok) throw new Error('no code')
    const over = await setPasswordByCode(
      db,
      { code: later.value, password: '第三个 口令 很长 很长' },
      '',
      NOW + CODE_MS,
    )
    expect(over.ok ? null : over.error.code).toBe('CODE_INVALID')
    await other.destroy()
  })

  it('tries that fail at the same time are all counted; the wait doubles and ends', async () => {
    const other = await openRecords(store)
    for (let i = 0; i < 3; i += 1)
      await Promise.all([tryFailed(db, 'account:a', 'ip:1', NOW), tryFailed(other, 'account:a', 'ip:2', NOW)])
    // Six of which five are free: 30 s doubled once.
    expect(await waitFor(db, ['account:a'], NOW)).toBe(60_000)
    expect(await waitFor(other, ['account:a'], NOW + 60_000)).toBe(0)
    for (let i = 0; i < 20; i += 1) await tryFailed(db, 'account:a', 'ip:3', NOW)
    expect(await waitFor(db, ['account:a'], NOW)).toBe(15 * 60_000)
    await other.destroy()
  })

  it('of a person’s sessions the five that were seen last stay, and what is over is swept', async () => {
    const session = (n: number) => ({
      sha256: `${n}`,
      user_id: 'u-1',
      via: 'session',
      created_at: at(NOW),
      seen_at: at(NOW + n * 1_000),
      ends_at: at(NOW + n * 10_000),
      proved_at: at(NOW),
      ip: '',
      agent: '',
      peer: null,
    })
    for (let n = 1; n <= 7; n += 1) await openSession(db, session(n), 5)
    expect((await sessionsOf(db, 'u-1')).map(({ sha256 }) => sha256)).toEqual(['7', '6', '5', '4', '3'])
    await sweepEnded(db, at(NOW + 50_001), at(NOW))
    expect((await sessionsOf(db, 'u-1')).map(({ sha256 }) => sha256)).toEqual(['7', '6'])
  })

  it('an act’s key stands for what was asked first, by whom it was', async () => {
    const key = { act_id: 'k', user_id: 'u-1', content: 'one', at: at(NOW) }
    expect(await claimActKey(db, key)).toBe(true)
    expect(await claimActKey(db, { ...key, at: at(NOW + 1) })).toBe(true)
    expect(await claimActKey(db, { ...key, content: 'two' })).toBe(false)
    expect(await claimActKey(db, { ...key, user_id: 'u-2' })).toBe(false)
  })

  it('the audit log is append-only by the database itself', async () => {
    await addPerson(db, { login: 'wangwu', name: '王五', hats: [] }, OPERATOR)
    await expect(db.deleteFrom('audit').execute()).rejects.toThrow(/append-only/)
    await expect(db.updateTable('audit').set({ outcome: 'x' }).execute()).rejects.toThrow(/append-only/)
  })
})
