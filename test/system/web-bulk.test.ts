import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isOwed } from '../../domain/supervision/obligation.ts'
import { measureStates, workflowIdOf } from '../../records/read.ts'
import { whoActed } from '../../records/who-acted.ts'
import { duban, id, liaison, observer, officer, type Person, read, say, v1 } from './support/web.ts'

const preview = (who: Person | undefined, body: object) => say(who, `${v1}/acts:preview`, body)
const bulk = (who: Person | undefined, body: object, key?: string) => say(who, `${v1}/acts:bulk`, body, key)
const states = () => measureStates(duban.db, id)
const owed = async () => (await states()).flatMap(({ obligations }) => obligations.filter(isOwed))
const urged = async () =>
  (await states()).flatMap(({ obligations }) => obligations.filter((o) => o.reminded).map((o) => o.id))
const remind = { type: 'remind', note: '请报送' }

describe('several acts at once: what was seen is done, row by row, once', () => {
  it('a preview says of each row whether it could be done, and does nothing', async () => {
    const before = await states()
    const select = { filter: { unit: '市甲局' }, obligations: null, measures: null }
    const { status, json } = await preview(officer, { ...remind, select })
    expect([status, json.refused]).toEqual([200, 0])
    const own = (await owed()).map((o) => o.id).filter((one) => /^[12]\.1/.test(one))
    expect(own.length).toBeGreaterThan(1)
    expect(json.rows.map((row: { obligation: string }) => row.obligation)).toEqual(own)
    expect(await states()).toEqual(before)
  })

  it('what is left out as null is left out, and nothing selected is nothing done', async () => {
    const { status, json } = await preview(officer, { ...remind, select: { filter: null } })
    expect([status, json.count, json.rows]).toEqual([200, 0, []])
  })

  it('another selection than the one that was seen is refused whole', async () => {
    const [first] = await owed()
    const seen = await preview(officer, { ...remind, select: { obligations: [first?.id] } })
    const all = { ...remind, select: { filter: {} }, selection: seen.json.selection }
    const { status, json } = await bulk(officer, all)
    expect([status, json.code]).toEqual([409, 'SELECTION_CHANGED'])
    expect(await urged()).toEqual([])
  })

  it('it is done once under its key, in the name of who sent it; sent again it says that it was', async () => {
    const ids = (await owed()).map((o) => o.id)
    const select = { obligations: ids }
    const { selection } = (await preview(officer, { ...remind, select })).json
    const key = randomUUID()
    const done = await bulk(officer, { ...remind, select, selection }, key)
    expect([done.status, done.json.count, done.json.refused]).toEqual([200, ids.length, 0])
    expect(await urged()).toEqual(ids)
    const again = await bulk(officer, { ...remind, select, selection }, key)
    expect(again.json.rows.every((row: { already?: boolean }) => row.already === true)).toBe(true)
    for (const o of await owed()) expect(o.reminded?.times).toBe(1)
    for (const no of new Set(ids.map((one) => one.split('/')[0] ?? ''))) {
      const last = (await whoActed(duban.db, workflowIdOf(id, no))).at(-1)
      expect(last?.actor).toMatchObject({ userId: officer?.id, via: 'session', unit: '督查室' })
    }
  })

  it('who may not is told so in every row, and of what he may not see nothing at all', async () => {
    const measures = ['1.1', '2.1']
    for (const who of [liaison, observer]) {
      const { status, json } = await preview(who, { ...remind, select: { measures } })
      expect([status, json.count > 0, json.refused]).toEqual([200, true, json.count])
    }
    const hidden = await preview(liaison, { ...remind, select: { measures: ['4.1'] } })
    expect([hidden.status, hidden.json.code]).toEqual([404, 'MEASURE_NOT_FOUND'])
    const shown = await preview(liaison, { ...remind, select: { filter: {} } })
    expect(new Set(shown.json.rows.map((row: { no: string }) => row.no))).toEqual(new Set(measures))
  })
})

describe('a job over the interface: prepared, begun, and looked at until it has ended', () => {
  const jobs = `${v1}/jobs`
  const note = { type: 'remind', note: '请今天内报送' }
  const times = async () => (await owed()).map((o) => o.reminded?.times ?? 0)
  const ended = async (who: Person | undefined, job: string) => {
    for (;;) {
      const { json } = await read(who, `${jobs}/${job}`)
      if (json.endedAt !== null) return json
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  it('what was tried is done, each row once, however often it is begun; the same key is the same job', async () => {
    const before = await times()
    const select = { obligations: (await owed()).map((o) => o.id) }
    const key = randomUUID()
    const ask = () => say(officer, jobs, { ...note, select }, key)
    const [made, atOnce] = await Promise.all([ask(), ask()])
    expect(atOnce).toEqual(made)
    expect([made.status, made.json.job, made.json.left, made.json.begunAt]).toEqual([
      ...[201, key, select.obligations.length, null],
    ])
    expect((await say(officer, jobs, { ...note, select }, key)).json).toEqual(made.json)
    expect((await say(officer, jobs, { ...note, note: '别的', select }, key)).json.code).toBe('KEY_REUSED')
    expect(await times()).toEqual(before)
    const begun = await say(officer, `${jobs}/${key}/start`, {})
    expect([begun.status, begun.json.begunAt === null]).toEqual([202, false])
    const done = await ended(officer, key)
    expect([done.done, done.refused, done.left]).toEqual([select.obligations.length, 0, 0])
    expect(done.rows.map(({ state }: { state: string }) => state)).toEqual(before.map(() => 'done'))
    await say(officer, `${jobs}/${key}/start`, {})
    expect((await ended(officer, key)).endedAt).toBe(done.endedAt)
    expect(await times()).toEqual(before.map((n) => n + 1))
  })

  it('a row that cannot be done says why, before and after; another’s job is not there', async () => {
    const measures = ['1.1']
    const made = await say(observer, jobs, { ...note, select: { measures } })
    expect([made.status, made.json.left]).toEqual([201, 0])
    expect(made.json.rows.length).toBeGreaterThan(0)
    for (const row of made.json.rows)
      expect([row.no, row.state, row.refused === null]).toEqual(['1.1', 'cannot', false])
    for (const who of [officer, liaison]) {
      expect(await read(who, `${jobs}/${made.json.job}`)).toMatchObject({
        ...{ status: 404, json: { code: 'JOB_NOT_FOUND' } },
      })
      expect((await say(who, `${jobs}/${made.json.job}/start`, {})).status).toBe(404)
    }
  })
})
