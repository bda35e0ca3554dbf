import { afterAll, describe, expect, it } from 'vitest'
import { storeKinds } from '../../records/stores.ts'
import { chanceOf } from '../random.ts'
import { type ChannelEvidence, checkChannels } from './check.ts'
import { runChannels } from './run.ts'

const codes = (evidence: ChannelEvidence) => [...new Set(checkChannels(evidence).map(({ code }) => code))]

describe.each(storeKinds())(
  'channels that fail and senders that are killed ($name)',
  ({ name, missing, make, close }) => {
    afterAll(close, 60_000)
    it.skipIf(missing !== null)(
      'every notice reaches everybody once, or the receipt says why not; and the check would see it otherwise',
      async () => {
        const { evidence, killed, refused } = await runChannels(
          await make(),
          chanceOf(`channels ${name}`),
          30,
        )
        expect(checkChannels(evidence)).toEqual([])
        // It proves something only where things went wrong.
        const { rows, took, notices } = evidence
        expect([killed, refused, took.filter((one) => !one.told).length].every((n) => n > 0)).toBe(true)
        expect(new Set(rows.map((row) => row.channel))).toEqual(
          new Set(['mail', 'wecom', 'dingtalk', 'feishu']),
        )
        expect(new Set(rows.map((row) => row.state))).toEqual(new Set(['sent', 'dead']))
        expect(notices.length).toBeGreaterThan(20)

        const mails = took.filter((one) => one.by === 'mail')
        const [first] = mails
        if (first === undefined) throw new Error('no mail')
        expect(codes({ ...evidence, notices: [...notices, 'x'] })).toEqual(['UNADDRESSED'])
        expect(codes({ ...evidence, took: took.filter((one) => one.id !== first.id) })).toEqual(['LOST'])
        expect(codes({ ...evidence, took: took.filter((one) => one.by !== 'feishu') })).toEqual(['LOST'])
        expect(codes({ ...evidence, took: [...took, { ...first, id: 'y' }] })).toEqual(['UNKNOWN'])
        const many = Array.from({ length: took.length + killed + 1 }, () => ({ ...first, told: true }))
        expect(codes({ ...evidence, took: [...took, ...many] })).toEqual(['REPEATED'])
        const sent = rows.findIndex((row) => row.state === 'sent')
        const changed = (more: object) => rows.map((row, i) => (i === sent ? { ...row, ...more } : row))
        expect(codes({ ...evidence, rows: changed({ receipt: null }) })).toEqual(['RECEIPT'])
        expect(codes({ ...evidence, rows: changed({ state: 'dead', error: 'x' }) })).toContain('DEAD')
        expect(codes({ ...evidence, rows: changed({ state: 'pending' }) })).toContain('PENDING')
      },
      240_000,
    )
  },
)
