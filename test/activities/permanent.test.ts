import { ApplicationFailure } from '@temporalio/common'
import { describe, expect, it } from 'vitest'
import { answering, DocumentMissingError } from '../../activities/permanent.ts'

const failing = (error: unknown) =>
  answering(async () => {
    throw error
  })()

describe('what an activity cannot do however often it is tried', () => {
  it.each([
    ['a result that no message holds', answering(async () => 'x'.repeat(1_900_000)), 'CHANGE_TOO_LARGE'],
    ['a document that is not there', () => failing(new DocumentMissingError('ab')), 'DOCUMENT_MISSING'],
    ['a date outside every calendar', () => failing(new RangeError('9999-99-99')), 'OUT_OF_CALENDAR'],
    ['a document that is no JSON', () => failing(new SyntaxError('x')), 'DOCUMENT_DAMAGED'],
    [
      'a value that PostgreSQL never takes',
      () => failing(Object.assign(new Error('key too long'), { code: '54000' })),
      'RECORDS_REFUSED',
    ],
    [
      'what the server never takes',
      () => failing(Object.assign(new Error('too large'), { code: 3 })),
      'SERVER_REFUSED',
    ],
  ])('%s is answered at once, with code, sentence and remedy', async (_, work, code) => {
    const error = await work().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ApplicationFailure)
    expect(error).toMatchObject({ type: code, nonRetryable: true })
    const [refusal] = (error as ApplicationFailure).details ?? []
    expect(refusal).toMatchObject({ code, remedy: expect.stringMatching(/[\u4e00-\u9fff]{4}/) })
  })

  it('is told from what may pass: that is thrown as it came, to be tried again', async () => {
    for (const code of ['ECONNREFUSED', '40001', '57P01', 14, 'SQLITE_BUSY', 'SQLITE_FULL']) {
      const error = Object.assign(new Error('later'), { code })
      await expect(failing(error)).rejects.toBe(error)
    }
  })

  it('what fits goes through', async () => {
    expect(await answering(async () => 'x'.repeat(1_000_000))()).toHaveLength(1_000_000)
  })
})
