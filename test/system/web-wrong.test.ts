import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { liaison, say, submission, v1 } from './support/web.ts'

describe('what is sent wrong is refused in Chinese, with its place, and changes nothing', () => {
  it.each([
    ['no type', {}, 422, 'FIELD_INVALID', '/type'],
    ['an act of Duban’s own', { type: 'close', reason: null }, 422, 'FIELD_INVALID', '/type'],
    [
      'a field that is not there',
      { type: 'progress', percent: 1, text: 'x', actor: {} },
      422,
      'FIELD_UNKNOWN',
      '/actor',
    ],
    [
      'a number past its bounds',
      { type: 'progress', percent: 101, text: 'x' },
      422,
      'FIELD_INVALID',
      '/percent',
    ],
    ['a field left out', { type: 'progress', percent: 1 }, 422, 'FIELD_MISSING', '/text'],
    ['a day that is none', { ...submission, doneOn: '2015-02-30' }, 422, 'FIELD_INVALID', '/doneOn'],
  ])('%s', async (_, body, status, code, pointer) => {
    const answer = await say(liaison, `${v1}/measures/2.1/acts`, body)
    expect([answer.status, answer.json.code, answer.json.errors[0].pointer]).toEqual([status, code, pointer])
    expect(answer.type).toBe('application/problem+json; charset=utf-8')
    expect(answer.json.detail).toMatch(/[\u4e00-\u9fff]/)
  })

  it('without a key, or with one that is none', async () => {
    const body = { type: 'progress', percent: 1, text: 'x' }
    for (const key of ['', 'x', '00000000-0000-0000-0000-00000000000'])
      expect((await say(liaison, `${v1}/measures/2.1/acts`, body, key)).json.code).toBe('KEY_MISSING')
  })

  it('a page of another origin does nothing with somebody’s cookie', async () => {
    const answer = await liaison?.send(`${v1}/measures/2.1/acts`, {
      method: 'POST',
      body: JSON.stringify({ type: 'progress', percent: 99, text: 'x' }),
      headers: {
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        'sec-fetch-site': 'same-site',
        origin: 'http://127.0.0.1:9999',
      },
    })
    expect(answer?.status).toBe(403)
  })
})
