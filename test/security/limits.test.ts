import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { fileWithinLimits, LIMITS, withinLimits } from '../../client/limits.ts'
import type { Office } from '../../client/office.ts'
import { closePlan } from '../../client/use/close-plan.ts'
import { changeEvent } from '../../client/use/events.ts'
import { reopenPlan } from '../../client/use/reopen-plan.ts'
import { openRecords } from '../../records/open.ts'

const folder = mkdtempSync(join(tmpdir(), 'duban-limits-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const codeOf = (work: () => unknown): string => {
  try {
    work()
    return 'none'
  } catch (error) {
    return (error as { refusal: { code: string } }).refusal.code
  }
}

describe('what people hand in is bounded', () => {
  it('texts, wherever they stand, named by their field', () => {
    const long = '长'.repeat(LIMITS.text + 1)
    expect(() => withinLimits({ evidence: { note: long } })).toThrow(`note 有 ${LIMITS.text + 1} 字`)
    expect(codeOf(() => withinLimits({ urls: ['http://a.cn', long] }))).toBe('TEXT_TOO_LONG')
    expect(codeOf(() => withinLimits({ note: '长'.repeat(LIMITS.text), urls: [], files: null }))).toBe('none')
  })

  it('messages as a whole', () => {
    const urls = Array.from({ length: 200 }, (_, i) => `http://a.cn/${i}?${'x'.repeat(3000)}`)
    expect(codeOf(() => withinLimits({ urls }))).toBe('MESSAGE_TOO_LARGE')
    expect(codeOf(() => withinLimits({ measures: Array.from({ length: 5000 }, (_, i) => `${i}.1`) }))).toBe(
      'none',
    )
  })

  it('reasons of a closing, a reopening and of what is said of events too, before anything is sent', async () => {
    // No server and no records: whatever is asked of them fails otherwise.
    const duban = {} as Office
    const reason = '长'.repeat(LIMITS.text + 1)
    const office = { role: 'office', unit: '督查室' } as const
    for (const refused of [
      changeEvent(duban, 'p', 'revoke', { eventId: 'ev-a', reason }),
      closePlan(duban, 'p', reason, office),
      reopenPlan(duban, 'p', reason, office),
    ])
      await expect(refused).rejects.toMatchObject({ refusal: { code: 'TEXT_TOO_LONG' } })
  })

  it('evidence files: a folder, a missing one and a huge one are refused before they are read', () => {
    const huge = join(folder, 'huge.pdf')
    writeFileSync(huge, '')
    truncateSync(huge, LIMITS.file + 1)
    expect([folder, join(folder, 'none'), huge].map((path) => codeOf(() => fileWithinLimits(path)))).toEqual([
      'FILE_IS_FOLDER',
      'FILE_NOT_FOUND',
      'FILE_TOO_LARGE',
    ])
    truncateSync(huge, LIMITS.file)
    expect(codeOf(() => fileWithinLimits(huge))).toBe('none')
  })
})

describe('the data folder', () => {
  it('is made for its owner only', async () => {
    const dataDir = join(folder, 'data')
    const db = await openRecords(join(dataDir, 'records.sqlite'))
    await db.destroy()
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)
  })
})
