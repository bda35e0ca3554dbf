import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runDuban } from './support/cli.ts'
import { type Office, openOffice, planId } from './support/office.ts'

const SEED = fileURLToPath(new URL('../../seeds/documents/mz2015.txt', import.meta.url))
const id = planId('cli')
let office: Office

beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.stop())

const duban = (...args: string[]) => runDuban(office, args)
const json = (...args: string[]) => duban(...args, '-o', 'json')

describe('the command line keeps its contract', () => {
  it('explains deadlines, in JSON and in batches; nonsense is exit 3', async () => {
    const one = await json('deadline', 'explain', '审批或核准后两个工作日内', '--event-on', '2015-09-02')
    expect(one.exit).toBe(0)
    expect(one.json.clauses[0]).toMatchObject({
      kind: 'afterEvent',
      trigger: { text: '审批或核准', stream: true },
      within: { count: 2, unit: 'workday', direction: 'after' },
      occurrences: [{ dueOn: '2015-09-07', provisional: false, policy: false }],
    })
    const none = await json('deadline', 'explain', '2015年13月')
    expect(none).toMatchObject({ exit: 3, json: { clauses: [], error: { code: 'NOTHING_PARSED' } } })
    expect(none.json.unparsed).toHaveLength(1)
    const file = join(office.dataDir, 'batch.jsonl')
    writeFileSync(
      file,
      '{"text":"每月","args":{"planYear":2015,"issuedOn":"2015-07-01"}}\n{"text":"2015年13月"}\nnot json\n',
    )
    const absent = await duban('deadline', 'explain', '--batch', `${file}.absent`)
    expect(absent).toMatchObject({ exit: 3, err: expect.stringContaining('FILE_NOT_FOUND') })
    const batch = await duban('deadline', 'explain', '--batch', file, '-o', 'jsonl')
    const lines = batch.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map((line) => line.exit)).toEqual([0, 3, 2])
    expect(lines[0].clauses[0].occurrences).toHaveLength(6)
  })

  it('inspects a plan: 27 tasks, 73 measures, 370 cells; a refused file has code, message and remedy', async () => {
    const read = await json('plan', 'inspect', SEED, '--issued-on', '2015-07-01')
    expect(read.exit).toBe(0)
    expect(read.json).toMatchObject({
      year: 2015,
      issuedOn: '2015-07-01',
      reader: 'text-table',
      cells: { read: 370 },
    })
    expect(read.json.tasks.flatMap((t: { measures: unknown[] }) => t.measures)).toHaveLength(73)
    const file = join(office.dataDir, 'x.pdf')
    writeFileSync(file, '%PDF-1.7 …')
    const refused = await json('plan', 'inspect', file)
    expect(refused.exit).toBe(3)
    expect(Object.keys(refused.json.error)).toEqual(expect.arrayContaining(['code', 'message', 'remedy']))
  })

  it('imports, holds the start back for what needs a yes, starts, advances and shows', async () => {
    expect((await json('plan', 'show', id)).exit).toBe(4)
    expect((await json('plan', 'import', SEED, '--id', id, '--issued-on', '2015-07-01')).json).toMatchObject({
      measures: 73,
      already: false,
    })
    expect((await json('plan', 'import', SEED, '--id', id, '--issued-on', '2015-07-01')).json).toMatchObject({
      already: true,
    })
    const held = await json('plan', 'start', id, '--clock', 'stepped@2015-07-01')
    expect(held).toMatchObject({ exit: 5, json: { error: { code: 'REVIEW_OPEN' } } })
    const started = await json('plan', 'start', id, '--clock', 'stepped@2015-07-01', '--accept-review')
    expect(started.json).toMatchObject({ started: 73, startOn: '2015-07-01' })
    expect((await json('plan', 'advance', id, '--to', '2015-08-04')).exit).toBe(0)
    expect((await json('plan', 'advance', id, '--to', '2015-08-01')).exit).toBe(5)
    const shown = await json('plan', 'show', id)
    expect(shown.json).toMatchObject({
      id,
      clock: { kind: 'stepped', today: '2015-08-04' },
      counts: { measures: 73, completedOnTime: 0, notTriggered: 0 },
    })
    expect(shown.json.counts.overdue).toBeGreaterThan(5)
    expect(
      shown.json.waiting.find((w: { condition: string }) => w.condition === '省出台具体规定'),
    ).toMatchObject({ measures: ['3.6'], since: '2015-07-01' })
    const red = await json('measure', 'list', id, '--light', 'red')
    expect(red.json.every((m: { light: string }) => m.light === 'red')).toBe(true)
  })

  it('reports events: woke, already, and exit 4 with the nearest for an unknown one', async () => {
    const first = await json('event', 'report', id, '省出台具体规定', '--on', '2015-08-03')
    expect(first.json).toMatchObject({ woke: ['3.6'], already: false })
    expect((await json('event', 'report', id, '省出台具体规定', '--on', '2015-08-03')).json).toMatchObject({
      eventId: first.json.eventId,
      already: true,
    })
    const unknown = await json('event', 'report', id, '省出台规定', '--on', '2015-08-03')
    expect(unknown).toMatchObject({ exit: 4, json: { error: { code: 'CONDITION_UNKNOWN' } } })
    expect(unknown.json.error.remedy).toContain('省出台具体规定')
    expect((await json('event', 'list', id)).json).toHaveLength(1)
    expect((await json('event', 'waiting', id)).json.length).toBeGreaterThan(5)
    expect((await json('obligation', 'set-due', id, '3.6', '--due-on', '2015-10-30')).exit).toBe(0)
  })

  it('takes evidence and reviews; ambiguity is exit 2 and lists, a conflict 5, an unknown measure 4', async () => {
    const file = join(office.dataDir, 'proof.txt')
    writeFileSync(file, '已公开')
    const unit = '市住房城乡建设局'
    const sent = await json(
      'evidence',
      'submit',
      id,
      '3.1',
      '--done-on',
      '2015-07-28',
      '--file',
      file,
      '--as',
      unit,
    )
    expect(sent.exit).toBe(0)
    expect((await json('review', 'accept', id, '3.1', '--as', unit)).exit).toBe(5)
    expect((await json('review', 'accept', id, '3.1', '--as', '督查室')).exit).toBe(0)
    const shown = (await json('measure', 'show', id, '3.1')).json
    expect(shown).toMatchObject({
      no: '3.1',
      state: 'completed',
      light: 'green',
      leadUnit: unit,
      workflowId: `${id}-3.1`,
    })
    expect(shown.obligations[0]).toMatchObject({
      id: '3.1/2015-07',
      dueOn: '2015-07-31',
      originalDueOn: '2015-07-31',
      doneOn: '2015-07-28',
      acceptedAt: '2015-08-04T12:00:00+08:00',
      outcome: 'onTime',
      lateDays: 0,
    })
    expect(shown.obligations[0].evidence[0].files[0].sha256).toMatch(/^[0-9a-f]{64}$/)
    const ambiguous = await json(
      'evidence',
      'submit',
      id,
      '3.5',
      '--done-on',
      '2015-07-28',
      '--url',
      'http://a.cn',
      '--as',
      unit,
    )
    expect(ambiguous).toMatchObject({ exit: 2, json: { error: { code: 'OBLIGATION_AMBIGUOUS' } } })
    expect(ambiguous.json.error.remedy).toContain('3.5/2015-07')
    expect((await json('measure', 'show', id, '99.9')).exit).toBe(4)
    expect((await json('measure', 'history', id, '3.1')).json.map((r: { kind: string }) => r.kind)).toContain(
      'accepted',
    )
  })

  it('checks the records, lists notices, and closes', async () => {
    expect((await json('records', 'check')).json).toEqual({ agree: true, differences: [] })
    const notices = (await json('notices', id, '--measure', '3.1')).json
    expect(notices.map((n: { kind: string }) => n.kind)).toEqual(
      expect.arrayContaining(['request', 'reminder', 'overdue', 'slip', 'accepted']),
    )
    expect((await json('plan', 'close', id)).json.counts.notTriggered).toBeGreaterThan(3)
    expect((await json('plan', 'close', id)).exit).toBe(5)
  })

  it('answers wrong usage with exit 2, and every verb has help with an example', async () => {
    expect((await duban('event', 'report', id)).exit).toBe(2)
    expect((await duban('plan', 'advance', id, '--to', '2015-02-30')).exit).toBe(2)
    const help = await Promise.all([
      duban('deadline', 'explain', '--help'),
      duban('plan', 'start', '--help'),
      duban('evidence', 'submit', '--help'),
    ])
    for (const { exit, out } of help) {
      expect(exit).toBe(0)
      expect(out).toContain('例：')
    }
    expect((await duban('calendar', 'show', '2015')).out).toContain('2015-09-06')
    expect((await duban('calendar', 'show', '2031')).exit).toBe(4)
  })
})
